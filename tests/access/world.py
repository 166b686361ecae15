"""One thing of each kind, all of enterprise A where there is a choice, and a client for each kind of person."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site, Task, Workflow
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from goodpractices.models import Figure, GlossaryTerm, Industry
from home.models import Funder, MarketDocument, Sdg, User
from home.roles import COMMUNICATIONS, roles_ensure
from shop.models import (
    Category,
    DiscountCode,
    Exchange,
    Material,
    Occasion,
    Order,
    OrderAlert,
    ParcelLocker,
    Promotion,
    Review,
    SimilarRequest,
)
from shop.services.orders import payment_record
from shop.services.papers.issuing import documents_issue
from stories.models import Technique
from tests import factories
from tests.shop.admin_people import client_of, make_person
from tests.shop.after_sale import complain, withdraw
from tests.shop.cards_of import make_card
from tests.shop.pages import add_to_basket

PEOPLE = ("anonymous", "buyer", "no role", "communications", "shop", "workshop A", "workshop B", "owner")


@dataclass
class World:
    """clients: by the names of PEOPLE; things: a primary key or word for each kind of argument of an address."""

    clients: dict[str, Client]
    things: dict[str, object]
    order: Order
    #: Words that only A's goods, buyers and drafts carry; B must never read them in the admin.
    secrets: tuple[str, ...] = ()
    own: dict[str, object] = field(default_factory=dict)


def build_world() -> World:
    tree = factories.make_tree()
    factories.make_settings(tree.site)
    english = Locale.objects.get_or_create(language_code="en")[0]
    groups = roles_ensure()
    maker_a = factories.make_enterprise(tree, name="WTZ „Alfa”")
    maker_b = factories.make_enterprise(tree, name="WTZ „Beta”")
    picture, document = factories.make_image("Zdjęcie"), _document()
    product = factories.make_product(tree, enterprise=maker_a, stock=5, picture=picture, title="Wazon Alfa-sekret")
    other = factories.make_product(tree, enterprise=maker_b, stock=5, title="Kubek Beta")
    staff_a = make_person("workshop", enterprise=maker_a, login="pracownia-a")
    staff_b = make_person("workshop", enterprise=maker_b, login="pracownia-b")
    page = product.pages.get()
    page.lead = "Szkic-alfa tylko dla redakcji."
    revision = page.save_revision(user=staff_a)
    workflow_state = page.get_workflow().start(page, staff_a)
    story = factories.make_story(tree, enterprises=[maker_a], products=[product])
    source, _created = TranslationSource.update_or_create_from_instance(story)
    translation = Translation.objects.create(source=source, target_locale=english)
    order = factories.make_order(product, name="Kupująca Sekretna")
    payment_record(
        order=order, amount=Decimal(order.total), received_on=timezone.localdate(), transaction_id="T1", by=None
    )
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Zbiór"))
    things = {
        "page": page.pk,
        "index": tree.shop.pk,
        "destination": tree.stories.pk,
        "revision": revision.pk,
        "workflow_state": workflow_state.pk,
        "task_state": workflow_state.current_task_state.pk,
        "workflow": Workflow.objects.first().pk,
        "task": Task.objects.first().pk,
        "image": picture.pk,
        "document": document.pk,
        "collection": collection.pk,
        "site": Site.objects.get().pk,
        "locale": english.pk,
        "redirect": Redirect.objects.create(old_path="/stare", redirect_link="/nowe/").pk,
        "translation_source": source.pk,
        "translation": translation.pk,
        "string_segment": StringSegment.objects.filter(source=source).first().pk,
        # Settings are addressed by their site.
        "settings": tree.site.pk,
        "group": Group.objects.get(name=COMMUNICATIONS).pk,
        "user": User.objects.create_user(username="kolezanka", password="haslo-do-testow").pk,
        "order": order.pk,
        "parcel": order.parcels.get().pk,
        "alert": OrderAlert.objects.create(order=order, kind=OrderAlert.Kind.OVER, dedupe="over").pk,
        "message": order.messages.first().pk,
        "shop.product": product.pk,
        "withdrawal": withdraw(order).pk,
        "complaint": complain(order).pk,
        "exchange": _exchange(order, product),
        "sales_document": documents_issue(order=order)[0].pk,
        "gift_card": make_card().pk,
        "review": Review.objects.create(item=order.items.first(), product=product, stars=4).pk,
        "similar": SimilarRequest.objects.create(
            product=product, key="wzor", name="Kupująca Sekretna", email="k@example.org", message="Takie samo."
        ).pk,
        "shop.occasion": Occasion.objects.create(code="slub", name="Ślub").pk,
        "shop.parcellocker": ParcelLocker.objects.create(code="POZ01M", city="Poznań").pk,
        "shop.promotion": Promotion.objects.create(code="zima", name="Zima", starts_at=timezone.now()).pk,
        "shop.discountcode": DiscountCode.objects.create(code="WZOR", percent=5).pk,
        "shop.category": Category.objects.first().pk,
        "shop.material": Material.objects.create(code="glina", name="Glina").pk,
        "shop.deliverymethod": order.delivery_method_id,
        "stories.enterprise": maker_a.pk,
        "stories.technique": Technique.objects.create(code="toczenie", name="Toczenie").pk,
        "home.funder": _minimal(Funder).pk,
        "home.video": factories.make_video().pk,
        "goodpractices.figure": _minimal(Figure).pk,
        "goodpractices.glossaryterm": _minimal(GlossaryTerm).pk,
        "goodpractices.industry": _minimal(Industry).pk,
        "home.sdg": Sdg.objects.get_or_create(number=1, defaults={"name": "Koniec z ubóstwem"})[0].pk,
    }
    assert groups
    return World(
        clients=_clients(staff_a, staff_b, product),
        things=things,
        order=order,
        secrets=("Alfa-sekret", "Szkic-alfa", "Kupująca Sekretna", order.ref),
        own={"product": other, "page": other.pages.get(), "maker": maker_b, "staff": staff_b},
    )


def _clients(staff_a: User, staff_b: User, product) -> dict[str, Client]:
    buyer = Client()
    add_to_basket(buyer, product)
    nobody = User.objects.create_user(username="bez-roli", password="haslo-do-testow")
    people = {
        "no role": nobody,
        "communications": make_person("communications"),
        "shop": make_person("shop"),
        "workshop A": staff_a,
        "workshop B": staff_b,
        "owner": make_person("owner"),
    }
    clients = {"anonymous": Client(), "buyer": buyer} | {name: client_of(person) for name, person in people.items()}
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def _exchange(order: Order, product) -> int:
    """One that waits for an answer; the order is not delivered, so it is written as it is."""
    return Exchange.objects.create(
        number="WY-WZOR2345", key="wzor-wymiany", order=order, item=order.items.first(), quantity=1, product=product
    ).pk


def _document() -> MarketDocument:
    return MarketDocument.objects.create(title="Wzór umowy", file=ContentFile(b"tresc", name="wzor.txt"))


def _minimal(model):
    """A row with whatever the model insists on."""
    values = {}
    for made in model._meta.concrete_fields:
        if made.primary_key or made.has_default() or made.null or made.is_relation:
            continue
        kind = made.get_internal_type()
        if kind in {"DateField"}:
            values[made.name] = timezone.localdate()
        elif kind in {"DecimalField", "IntegerField", "PositiveSmallIntegerField", "PositiveIntegerField"}:
            values[made.name] = 1
        elif made.choices:
            values[made.name] = made.choices[0][0]
        else:
            values[made.name] = "wzor"
    return model.objects.create(**values)
