"""„My workshop”: own goods and parcels, and nothing of anybody else."""

import io

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.models import Parcel, Product, ProductPage
from shop.services.orders import payment_record
from shop.status import ParcelStatus
from tests.factories import make_basket, make_category, make_order

from .admin_people import client_of, make_person
from .after_sale import withdraw
from .placing import place

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(make_enterprise):
    return make_enterprise()


@pytest.fixture
def theirs(make_enterprise):
    return make_enterprise()


@pytest.fixture
def workshop(ours):
    return client_of(make_person("workshop", enterprise=ours))


def paid_order(*products):
    order = make_order(*products)
    payment_record(
        order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False
    )
    return order


def test_a_shared_order_shows_only_the_own_part(workshop, ours, theirs, make_product):
    mine, other = (
        make_product(enterprise=ours, title="Nasza miska"),
        make_product(enterprise=theirs, title="Cudzy szal"),
    )
    order = paid_order(mine, other)
    text = workshop.get(reverse("market_workshop")).content.decode()
    assert "Nasza miska" in text
    assert "Cudzy szal" not in text
    foreign = order.parcels.get(enterprise=theirs)
    for name in ("market_workshop_parcel", "market_packing_slip"):
        assert workshop.get(reverse(name, args=[foreign.pk])).status_code == 404
    assert (
        workshop.post(reverse("market_workshop_parcel", args=[foreign.pk]), {"status": "sent"}).status_code
        == 404
    )
    foreign.refresh_from_db()
    assert foreign.status == ParcelStatus.NEW


def test_an_unpaid_order_is_none_of_the_workshops_business(workshop, ours, make_product):
    parcel = make_order(make_product(enterprise=ours)).parcels.get()
    assert workshop.get(reverse("market_workshop_parcel", args=[parcel.pk])).status_code == 404
    assert workshop.get(reverse("market_packing_slip", args=[parcel.pk])).status_code == 404


def test_packed_then_sent_with_a_tracking_number(workshop, ours, make_product):
    order = paid_order(make_product(enterprise=ours))
    parcel = order.parcels.get()
    address = reverse("market_workshop_parcel", args=[parcel.pk])
    workshop.post(address, {"status": "packed"})
    workshop.post(address, {"status": "sent", "tracking_number": "PX9"})
    parcel.refresh_from_db()
    order.refresh_from_db()
    assert (parcel.status, parcel.tracking_number, order.status) == ("sent", "PX9", "SHIPPED")


def test_a_step_that_may_not_be_taken_changes_nothing(workshop, ours, make_product):
    parcel = paid_order(make_product(enterprise=ours)).parcels.get()
    workshop.post(reverse("market_workshop_parcel", args=[parcel.pk]), {"status": "ready"})
    parcel.refresh_from_db()
    assert parcel.status == ParcelStatus.NEW


def test_own_stock_is_changed_and_foreign_stock_not_found(workshop, ours, theirs, make_product):
    mine, other = make_product(enterprise=ours, stock=2), make_product(enterprise=theirs, stock=2)
    data = {"step": "receive", "quantity": "3", "note": ""}
    workshop.post(reverse("market_workshop_stock", args=[mine.pk]), data)
    refused = workshop.post(reverse("market_workshop_stock", args=[other.pk]), data)
    assert refused.status_code == 404
    mine.stock.refresh_from_db()
    other.stock.refresh_from_db()
    assert (mine.stock.on_hand, other.stock.on_hand) == (5, 2)


def test_words_of_own_goods_can_be_edited_and_of_foreign_ones_not(workshop, ours, theirs, make_product):
    mine, other = make_product(enterprise=ours).pages.get(), make_product(enterprise=theirs).pages.get()
    editor = "wagtailadmin_pages:edit"
    assert workshop.get(reverse(editor, args=[mine.pk])).status_code == 200
    assert workshop.get(reverse(editor, args=[other.pk])).status_code == 302
    assert workshop.post(reverse(editor, args=[mine.pk]), {"product": other.product_id}).status_code == 302
    mine.refresh_from_db()
    assert mine.product.enterprise == ours
    assert not mine.permissions_for_user(ours.staff.get()).can_publish()


def test_the_explorer_lists_own_goods_alone(workshop, ours, theirs, make_product, shop_tree):
    mine, other = make_product(enterprise=ours, title="Nasza"), make_product(enterprise=theirs, title="Cudza")
    text = workshop.get(reverse("wagtailadmin_explore", args=[shop_tree.shop.pk])).content.decode()
    assert f"/admin/pages/{mine.pages.get().pk}/" in text
    assert f"/admin/pages/{other.pages.get().pk}/" not in text


