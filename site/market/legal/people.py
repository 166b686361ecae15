"""Checks on people's data, cookies, marks of funders, the seller's data and money: L16 to L18, L22 to L25."""

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Site

from home.models import Funder, MarketImage, SiteSettings, StandardPage
from shop.models import Basket
from shop.services.gateways.keys import keys_missing
from shop.services.mails import MAIL_KINDS

from .contract import NO_PURCHASE, _page
from .purchase import Purchase

EU_WORDS = "Dofinansowane przez Unię Europejską"
#: Kinds of mail that advertise; there is one, and it needs the buyer's consent.
MARKETING_MAILS = frozenset({"basket_reminder"})
ODR = "ec.europa.eu/consumers/odr"
PUBLIC_PATHS = ("/", "/sklep/", "/historie/", "/producenci/", "/baza-wiedzy/")


def images_with_consent(made: Purchase) -> Iterator[str]:
    for image in MarketImage.objects.filter(shows_people=True, consent_note=""):
        yield _("The picture “%(name)s” shows people without a note of their consent.") % {
            "name": image.title
        }
    page = _page("privacy")
    if page is None:
        yield _("No privacy policy is published.")
        return
    text = made.visit(page.url).text
    for words in ("administrator", "jak długo", "Twoje prawa"):
        if words.lower() not in text.lower():
            yield _("The privacy policy does not say: “%(words)s”.") % {"words": words}


def marketing_consent(made: Purchase) -> Iterator[str]:
    for basket in Basket.objects.filter(reminder_sent_at__isnull=False, reminder_agreed_at__isnull=True):
        yield _("Basket %(number)d: a reminder was sent without consent.") % {"number": basket.pk}
    unknown = [kind for kind in MAIL_KINDS if "newsletter" in kind and kind not in MARKETING_MAILS]
    if unknown:
        yield _("Mails that advertise without a recorded consent: %(kinds)s.") % {"kinds": ", ".join(unknown)}
    page = made.checkouts.get("pl")
    if page is None:
        yield str(NO_PURCHASE)
    elif ticked := page.soup.select('input[type="checkbox"][checked]'):
        yield _("Ticked beforehand at the checkout: %(names)s.") % {
            "names": ", ".join(box.get("name", "?") for box in ticked)
        }


def no_storage_before_choice(made: Purchase) -> Iterator[str]:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    for path in PUBLIC_PATHS:
        page = made.visit(path)
        if page.cookies:
            yield _("%(path)s sets cookies: %(names)s.") % {"path": path, "names": ", ".join(page.cookies)}
        loaded = page.soup.select("img[src], script[src], iframe[src], link[rel=stylesheet][href]")
        for tag in loaded:
            address = urlsplit(tag.get("src") or tag.get("href"))
            if address.netloc and address.netloc != host and not _is_own_media(address.netloc):
                yield _("%(path)s loads something from %(host)s.") % {"path": path, "host": address.netloc}


def _is_own_media(netloc: str) -> bool:
    return netloc == urlsplit(settings.MEDIA_URL).netloc


def funders_marks(made: Purchase) -> Iterator[str]:
    union = Funder.objects.filter(kind=Funder.Kind.EUROPEAN_UNION, code="eu").first()
    if union and union.name != EU_WORDS:
        yield _("The mark of the Union must say “%(right)s”, but it says “%(words)s”.") % {
            "right": EU_WORDS,
            "words": union.name,
        }
    page = made.visit("/")
    for row in page.soup.select(".site-footer .funders__list, .site-footer ul.funders"):
        if len(row.find_all("li", recursive=False)) > 4:
            yield _("More than four marks stand in one row of the footer.")
    if Funder.objects.filter(in_footer=True).exists() and not page.soup.select(".site-footer__funders"):
        yield _("The footer does not show the marks of those who pay for the site.")


def seller_data(made: Purchase) -> Iterator[str]:
    seller = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name in ("operator_name", "street", "postcode", "city", "email", "phone", "nip", "krs"):
        if not getattr(seller, name):
            yield _("The site settings lack the seller's %(field)s.") % {
                "field": seller._meta.get_field(name).verbose_name
            }
    for page in StandardPage.objects.live().filter(alias_of=None):
        if re.search(re.escape(ODR), str(page.body.raw_data)):
            yield _("“%(name)s” leads to the closed ODR platform.") % {"name": page.title}
    if _page("terms") is None:
        yield _("No terms are published.")


def money_of_others(made: Purchase) -> Iterator[str]:
    provider = settings.PAYMENT_PROVIDER
    if provider and (missing := keys_missing(provider)):
        yield _("The gateway %(name)s lacks keys: %(keys)s.") % {"name": provider, "keys": ", ".join(missing)}
    seller = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if not seller.bank_account:
        yield _("No bank account of the seller is set: money must go straight to the seller.")


def extra_payments(made: Purchase) -> Iterator[str]:
    if made.order is None:
        yield str(NO_PURCHASE)
    elif made.order.donation != Decimal(0):
        yield _("An order was charged a payment that nobody asked for.")
    elif made.order.total != made.order.subtotal - made.order.discount + made.order.delivery_price:
        yield _("The total holds something beside goods and delivery.")
