"""/readyz tells the truth, tells little, and answers whatever is broken; so does the page of errors."""

import datetime
from unittest import mock

import pytest
from django.core.cache import cache, caches
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from shop.models import TaskRun
from shop.services.tasks import task_run


def ask(client):
    response = client.get("/readyz")
    return response.status_code, response.json()


READY = (200, {"status": "ok", "failed": [], "warnings": []})


def failed(*names, warnings=()):
    return 503, {"status": "failed", "failed": list(names), "warnings": list(warnings)}


def ran(name, *, ago: datetime.timedelta, error: str = ""):
    TaskRun.objects.update_or_create(
        name=name, defaults={"succeeded_at": timezone.now() - ago, "started_at": timezone.now() - ago, "last_error": error}
    )


def installed(ago: datetime.timedelta):
    MigrationRecorder.Migration.objects.update(applied=timezone.now() - ago)


@pytest.fixture
def production(settings, db):
    settings.TASKS_EXPECTED = True
    for name in ("housekeeping", "backup", "audit"):
        ran(name, ago=datetime.timedelta(minutes=1))
    installed(datetime.timedelta(days=9))


def test_a_fresh_development_site_is_ready(client, db):
    installed(datetime.timedelta(days=9))
    assert ask(client) == READY


def test_a_worker_that_fell_silent_is_told(client, production):
    assert ask(client) == READY
    ran("housekeeping", ago=datetime.timedelta(minutes=29))
    assert ask(client) == READY
    ran("housekeeping", ago=datetime.timedelta(minutes=31))
    assert ask(client) == failed("worker")


def test_a_worker_that_ran_once_is_judged_in_development_too(client, db):
    ran("housekeeping", ago=datetime.timedelta(minutes=31))
    assert ask(client) == failed("worker")


def test_a_worker_that_never_ran_has_a_grace_in_production(client, production):
    TaskRun.objects.all().delete()
    installed(datetime.timedelta(minutes=29))
    assert ask(client) == READY
    installed(datetime.timedelta(minutes=31))
    assert ask(client) == failed("worker")
    installed(datetime.timedelta(hours=37))
    assert ask(client) == failed("worker", warnings=["backup", "audit"])


def test_a_worker_that_never_ended_well_is_told(client, production):
    TaskRun.objects.filter(name="housekeeping").update(succeeded_at=None, last_error="ValueError")
    installed(datetime.timedelta(minutes=1))
    assert ask(client) == failed("worker")


def test_nightly_tasks_only_warn(client, production):
    ran("backup", ago=datetime.timedelta(hours=37))
    ran("audit", ago=datetime.timedelta(hours=1), error="ShopBreached")
    assert ask(client) == (200, {"status": "ok", "failed": [], "warnings": ["backup", "audit"]})


def test_a_full_disk_warns(client, settings, db):
    settings.DISK_ROOM = 1 << 60
    assert ask(client) == (200, {"status": "ok", "failed": [], "warnings": ["disk"]})


def test_a_missing_migration_is_told(client, db):
    MigrationRecorder.Migration.objects.filter(app="wagtailredirects", name__startswith="0008").delete()
    assert ask(client) == failed("migrations")


@pytest.fixture
def broken_database(db):
    """No query goes through, as when the server is gone; sessions and a database cache break with it."""

    def refuse(self, *args, **options):
        raise OperationalError("could not connect to server 10.0.0.5 as market")

    with mock.patch.object(BaseDatabaseWrapper, "_cursor", refuse):
        yield


def test_a_lost_database_is_told_without_a_word_too_much(client, broken_database):
    cache_in_database = "Database" in type(caches["default"]).__name__
    expected = ["database", *(["cache"] if cache_in_database else []), "migrations", "worker"]
    response = client.get("/readyz")
    assert (response.status_code, response.json()["failed"]) == (503, expected)
    assert "10.0.0.5" not in response.content.decode()
    assert client.get("/healthz").status_code == 200


def test_a_lost_cache_is_told_whatever_its_driver_raises(client, db, monkeypatch):
    class RedisGone(Exception):
        pass

    def refuse(*args, **options):
        raise RedisGone("redis at 10.0.0.6")

    for name in ("get", "set"):
        monkeypatch.setattr(type(cache._connections[cache._alias]), name, refuse)
    assert ask(client) == failed("cache")


@pytest.mark.parametrize("path", ["/", "/sklep/", "/koszyk/", "/en/sklep/", "/zamowienie/", "/admin/", "/szukaj/?q=a"])
def test_the_page_of_errors_needs_neither_database_nor_cache(client, shop_tree, broken_database, monkeypatch, path):
    def refuse(*args, **options):
        raise ConnectionError

    for name in ("get", "set", "get_many", "set_many", "delete", "add"):
        for alias in ("default", "memory"):
            monkeypatch.setattr(type(caches[alias]), name, refuse)
    client.raise_request_exception = False
    # A visitor who has a session already: it cannot be read either.
    client.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
    response = client.get(path)
    assert response.status_code == 500
    assert "Coś się u nas zepsuło" in response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_even_without_its_template_the_page_of_errors_speaks(client, broken_database, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    client.raise_request_exception = False
    response = client.get("/sklep/")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Coś się u nas zepsuło" in response.content.decode()


def test_a_task_run_tells_how_it_went(db):
    with task_run("backup"):
        running = TaskRun.objects.get(name="backup")
        assert (running.succeeded_at, running.started_at is not None) == (None, True)
    well = TaskRun.objects.get(name="backup")
    assert (well.succeeded_at >= well.started_at, well.last_error) == (True, "")
    with pytest.raises(CommandError), task_run("backup"):
        raise CommandError
    bad = TaskRun.objects.get(name="backup")
    assert (bad.succeeded_at, bad.started_at > well.started_at) == (well.succeeded_at, True)
    assert bad.last_error.startswith("CommandError")


def test_an_audit_is_noted(db, capsys):
    call_command("audit_shop")
    assert TaskRun.objects.get(name="audit").succeeded_at is not None
