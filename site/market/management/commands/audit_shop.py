import json

from django.core.management.base import BaseCommand

from shop.services.audit import shop_breaches_by_check
from shop.services.tasks import task_run


class ShopBreached(Exception):
    """The audit found something; how much is the text."""


class Command(BaseCommand):
    help = (
        "Check the invariants of the shop: a line for each breach on the standard output, exit status 1 if any. The run "
        "is noted for /readyz."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help='one JSON object a line: {"check": …, "breach": …}'
        )

    def handle(self, *args, **options):
        try:
            with task_run("audit"):
                self._audit(as_json=options["json"])
        except ShopBreached as error:
            raise SystemExit(1) from error
        if options["verbosity"] > 1:
            self.stdout.write("no breach")

    def _audit(self, *, as_json: bool) -> None:
        breaches = 0
        for check, line in shop_breaches_by_check():
            told = {"check": check, "breach": line}
            self.stdout.write(json.dumps(told, ensure_ascii=False) if as_json else line)
            breaches += 1
        if breaches:
            raise ShopBreached(f"{breaches} breaches")
