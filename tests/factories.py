"""Things for tests, made the way the site makes them: goods get stock and price through the services."""

import contextlib
import io
import itertools
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock, patch

import PIL.Image
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db.models import F, Max
from django.test import RequestFactory
from modelsearch import signal_handlers
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import HomePage, MarketImage, SiteSettings, StandardPage, Video
from home.videos import video_take
from shop.models import (
    Category,
    DeliveryMethod,
    DeliveryRate,
    ParcelLocker,
    Product,
    ProductPage,
    ShopPage,
)
from shop.services.baskets import basket_add, basket_quote
from shop.services.orders import BuyerData, order_place
from shop.services.prices import price_reduce, price_set
from shop.services.stock import stock_receive
from stories.kinds import EnterpriseKind
from stories.models import (
    Enterprise,
    EnterpriseIndexPage,
    EnterprisePage,
    StoryIndexPage,
    StoryPage,
)

_numbers = itertools.count(1)
HOME_SLUG = "home-market"


@dataclass(frozen=True)
class ShopTree:
    """The pages under which everything hangs, in Polish."""

    site: Site
    home: HomePage
    shop: ShopPage
    enterprises: EnterpriseIndexPage
    stories: StoryIndexPage


def ensure_roots() -> Page:
    """Root page, root collection and Polish locale, as migrations leave them; a flush of the database removes them."""
    locale, _created = Locale.objects.get_or_create(language_code="pl")
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node()
    return root or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))


def make_tree() -> ShopTree:
    """Home page with its three index pages, as the default site of the host „testserver”; the one there is, if it is whole."""
    root = ensure_roots()
    site = Site.objects.select_related("root_page").filter(is_default_site=True, hostname="testserver").first()
    if not (site and site.root_page.slug == HOME_SLUG):
        site = plant_tree(root)
    Site.clear_site_root_paths_cache()
    return ShopTree(
        site=site,
        home=HomePage.objects.get(slug=HOME_SLUG),
        shop=ShopPage.objects.get(slug="sklep"),
        enterprises=EnterpriseIndexPage.objects.get(slug="producenci"),
        stories=StoryIndexPage.objects.get(slug="historie"),
    )


class Unindexed:
    """In place of the task that writes a thing into the index of the search."""

    @staticmethod
    def enqueue(*_names) -> None:
        """Nothing."""


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Without the index of who refers to whom and, unless a test asks for it, the one of the search: half of a good's cost."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(disable_reference_index_auto_update())
        if not is_searchable.get():
            stack.enter_context(patch.object(signal_handlers, "insert_or_update_object_task", Unindexed))
        yield


#: Whether what is made goes into the index of the search: the fixture `searchable`.
is_searchable: ContextVar[bool] = ContextVar("is_searchable", default=False)


def add_page(parent: Page, page: Page) -> None:
    """As the last child, in a handful of statements: what is made here is whole, and is neither checked nor logged."""
    siblings = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by()
    last = siblings.aggregate(last=Max("path"))["last"]
    page.depth = parent.depth + 1
    page.path = Page(path=last)._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page.locale_id = page.locale_id or parent.locale_id
    page.draft_title = page.title
    page._is_site_root = False
    page._cached_parent_obj = parent
    with quietly():
        page.save(clean=False, log_action=None)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1


def plant_tree(root: Page) -> Site:
    """The pages of the tree, and the default site that they make."""
    home = HomePage(title="Market Społeczny", slug=HOME_SLUG, locale=Locale.objects.get(language_code="pl"))
    add_page(root, home)
    site, _created = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "root_page": home, "site_name": "Market Społeczny"},
    )
    for page in (
        ShopPage(title="Sklep", slug="sklep"),
        EnterpriseIndexPage(title="Producenci", slug="producenci"),
        StoryIndexPage(title="Historie", slug="historie"),
    ):
        add_page(home, page)
    return site


def fell_tree() -> None:
    """Leave only the roots, as on a site that was just migrated."""
    ensure_roots()
    HomePage.objects.get(slug=HOME_SLUG).delete()


def make_settings(site: Site, **values) -> SiteSettings:
    """Facts about the seller."""
    facts = {
        "operator_name": "Stowarzyszenie Operator",
        "street": "ul. Przykładowa 1",
        "postcode": "60-000",
        "city": "Poznań",
        "email": "kontakt@market.example.org",
        "phone": "+48 61 000 00 00",
        "bank_account": "78 0000 0002 0261 1222 0000 0001",
        "slogan": "Twoje zakupy mają sens!",
    }
    settings = SiteSettings.for_site(site)
    for name, value in (facts | values).items():
        setattr(settings, name, value)
    settings.save()
    return settings


