"""Every migration of ours can be taken back: an update that goes wrong is undone with `migrate APP NUMBER` (docs/operations.md)."""

import pytest
from django.db.migrations.loader import MigrationLoader

APPS = ("home", "stories", "goodpractices", "shop")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("app", APPS)
def test_every_step_has_a_way_back(app):
    migrations = {name: migration for (label, name), migration in MigrationLoader(None).disk_migrations.items() if label == app}
    assert migrations
    one_way = [
        f"{name}: {operation.describe()}"
        for name, migration in migrations.items() for operation in migration.operations if not operation.reversible
    ]  # fmt: skip
    assert one_way == []
