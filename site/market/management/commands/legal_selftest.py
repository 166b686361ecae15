from django.core.management.base import BaseCommand
from django.utils import translation

from market.legal.report import legal_results


class Command(BaseCommand):
    help = (
        "Judge each duty of the law on the running site: a line for each, with what is wrong; exit status 1 if any is red."
    )

    def handle(self, *args, **options):
        with translation.override("pl"):
            results = legal_results()
            for result in results:
                state = "zielony" if result.is_green else "CZERWONY"
                self.stdout.write(f"{result.row.code:4} {state:9} {result.row.duty} ({result.row.act}, {result.row.article})")
                for problem in result.problems:
                    self.stdout.write(f"       {problem}")
        if not all(result.is_green for result in results):
            raise SystemExit(1)