def make_image(title: str = "Obraz", *, size: tuple[int, int] = (64, 64)) -> MarketImage:
    """A small picture of one colour, with a file."""
    ensure_roots()
    data = io.BytesIO()
    PIL.Image.new("RGB", size, "#8a2f16").save(data, "PNG")
    return MarketImage.objects.create(
        title=title, width=size[0], height=size[1], file=ContentFile(data.getvalue(), name=f"{title}.png")
    )


def make_enterprise(tree: ShopTree, *, with_page: bool = True, **values) -> Enterprise:
    """A maker with its live profile."""
    number = next(_numbers)
    facts = {
        "code": f"wtz-{number}",
        "name": f"WTZ „Pracownia {number}”",
        "kind": EnterpriseKind.WTZ,
        "running_body": "Fundacja „Próg”",
        "street": "ul. Krótka 2",
        "postcode": "62-200",
        "city": "Gniezno",
        "voivodeship": "wielkopolskie",
        "email": f"pracownia{number}@example.org",
        "phone": "+48 61 111 22 33",
        "tax_status": Enterprise.TaxStatus.OUTSIDE_VAT,
        "opening_hours": "pn–pt 9–15",
    }
    purpose = values.pop("purpose", "wspólny wyjazd uczestników na plener malarski")
    with quietly():
        enterprise = Enterprise.objects.create(**(facts | values))
    if with_page:
        page = EnterprisePage(
            title=enterprise.name,
            slug=enterprise.code,
            enterprise=enterprise,
            people_text="Uczy się tu trzydzieści osób.",
            income_purpose=purpose,
        )
        add_page(tree.enterprises, page)
    return enterprise


def make_story(tree: ShopTree, *, enterprises=(), products=(), title: str = "", **values) -> StoryPage:
    """A live story about makers and goods."""
    number = next(_numbers)
    page = StoryPage(
        title=title or f"Historia {number}", slug=f"historia-{number}", lead="Krótko o czym.", **values
    )
    page.enterprises = list(enterprises)
    add_page(tree.stories, page)
    for product in products:
        product.stories.add(page)
        product.save()
    return page


def make_category(code: str = "ceramika", name: str = "Ceramika") -> Category:
    return Category.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_product(
    tree: ShopTree,
    *,
    enterprise: Enterprise | None = None,
    price: str = "120.00",
    stock: int = 1,
    with_page: bool = True,
    title: str = "",
    picture: MarketImage | None = None,
    **values,
) -> Product:
    """A good with a live page, a price with its history, and `stock` pieces on the shelf (0: no stock row)."""
    number = next(_numbers)
    facts = {
        "code": f"CER-{number:03d}",
        "name": f"Wazon {number}",
        "kind": Product.Kind.UNIQUE if stock <= 1 else Product.Kind.SERIES,
        "category": values.pop("category", None) or make_category(),
        "enterprise": enterprise or make_enterprise(tree),
        "price": Decimal(price),
    }
    with quietly():
        product = Product.objects.create(**(facts | values))
    price_set(product=product, price=Decimal(price))
    if stock:
        stock_receive(product=product, quantity=stock)
    if with_page:
        page = ProductPage(
            title=title or product.name,
            slug=product.code.lower(),
            lead="Wazon z gliny, szkliwiony na zielono.",
            product=product,
            how_made="Ulepiony z wałeczków w trzy dni.",
            picture=picture,
            picture_alt="Zielony wazon." if picture else "",
        )
        add_page(tree.shop, page)
    return Product.objects.select_related("enterprise", "category", "stock").get(pk=product.pk)


def make_standard_page(tree: ShopTree, *, slug: str, title: str, text: str) -> StandardPage:
    page = StandardPage(title=title, slug=slug, body=[("paragraph", text)])
    add_page(tree.home, page)
    return page


