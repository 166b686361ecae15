from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Ground floor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Locale, Site
        from wagtail.models.i18n import LocaleManager
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from .context import forget_frames
        from .locales import get_for_language
        from .renditions import on_page_published
        from .stored_files import delete_file

        LocaleManager.get_for_language = get_for_language
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(forget_frames, dispatch_uid="home.frames")
        post_delete.connect(delete_file, sender=self.get_model("Video"), dispatch_uid="home.videos")
        page_published.connect(on_page_published, dispatch_uid="home.renditions")
        for model in (self.get_model("SiteSettings"), self.get_model("Funder"), Site, Locale):
            for signal in (post_save, post_delete):
                signal.connect(forget_frames, sender=model, dispatch_uid=f"home.frames.{model.__name__}")
