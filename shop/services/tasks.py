"""Notes of when a task of the shop last began and last ended well; /readyz and the runbook read them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from ..models import TaskRun


class TaskFailed(Exception):
    """A task that did not do all of its work; the text names the part and nobody, so it is kept."""


@contextmanager
def task_run(name: str) -> Iterator[None]:
    """Write down the run of a task around the block: its start, and its good end or the type of its error.

    name: „housekeeping”, „audit”, „backup”… The error goes on to the caller; only its type is kept, for its text may
    hold personal data.
    """
    TaskRun.objects.update_or_create(name=name, defaults={"started_at": timezone.now()})
    try:
        yield
    except Exception as error:
        told = str(error)[:300] if isinstance(error, TaskFailed) else type(error).__name__
        TaskRun.objects.filter(name=name).update(last_error=told)
        raise
    TaskRun.objects.filter(name=name).update(succeeded_at=timezone.now(), last_error="")
