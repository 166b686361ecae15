"""Records that others need are not deleted: Wagtail checks that only for what its own index of references knows."""

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def keep_protected(request, action_type, objects, action):
    """Hook before a bulk action: refuses a deletion that the database would refuse half-way."""
    if action_type == "delete" and told_in_use(request, objects):
        return redirect(action.next_url if action.next_url != request.path else "wagtailadmin_home")
    return None


def keep_protected_snippet(request, instances):
    """Hook before the deletion of one snippet."""
    if request.method == "POST" and told_in_use(request, instances):
        return redirect("wagtailadmin_home")
    return None


def told_in_use(request, records) -> bool:
    """Whether the database would refuse to delete one of the records; the person is told which."""
    for record in records or ():
        try:
            Collector(using=record._state.db).collect([record])
        except (ProtectedError, RestrictedError):
            text = _("“%(name)s” is in use and cannot be deleted. Nothing was deleted.")
            messages.error(request, text % {"name": record})
            return True
    return False
