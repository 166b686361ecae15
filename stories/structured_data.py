"""JSON-LD of pages in schema.org's vocabulary."""

from typing import Any

from django.conf import settings
from wagtail.models import Page

from home.links import absolute
from home.models import BasePage
from home.video_cards import videos_data

from .models import CampaignPage, EnterprisePage, EventPage, StoryPage

CONTEXT = "https://schema.org"
PICTURE = "fill-1280x800"


def page_url(page: Page) -> str:
    return absolute(page.url or "/")


def picture_url(page: BasePage) -> str | None:
    """Address of the opening picture, if there is one."""
    return absolute(page.picture.get_rendition(PICTURE).url) if page.picture else None


def without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what is not known."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def organization(page: EnterprisePage) -> dict[str, Any]:
    """The maker as an Organization with its address and the body that runs it."""
    maker = page.enterprise
    return without_gaps(
        {
            "@context": CONTEXT,
            "@type": "Organization",
            "@id": page_url(page),
            "name": maker.name,
            "url": page_url(page),
            "sameAs": [maker.website] if maker.website else [],
            "description": page.lead,
            "image": picture_url(page),
            "email": maker.email,
            "telephone": maker.phone,
            "foundingDate": str(maker.founded) if maker.founded else None,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": maker.street,
                "postalCode": maker.postcode,
                "addressLocality": maker.city,
                "addressRegion": maker.voivodeship,
                "addressCountry": "PL",
            },
            "parentOrganization": (
                {"@type": "Organization", "name": maker.running_body} if maker.running_body else None
            ),
        }
    )


def article(page: BasePage, *, published: Any = None, author: str = "", about: list[str] | None = None, body: Any = ()) -> dict[str, Any]:
    """A page of text as an Article. about: names of those it tells of; body: its text, with films."""
    published = published or page.first_published_at
    return without_gaps(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "headline": page.title,
            "description": page.lead,
            "url": page_url(page),
            "mainEntityOfPage": page_url(page),
            "inLanguage": page.content_language,
            "image": picture_url(page),
            "datePublished": published.isoformat() if published else None,
            "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
            "author": {"@type": "Organization", "name": author or settings.WAGTAIL_SITE_NAME},
            "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")},
            "about": [{"@type": "Organization", "name": name} for name in about or []],
            "video": videos_data(body),
        }
    )


def story(page: StoryPage, *, about: list[str]) -> dict[str, Any]:
    return article(page, published=page.published_on, author=page.author, about=about, body=page.body)


def campaign(page: CampaignPage) -> dict[str, Any]:
    """A campaign is an article about a slogan; the time it covers goes into temporalCoverage."""
    return {
        **article(page),
        "alternativeHeadline": page.slogan,
        "temporalCoverage": f"{page.starts_on.isoformat()}/{page.ends_on.isoformat()}",
    }


def event(page: EventPage) -> dict[str, Any]:
    """A meeting with its time and place; without an address it takes place online."""
    if page.address:
        mode = "https://schema.org/OfflineEventAttendanceMode"
        place: dict[str, Any] = {
            "@type": "Place",
            "name": page.venue,
            "address": without_gaps(
                {
                    "@type": "PostalAddress",
                    "streetAddress": page.street,
                    "postalCode": page.postcode,
                    "addressLocality": page.city,
                    "addressRegion": page.voivodeship,
                    "addressCountry": "PL",
                }
            ),
        }
    else:
        mode = "https://schema.org/OnlineEventAttendanceMode"
        place = {"@type": "VirtualLocation", "name": page.venue, "url": page_url(page)}
    return without_gaps(
        {
            "@context": CONTEXT,
            "@type": "Event",
            "name": page.title,
            "description": page.lead,
            "url": page_url(page),
            "image": picture_url(page),
            "startDate": page.starts_at.isoformat(),
            "endDate": page.ends_at.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": mode,
            "location": place,
            "inLanguage": page.content_language,
            "organizer": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": absolute("/")},
        }
    )
