from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shop.services.carriers import carrier
from shop.services.carriers.base import CarrierError
from shop.services.errors import ShopError
from shop.services.locker_import import lockers_import, rows_of_file, rows_of_points


class Command(BaseCommand):
    help = (
        "Brings the list of parcel lockers in step with a file (JSON of ShipX points, or CSV with the columns code, street, "
        "postcode, city, place, opening_hours, latitude, longitude, easy_access), or with InPost itself (--shipx). Lockers "
        "that are missing go out of use. All or nothing: each bad row is told, and then nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="The file, ending in .json or .csv.")
        parser.add_argument("--shipx", action="store_true", help="Ask InPost; needs the settings SHIPX_….")

    def handle(self, *args, file: Path | None, shipx: bool, **options):
        if bool(file) == shipx:
            raise CommandError("Name a file, or --shipx.")
        try:
            self.stdout.write(str(lockers_import(rows=self.from_carrier() if shipx else self.from_file(file))))
        except ShopError as error:
            raise CommandError(error.message) from error

    def from_file(self, file: Path):
        try:
            return rows_of_file(file.read_bytes(), name=file.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error

    def from_carrier(self):
        inpost = carrier()
        if inpost is None:
            raise CommandError("SHIPX_TOKEN and SHIPX_ORGANIZATION_ID are not set.")
        try:
            return list(rows_of_points(inpost.points()))
        except CarrierError as error:
            raise CommandError(str(error)) from error
