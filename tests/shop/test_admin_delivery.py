"""Rates and parcel lockers in the administration: what contradicts itself is refused in words."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from shop.admin.deliveries import rate_faults
from shop.models import DeliveryMethod, ParcelLocker
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = "code,street,postcode,city\nPOZ01M,Garbary 41,61-868,Poznań\n"
IMPORT_URL = "/admin/paczkomaty/wczytaj/"


@pytest.fixture
def owner(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("szefowa", "s@example.org", "x"))
    return client


def rate(size, weight_g, price):
    return {"size": size, "weight_g": weight_g, "price": Decimal(price)}


def test_rates_that_rise_with_size_and_weight_are_well():
    assert rate_faults([rate("A", 5000, "10.00"), rate("A", 9000, "12.00"), rate("B", 5000, "11.00")]) == []


def test_the_same_rate_twice_and_a_useless_one_are_told():
    with translation.override("pl"):
        twice = rate_faults([rate("A", 5000, "10.00"), rate("A", 5000, "12.00")])
        useless = rate_faults([rate("A", 5000, "10.00"), rate("B", 9000, "10.00")])
    assert [text.replace("\xa0", " ") for text in twice] == ["Stawka A, 5000 g, 12,00 zł jest wpisana dwa razy."]
    assert [text.replace("\xa0", " ") for text in useless] == [
        "Stawka A, 5000 g, 10,00 zł nigdy nie będzie użyta: większa albo cięższa paczka kosztuje nie więcej."
    ]


def method_data(*rates, **values):
    data = {
        "name": "Paczkomat", "name_en": "Locker", "name_uk": "Поштомат", "code": "paczkomat", "description": "",
        "description_en": "", "description_uk": "", "price": "0.00", "oversize_price": "", "free_from": "",
        "kind": "locker", "is_active": "on", "sort_order": "0", "rates-TOTAL_FORMS": str(len(rates)),
        "rates-INITIAL_FORMS": "0", "rates-MIN_NUM_FORMS": "0", "rates-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    for number, (size, weight_g, price) in enumerate(rates):
        data |= {
            f"rates-{number}-size": size, f"rates-{number}-weight_g": weight_g, f"rates-{number}-price": price,
            f"rates-{number}-id": "", f"rates-{number}-ORDER": "", f"rates-{number}-DELETE": "",
        }  # fmt: skip
    return data | values


def add(client, *rates, **values):
    url = reverse(DeliveryMethod.snippet_viewset.get_url_name("add"))
    return client.post(url, method_data(*rates, **values))


def test_a_method_is_saved_with_its_rates(owner):
    assert add(owner, ("A", "25000", "13.99"), ("B", "25000", "15.99"), free_from="250").status_code == 302
    method = DeliveryMethod.objects.get()
    assert list(method.rates.values_list("size", "price")) == [("A", Decimal("13.99")), ("B", Decimal("15.99"))]
    assert method.free_from == 250


@pytest.mark.parametrize(
    ("rates", "values", "text"),
    [
        ([], {}, "Dostawa do paczkomatów potrzebuje stawki"),
        ([("A", "25001", "13.99")], {}, "najwyżej 25 kg"),
        ([("A", "25000", "13.99")], {"oversize_price": "40"}, "Paczkomat nie przyjmuje większych paczek"),
        ([("A", "25000", "13.99")], {"kind": "pickup"}, "Stawki mają tylko kurier i paczkomaty"),
        ([("A", "5000", "13.99"), ("C", "9000", "13.99")], {"kind": "courier"}, "nigdy nie będzie użyta"),
        ([("A", "5000", "13.99")], {"free_from": "-1"}, ""),
    ],
)
def test_what_contradicts_itself_is_refused(owner, rates, values, text):
    response = add(owner, *rates, **values)
    assert response.status_code == 200
    assert text in response.content.decode()
    assert not DeliveryMethod.objects.exists()


def test_a_list_is_imported_and_seen(owner):
    assert owner.get(IMPORT_URL).status_code == 200
    file = SimpleUploadedFile("lista.csv", GOOD.encode())
    response = owner.post(IMPORT_URL, {"file": file}, follow=True)
    assert "Paczkomaty: 1 nowych, 0 zmienionych, 0 bez zmian, 0 już nie działa." in response.content.decode()
    assert "POZ01M" in response.content.decode()


def test_a_bad_list_is_refused_with_every_row(owner):
    factories.make_locker("KRA01M")
    file = SimpleUploadedFile("lista.csv", (GOOD + "X,,1,\n").encode())
    html = owner.post(IMPORT_URL, {"file": file}).content.decode()
    assert "Wiersz 3:" in html
    assert "Nic nie wczytano" in html
    assert list(ParcelLocker.objects.values_list("code", "is_active")) == [("KRA01M", True)]


def test_strangers_import_nothing(client, django_user_model):
    assert client.get(IMPORT_URL).status_code == 302
    client.force_login(django_user_model.objects.create_user("ktos", "k@example.org", "x", is_staff=True))
    file = SimpleUploadedFile("lista.csv", GOOD.encode())
    assert client.post(IMPORT_URL, {"file": file}).status_code in {302, 403}
    assert not ParcelLocker.objects.exists()
