from django.core.management.base import BaseCommand
from django.utils import translation

from market.legal.report import TASK, legal_results
from shop.services.tasks import TaskFailed, task_run


class Command(BaseCommand):
    help = (
        "Judge each duty of the law on the running site: a line for each, with what is wrong; exit status 1 if any is "
        "red. The run is noted: the start page of the admin tells the operator how many duties were red last night."
    )

    def handle(self, *args, **options):
        try:
            with task_run(TASK):
                self.judge()
        except TaskFailed as error:
            raise SystemExit(1) from error

    def judge(self) -> None:
        """Print all rows. Raises TaskFailed with the codes of those that are red."""
        with translation.override("pl"):
            results = legal_results()
            for result in results:
                state = "zielony" if result.is_green else "CZERWONY"
                self.stdout.write(f"{result.row.code:4} {state:9} {result.row.duty} ({result.row.act}, {result.row.article})")
                for problem in result.problems:
                    self.stdout.write(f"       {problem}")
        red = [result.row.code for result in results if not result.is_green]
        if red:
            raise TaskFailed(" ".join(red))
