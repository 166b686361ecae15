"""The kinds of pages of the demo: which model, below which list, how facts and words become attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goodpractices.models import GlossaryTerm, GlossaryTermPage, GoodPracticePage, GuidePage, Industry
from home.models import Funder, Sdg, StandardPage
from shop.models import CollectionPage, ProductPage
from stories.models import CampaignPage, Enterprise, EnterprisePage, EventPage, StoryPage

from .records import fold

if TYPE_CHECKING:
    from .pages import Builder

#: Facts of a page that need no words: (record table of the TOML file) → attributes.
Facts = Callable[["Builder", str, dict], dict[str, Any]]
#: Words of a page in one language: (builder, key, table of that language) → attributes.
Words = Callable[["Builder", str, dict], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """How one kind of content becomes pages."""

    name: str
    folder: str
    model: type
    parent: str
    facts: Facts
    words: Words


# Facts: attributes of the page that are the same in every language


def no_facts(builder: Builder, key: str, record: dict) -> dict:
    return {}


def _enterprise_facts(builder, key, record):
    return {"enterprise": Enterprise.objects.get(code=key)}


def _product_facts(builder, key, record):
    return {"product": builder.products[record["code"]]}


def _story_facts(builder, key, record):
    return {
        "published_on": record["date"],
        "author": record["author"],
        "enterprises": list(Enterprise.objects.filter(code__in=record["enterprises"])),
    }


def _campaign_facts(builder, key, record):
    return {
        "starts_on": record["start"],
        "ends_on": record["end"],
        "funders": list(Funder.objects.filter(code__in=record["funders"])),
    }


def _event_facts(builder, key, record):
    names = ("venue", "street", "postcode", "city")
    return {
        **{name: record.get(name, "") for name in names},
        "voivodeship": _voivodeship(record),
        "starts_at": record["start"],
        "ends_at": record["end"],
        "enterprises": list(Enterprise.objects.filter(code__in=record.get("enterprises", []))),
    }


def _voivodeship(record: dict) -> str:
    return fold(record.get("voivodeship", ""))


def _practice_facts(builder, key, record):
    return {
        "sdgs": list(Sdg.objects.filter(number__in=record["sdgs"])),
        "industry": Industry.objects.get(code=record["industry"]),
        "organisation": record["organisation"],
        "organisation_kind": record["organisation_kind"],
        "place": record.get("place", ""),
        "voivodeship": _voivodeship(record),
        "period_start": record.get("period_start") or None,
        "period_end": record.get("period_end") or None,
        "partners": "\n".join(record["partners"]),
        "is_inclusive_model": record["inclusive_model"],
        "business_partner": record.get("business_partner", ""),
        "cooperative": record.get("cooperative", ""),
    }


def _term_facts(builder, key, record):
    return {"term": GlossaryTerm.objects.get(code=key)}


def _guide_facts(builder, key, record):
    return {"audience": record["audience"]}


def _standard_facts(builder, key, record):
    return {"show_contact": record.get("show_contact", False), "reviewed_on": record.get("reviewed_on")}


# Words: attributes in one language


def common(builder: Builder, key: str, words: dict) -> dict:
    return {
        "title": words["title"],
        "slug": words["slug"],
        "seo_title": words.get("seo_title", ""),
        "lead": words.get("lead", ""),
        "picture_alt": words.get("alt", ""),
    }


def with_body(*plain: str) -> Words:
    """Title, lead, alternative text, body, and the named plain texts."""

    def words_of(builder, key, words):
        return {
            **common(builder, key, words),
            **{name: words.get(name, "").strip() for name in plain},
            "body": builder.stream(words, "body", key),
        }

    return words_of


def _product_words(builder, key, words):
    gallery = [
        {
            "type": "image",
            "id": builder.markup.stream("x", f"{key}:gallery:{number}")[0]["id"],
            "value": {
                "image": builder.pictures.image(f"{key}#{number}").pk,
                "alt_text": alt,
                "decorative": False,
            },
        }
        for number, alt in enumerate(words.get("gallery_alts", []))
    ]
    plain = with_body("how_made", "care", "safety", "composition")(builder, key, words)
    return {**plain, "gallery": gallery}


def _campaign_words(builder, key, words):
    channels = []
    for number, channel in enumerate(words.get("channels", [])):
        value = {
            name: channel[name].isoformat() if name in ("start", "end") else channel.get(name, "")
            for name in ("kind", "carrier", "place", "start", "end", "description", "transcript")
        }
        identity = builder.markup.stream("x", f"{key}:channel:{number}")[0]["id"]
        channels.append({"type": "channel", "value": value, "id": identity})
    return {**with_body("slogan", "purpose")(builder, key, words), "channels": channels}


def _practice_words(builder, key, words):
    long = ("challenge", "strategy", "description", "effects", "transfer", "lessons")
    effects = [
        {
            "type": "effect",
            "id": builder.markup.stream("x", f"{key}:effect:{number}")[0]["id"],
            "value": {name: str(effect.get(name, "")) for name in ("label", "value", "unit", "note")},
        }
        for number, effect in enumerate(words.get("effect_figures", []))
    ]
    return {
        **common(builder, key, words),
        **{name: builder.markup.rich(words.get(name, "")) for name in long},
        "trade": words.get("trade", ""),
        "scope": words.get("scope", ""),
        "effect_figures": effects,
    }


def _term_words(builder, key, words):
    return {
        **with_body("definition", "easy")(builder, key, words),
        "lead": words.get("lead", words["definition"]),
        "phrases": "\n".join(words["phrases"]),
    }


def _guide_words(builder, key, words):
    steps = [
        {
            "type": "step",
            "id": builder.markup.stream("x", f"{key}:step:{number}")[0]["id"],
            "value": {"title": step["title"], "text": builder.markup.rich(step["text"])},
        }
        for number, step in enumerate(words.get("steps", []))
    ]
    return {**with_body()(builder, key, words), "steps": steps}


KINDS = [
    Kind("page", "pages", StandardPage, "", _standard_facts, with_body()),
    Kind(
        "enterprise",
        "enterprises",
        EnterprisePage,
        "producenci",
        _enterprise_facts,
        with_body("people_text", "income_purpose"),
    ),
    Kind("product", "products", ProductPage, "sklep", _product_facts, _product_words),
    Kind("collection", "collections", CollectionPage, "sklep", no_facts, with_body()),
    Kind("story", "stories", StoryPage, "historie", _story_facts, with_body()),
    Kind("campaign", "campaigns", CampaignPage, "kampanie", _campaign_facts, _campaign_words),
    Kind("event", "events", EventPage, "wydarzenia", _event_facts, with_body("accessibility")),
    Kind("practice", "practices", GoodPracticePage, "dobre-praktyki", _practice_facts, _practice_words),
    Kind("term", "terms", GlossaryTermPage, "slownik", _term_facts, _term_words),
    Kind("guide", "guides", GuidePage, "poradniki", _guide_facts, _guide_words),
]
