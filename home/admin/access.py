"""What the views of our own in the admin share: a right to be checked, and the frame of the page."""

from django.core.exceptions import PermissionDenied
from django.views.generic.base import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy


class AllowedMixin:
    """Refuses whoever lacks all of `any_permission` (`app.codename`); Wagtail leads them back to the start page."""

    any_permission: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not self.is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, user) -> bool:
        return any(user.has_perm(permission) for permission in self.any_permission)


class AdminPageView(AllowedMixin, WagtailAdminTemplateMixin, View):
    """A page of the admin with Wagtail's frame; subclasses give title, trail, template and context."""

    #: (label, address) of the pages above this one.
    def get_trail(self) -> list[tuple[str, str]]:
        return []

    def get_breadcrumbs_items(self):
        trail = [{"label": label, "url": url} for label, url in self.get_trail()]
        return [*self.breadcrumbs_items, *trail, {"label": self.get_page_title(), "url": ""}]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(**kwargs))


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Everybody with the right to see or change the model may look; nobody may change it in the admin."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
