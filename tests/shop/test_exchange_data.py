"""Personal data of exchanges: copied, kept as long as complaints, erased with the order."""

import datetime
import io
import json
import zipfile

import pytest
from django.utils import timezone

from shop.services.erasing import order_unsettled
from shop.services.exchanges import exchange_refuse
from shop.services.personal_data import ErasureRefused, personal_data_erase
from shop.services.personal_data_export import personal_data_export
from shop.services.retention import claims_expire
from tests.shop.after_sale import delivered, paid_by_transfer
from tests.shop.exchanging import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(make_product, make_enterprise):
    maker = make_enterprise()
    order = delivered(paid_by_transfer(make_product(enterprise=maker)))
    ask(order, make_product(enterprise=maker), remark="Wolę ten drugi.")
    return order


def refused(order):
    return exchange_refuse(exchange=order.exchanges.get(), explanation="Ten drugi jest obiecany.")


def words(order) -> tuple[str, str, bool]:
    exchange = order.exchanges.get()
    return exchange.remark, exchange.explanation, exchange.erased_at is not None


def test_the_copy_tells_of_it(order):
    refused(order)
    archive = zipfile.ZipFile(io.BytesIO(personal_data_export(email=order.email, by=None)))
    [told] = json.loads(archive.read("dane.json"))["orders"][0]["exchanges"]
    assert (told["remark"], told["explanation"], told["state"]) == ("Wolę ten drugi.", "Ten drugi jest obiecany.", "refused")
    assert "Wolę ten drugi." in archive.read("dane.html").decode()


def test_words_go_three_years_after_the_end(order):
    exchange = refused(order)
    today = timezone.localdate()
    end = today.replace(year=today.year + 3)
    assert claims_expire(today=end) == 0
    assert words(order) == (exchange.remark, exchange.explanation, False)
    assert claims_expire(today=end + datetime.timedelta(days=1)) == 1
    assert words(order) == ("", "", True)


def test_an_open_one_keeps_the_order(order):
    assert order_unsettled(order=order)
    with pytest.raises(ErasureRefused):
        personal_data_erase(email=order.email, by=None)
    assert words(order)[0] == "Wolę ten drugi."


def test_an_erasure_takes_the_words(order):
    exchange = refused(order)
    personal_data_erase(email=order.email, by=None)
    assert words(order) == ("", "", True)
    exchange.refresh_from_db()
    assert (exchange.number.startswith("WY-"), exchange.state, exchange.email) == (True, "refused", "")
