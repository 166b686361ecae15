"""Fixtures shared by all tests. What makes things is in tests/factories.py."""

import gc
import os

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

from home.roles import roles_ensure

from . import factories
from .cache_keys import forget_cache
from .shop import fake_gateway

# The same examples in every run, however slow the machine: a change is judged, not luck. HYPOTHESIS_PROFILE=explore looks
# for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

pytest_plugins = ["tests.databases", "tests.simulator", "tests.shipx_server"]


def pytest_collection_finish():
    """What is loaded by now stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database with the tree and the roles that most tests start from: made once, not in each of them."""
    with django_db_blocker.unblock():
        name = connection.settings_dict["TEST"]["NAME"]
        if connection.settings_dict["NAME"] != name:
            # Browser tests alone name no database, so pytest-django has set up none.
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
        with translation.override("pl"):
            factories.make_settings(factories.make_tree().site)
            roles_ensure()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Files of a test go away with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _caches():
    """Nothing remembered (navigation, footer, root paths) goes from test to test."""
    forget_cache()


@pytest.fixture
def pl_locale():
    """The Polish interface, whatever language a test before has left active."""
    with translation.override("pl"):
        yield "pl"


@pytest.fixture
def searchable():
    """What the factories make is found by the search, as on the site; other tests do without for speed."""
    mark = factories.is_searchable.set(True)
    yield
    factories.is_searchable.reset(mark)


@pytest.fixture
def shop_tree(db, pl_locale) -> factories.ShopTree:
    """Home page with shop, makers and stories below, and the seller's settings."""
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    return tree


@pytest.fixture
def make_product(shop_tree):
    """make_product(...) in the tree of the test."""

    def make(**values):
        return factories.make_product(shop_tree, **values)

    return make


@pytest.fixture
def make_enterprise(shop_tree):
    """make_enterprise(...) in the tree of the test."""

    def make(**values):
        return factories.make_enterprise(shop_tree, **values)

    return make


@pytest.fixture
def gateway(settings):
    """Online payment through a gateway in memory; gives its class, on which the test sets what it says."""
    settings.PAYMENT_GATEWAYS = fake_gateway.PATHS
    settings.PAYMENT_PROVIDER = "p24"
    fake_gateway.FakeGateway.fresh()
    return fake_gateway.FakeGateway
