"""A parcel that makers in one house share, in the admin: who packs sends it; the other sees own goods and can do nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.admin.access import goods_packed_by_others, own_parcels
from shop.admin.order_export import makers
from shop.admin.order_sheet import order_sheet
from shop.admin.packing import slip_context
from shop.admin.workshop import handed_over, parcel_cards, waiting_parcels
from shop.models import Product, SetComponent
from shop.services.orders import payment_record
from shop.status import ParcelStatus
from tests import factories

from .admin_people import client_of, make_person
from .after_sale import withdraw

pytestmark = pytest.mark.django_db

#: Of the buyer of factories.make_buyer: none of it is the maker's business whose goods somebody else packs.
OF_THE_BUYER = ("Anna Nowak", "anna@example.org", "600", "Lipowa", "61-001", "Dzwonić po 16")
TOGETHER = "Jedna paczka: ZAZ „Młyn” i WTZ „Koło” mieszczą się pod jednym adresem."


@pytest.fixture
def packer(make_enterprise):
    return make_enterprise(name="ZAZ „Młyn”", kind="zaz", purpose="nowy podnośnik w hali")


@pytest.fixture
def maker(make_enterprise, packer):
    return make_enterprise(name="WTZ „Koło”", packed_by=packer, purpose="plener malarski")


@pytest.fixture
def packs(packer):
    return make_person("workshop", enterprise=packer, login="pakuje")


@pytest.fixture
def makes(maker):
    return make_person("workshop", enterprise=maker, login="robi")


def paid(order):
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False)
    return order


@pytest.fixture
def order(make_product, maker, packer):
    mug, card = make_product(enterprise=maker, title="Kubek z uchem"), make_product(enterprise=packer, title="Kartka")
    return paid(factories.make_order(mug, card, buyer_note="Dzwonić po 16"))


def test_who_packs_sees_whose_each_thing_is_and_sends_it(order, packs):
    [card] = parcel_cards(packs)
    assert [(line.item.name, line.maker) for line in card.lines] == [
        ("Kubek z uchem", "WTZ „Koło”"),
        ("Kartka", "ZAZ „Młyn”"),
    ]
    assert (card.together, handed_over(packs), waiting_parcels(packs)) == (TOGETHER, [], 1)
    client_of(packs).post(reverse("market_workshop_parcel", args=[card.parcel.pk]), {"status": "sent", "tracking_number": "PX9"})
    card.parcel.refresh_from_db()
    assert (card.parcel.status, card.parcel.tracking_number) == (ParcelStatus.SENT, "PX9")


def test_the_other_maker_sees_own_goods_and_nothing_of_the_buyer(order, makes):
    assert (parcel_cards(makes), waiting_parcels(makes), list(own_parcels(makes))) == ([], 0, [])
    [card] = handed_over(makes)
    assert (card.ref, card.packer, card.status) == (order.ref, "ZAZ „Młyn”", "do spakowania")
    assert [(line.item.name, line.warning) for line in card.lines] == [("Kubek z uchem", "")]
    text = client_of(makes).get(reverse("market_workshop")).content.decode()
    assert "WTZ „Koło”: paczki pakuje i wysyła ZAZ „Młyn”." in text
    main = text[text.index('id="handed-over"') :]
    assert "Kubek z uchem" in main
    assert "Kartka" not in text
    assert [word for word in OF_THE_BUYER if word in main] == []
    assert "<form" not in main[: main.index("</section>")]


def test_the_other_maker_can_do_nothing_to_the_parcel(order, makes):
    client, parcel = client_of(makes), order.parcels.get()
    for name in ("market_workshop_parcel", "market_packing_slip", "market_parcel_label"):
        assert client.get(reverse(name, args=[parcel.pk])).status_code == 404, name
    for name in ("market_workshop_parcel", "market_parcel_label"):
        assert client.post(reverse(name, args=[parcel.pk]), {"status": "sent"}).status_code == 404, name
    parcel.refresh_from_db()
    assert (parcel.status, parcel.shipment_asked_at) == (ParcelStatus.NEW, None)


def test_a_third_maker_sees_nothing_at_all(order, make_enterprise):
    stranger = make_person("workshop", enterprise=make_enterprise(), login="obcy")
    assert (parcel_cards(stranger), handed_over(stranger)) == ([], [])


def test_unpaid_and_finished_orders_are_no_business_of_the_workshop(make_product, maker, makes, order):
    factories.make_order(make_product(enterprise=maker))
    assert [item.order for item in goods_packed_by_others(makes)] == [order]
    type(order).objects.filter(pk=order.pk).update(status="COMPLETED")
    assert handed_over(makes) == []


def test_who_works_for_both_has_it_among_the_own_parcels(order, packs, maker):
    maker.staff.add(packs)
    assert (len(parcel_cards(packs)), handed_over(packs)) == (1, [])


def test_parts_of_a_foreign_set_are_told_to_their_maker(make_product, make_enterprise, makes, maker):
    mug = make_product(enterprise=maker, stock=5)
    gift = make_product(kind=Product.Kind.SET, stock=0, enterprise=make_enterprise(name="Pakownia"))
    SetComponent.objects.create(gift_set=gift, product=mug)
    paid(factories.make_order(gift))
    [card] = handed_over(makes)
    assert (card.packer, [line.item.product_id for line in card.lines]) == ("Pakownia", [mug.pk])


def test_a_withdrawn_thing_is_told_to_who_makes_it(order, makes):
    withdraw(order, {order.items.order_by("pk").first(): 1})
    [card] = handed_over(makes)
    assert [line.warning for line in card.lines] == ["Nie wysyłaj: klient odstąpił od tej sztuki."]


def test_the_number_of_queries_does_not_grow(order, makes, make_product, maker, packer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            handed_over(makes)
        return len(caught)

    before = queries()
    paid(factories.make_order(make_product(enterprise=maker), make_product(enterprise=maker)))
    assert queries() == before
    assert len(handed_over(makes)) == 2


def test_the_slip_has_a_tag_of_each_maker(order):
    context = slip_context(order.parcels.select_related("order", "enterprise").get())
    assert context["together"] == TOGETHER
    assert [(tag.context["maker"], tag.context["purpose"]) for tag in context["tags"]] == [
        ("WTZ „Koło”", "plener malarski"),
        ("ZAZ „Młyn”", "nowy podnośnik w hali"),
    ]
    assert len({tag.story_url for tag in context["tags"]}) == 2


def test_the_order_screen_and_the_list_name_the_makers(order, packer, maker):
    [sheet] = order_sheet(order)["parcels"]
    assert (sheet.together, sheet.several_makers, sheet.context) == (TOGETHER, True, {})
    assert makers(order) == "WTZ „Koło”, ZAZ „Młyn”"
    staff = client_of(make_person("shop"))
    html = staff.get(reverse("orders:edit", args=[order.pk])).content.decode()
    assert TOGETHER in html
    assert "Kto zrobił: WTZ „Koło”" in " ".join(html.split())
    for enterprise in (packer, maker):
        found = staff.get(reverse("orders:index"), {"enterprise": enterprise.pk}).context["object_list"]
        assert list(found) == [order]


def test_the_list_of_orders_finds_no_other_makers_orders(order, make_enterprise):
    staff = client_of(make_person("shop"))
    stranger = make_enterprise()
    assert list(staff.get(reverse("orders:index"), {"enterprise": stranger.pk}).context["object_list"]) == []
