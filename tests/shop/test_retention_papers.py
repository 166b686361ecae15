"""Code, docs/data-retention.md and the privacy page say the same periods, and every table is written down."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from shop.services import baskets, periods

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = periods.books_until(datetime.date(2026, 6, 1))

#: period in code → (what the document says, what the page says)
SAYINGS = [
    (f"{periods.BASKETS.days} days from the last change", f"**Koszyk:** {periods.BASKETS.days} dni od ostatniej zmiany"),
    (f"{periods.SESSIONS.days} days | nobody", f"wygasa po {periods.SESSIONS.days} dniach"),
    (
        f"{periods.DELIVERY_YEARS} years from the order's last change of status",
        f"**Telefon, adres dostawy, uwagi i numery paczek:** {periods.DELIVERY_YEARS} lata od zamknięcia zamówienia",
    ),
    (
        f"{periods.BOOKS_YEARS} years from the end of the year in which the tax on the sale falls due",
        f"{periods.BOOKS_YEARS} lat, licząc od końca roku, w którym przypada termin podatku od sprzedaży",
    ),
    (
        f"an order of 2026 until {EXAMPLE.day} December {EXAMPLE.year}",
        f"dane zamówienia z 2026 roku trzymamy do {EXAMPLE.day} grudnia {EXAMPLE.year}",
    ),
    (
        f"540 days), art. 6(1)(f) | {periods.GATEWAY_MESSAGE_YEARS} years",
        f"**Komunikaty operatora płatności:** treść {periods.GATEWAY_MESSAGE_YEARS} lata",
    ),
    (
        f"{periods.DELIVERY_YEARS} years from being settled or answered",
        f"**Reklamacje i odstąpienia:** treść, imię i nazwisko oraz e-mail {periods.DELIVERY_YEARS} lata od zamknięcia sprawy",
    ),
    (
        "at once when the consent is taken back",
        "**Przypomnienie o koszyku:** adres znika razem z koszykiem",
    ),
    (f"{periods.BASKETS.days} days from its last change", "**Lista życzeń:** tak samo jak koszyk"),
    (
        f"{periods.NOTICES_UNCONFIRMED.days} days; waiting in vain: {periods.NOTICES.days} days",
        f"**Powiadomienie o rzeczy:** {periods.NOTICES_UNCONFIRMED.days} dni po wysłaniu albo bez potwierdzenia, najdłużej rok",
    ),
    (f"{periods.REQUESTS.days} days from the answer", "**Prośba o coś podobnego:** rok od odpowiedzi"),
    (
        f"{periods.MAIL_TRACES.days} days; that a mail was sent",
        f"**Ślady po wysłanych e-mailach:** {periods.MAIL_TRACES.days} dni",
    ),
    (
        f"art. 32, art. 6(1)(f) | {periods.LOGIN_RECORDS.days} days",
        f"**Dziennik serwera i próby logowania pracowników:** {periods.LOGIN_RECORDS.days} dni",
    ),
]


def document() -> str:
    return (ROOT / "docs" / "data-retention.md").read_text()


def page() -> str:
    source = ROOT / "site" / "market" / "demo" / "content" / "pages" / "polityka-prywatnosci.toml"
    return tomllib.loads(source.read_text())["pl"]["body"]


@pytest.mark.parametrize(("in_document", "on_page"), SAYINGS)
def test_document_and_page_say_what_the_code_does(in_document, on_page):
    assert in_document in document()
    assert on_page in page()


def test_the_page_names_no_other_period():
    """A number of days or years in the chapter on periods is one of ours, or of a matter outside the program."""
    chapter = page().split("## Jak długo")[1].split("\n## ")[0]
    ours = {
        f"{periods.BASKETS.days} dni",
        f"{periods.MAIL_TRACES.days} dni",
        f"{periods.NOTICES_UNCONFIRMED.days} dni",
        f"{periods.DELIVERY_YEARS} lata",
        f"{periods.BOOKS_YEARS} lat",
        f"{periods.GATEWAY_MESSAGE_YEARS} lata",
    }
    assert set(re.findall(r"\d+ (?:dni|lata|lat)\b", chapter)) == ours


def test_the_guide_for_the_staff_says_the_same():
    guide = (ROOT / "templates" / "admin" / "help" / "zamowienie.html").read_text()
    assert f"znikają same {periods.DELIVERY_YEARS} lata po zamknięciu zamówienia" in guide


def test_a_year_is_a_year():
    assert (periods.NOTICES.days, periods.REQUESTS.days) == (365, 365)


def test_settings_and_baskets_take_the_same_periods():
    assert periods.SESSIONS.total_seconds() == settings.SESSION_COOKIE_AGE
    assert baskets.BASKET_LIFE == periods.BASKETS


#: Columns by whose names personal data is known; each table that has one must be named in the document.
PERSONAL = re.compile(r"^(e?mail|name|phone|street|address|.*_address|first_name|last_name|message|raw|.*_note|last_error|ip_.*)$")
#: Tables with such columns that tell of things, places and vocabularies.
IMPERSONAL = {
    "Category", "DeliveryMethod", "ParcelLocker", "Material", "Product", "Technique", "Funder", "Figure", "Industry", "Sdg",
    "EventPage", "SiteSettings", "TaskRun", "MarketImage",
}  # fmt: skip
IMPERSONAL |= {"Occasion", "ParcelLocker", "Promotion"}


def test_every_table_with_personal_columns_is_written_down():
    """A new column with a name, an address or free text has to be thought about."""
    text = document()
    missing = set()
    for label in ("home", "stories", "goodpractices", "shop"):
        for model in apps.get_app_config(label).get_models():
            columns = {field.name for field in model._meta.local_concrete_fields}
            named = f"`{model.__name__}" in text or f"home.{model.__name__}`" in text
            if any(PERSONAL.match(name) for name in columns) and not named and model.__name__ not in IMPERSONAL:
                missing.add(model.__name__)
    assert missing == set()