def test_the_chooser_offers_own_goods_alone(workshop, ours, theirs, make_product):
    make_product(enterprise=ours, name="Nasza miska")
    make_product(enterprise=theirs, name="Cudzy szal")
    chooser = Product.snippet_viewset.chooser_viewset
    text = workshop.get(reverse(chooser.get_url_name("choose"))).json()["html"]
    assert "Nasza miska" in text
    assert "Cudzy szal" not in text


def photo() -> SimpleUploadedFile:
    data = io.BytesIO()
    exif = PIL.Image.Exif()
    exif[0x010F] = "Aparat"
    PIL.Image.new("RGB", (80, 60), "#456").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("zdjecie.jpg", data.getvalue(), "image/jpeg")


def new_product(enterprise, **values) -> dict:
    return {
        "title": "Świeca z wosku",
        "lead": "Pachnie miodem.",
        "how_made": "Zwijana ręcznie.",
        "enterprise": enterprise.pk,
        "category": make_category().pk,
        "kind": "unique",
        "first_price": "30",
        "quantity": "1",
        **values,
    }


def test_a_new_good_with_a_photograph_is_a_draft(workshop, ours):
    data = new_product(ours, photo=photo(), picture_alt="Żółta świeca.")
    response = workshop.post(reverse("market_workshop_product"), data)
    page = ProductPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    with PIL.Image.open(page.picture.file) as saved:
        assert not saved.getexif()


def test_a_broken_photograph_is_refused_beside_its_field(workshop, ours):
    whole = photo().read()
    broken = SimpleUploadedFile("zdjecie.jpg", whole[: len(whole) // 2], "image/jpeg")
    response = workshop.post(
        reverse("market_workshop_product"), new_product(ours, photo=broken, picture_alt="Świeca.")
    )
    assert response.status_code == 200
    assert "photo" in response.context["form"].errors
    assert not Product.objects.exists()


def test_nobody_adds_goods_to_a_foreign_enterprise(workshop, theirs):
    response = workshop.post(reverse("market_workshop_product"), new_product(theirs))
    assert response.status_code == 200
    assert "enterprise" in response.context["form"].errors
    assert not Product.objects.exists()


def test_the_page_costs_the_same_number_of_queries_for_few_and_many(workshop, ours, make_product):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert workshop.get(reverse("market_workshop")).status_code == 200
        return len(queries)

    paid_order(make_product(enterprise=ours))
    count()  # Fills the caches of content types.
    few = count()
    for _number in range(5):
        paid_order(make_product(enterprise=ours))
    assert count() == few


SEND_NOT = "Nie wysyłaj: klient odstąpił od tej sztuki."


def words_of(workshop, parcel) -> dict[str, str]:
    """What list, card and slip say."""
    addresses = {
        "list": reverse("market_workshop"),
        "card": reverse("market_workshop_parcel", args=[parcel.pk]),
        "slip": reverse("market_packing_slip", args=[parcel.pk]),
    }
    return {name: workshop.get(address).content.decode() for name, address in addresses.items()}


def test_a_withdrawn_piece_is_not_to_be_sent(workshop, ours, make_product):
    order = paid_order(make_product(enterprise=ours), make_product(enterprise=ours))
    parcel = order.parcels.get()
    assert not any("pack-warning" in text for text in words_of(workshop, parcel).values())
    withdraw(order, {order.items.first(): 1})
    for name, text in words_of(workshop, parcel).items():
        assert text.count(SEND_NOT) == 1, name
        assert text.count("pack-warning") == 1, name


def test_a_part_of_a_line_is_counted(workshop, ours, make_product):
    basket = make_basket((make_product(enterprise=ours, stock=5), 3))
    order = place(basket)
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False)
    withdraw(order, {order.items.get(): 2})
    text = words_of(workshop, order.parcels.get())["card"]
    assert "Nie wysyłaj 2 z 3 sztuk: klient od nich odstąpił." in text


def test_the_packer_is_told_in_polish_on_a_foreign_slip(workshop, ours, make_product):
    order = make_order(make_product(enterprise=ours), language="uk")
    payment_record(order=order, amount=order.total, received_on=timezone.localdate(), transaction_id="T", notify=False)
    withdraw(order)
    slip = words_of(workshop, order.parcels.get())["slip"]
    assert f'lang="pl">{SEND_NOT}' in slip
    assert '<html lang="uk">' in slip


def test_statements_without_effect_and_parcels_on_their_way_say_nothing(workshop, ours, make_product):
    order = paid_order(make_product(enterprise=ours))
    statement = withdraw(order)
    type(statement).objects.update(state="refused")
    parcel = order.parcels.get()
    assert SEND_NOT not in words_of(workshop, parcel)["card"]
    type(statement).objects.update(state="received")
    Parcel.objects.update(status=ParcelStatus.SENT)
    assert SEND_NOT not in words_of(workshop, parcel)["card"]
    Parcel.objects.update(status=ParcelStatus.READY)
    assert "Nie wydawaj: klient odstąpił od tej sztuki." in words_of(workshop, parcel)["card"]
