"""Make the groups of the staff, their rights and the moderation workflow; safe to run again."""

from django.core.management.base import BaseCommand

from home.roles import roles_ensure


class Command(BaseCommand):
    help = "Makes the groups of the staff with their rights. Run it after the home page exists, and again at will."

    def handle(self, *args, **options):
        groups = roles_ensure()
        self.stdout.write(f"Groups: {', '.join(groups)}.")