def make_delivery(
    code: str = "kurier", *, price: str = "18.90", is_pickup: bool = False, **values
) -> DeliveryMethod:
    """A way of delivery; the same code gives the same one."""
    facts = {
        "name": "Odbiór w pracowni" if is_pickup else "Kurier",
        "price": Decimal(price),
        "kind": DeliveryMethod.Kind.PICKUP if is_pickup else DeliveryMethod.Kind.COURIER,
    }
    return DeliveryMethod.objects.get_or_create(code=code, defaults=facts | values)[0]


def make_request(session: SessionStore | None = None, *, user=None):
    """A request with a session, as the middleware gives it; a new visitor's when none is given."""
    request = RequestFactory().get("/")
    request.session = session if session is not None else SessionStore()
    request.user = user or Mock(is_authenticated=False)
    return request


def make_basket(*products: Product | tuple[Product, int]):
    """A basket with these goods, each one piece unless a number is given."""
    request = make_request()
    for entry in products:
        product, quantity = entry if isinstance(entry, tuple) else (entry, 1)
        item = basket_add(request=request, product=product, quantity=quantity)
    return item.basket


def make_buyer(**values) -> BuyerData:
    facts = {
        "name": "Anna Nowak",
        "email": "anna@example.org",
        "phone": "+48600100200",
        "street": "ul. Lipowa 3/4",
        "postcode": "61-001",
        "city": "Poznań",
    }
    return BuyerData(**(facts | values))


def make_order(
    *products: Product | tuple[Product, int], delivery=None, payment_method: str = "transfer", **values
):
    """An order placed by the service; further values go to the buyer."""
    basket = make_basket(*products)
    delivery = delivery or make_delivery()
    return order_place(
        basket=basket,
        buyer=make_buyer(**values),
        delivery=delivery,
        payment_method=payment_method,
        expected_total=basket_quote(basket=basket, delivery=delivery).total,
        key=f"test-key-{next(_numbers):012d}",
    )


def fill_shop(tree: ShopTree, number: int) -> list[Product]:
    """`number` goods of five makers on two shelves, some reduced or sold, with pictures and stories, as in real life."""
    tree.shop.show_in_menus = True
    tree.shop.save()
    makers = [make_enterprise(tree) for _maker in range(5)]
    for maker in makers:
        make_story(tree, enterprises=[maker])
    shelves = [make_category(), make_category("tkaniny", "Tkaniny")]
    picture = make_image()
    goods = []
    for place in range(number):
        product = make_product(
            tree,
            enterprise=makers[place % len(makers)],
            category=shelves[place % len(shelves)],
            stock=(1, 5, 0)[place % 3],
            picture=picture,
        )
        if place % 4 == 0:
            price_reduce(product=product, price=Decimal("99.00"))
        goods.append(product)
    return goods


def make_locker_delivery(**values) -> DeliveryMethod:
    """Delivery to parcel lockers: 13,99 zł (A), 15,99 zł (B), 17,99 zł (C), up to 25 kg."""
    method = make_delivery("paczkomat", **({"name": "Paczkomat", "price": "0.00", "kind": DeliveryMethod.Kind.LOCKER} | values))
    make_rates(method, ("A", 25_000, "13.99"), ("B", 25_000, "15.99"), ("C", 25_000, "17.99"))
    return method


def make_rates(method: DeliveryMethod, *rates: tuple[str, int, str]) -> None:
    """rates: size, grams, price."""
    for size, weight_g, price in rates:
        DeliveryRate.objects.get_or_create(method=method, size=size, weight_g=weight_g, price=Decimal(price))


def make_locker(code: str = "POZ01M", **values) -> ParcelLocker:
    facts = {
        "street": "ul. Garbary 41",
        "postcode": "61-868",
        "city": "Poznań",
        "place": "obok piekarni",
        "opening_hours": "24/7",
        "easy_access": True,
    }
    return ParcelLocker.objects.create(code=code, **(facts | values))


CAPTIONS = "00:00.000 --> 00:01.000\nDłoń układa wałek.\n"


def make_video(**values) -> Video:
    """The short film of tests/films/two-seconds.mp4, in Polish; `values` for other fields."""
    words = {"title": "Jak powstaje wazon", "summary": "Glina, folia, ogień.", "captions": CAPTIONS, "transcript": "Dłoń układa wałek."}
    video = Video(**{**words, "poster": make_image("Plakat"), **values})
    content = (Path(__file__).parent / "films" / "two-seconds.mp4").read_bytes()
    video_take(video, ContentFile(content, name="film.mp4"))
    video.full_clean()
    video.save()
    return video
