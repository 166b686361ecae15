"""The index of the search: which page has which words. Written by home.search.backend alone."""

from django.db import models
from wagtail.models import Locale, Page


class SearchEntry(models.Model):
    """That a page is in the index. `language` is that of its words, `locale` that of the tree it stands in."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    room = models.CharField(max_length=20)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["locale", "updated_at"])]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.room})"


class SearchTerm(models.Model):
    """One word of a page, folded, and how much it counts there: more in a title than in a text (home.search.documents).

    `shown` is the word as it is written, for suggestions; empty for a basic form that does not stand on the page.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="terms")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    term = models.CharField(max_length=80)
    shown = models.CharField(max_length=40, blank=True)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["locale", "term"])]
        constraints = [models.UniqueConstraint(fields=["entry", "term"], name="search_term_once")]

    def __str__(self) -> str:
        return f"{self.term}: {self.weight}"
