"""What /readyz asks. Names of what failed and nothing else: versions, addresses and texts of errors help an attacker."""

import datetime
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone

from shop.models import TaskRun

from .backups.media import media_root

logger = logging.getLogger(__name__)


def readiness() -> tuple[list[str], list[str]]:
    """Names of what failed, and of what needs a look while the site goes on. Raises nothing, whatever is broken.

    What lies in a database that does not answer is not asked one by one: each would wait for it anew.
    """
    if not _holds("database", database_answers):
        failed = ["database", *(["cache"] if not _holds("cache", cache_answers) else []), "migrations", "worker"]
        return failed, []
    return (
        [name for name, check in CHECKS.items() if not _holds(name, check)],
        [name for name, check in WARNINGS.items() if not _holds(name, check)],
    )


def _holds(name: str, check: Callable[[], bool]) -> bool:
    """Each driver has errors of its own; any of them is a no."""
    try:
        return check()
    except Exception:
        logger.exception("readyz: %s", name)
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def cache_answers() -> bool:
    cache.set("readyz", "ok", 10)
    return cache.get("readyz") == "ok"


def migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_runs() -> bool:
    """Housekeeping ended well within settings.WORKER_SILENCE."""
    return _task_is_fresh("housekeeping", settings.WORKER_SILENCE)


def backup_is_fresh() -> bool:
    return _nightly_went_well("backup")


def audit_is_clean() -> bool:
    return _nightly_went_well("audit")


def disk_has_room() -> bool:
    """On the disks of media and of SQLite. A bucket and a server of a database look after their own."""
    folders = [Path(connection.settings_dict["NAME"]).parent] if connection.vendor == "sqlite" else []
    if root := media_root():
        folders.append(root)
    free = [shutil.disk_usage(_existing(folder)).free for folder in folders]
    return min(free, default=settings.DISK_ROOM) >= settings.DISK_ROOM


def _nightly_went_well(name: str) -> bool:
    """It ended well within settings.NIGHTLY_SILENCE, the last time too."""
    failed = TaskRun.objects.filter(name=name).exclude(last_error="").exists()
    return not failed and _task_is_fresh(name, settings.NIGHTLY_SILENCE)


def _task_is_fresh(name: str, silence: datetime.timedelta) -> bool:
    """Where it has never ended well: wrong once it was begun and failed or fell silent; in production also when the site
    is older than `silence` (the grace of a new installation, counted from its first migration, so that a restart does
    not prolong it)."""
    now = timezone.now()
    task = TaskRun.objects.filter(name=name).first()
    if task is not None and task.succeeded_at is not None:
        return now - task.succeeded_at <= silence
    if task is not None and task.started_at is not None and (task.last_error or now - task.started_at > silence):
        return False
    if not settings.TASKS_EXPECTED:
        return True
    installed = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    return installed is None or now - installed <= silence


def _existing(folder: Path) -> Path:
    """The folder or the nearest one above it that is there: media come with the first picture."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


CHECKS = {
    "cache": cache_answers,
    "migrations": migrations_applied,
    "worker": worker_runs,
}
WARNINGS = {"disk": disk_has_room, "backup": backup_is_fresh, "audit": audit_is_clean}
