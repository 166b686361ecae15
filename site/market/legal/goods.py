"""Checks on the goods: prices (L8), safety (L10), sectors (L11), claims and marks (L21)."""

from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from home.claims import claims_in
from home.formats import money
from shop.gates import Words, gate_obstacles
from shop.models import CategoryPage, ProductPage
from shop.services.prices import lowest_prices_30d
from stories.models import Certificate, EnterprisePage

from .purchase import Purchase

OMNIBUS = "Najniższa cena z 30 dni przed obniżką"
#: A page with a long list of sinners helps nobody; the rest is counted.
MOST_NAMES = 5


def reduced_prices(made: Purchase) -> Iterator[str]:
    pages = list(_live_goods().filter(product__regular_price__isnull=False))
    lowest = lowest_prices_30d(products=[page.product for page in pages])
    for page in pages[:MOST_NAMES]:
        with translation.override("pl"):
            wanted = money(lowest.get(page.product_id, page.product.price))
        seen = made.visit(page.url)
        if OMNIBUS.lower() not in seen.text.lower() or wanted not in seen.html:
            yield _("%(name)s: a reduction without the words “%(words)s” and the sum %(sum)s.") % {
                "name": page.title,
                "words": OMNIBUS,
                "sum": wanted,
            }


def manufacturer_data(made: Purchase) -> Iterator[str]:
    pages = _live_goods().filter(picture__isnull=True)
    yield from _named(pages, _("without a picture"))
    for page in _live_goods():
        maker = page.product.enterprise
        if not all((maker.street, maker.postcode, maker.city, maker.email)):
            yield _("%(name)s: the address of the maker “%(maker)s” is not whole.") % {
                "name": page.title,
                "maker": maker.name,
            }
    if made.product_page and made.product:
        maker = made.product.enterprise
        for data in (maker.postal_address, maker.email, made.product.code):
            if data not in made.product_page.text:
                yield _("The page of a product does not tell: %(data)s.") % {"data": data}


def sector_data(made: Purchase) -> Iterator[str]:
    goods = _live_goods().prefetch_related("product__compliance")
    with translation.override("pl"):
        for page in goods:
            words = Words(page.composition, page.safety, has_picture=True)
            for obstacle in gate_obstacles(page.product, words):
                yield f"{page.title}: {obstacle}"


def claims_and_marks(made: Purchase) -> Iterator[str]:
    sellers = [
        *_live_goods().filter(claims_evidence=""),
        *EnterprisePage.objects.live().filter(alias_of=None, claims_evidence=""),
        *CategoryPage.objects.live().filter(alias_of=None, claims_evidence=""),
    ]
    for page in sellers:
        texts = [
            page.title,
            page.lead,
            *(
                getattr(page, name, "")
                for name in ("how_made", "composition", "people_text", "income_purpose")
            ),
        ]
        if claims := claims_in(
            [*texts, *page.body.stream_block.get_searchable_content(page.body)]
            if hasattr(page, "body")
            else texts
        ):
            yield _("%(name)s: a claim without evidence: %(claims)s.") % {
                "name": page.title,
                "claims": ", ".join(claims),
            }
    expired = Certificate.objects.filter(
        valid_to__lt=timezone.localdate(), enterprise__pages__live=True
    ).distinct()
    for mark in expired:
        page = (
            EnterprisePage.objects.live()
            .filter(enterprise=mark.enterprise, locale__language_code="pl")
            .first()
        )
        if page and mark.number in made.visit(page.url).text:
            yield _("%(maker)s: the mark %(mark)s has expired and is still shown.") % {
                "maker": mark.enterprise,
                "mark": mark,
            }
    if made.checkouts and "gwarancja zgodności" not in made.checkouts["pl"].text.lower():
        yield _("The checkout does not remind of the legal guarantee of conformity.")


def _live_goods():
    return (
        ProductPage.objects.live()
        .filter(alias_of=None, locale__language_code="pl")
        .select_related("product__enterprise", "product__category", "locale")
    )


def _named(pages, what: str) -> Iterator[str]:
    titles = list(pages.values_list("title", flat=True))
    if titles:
        more = f" (+{len(titles) - MOST_NAMES})" if len(titles) > MOST_NAMES else ""
        yield f"{what}: {', '.join(titles[:MOST_NAMES])}{more}."
