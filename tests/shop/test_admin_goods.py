"""The record of a product: what it may consist of, its variants, and what the staff are told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from shop.models import PersonalisationField, Product, SetComponent, StockItem
from shop.product_rules import part_error, product_errors, publishing_obstacle, wish_errors
from shop.services.errors import BadInput
from shop.services.stock import stock_receive
from tests import factories
from tests.shop.goods import make_field, make_own_set, make_set, make_variant
from tests.shop.pages import words

pytestmark = pytest.mark.django_db


def edit_url(product) -> str:
    return reverse(Product.snippet_viewset.get_url_name("edit"), args=[product.pk])


def plain(response) -> str:
    return words(response.content.decode()).replace("\xa0", " ")


def form_data(product, *, parts=(), wishes=(), **values) -> dict:
    data = {
        "name": product.name,
        "code": product.code,
        "enterprise": product.enterprise_id,
        "category": product.category_id,
        "kind": product.kind,
    }
    for prefix, rows in (("components", parts), ("personalisation_fields", wishes), ("compliance", ())):
        data |= {
            f"{prefix}-TOTAL_FORMS": len(rows),
            f"{prefix}-INITIAL_FORMS": 0,
            f"{prefix}-MIN_NUM_FORMS": 0,
            f"{prefix}-MAX_NUM_FORMS": 1000,
        }
        for place, row in enumerate(rows):
            data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
            data |= {f"{prefix}-{place}-id": "", f"{prefix}-{place}-ORDER": place + 1}
    return data | values


@pytest.fixture
def staff(admin_client):
    return admin_client


def test_a_set_is_put_together_on_its_record(staff, make_product):
    one, two = make_product(price="30.00", stock=4), make_product(price="70.00", stock=3)
    gift_set = make_product(kind="set", stock=0, with_page=False, price="90.00")
    rows = [{"product": one.pk, "quantity": 1}, {"product": two.pk, "quantity": 2}]
    response = staff.post(edit_url(gift_set), form_data(gift_set, parts=rows))
    assert response.status_code == 302, plain(response)
    assert list(SetComponent.objects.values_list("product", "quantity")) == [(one.pk, 1), (two.pk, 2)]
    text = plain(staff.get(edit_url(gift_set)))
    assert "Teraz można złożyć 1 zestaw." in text
    assert "Zestaw kosztuje 90,00 zł, a jego części osobno 170,00 zł." in text
    for share in ("15,88 zł", "37,06 zł"):
        assert share in text


def test_what_cannot_be_a_set_is_refused_beside_the_reason(staff, make_product, shop_tree):
    one = make_product(stock=4)
    inner = make_set(shop_tree, one, make_product())
    gift_set = make_product(kind="set", stock=0, with_page=False)
    response = staff.post(edit_url(gift_set), form_data(gift_set, parts=[{"product": one.pk, "quantity": 1}]))
    assert "Zestaw ma co najmniej dwie sztuki: dodaj jego części." in plain(response)
    rows = [{"product": one.pk, "quantity": 1}, {"product": inner.pk, "quantity": 1}]
    response = staff.post(edit_url(gift_set), form_data(gift_set, parts=rows))
    assert "w zestawie nie może być zestawów" in plain(response)
    assert not SetComponent.objects.filter(gift_set=gift_set).exists()


def test_a_wish_is_added_on_the_record_and_a_choice_needs_two_possibilities(staff, make_product):
    product = make_product()
    row = {
        "kind": "choice", "label": "Kolor", "label_en": "", "label_uk": "", "max_length": "30",
        "choices": "czerwony", "surcharge": "5",
    }  # fmt: skip
    response = staff.post(edit_url(product), form_data(product, wishes=[row]))
    assert "Wpisz co najmniej dwie możliwości" in plain(response)
    assert not PersonalisationField.objects.exists()
    row["choices"] = "czerwony | red\nzielony"
    response = staff.post(edit_url(product), form_data(product, wishes=[{**row, "required": "on"}]))
    assert "Każdy musiałby ją zapłacić: dolicz ją do ceny produktu" in plain(response)
    assert not PersonalisationField.objects.exists()
    response = staff.post(edit_url(product), form_data(product, wishes=[row]))
    assert response.status_code == 302, plain(response)
    field = PersonalisationField.objects.get()
    assert (field.product, field.surcharge, field.ends_withdrawal) == (product, Decimal("5.00"), False)


def test_a_variant_is_added_with_price_stock_and_the_name_of_the_first_one(staff, make_product):
    product = make_product(price="48.00", stock=2, kind="series", title="Notes")
    url = reverse(Product.snippet_viewset.get_url_name("variant"), args=[product.pk])
    data = {"variant_name": "duży", "variant_name_en": "large", "price": "59,00", "quantity": "3"}
    response = staff.post(url, data)
    assert response.status_code == 200
    assert not Product.objects.filter(variant_of=product).exists()
    response = staff.post(url, {**data, "own_name": "mały"})
    assert response.status_code == 302, plain(response)
    variant = Product.objects.get(variant_of=product)
    product.refresh_from_db()
    assert (product.variant_name, variant.variant_name, variant.variant_name_en) == ("mały", "duży", "large")
    assert (variant.price, variant.stock.on_hand, variant.enterprise) == (Decimal("59.00"), 3, product.enterprise)
    assert variant.price_changes.count() == variant.stock.movements.count() == 1
    assert variant.code == f"{product.code}-2"
    assert "duży" in plain(staff.get(edit_url(product)))
    assert staff.post(reverse(Product.snippet_viewset.get_url_name("variant"), args=[variant.pk]), data).status_code == 200
    assert Product.objects.filter(variant_of__isnull=False).count() == 1


def test_the_rules_name_the_field(make_product, shop_tree):
    product = make_product(stock=2, kind="series")

    def errors(**values):
        draft = Product.objects.get(pk=product.pk)
        for name, value in values.items():
            setattr(draft, name, value)
        return set(product_errors(draft))

    assert errors() == set()
    assert errors(kind="to_order") == {"kind", "lead_time_days"}
    assert errors(lead_time_days=3) == {"lead_time_days"}
    assert errors(kind="set") == {"kind", None}
    assert errors(kind="own_set") == {"kind", "set_least", "set_most", None}
    variant = make_variant(product, "duży")
    assert errors() == {"variant_name"}
    assert product_errors(variant) == {}
    variant.variant_name = ""
    assert set(product_errors(variant)) == {"variant_name"}
    make_set(shop_tree, (product, 2))
    assert errors(kind="set", variant_name="x", stock=None) >= {"kind"}


def test_bounds_of_a_set_of_choice_fit_what_is_offered(make_product, shop_tree):
    own_set = make_own_set(shop_tree, make_product(), make_product(), least=3)
    assert "mniej sztuk" in publishing_obstacle(own_set)
    SetComponent.objects.filter(gift_set=own_set).update(quantity=2)
    assert publishing_obstacle(own_set) == ""


def test_a_set_without_parts_is_not_published(make_product, shop_tree):
    gift_set = make_set(shop_tree)
    page = gift_set.pages.get()
    assert "co najmniej dwie sztuki" in page.publishing_obstacle()
    assert make_product().pages.get().publishing_obstacle() is None


def test_a_thing_that_needs_a_wish_is_no_part(make_product):
    product = make_product()
    field = make_field(product, required=True)
    assert "życzenia" in part_error(product)
    field.required = False
    field.save()
    assert part_error(product) == ""
    field.max_length = 0
    assert set(wish_errors(field)) == {"max_length"}


def test_nothing_is_received_of_what_lies_on_no_shelf(make_product):
    product = make_product(kind="to_order", stock=0, lead_time_days=3)
    with pytest.raises(BadInput):
        stock_receive(product=product, quantity=1)
    assert not StockItem.objects.exists()


def test_a_new_thing_made_to_order_needs_its_days_and_no_pieces(staff, shop_tree, make_enterprise):
    url = reverse(Product.snippet_viewset.get_url_name("add"))
    data = {
        "title": "Ławka", "enterprise": make_enterprise().pk, "category": factories.make_category().pk,
        "kind": "to_order", "first_price": "400,00", "quantity": "5", "lead": "Na zamówienie.", "how_made": "Z dębu.",
    }  # fmt: skip
    assert "Podaj, w ile dni roboczych" in plain(staff.post(url, data))
    response = staff.post(url, {**data, "lead_time_days": "21"})
    assert response.status_code == 302, plain(response)
    product = Product.objects.get()
    assert (product.kind, product.lead_time_days, StockItem.objects.count()) == ("to_order", 21, 0)
