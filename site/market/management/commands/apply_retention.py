from django.core.management.base import BaseCommand

from shop.services.retention import retention_apply


class Command(BaseCommand):
    help = (
        "Remove personal data whose period is over (docs/data-retention.md). Run it every night; running it again, "
        "or twice at once, does no harm."
    )

    def handle(self, *args, **options):
        for what, number in retention_apply().items():
            self.stdout.write(f"{what}: {number}")
