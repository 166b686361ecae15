"""Goods in the admin: one form makes record, page, price and stock; guards around a maker's profile."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from shop.models import Product, ProductPage
from shop.services.prices import price_reduce
from stories.models import EnterprisePage
from tests.factories import make_category, make_image

from .admin_people import client_of, make_person, messages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(shop_tree):
    return client_of(make_person("shop"))


def url(name: str, *args) -> str:
    return reverse(Product.snippet_viewset.get_url_name(name), args=args)


def new_product(enterprise, **values) -> dict:
    return {
        "title": "Zielony wazon z łąki",
        "lead": "Wysoki wazon na polne kwiaty.",
        "how_made": "Toczony na kole przez dwa dni.",
        "enterprise": enterprise.pk,
        "category": make_category().pk,
        "kind": "series",
        "first_price": "85.50",
        "quantity": "4",
        **values,
    }


def test_one_form_makes_record_draft_price_and_stock(staff, make_enterprise):
    image = make_image()
    data = new_product(make_enterprise(), picture=image.pk, picture_alt="Zielony wazon na stole.")
    response = staff.post(url("add"), data)
    product = Product.objects.get()
    page = ProductPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (product.code, product.name, product.price) == (
        "CER-001",
        "Zielony wazon z łąki",
        Decimal("85.50"),
    )
    assert (page.product, page.live, page.slug) == (product, False, "zielony-wazon-z-laki")
    assert page.picture == image
    assert page.latest_revision is not None
    assert [change.price for change in product.price_changes.all()] == [Decimal("85.50")]
    assert [(m.quantity, m.reason) for m in product.stock.movements.all()] == [(4, "receipt")]


def test_a_refused_form_leaves_nothing(staff, make_enterprise):
    data = new_product(make_enterprise(), kind="unique", quantity="2")
    response = staff.post(url("add"), data)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"quantity"}
    assert not Product.objects.exists()
    assert not ProductPage.objects.exists()


def test_price_and_stock_are_no_fields_of_the_record(staff, make_product):
    product = make_product()
    form = staff.get(url("edit", product.pk)).context["form"]
    assert not {"price", "regular_price", "reduced_at", "stock", "on_hand"} & form.fields.keys()


def test_a_reduction_goes_through_the_service(staff, make_product):
    product = make_product(price="100.00")
    staff.post(url("price", product.pk), {"step": "reduce", "price": "80"})
    product.refresh_from_db()
    assert (product.price, product.regular_price) == (Decimal("80.00"), Decimal("100.00"))
    response = staff.post(url("price", product.pk), {"step": "reduce", "price": "120"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    product.refresh_from_db()
    assert product.price == Decimal("80.00")


def test_the_end_of_a_reduction_brings_the_old_price_back(staff, make_product):
    product = make_product(price="100.00")
    price_reduce(product=product, price=Decimal("70.00"))
    staff.post(url("price", product.pk), {"step": "restore"})
    product.refresh_from_db()
    assert (product.price, product.is_reduced) == (Decimal("100.00"), False)


def test_a_correction_of_the_stock_needs_a_reason(staff, make_product):
    product = make_product(stock=3)
    refused = staff.post(url("stock", product.pk), {"step": "correct", "quantity": "2", "note": ""})
    assert refused.status_code == 200
    staff.post(url("stock", product.pk), {"step": "correct", "quantity": "2", "note": "Jeden pękł"})
    product.stock.refresh_from_db()
    assert product.stock.on_hand == 2
    assert [m.quantity for m in product.stock.movements.all()] == [-1, 3]


def test_the_record_leads_to_its_page_and_back(staff, make_product):
    product = make_product()
    page = product.pages.get()
    record = staff.get(url("edit", product.pk)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in record
    editor = staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert url("edit", product.pk) in editor


@pytest.mark.parametrize("name", ["wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"])
def test_a_profile_stays_as_long_as_goods_show_it(make_product, name):
    editor = client_of(make_person("owner"))
    product = make_product()
    profile = EnterprisePage.objects.get(enterprise=product.enterprise)
    response = editor.post(reverse(name, args=[profile.pk]), follow=True)
    profile.refresh_from_db()
    assert profile.live
    assert any(product.enterprise.name in message for message in messages_of(response))


def test_a_profile_without_goods_may_go(make_enterprise):
    editor = client_of(make_person("owner"))
    profile = EnterprisePage.objects.get(enterprise=make_enterprise())
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[profile.pk]))
    profile.refresh_from_db()
    assert not profile.live


@pytest.fixture
def orphan(shop_tree, make_enterprise, make_product):
    """A draft of a good whose maker's profile nobody has published."""
    enterprise = make_enterprise()
    product = make_product(enterprise=enterprise)
    page = ProductPage.objects.get(product=product)
    page.unpublish()
    EnterprisePage.objects.get(enterprise=enterprise).unpublish()
    page = ProductPage.objects.get(pk=page.pk)
    page.save_revision()
    return page


def is_public(page) -> bool:
    return ProductPage.objects.live().filter(pk=page.pk).exists()


def test_no_revision_of_a_good_goes_live_without_its_makers_profile(orphan):
    with pytest.raises(ValidationError):
        orphan.get_latest_revision().publish()
    assert not is_public(orphan)


def test_a_list_publishes_no_good_without_its_makers_profile_and_says_why(staff, orphan):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = staff.post(f"{address}?id={orphan.pk}&next=/admin/", follow=True)
    assert response.status_code == 200
    assert not is_public(orphan)
    assert any("Najpierw opublikuj profil" in message for message in messages_of(response))
