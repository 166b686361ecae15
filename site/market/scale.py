"""Synthetic goods, stories, practices and orders for measuring: written in bulk, yet true to the shop's invariants
(`audit_shop` stays silent). The makers, pictures and vocabularies are those of the demo.
"""

import datetime
import itertools
import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from goodpractices.models import GoodPracticeIndexPage, GoodPracticePage, Industry
from home.models import MarketImage
from shop.models import (
    Category,
    DeliveryMethod,
    Order,
    OrderItem,
    OrderPayment,
    OrderStatusChange,
    Outbox,
    Parcel,
    PriceChange,
    Product,
    ProductPage,
    ShopPage,
    StockItem,
    StockMovement,
    StockReservation,
)
from shop.services.secrets import new_ref, new_share_token, secret_for_ref, secret_hash
from shop.services.snapshots import product_snapshots
from shop.status import OrderStatus, ParcelStatus, ReservationState
from stories.models import Enterprise, StoryIndexPage, StoryPage

BATCH = 500
STOCK = 1_000_000
PREFIX = "SKALA"
THINGS = ("Wazon", "Misa", "Kubek", "Fartuch", "Torba", "Świeca", "Wianek", "Notes", "Deska", "Koszyk")
COLOURS = ("zielony", "biały", "niebieski", "szary", "rudy", "granatowy", "piaskowy", "czerwony")
PARAGRAPH = "Tekst próbny do pomiarów. Powstał programem i nie opisuje żadnej prawdziwej rzeczy ani osoby. "


def products_add(number: int, *, seed: int = 1) -> None:
    """Goods with a live Polish page, a price with its history, and a shelf that does not run empty."""
    chance = random.Random(seed)  # noqa: S311
    makers, categories = list(Enterprise.objects.all()), list(Category.objects.all())
    first = Product.objects.filter(code__startswith=PREFIX).count() + 1
    now = timezone.now()
    goods = []
    for count in range(first, first + number):
        name = f"{chance.choice(THINGS)} {chance.choice(COLOURS)} {count}"
        goods.append(
            Product(
                code=f"{PREFIX}-{count:06d}",
                name=name,
                enterprise=chance.choice(makers),
                category=chance.choice(categories),
                kind=Product.Kind.SERIES,
                price=Decimal(chance.randrange(1900, 39900, 100)) / 100,
            )
        )
    with transaction.atomic():
        goods = Product.objects.bulk_create(goods, batch_size=BATCH)
        PriceChange.objects.bulk_create(
            (PriceChange(product=good, price=good.price, valid_from=now) for good in goods), batch_size=BATCH
        )
        shelves = StockItem.objects.bulk_create(
            (StockItem(product=good, on_hand=STOCK) for good in goods), batch_size=BATCH
        )
        StockMovement.objects.bulk_create(
            (
                StockMovement(item=shelf, quantity=STOCK, reason=StockMovement.Reason.RECEIPT)
                for shelf in shelves
            ),
            batch_size=BATCH,
        )
        pictures = _pictures()
        pages_add(
            ShopPage,
            ProductPage,
            (
                {
                    "title": good.name,
                    "slug": good.code.lower(),
                    "lead": PARAGRAPH,
                    "product": good,
                    "how_made": PARAGRAPH,
                    "body": _body(2),
                    "gallery": "[]",
                    **_picture(pictures, chance),
                }
                for good in goods
            ),
        )


def stories_add(number: int, *, seed: int = 2) -> None:
    """Live Polish stories, each about one maker."""
    chance = random.Random(seed)  # noqa: S311
    makers, pictures = list(Enterprise.objects.all()), _pictures()
    first = StoryPage.objects.filter(slug__startswith="skala-").count() + 1
    today = timezone.localdate()
    with transaction.atomic():
        pages = pages_add(
            StoryIndexPage,
            StoryPage,
            (
                {
                    "title": f"Historia próbna {count}",
                    "slug": f"skala-{count}",
                    "lead": PARAGRAPH,
                    "published_on": today - datetime.timedelta(days=count % 1000),
                    "body": _body(6),
                    **_picture(pictures, chance),
                }
                for count in range(first, first + number)
            ),
        )
        link = StoryPage.enterprises.through
        link.objects.bulk_create(
            (link(storypage_id=page.pk, enterprise_id=chance.choice(makers).pk) for page in pages),
            batch_size=BATCH,
        )


