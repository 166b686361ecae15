"""Logins of the staff: what happens to one when its person leaves."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from .models import User

ANONYMISE_ACTION = "market.staff.anonymise"
#: Login of a person who left; the number keeps the trail of who did what apart. Content, so in Polish.
FORMER_LOGIN = "dawne-konto-{pk}"


def staff_anonymise(*, user: User, by: User) -> User:
    """Close the login of a person who left and take name, e-mail, roles and second factors off it, for good.

    The row stays, so that orders, stock and pages go on telling that one and the same person did this and that; who it
    was is told nowhere any more. A byline that the person signed in a story is published text and stays there.
    Gives the user, refreshed. A second call changes nothing. Raises ValidationError for one's own login, and for a
    superuser's unless `by` is one.
    """
    if user.pk == by.pk:
        raise ValidationError(_("This is your own login. Ask another person in charge to do it."))
    if user.is_superuser and not by.is_superuser:
        raise ValidationError(_("Only an administrator may close the login of an administrator."))
    login = FORMER_LOGIN.format(pk=user.pk)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.username != login:
            _forget_login(locked)
            _rewrite(locked, login)
            log(instance=locked, action=ANONYMISE_ACTION, user=by)
    user.refresh_from_db()
    return user


def _rewrite(user: User, login: str) -> None:
    user.username, user.first_name, user.last_name, user.email = login, "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    # Ends every session too: each carries a hash of the password.
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    for relation in User._meta.related_objects:
        if relation.many_to_many:
            getattr(user, relation.get_accessor_name()).clear()
    for own in (user.editing_sessions, user.page_subscriptions, user.wagtail_form_states):
        own.all().delete()
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            profile.avatar.delete(save=False)
        profile.delete()
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    entries.update(label=login, data={})


def _forget_login(user: User) -> None:
    """What packages for logging in keep about the person, where they are installed."""
    if apps.is_installed("axes"):
        for name in ("AccessAttempt", "AccessFailureLog", "AccessLog"):
            apps.get_model("axes", name).objects.filter(username=user.get_username()).delete()
    if apps.is_installed("django_otp"):
        from django_otp import devices_for_user

        for device in devices_for_user(user, confirmed=None):
            device.delete()
