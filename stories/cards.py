"""What tags and cards show of makers and stories, gathered in few queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from home.models import pages_for, ready_for_cards, with_root_paths

from .models import Certificate, Enterprise, EnterprisePage, StoryPage


@dataclass(frozen=True)
class MakerTag:
    """The tag of a good: who made it, what the word means, what the income is for. Texts in the active language."""

    enterprise_id: int
    name: str
    kind_label: str
    kind_explanation: str
    term_code: str
    place: str
    url: str
    purpose: str
    running_body: str
    certificates: list[Certificate] = field(default_factory=list)
    language: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class StoryCard:
    """A story in a list or beside a good."""

    page: StoryPage
    url: str
    title: str
    lead: str
    language: str


def maker_tags(enterprises: Iterable[Enterprise], *, certificates: bool = True) -> dict[int, MakerTag]:
    """Tags by primary key of the enterprise; two queries whatever the number, one without certificates."""
    makers = {maker.pk: maker for maker in enterprises}
    pages = pages_for(makers.values(), page_class=EnterprisePage, field="enterprise", pictures=False)
    held = defaultdict(list)
    if certificates:
        for certificate in Certificate.objects.valid_on(timezone.localdate()).filter(enterprise__in=makers):
            held[certificate.enterprise_id].append(certificate)
    return {key: _tag(maker, pages.get(key), held[key]) for key, maker in makers.items()}


def _tag(maker: Enterprise, page: EnterprisePage | None, certificates: list[Certificate]) -> MakerTag:
    return MakerTag(
        enterprise_id=maker.pk,
        name=maker.name,
        kind_label=maker.kind_short,
        kind_explanation=maker.kind_explanation,
        term_code=maker.term_code,
        place=maker.city,
        url=page.url if page else "",
        purpose=page.income_purpose if page else "",
        running_body=maker.running_body,
        certificates=certificates,
        language=page.locale.language_code if page and page.is_translated else settings.LANGUAGE_CODE,
    )


def story_cards(pages: Iterable[StoryPage]) -> list[StoryCard]:
    """Cards of pages already fetched (with picture and its renditions)."""
    return [
        StoryCard(page, page.url, page.title, page.lead, page.content_language) for page in with_root_paths(pages)
    ]


def stories_in_language():
    """Live stories in the active language's tree, newest first, ready for cards without further queries."""
    language = get_language() or settings.LANGUAGE_CODE
    pages = StoryPage.objects.live().filter(locale__language_code=language)
    return ready_for_cards(pages).order_by("-published_on", "-pk")
