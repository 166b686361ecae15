"""A file for calendars and a feed of stories; everything else of this room is pages."""

import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.links import absolute
from home.models import HomePage

from .calendar import event_calendar
from .cards import StoryCard, stories_in_language, story_cards
from .models import EventPage

FEED_LENGTH = 20
NOON = datetime.time(12)


@require_safe
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The event for the visitor's own calendar."""
    page = get_object_or_404(EventPage.objects.live(), pk=pk)
    response = HttpResponse(event_calendar(page), content_type="text/calendar; charset=utf-8")
    name = slugify(page.title)[:60] or "termin"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


class StoriesFeed(Feed):
    """RSS of the newest stories in the language of the address."""

    def title(self) -> str:
        return _("Market Społeczny: stories")

    def description(self) -> str:
        return _("Reports from workshops and cooperatives whose goods we sell.")

    def link(self) -> str:
        home = HomePage.objects.live().filter(locale__language_code=get_language()).first()
        return absolute(home.url if home and home.url else "/")

    def feed_url(self) -> str:
        """Like all absolute addresses from BASE_URL, never from the Host that a request names."""
        return absolute(self.path)

    def get_feed(self, obj, request):
        self.language, self.path = get_language(), request.path
        return super().get_feed(obj, request)

    def items(self) -> list[StoryCard]:
        return story_cards(stories_in_language().defer("body")[:FEED_LENGTH])

    def item_title(self, item: StoryCard) -> str:
        return item.title

    def item_description(self, item: StoryCard) -> str:
        return item.lead

    def item_link(self, item: StoryCard) -> str:
        return absolute(item.url)

    def item_guid(self, item: StoryCard) -> str:
        return absolute(item.url)

    def item_author_name(self, item: StoryCard) -> str:
        return item.page.author

    def item_pubdate(self, item: StoryCard) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(item.page.published_on, NOON))
