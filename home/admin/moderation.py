"""Pages that wait for the person's approval, as a duty of the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from .duties import Duty


def moderation_duties(request) -> list[Duty]:
    waiting = TaskState.objects.reviewable_by(request.user).count()
    return [
        Duty(_("Pages waiting for your check"), waiting, f"{reverse('wagtailadmin_home')}#review", "doc-full")
    ]
