from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = _("Shop")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import search_signals
        from .log_secrets import hide_secret_links
        from .system_checks import payment_settings_check

        checks.register(payment_settings_check, checks.Tags.security)
        hide_secret_links()
        search_signals.connect()
