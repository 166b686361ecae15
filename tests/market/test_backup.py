"""Backup and restore, rehearsed: under load, into a fresh place, over a living shop, with archives that are no good."""

import os
import re
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.contrib.redirects.models import Redirect

from home.models import MarketImage, MarketRendition
from shop.models import Order, TaskRun
from shop.services.audit import shop_breaches
from tests import databases, factories
from tests.databases import ROOT, connected_to

from .backups import WRITERS, Buyers, Scratch, rewrite, run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scratch(tmp_path, transactional_db):
    made = Scratch(tmp_path)
    yield made
    made.remove()


@pytest.fixture
def shop(scratch, settings, tmp_path):
    """The connection leads to a scratch database with a small shop, a picture with a cut size, and three orders."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_MEDIA_FOLDERS = ["original_images", "documents"]
    with connected_to(scratch.migrated()) as name:
        tree = factories.make_tree()
        factories.make_settings(tree.site)
        picture = factories.make_image("Wazon")
        picture.get_rendition("fill-16x16")
        product = factories.make_product(tree, stock=100_000, picture=picture)
        for _order in range(3):
            factories.make_order(product)
        yield name
        connection.close()


@pytest.fixture
def archive(shop, tmp_path) -> Path:
    run("backup", to=tmp_path / "backups")
    [found] = (tmp_path / "backups").iterdir()
    return found


def refs() -> set[str]:
    return set(Order.objects.values_list("ref", flat=True))


def files(root: Path, *folders: str) -> dict[str, bytes]:
    """Relative name and content of every file, hidden ones too."""
    paths = [path for folder in folders or [""] for path in (root / folder).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_a_backup_under_load_restores_into_a_fresh_place(shop, scratch, settings, tmp_path):
    product, delivery = factories.Product.objects.get(), factories.make_delivery()
    with Buyers(product, delivery).at_work() as buyers:
        buyers.wait_for(15)
        began = time.monotonic()
        said = run("backup", to=tmp_path / "backups")
        ended = time.monotonic()
        buyers.wait_for(len(buyers.acknowledged) + 2 * WRITERS)
    assert buyers.errors == []
    before = {ref for _begun, acknowledged, ref in buyers.acknowledged if acknowledged < began}
    later = {ref for begun, _acknowledged, ref in buyers.acknowledged if begun > ended}
    assert len(before) >= 15
    assert later
    [archive] = (tmp_path / "backups").iterdir()
    assert archive.stat().st_mode & 0o777 == 0o600
    originals = files(settings.MEDIA_ROOT, "original_images")
    assert len(originals) == 1
    everything = refs()

    settings.MEDIA_ROOT = tmp_path / "fresh-media"
    with connected_to(scratch.name()):
        told = run("restore", source=archive)
        assert before <= refs() < everything
        assert not refs() & later
        assert list(shop_breaches()) == []
        assert Order.objects.count() == int(re.search(r"shop_order: (\d+) rows", told)[1])
        assert f", {Order.objects.count()} orders, 1 files of media" in said
        # The cut size was left out: its row must not stand for a file that is not there.
        assert MarketRendition.objects.count() == 0
        assert MarketImage.objects.get().get_rendition("fill-16x16").file.size > 0
    assert files(settings.MEDIA_ROOT, "original_images") == originals
    assert "audit:" not in told
    assert "is kept as" not in told


def test_a_restore_over_a_living_shop_needs_force_and_keeps_what_was_there(archive, shop, settings, scratch):
    saved, sizes = refs(), MarketRendition.objects.count()
    later = factories.make_order(factories.Product.objects.get())
    picture = MarketImage.objects.get()
    original = Path(settings.MEDIA_ROOT, picture.file.name)
    right, wrong = original.read_bytes(), b"overwritten meanwhile"
    original.write_bytes(wrong)
    with pytest.raises(CommandError, match=r"not empty \(4 orders\). Add --force"):
        run("restore", source=archive)
    assert refs() == saved | {later.ref}
    assert original.read_bytes() == wrong

    told = run("restore", source=archive.parent, force=True)
    assert refs() == saved
    assert original.read_bytes() == right
    assert "media: 0 new, 1 replaced, 0 were there" in told
    [aside] = Path(settings.MEDIA_ROOT).glob(".before-restore-*/original_images/*")
    assert aside.read_bytes() == wrong
    kept = re.search(r"the old database is kept as (\S+)", told)[1]
    with connected_to(kept):
        assert refs() == saved | {later.ref}
        connection.close()
    # What was cut before is there still, and its row too.
    assert MarketRendition.objects.count() == sizes > 0


def test_a_restore_can_be_repeated(archive, shop, settings):
    run("restore", source=archive, force=True)
    told = run("restore", source=archive, force=True)
    assert "media: 0 new, 0 replaced, 1 were there" in told
    assert Order.objects.count() == 3


def test_an_older_backup_is_migrated_forward(archive, shop, scratch, tmp_path):
    """Made by the release before: the last migrations of one app are taken back."""
    call_command("migrate", "wagtailredirects", "0006", verbosity=0)
    run("backup", to=tmp_path / "older")
    with connected_to(scratch.name()):
        told = run("restore", source=tmp_path / "older")
        assert "migrations applied: 2" in told
        assert Redirect.objects.filter(automatically_created=True).count() == 0
        assert Order.objects.count() == 3
        connection.close()


def _evil(name: str, kind=tarfile.REGTYPE, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b"" if kind != tarfile.REGTYPE else b"evil"


def _flip(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


PICTURE = "media/original_images/Wazon.png"
BAD_ARCHIVES = {
    "outside": ({"add": [_evil("../evil")]}, "no backup of ours would"),
    "outside in the middle": ({"add": [_evil("media/../../evil")]}, "no backup of ours would"),
    "absolute": ({"add": [_evil("/tmp/evil")]}, "no backup of ours would"),
    "no folder of ours": ({"add": [_evil("evil")]}, "no backup of ours would"),
    "a link": ({"add": [_evil("media/x", tarfile.SYMTYPE, "/etc/passwd")]}, "no backup of ours would"),
    "a hard link": ({"add": [_evil("media/x", tarfile.LNKTYPE, PICTURE)]}, "no backup of ours would"),
    "a device": ({"add": [_evil("media/x", tarfile.CHRTYPE)]}, "no backup of ours would"),
    "a name twice": ({"add": [_evil(PICTURE)]}, "where nothing may stand"),
    "a file too many": ({"add": [_evil("media/original_images/x.png")]}, "1 files of the archive do not fit"),
    "a file too few": ({"drop": [PICTURE]}, "1 files of the archive do not fit"),
    "a bit turned": ({"change": {PICTURE: _flip}}, "1 files of the archive do not fit"),
    "no manifest": ({"drop": ["manifest.json"]}, "has no manifest"),
    "manifest is no JSON": ({"change": {"manifest.json": lambda data: data[:-9]}}, "manifest of the archive cannot be read"),
    "manifest is a list": ({"change": {"manifest.json": lambda data: b"[]"}}, "manifest of the archive cannot be read"),
    "newer format": ({"manifest": lambda facts: facts.update(format=2)}, "has the format 2"),
    "another database": ({"manifest": lambda facts: facts.update(vendor="oracle")}, "is of oracle"),
    "newer migrations": (
        {"manifest": lambda facts: facts["database"]["migrations"].append("shop.9999_later")},
        "newer version .* does not know 1 of its migrations, shop.9999_later",
    ),
    "rows that are not there": (
        {"manifest": lambda facts: facts["database"]["rows"].update(shop_order=4)},
        "not the one that was saved: shop_order: 3 instead of 4",
    ),
}  # fmt: skip


def test_archives_that_are_no_good_are_refused_and_change_nothing(archive, shop, settings, tmp_path):
    original = Path(settings.MEDIA_ROOT, MarketImage.objects.get().file.name)
    original.write_bytes(b"present")
    saved, around = refs(), files(settings.MEDIA_ROOT)
    wrong = {}
    for name, (edit, message) in BAD_ARCHIVES.items():
        bad = rewrite(archive, tmp_path / "bad.tar.gz", **edit)
        try:
            wrong[name] = run("restore", source=bad, force=True)
        except CommandError as error:
            if not re.search(message, str(error)):
                wrong[name] = str(error)
        if refs() != saved or files(settings.MEDIA_ROOT) != around:
            wrong[name] = "changed something"
    assert wrong == {}
    assert not list(tmp_path.rglob("evil"))
    assert not list(tmp_path.glob("**/.restore-*"))
    assert _databases_beside(shop) == []


def _databases_beside(name: str) -> list[str]:
    """Databases that a restore has left lying."""
    if connection.vendor == "sqlite":
        return [str(path) for path in Path(name).parent.glob(f"{Path(name).name}.*")]
    rows = databases.server()._run("SELECT datname FROM pg_database WHERE datname LIKE %s", f"{name}_%")
    return [found for (found,) in rows]


def test_an_archive_cut_short_anywhere_is_refused(archive, shop, tmp_path):
    data = archive.read_bytes()
    for length in (0, 5, 40, len(data) // 2, len(data) - 9, len(data) - 1):
        short = tmp_path / "short.tar.gz"
        short.write_bytes(data[:length])
        with pytest.raises(CommandError, match=r"cut short|not one of ours"):
            run("restore", source=short, check=True)
    assert "whole, of " in run("restore", source=archive, check=True)


def test_a_failure_in_the_last_step_takes_everything_back(archive, shop, settings, monkeypatch):
    original = Path(settings.MEDIA_ROOT, MarketImage.objects.get().file.name)
    original.write_bytes(b"present")
    later = factories.make_order(factories.Product.objects.get())
    kind = "postgresql.PostgreSQL" if connection.vendor == "postgresql" else "sqlite.SQLite"

    def fail(*args, **options):
        raise OSError("the disk is full")

    monkeypatch.setattr(f"market.backups.{kind}.swap", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        run("restore", source=archive, force=True)
    assert later.ref in refs()
    assert original.read_bytes() == b"present"
    assert _databases_beside(shop) == []


def test_a_database_in_use_is_not_replaced(archive, shop):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM shop_order")
            with pytest.raises(CommandError, match="stop the web processes"):
                run("restore", source=archive, force=True)
    finally:
        other.close()
    assert Order.objects.count() == 3


def test_a_killed_backup_leaves_nothing_that_looks_whole(shop, settings, tmp_path):
    large = Path(settings.MEDIA_ROOT, "documents", "large.bin")
    large.parent.mkdir(parents=True)
    with large.open("wb") as file:
        file.truncate(2_000_000_000)
    folder = tmp_path / "backups"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "market.settings.test",
        "DATABASE_URL": databases.server().url(shop),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "manage.py", "backup", "--to", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end and process.poll() is None:
            if any(path.stat().st_size for path in folder.glob(".market-*.part")):
                break
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert [path.suffix for path in folder.iterdir() if path.is_file()] == [".part"]
    with pytest.raises(CommandError, match="There is no archive in"):
        run("restore", source=folder, check=True)
    run_of = TaskRun.objects.get(name="backup")
    assert run_of.started_at is not None
    assert run_of.succeeded_at is None
    large.unlink()
    # The next one throws away what lies there for more than a day.
    [part] = folder.glob(".market-*.part")
    os.utime(part, (0, 0))
    run("backup", to=folder)
    assert not part.exists()
    assert TaskRun.objects.get(name="backup").succeeded_at >= run_of.started_at


def test_only_the_newest_archives_are_kept(shop, tmp_path):
    folder = tmp_path / "backups"
    foreign = folder / "market-notes.tar.gz"
    for number in range(3):
        run("backup", to=folder, keep=2)
        foreign.touch()
        assert len(list(folder.glob("market-2*.tar.gz"))) == min(number + 1, 2)
    assert foreign.exists()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_backup_is_not_laid_where_the_web_can_read_it(shop, settings):
    with pytest.raises(CommandError, match="is served to the web"):
        run("backup", to=Path(settings.MEDIA_ROOT) / "backups")
    assert TaskRun.objects.get(name="backup").last_error.startswith("BackupError")
    assert not (Path(settings.MEDIA_ROOT) / "backups").exists()


def test_media_in_a_bucket_are_left_out_with_a_word(shop, settings, tmp_path, scratch):
    settings.STORAGES = {**django_settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    told = run("backup", to=tmp_path / "backups")
    assert "warning: media lie in a bucket" in told
    assert ", 0 files of media" in told
    with connected_to(scratch.name()):
        told = run("restore", source=tmp_path / "backups")
        assert "warning: the archive holds no media" in told
        assert Order.objects.count() == 3
        connection.close()


def test_names_of_files_that_are_no_text_survive(shop, settings, tmp_path, scratch):
    odd = Path(settings.MEDIA_ROOT, "documents", os.fsdecode(b"za\xbfo\\xx \xc5\xbc.pdf"))
    odd.parent.mkdir(parents=True)
    odd.write_bytes(b"%PDF")
    run("backup", to=tmp_path / "backups")
    settings.MEDIA_ROOT = tmp_path / "fresh-media"
    with connected_to(scratch.name()):
        run("restore", source=tmp_path / "backups")
        connection.close()
    assert (settings.MEDIA_ROOT / "documents" / odd.name).read_bytes() == b"%PDF"


def test_missing_or_old_client_tools_are_named(shop, tmp_path, monkeypatch):
    from market.backups.errors import BackupError
    from market.backups.postgresql import PostgreSQL

    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    with pytest.raises(BackupError, match="pg_dump is not there: install"):
        PostgreSQL()._require_tool("pg_dump", 150004)
    fake = tools / "pg_dump"
    fake.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 14.9 (Debian)'\n")
    fake.chmod(0o755)
    with pytest.raises(BackupError, match="of version 14, the server of 15"):
        PostgreSQL()._require_tool("pg_dump", 150004)
    PostgreSQL()._require_tool("pg_dump", 140020)


def test_the_password_is_no_argument(shop, tmp_path, monkeypatch):
    from market.backups.postgresql import PostgreSQL

    tools = tmp_path / "bin"
    tools.mkdir()
    fake = tools / "pg_dump"
    fake.write_text(f'#!/bin/sh\necho "$@" > {tools}/arguments\necho "$PGPASSWORD $PGSSLMODE" > {tools}/environment\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    given = {"NAME": "market", "USER": "market", "PASSWORD": "s3cret", "HOST": "db", "PORT": "5433"}
    database = PostgreSQL()
    database.settings = {**given, "OPTIONS": {"sslmode": "require"}}
    database._run("pg_dump", "--dbname=market")
    assert (tools / "arguments").read_text() == "--no-password --host=db --port=5433 --username=market --dbname=market\n"
    assert (tools / "environment").read_text() == "s3cret require\n"
