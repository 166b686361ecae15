"""A colleague leaves: the login is closed and tells nobody's name any more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from ..models import User
from ..staff import FORMER_LOGIN, staff_anonymise
from .access import AdminPageView

#: Only who may remove users altogether; in the house's roles that is the person in charge.
PERMISSIONS = ("home.change_user", "home.delete_user")


def may_anonymise(person: User) -> bool:
    return person.has_perms(PERMISSIONS)


def is_former(user: User) -> bool:
    return user.username == FORMER_LOGIN.format(pk=user.pk)


class StaffAnonymiseView(AdminPageView):
    """Says what goes and what stays, then does it."""

    any_permission = PERMISSIONS
    template_name = "admin/staff_anonymise.html"
    header_icon = "user"

    def is_allowed(self, user) -> bool:
        return may_anonymise(user)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_anonymise(request.user):
            raise PermissionDenied
        self.person = get_object_or_404(User, pk=kwargs["pk"])

    def get_page_title(self):
        return _("Close the login of a person who left")

    def get_trail(self):
        return [(_("Users"), reverse("wagtailusers_users:index"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person, users_url=reverse("wagtailusers_users:index"), **kwargs
        )

    def post(self, request, *args, **kwargs):
        try:
            staff_anonymise(user=self.person, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("The login is closed: from now on it is %(login)s.") % {"login": self.person.username}
            )
        return redirect("wagtailusers_users:index")


def anonymise_button(user, request_user):
    """Hook on the list of users: a button beside every login that may be closed."""
    if may_anonymise(request_user) and user.pk != request_user.pk and not is_former(user):
        yield Button(
            _("The person left: close the login"),
            reverse("market_staff_anonymise", args=[user.pk]),
            icon_name="user",
            priority=50,
        )
