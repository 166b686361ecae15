from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from market.backups.create import backup_make
from market.backups.errors import BackupError
from shop.services.tasks import task_run


def at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


class Command(BaseCommand):
    help = (
        "Save the database and the originals of media in one archive, while the site runs. Older archives in the folder "
        "are deleted when there are more than --keep."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="folder of the archives")
        parser.add_argument(
            "--keep", type=at_least_one, default=14, metavar="N", help="archives to keep (default: 14)"
        )

    def handle(self, *args, **options):
        try:
            with task_run("backup"):
                made = backup_make(folder=options["to"], keep=options["keep"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        for warning in made.warnings:
            self.stderr.write(f"warning: {warning}")
        for path in made.deleted:
            self.stdout.write(f"deleted: {path}")
        rows = made.manifest.database.rows
        self.stdout.write(
            f"{made.path}: {made.path.stat().st_size} bytes, {rows.get('shop_order', 0)} orders, "
            f"{len(made.manifest.files) - 1} files of media"
        )
