"""A search backend of Wagtail's that only keeps our index: its signals and `update_index` call it as the default one.

The searching is done by home.search.queries; the administration searches with the default backend.
"""

from django.db import transaction
from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from .documents import MAX_TERM, page_terms

#: Pages whose words are gathered before they are written; terms a statement.
PAGES_AT_ONCE = 50
ROWS_AT_ONCE = 500


class PageIndex(BaseIndex):
    """The tables SearchEntry and SearchTerm."""

    def __str__(self) -> str:
        return "market pages"

    def reset(self) -> None:
        from ..models import SearchEntry

        SearchEntry.objects.all().delete()

    def add_item(self, obj) -> None:
        """Index a page anew, or the pages that show a record (`search_pages` of its model)."""
        pages = obj.search_pages() if hasattr(obj, "search_pages") else [obj]
        index_pages(pages)

    def add_items(self, model, items) -> None:
        # Records come along with their pages.
        from ..models import BasePage

        if issubclass(model, BasePage):
            index_pages(items)

    def delete_item(self, item) -> None:
        from ..models import BasePage, SearchEntry

        if isinstance(item, BasePage):
            SearchEntry.objects.filter(pk=item.pk).delete()


class Rebuilder:
    """Empties the index, has it filled, and does both or nothing: readers see the old one until the end."""

    def __init__(self, index: PageIndex):
        self.index = index

    def start(self) -> PageIndex:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.index.reset()
        return self.index

    def finish(self) -> None:
        self.atomic.__exit__(None, None, None)


class SearchBackend(BaseSearchBackend):
    """See the module."""

    index_class = PageIndex
    rebuilder_class = Rebuilder


def index_pages(pages) -> None:
    """Write the entries of live pages and take those of others out."""
    from ..models import BasePage, SearchEntry, SearchTerm

    pages = [page for page in pages if isinstance(page, BasePage) and page.pk]
    for start in range(0, len(pages), PAGES_AT_ONCE):
        chunk = pages[start : start + PAGES_AT_ONCE]
        # Below the root and the homes of the languages stands what can be found.
        public = [page for page in chunk if page.live and page.depth > 2]
        with transaction.atomic():
            hidden = {page.pk for page in chunk} - {page.pk for page in public}
            SearchEntry.objects.filter(pk__in=hidden).delete()
            entries = [
                SearchEntry(
                    page_id=page.pk, locale_id=page.locale_id, language=page.content_language, room=page.search_room
                )
                for page in public
            ]
            # The rows are locked from here on, so that two who publish a page at once do not both write its terms.
            SearchEntry.objects.bulk_create(
                entries,
                update_conflicts=True,
                unique_fields=["page"],
                update_fields=["locale", "language", "room", "updated_at"],
            )
            SearchTerm.objects.filter(entry__in=[page.pk for page in public]).delete()
            SearchTerm.objects.bulk_create(
                [
                    SearchTerm(
                        entry_id=page.pk,
                        locale_id=page.locale_id,
                        term=key[:MAX_TERM],
                        shown=term.shown,
                        weight=term.weight,
                    )
                    for page in public
                    for key, term in page_terms(page).items()
                ],
                batch_size=ROWS_AT_ONCE,
            )