def practices_add(number: int, *, seed: int = 3) -> None:
    """Live Polish good practices of all industries and kinds of organisation."""
    chance = random.Random(seed)  # noqa: S311
    industries, pictures = list(Industry.objects.all()), _pictures()
    regions = list(Enterprise.objects.values_list("voivodeship", flat=True).distinct())
    first = GoodPracticePage.objects.filter(slug__startswith="skala-").count() + 1
    text = f"<p>{PARAGRAPH}</p>"
    with transaction.atomic():
        pages_add(
            GoodPracticeIndexPage,
            GoodPracticePage,
            (
                {
                    "title": f"Praktyka próbna {count}",
                    "slug": f"skala-{count}",
                    "lead": PARAGRAPH,
                    **dict.fromkeys(("challenge", "strategy", "description", "effects"), text),
                    "effect_figures": "[]",
                    "industry": chance.choice(industries),
                    "organisation": f"Organizacja próbna {count % 50}",
                    "organisation_kind": chance.choice(GoodPracticePage.OrganisationKind.values),
                    "voivodeship": chance.choice(regions),
                    "period_start": 2000 + count % 25,
                    **_picture(pictures, chance),
                }
                for count in range(first, first + number)
            ),
        )


def orders_add(number: int, *, seed: int = 4) -> None:
    """Completed orders of synthetic goods over two years, with parcels, payments, ledger and history."""
    chance = random.Random(seed)  # noqa: S311
    delivery = DeliveryMethod.objects.filter(kind=DeliveryMethod.Kind.COURIER).first()
    goods = list(
        Product.objects.filter(code__startswith=PREFIX).select_related("stock").order_by("pk")[:1000]
    )
    if not goods:
        products_add(20)
        return orders_add(number, seed=seed)
    snapshots = product_snapshots(product_ids=[good.pk for good in goods], language="pl")
    content_type = ContentType.objects.get_for_model(Product)
    for size in _batches(number):
        plans = [[(good, chance.randint(1, 3)) for good in chance.sample(goods, chance.randint(1, 3))] for _ in range(size)]
        with transaction.atomic():
            _orders_write(plans, delivery, snapshots, content_type, chance)
    return None


def _orders_write(plans, delivery, snapshots, content_type, chance) -> None:
    now = timezone.now()
    drafts = []
    for plan in plans:
        ref = new_ref()
        subtotal = sum((good.price * pieces for good, pieces in plan), Decimal("0.00"))
        drafts.append(
            Order(
                ref=ref,
                token=secret_hash(secret_for_ref(ref)),
                share_token=new_share_token(),
                idempotency_key=f"scale-{ref}",
                status=OrderStatus.COMPLETED,
                name="Osoba Próbna",
                email=f"{ref.lower()}@example.org",
                phone="+48600000000",
                street="ul. Próbna 1",
                postcode="60-001",
                city="Poznań",
                delivery_method=delivery,
                delivery_name=delivery.name,
                delivery_price=delivery.price,
                payment_method=Order.PaymentMethod.TRANSFER,
                subtotal=subtotal,
                total=subtotal + delivery.price,
                terms_accepted_at=now,
                paid_at=now,
                delivered_at=now,
            )
        )
    orders = Order.objects.bulk_create(drafts, batch_size=BATCH)
    for order in orders:
        order.date_created = now - datetime.timedelta(minutes=chance.randrange(2 * 365 * 24 * 60))
    Order.objects.bulk_update(orders, ["date_created"], batch_size=BATCH)
    pairs = list(zip(orders, plans, strict=True))
    parcels = {
        (parcel.order_id, parcel.enterprise_id): parcel
        for parcel in Parcel.objects.bulk_create(
            (
                Parcel(
                    order=order,
                    enterprise_id=maker,
                    status=ParcelStatus.DELIVERED,
                    sent_at=now,
                    delivered_at=now,
                    delivery_price=0 if place else order.delivery_price,
                )
                for order, plan in pairs
                for place, maker in enumerate(sorted({good.enterprise_id for good, _pieces in plan}))
            ),
            batch_size=BATCH,
        )
    }
    lines = [(order, good, pieces) for order, plan in pairs for good, pieces in plan]
    OrderItem.objects.bulk_create(
        (
            OrderItem(
                order=order,
                parcel=parcels[order.pk, good.enterprise_id],
                enterprise_id=good.enterprise_id,
                product_type=Product._meta.label,
                product_content_type=content_type,
                product_id=good.pk,
                product_data=snapshots[good.pk],
                quantity=pieces,
                unit_price=good.price,
                subtotal=good.price * pieces,
                total=good.price * pieces,
            )
            for order, good, pieces in lines
        ),
        batch_size=BATCH,
    )
    StockReservation.objects.bulk_create(
        (
            StockReservation(order=order, item=good.stock, quantity=pieces, state=ReservationState.CONSUMED)
            for order, good, pieces in lines
        ),
        batch_size=BATCH,
    )
    StockMovement.objects.bulk_create(
        (
            StockMovement(item=good.stock, quantity=-pieces, reason=StockMovement.Reason.SALE, order=order)
            for order, good, pieces in lines
        ),
        batch_size=BATCH,
    )
    sold = Counter()
    for _order, good, pieces in lines:
        sold[good.stock.pk] += pieces
    for shelf, pieces in sold.items():
        StockItem.objects.filter(pk=shelf).update(on_hand=F("on_hand") - pieces)
    OrderPayment.objects.bulk_create(
        (
            OrderPayment(
                order=order,
                amount=order.total,
                payment_method=order.payment_method,
                transaction_id=order.ref,
                received_on=now.date(),
            )
            for order in orders
        ),
        batch_size=BATCH,
    )
    steps = (
        OrderStatus.NEW,
        OrderStatus.CREATED,
        OrderStatus.PROCESSING,
        OrderStatus.SHIPPED,
        OrderStatus.COMPLETED,
    )
    OrderStatusChange.objects.bulk_create(
        (
            OrderStatusChange(order=order, old_status=old, new_status=new)
            for order in orders
            for old, new in itertools.pairwise(steps)
        ),
        batch_size=BATCH,
    )
    Outbox.objects.bulk_create(
        (
            Outbox(
                kind="order_placed", dedupe=f"order_placed:{order.ref}", order=order, attempts=1, sent_at=now
            )
            for order in orders
        ),
        batch_size=BATCH,
    )


