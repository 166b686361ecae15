"""The whole site on its demo content. All tests here run against a copy of the demo database."""

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import translation

from tests.databases import WORKER, connected_to

from .crawl import Crawl, crawl_site


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/house" in str(item.path):
            item.add_marker(pytest.mark.demo)


@pytest.fixture(scope="package")
def demo_database(demo, demo_copy, django_db_blocker) -> Iterator[str]:
    """The connection leads to a copy of the demo while the tests of this folder run."""
    name = demo_copy("site")
    with django_db_blocker.unblock(), connected_to(name):
        connection.close()
        with django_db_blocker.block():
            yield name


@pytest.fixture(autouse=True)
def _media(settings, demo, demo_database):
    """The demo's own files, in place of the throw-away folder of the other tests."""
    settings.MEDIA_ROOT = demo.media
    with translation.override("pl"):
        yield


@pytest.fixture(autouse=True)
def _rolled_back(_media, db):
    """What a test writes goes away with it."""


@pytest.fixture(scope="package")
def crawl(demo, demo_database, django_db_blocker, tmp_path_factory) -> Crawl:
    """Every page of the sitemap, fetched once a run and shared by its workers."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if WORKER == "master" else base.parent) / "crawl.pickle"
    with ExitStack() as stack:
        lock = stack.enter_context(shared.with_suffix(".lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            stack.enter_context(override_settings(MEDIA_ROOT=demo.media))
            stack.enter_context(django_db_blocker.unblock())
            shared.write_bytes(pickle.dumps(crawl_site()))
            connection.close()
        return pickle.loads(shared.read_bytes())
