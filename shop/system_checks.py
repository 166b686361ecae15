"""System checks of the shop's settings (`manage.py check`): a gateway without a key would take anybody's messages."""

from django.conf import settings
from django.core import checks

from .services.gateways.keys import keys_missing, keys_set


def payment_settings_check(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Errors for the provider in use, warnings for others whose keys are set in part."""
    found: list[checks.CheckMessage] = []
    active = settings.PAYMENT_PROVIDER
    if active and active not in settings.PAYMENT_GATEWAYS:
        known = ", ".join(settings.PAYMENT_GATEWAYS)
        found.append(checks.Error(f"PAYMENT_PROVIDER is {active!r}; there are: {known}.", id="shop.E001"))
    for provider in settings.PAYMENT_GATEWAYS:
        missing = keys_missing(provider)
        if not missing:
            continue
        if provider == active:
            message = f"Payments go through {provider!r}, but these settings are missing or blank: {', '.join(missing)}."
            found.append(checks.Error(message, id="shop.E002"))
        elif keys_set(provider):
            message = f"{provider!r} has some of its settings, but not: {', '.join(missing)}."
            hint = "Messages about earlier payments are not read without them. Set all or none."
            found.append(checks.Warning(message, hint=hint, id="shop.W001"))
    return found