def pages_add(parent_model: type[Page], model: type[Page], rows: Iterator[dict]) -> list[Page]:
    """Insert live Polish pages below the only Polish page of `parent_model`: two statements a batch.

    Django cannot bulk-create models that inherit tables, and saving pages one by one takes minutes for thousands.
    """
    parent = parent_model.objects.get(locale__language_code="pl")
    content_type = ContentType.objects.get_for_model(model)
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    now = timezone.now()
    shared = {field.attname for field in Page._meta.concrete_fields}
    made = []
    while batch := list(itertools.islice(rows, BATCH)):
        bases = []
        for values in batch:
            step += 1
            common = {name: values[name] for name in ("title", "slug")}
            bases.append(
                Page(
                    **common,
                    draft_title=values["title"],
                    path=Page._get_path(parent.path, parent.depth + 1, step),
                    depth=parent.depth + 1,
                    url_path=f"{parent.url_path}{values['slug']}/",
                    locale_id=parent.locale_id,
                    content_type=content_type,
                    translation_key=uuid.uuid4(),
                    live=True,
                    first_published_at=now,
                    last_published_at=now,
                    latest_revision_created_at=now,
                )
            )
        bases = Page.objects.bulk_create(bases, batch_size=BATCH)
        pages = []
        for base, values in zip(bases, batch, strict=True):
            page = model(**values)
            for name in shared:
                setattr(page, name, getattr(base, name))
            page.page_ptr_id = base.pk
            pages.append(page)
        own = model._meta.local_concrete_fields
        model._base_manager.all()._insert(pages, fields=own, using="default", raw=True)
        made += pages
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(made))
    return made


def _batches(number: int) -> Iterator[int]:
    while number > 0:
        yield min(number, BATCH)
        number -= BATCH


def _pictures() -> list[int]:
    return list(MarketImage.objects.order_by("pk").values_list("pk", flat=True)[:40])


def _picture(pictures: list[int], chance: random.Random) -> dict:
    return {"picture_id": chance.choice(pictures), "picture_alt": "Obraz próbny"} if pictures else {}


def _body(paragraphs: int) -> str:
    block = {"type": "paragraph", "value": f"<p>{PARAGRAPH * 3}</p>"}
    return json.dumps([{**block, "id": str(uuid.uuid4())} for _ in range(paragraphs)])
