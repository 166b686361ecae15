"""A maker that is renamed or moves is found under the new words with its goods, at once."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save, pre_save

from home.search.backend import index_pages
from stories.models import Enterprise

from .models import ProductPage

#: What the search words of a good tell of its maker; see ProductPage.search_keywords.
TOLD = ("name", "city", "voivodeship")
#: More pages than this wait for the nightly `update_index`: nobody waits minutes for a form to be saved.
MOST_PAGES = 200


def connect() -> None:
    pre_save.connect(_compare, sender=Enterprise, dispatch_uid="market-maker-words")
    post_save.connect(_refresh, sender=Enterprise, dispatch_uid="market-maker-words")


def _compare(sender, instance: Enterprise, raw: bool, **kwargs) -> None:
    before = None if raw or not instance.pk else Enterprise.objects.filter(pk=instance.pk).values(*TOLD).first()
    instance.has_new_words = before is not None and before != {name: getattr(instance, name) for name in TOLD}


def _refresh(sender, instance: Enterprise, **kwargs) -> None:
    if getattr(instance, "has_new_words", False):
        transaction.on_commit(partial(refresh_goods, instance.pk))


def refresh_goods(enterprise_id: int) -> None:
    """Index the pages of the goods of a maker anew, at most MOST_PAGES."""
    pages = ProductPage.objects.live().filter(product__enterprise=enterprise_id).order_by("pk")[:MOST_PAGES]
    index_pages(list(pages))
