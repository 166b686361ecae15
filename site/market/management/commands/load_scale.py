"""Synthetic data for measuring; see market.scale."""

import time

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.models import HomePage
from market import scale


class Command(BaseCommand):
    help = "Adds synthetic goods, stories, practices and orders to the demo, for measuring. Never on a real shop."

    def add_arguments(self, parser):
        for name in ("products", "stories", "practices", "orders"):
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=f"how many {name} to add")
        parser.add_argument("--index", action="store_true", help="bring the search index up to date afterwards")

    def handle(self, *args, **options):
        if not settings.DEMO_LOGINS:
            raise CommandError("Synthetic orders have no place in a real shop: development settings only.")
        if not HomePage.objects.exists():
            raise CommandError("Run load_demo first: the synthetic things hang on its tree.")
        for name in ("products", "stories", "practices", "orders"):
            if options[name] > 0:
                started = time.monotonic()
                getattr(scale, f"{name}_add")(options[name])
                self.stdout.write(f"{options[name]} {name}: {time.monotonic() - started:.1f} s")
        cache.clear()
        if options["index"]:
            call_command("update_index", verbosity=0)
