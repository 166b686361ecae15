from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from market.backups.errors import BackupError
from market.backups.restore import Restored, backup_check, backup_restore


class Command(BaseCommand):
    help = (
        "Put a backup in place of the database, and its media. Stop the web processes and the timers first. The old "
        "database is kept under another name, and stays in use when anything fails."
    )
    #: The database may be broken or missing: that may be why we are called.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", dest="source", required=True, type=Path, metavar="FILE|DIR",
            help="an archive, or a folder: its newest one",
        )  # fmt: skip
        parser.add_argument("--force", action="store_true", help="put aside a database that is not empty")
        parser.add_argument("--check", action="store_true", help="only read the archive and check it")

    def handle(self, *args, **options):
        try:
            if options["check"]:
                archive, manifest = backup_check(source=options["source"])
                self.stdout.write(f"{archive}: whole, of {manifest.created_at}, version {manifest.app_version}")
                return
            self._report(
                backup_restore(source=options["source"], force=options["force"], say=self.stdout.write)
            )
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error

    def _report(self, done: Restored) -> None:
        for table, rows in done.manifest.database.rows.items():
            if rows:
                self.stdout.write(f"  {table}: {rows} rows, as saved")
        if done.media:
            self.stdout.write(
                f"media: {done.media.new} new, {done.media.replaced} replaced, {done.media.same} were there"
            )
            if done.media.replaced:
                self.stdout.write(f"replaced files are kept in {done.media.kept}")
        self.stdout.write(f"sizes of pictures to be cut again: {done.renditions}")
        self.stdout.write(f"migrations applied: {done.migrated}")
        if done.kept:
            self.stdout.write(f"the old database is kept as {done.kept}")
        for warning in done.warnings:
            self.stderr.write(f"warning: {warning}")
        for breach in done.breaches:
            self.stderr.write(f"audit: {breach}")
        self.stdout.write(f"restored: {done.archive}, saved at {done.manifest.created_at}")
