"""Build the demo content from nothing; safe to run again."""

import logging
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import HomePage
from home.roles import roles_ensure
from market.demo import orders, pages, people, promotions, records, translations, videos
from market.demo.pictures import PictureBook
from shop.models import Order


@contextmanager
def search_updates_paused():
    """Index everything once at the end instead of each page at each of its saves."""
    models = get_indexed_models()
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


class Command(BaseCommand):
    help = "Builds the demo content from nothing (enterprises, goods, stories, knowledge, logins). Can run twice."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="Do nothing when the demo content is complete (its orders come last).",
        )

    def handle(self, *args, **options):
        if not settings.DEMO_LOGINS:
            raise CommandError(
                "The demo has logins with a known password: it is for development settings only."
            )
        if options["if_missing"] and Order.objects.exists():
            return
        started = time.monotonic()
        # A line for each page and each redirect would hide what the command says itself.
        for name in ("wagtail", "wagtail.contrib.redirects", "wagtail_localize"):
            logging.getLogger(name).setLevel(logging.WARNING)
        first_time = not HomePage.objects.exists()
        with disable_reference_index_auto_update(), search_updates_paused():
            self.build()
        if first_time:
            # Addresses that pages had only while the trees were being built.
            Redirect.objects.filter(automatically_created=True).delete()
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
        self.stdout.write(f"Demo content is there ({time.monotonic() - started:.0f} s).")

    def build(self):
        Locale.objects.get_or_create(language_code="pl")
        roles_ensure()
        logins = people.make_logins()
        records.make_vocabularies()
        records.make_lockers()
        records.make_settings()
        enterprises = records.make_enterprises()
        people.give_enterprise(logins)
        records.make_terms()
        records.make_figures()
        builder = pages.Builder(PictureBook(), owner=logins["redakcja"])
        builder.products = records.make_products(enterprises)
        builder.videos = videos.make_videos(builder.products)
        self.step("records")
        pages.build(builder)
        self.step("pages")
        translations.make_trees()
        # Again, now that the home pages and shops of all languages exist: rights to pages move there.
        roles_ensure()
        self.step("trees of English and Ukrainian")
        translations.make_translations(builder)
        self.step("translations")
        promotions.make_gift_card_values()
        promotions.make_promotions(logins["sklep"])
        orders.make_orders(logins["sklep"])
        self.step("orders")

    def step(self, name: str) -> None:
        self.stdout.write(f"  {name}: {Page.objects.count()} pages")
