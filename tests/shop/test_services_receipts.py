"""The social receipt and the QR code of a transfer."""

from decimal import Decimal

import cv2
import numpy as np
import pytest
import resvg_py

from shop.services.errors import BadInput
from shop.services.qr import transfer_qr_svg, transfer_qr_text, transfer_title
from shop.services.receipts import social_receipt
from tests import factories

ACCOUNT = "78 0000 0002 0261 1222 0000 0001"


def test_each_maker_with_its_amount_purpose_and_stories(shop_tree, make_product, make_enterprise):
    potters = make_enterprise(name="WTZ „Pod Lipą”", purpose="nowy piec")
    tailors = make_enterprise(name="ZAZ „Nić”", kind="zaz", city="Żyrardów", purpose="turnus nad morzem")
    vase = make_product(price="120.00", enterprise=potters)
    bowl = make_product(price="45.50", stock=4, enterprise=potters)
    bag = make_product(price="60.00", stock=3, enterprise=tailors)
    story = factories.make_story(shop_tree, enterprises=[potters], title="Wypał")
    order = factories.make_order(vase, (bag, 2), (bowl, 2))

    receipt = social_receipt(order=order)

    assert [
        (maker.name, maker.kind_label, maker.place, maker.purpose, maker.amount) for maker in receipt.makers
    ] == [
        ("WTZ „Pod Lipą”", "WTZ", "Gniezno", "nowy piec", Decimal("211.00")),
        ("ZAZ „Nić”", "ZAZ", "Żyrardów", "turnus nad morzem", Decimal("120.00")),
    ]
    assert [(good.name, good.quantity, good.total) for good in receipt.makers[0].goods] == [
        (vase.name, 1, Decimal("120.00")),
        (bowl.name, 2, Decimal("91.00")),
    ]
    assert [(told.title, told.url) for told in receipt.makers[0].stories] == [("Wypał", story.url)]
    assert receipt.makers[1].stories == []
    assert (receipt.goods_total, receipt.delivery, receipt.total) == (
        Decimal("331.00"),
        Decimal("18.90"),
        Decimal("349.90"),
    )
    assert sum(maker.amount for maker in receipt.makers) == receipt.goods_total
    assert order.share_token in receipt.share_url


def test_a_receipt_holds_no_personal_data(make_product):
    order = factories.make_order(make_product(), buyer_note="dzwonić po 16")
    shown = repr(social_receipt(order=order))
    for private in (
        order.name,
        order.email,
        order.phone,
        order.street,
        order.postcode,
        "po 16",
        order.ref,
        order.token,
    ):
        assert private not in shown


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"name": "Stowarzyszenie Operator", "amount": Decimal("138.90"), "title": "Zamówienie ABCD2345"},
            "|PL|78000000020261122200000001|013890|Stowarzyszenie Opera|Zamówienie ABCD2345|||",
        ),
        (
            {"name": "A|B\nC", "amount": Decimal("0.01"), "title": "t" * 40, "nip": "777-00-00-000"},
            f"7770000000|PL|78000000020261122200000001|000001|A B C|{'t' * 32}|||",
        ),
        (
            {"name": "Ż", "amount": Decimal("12345.67"), "title": "x"},
            "|PL|78000000020261122200000001|1234567|Ż|x|||",
        ),
    ],
)
def test_text_of_the_transfer_code(facts, text):
    assert transfer_qr_text(account=ACCOUNT, **facts) == text
    assert transfer_qr_text(account=f"PL{ACCOUNT}", **facts) == text


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": ""},
        {"account": "123"},
        {"amount": Decimal("0")},
        {"amount": Decimal("-5")},
        {"account": "٣" * 26},
    ],
)
def test_no_code_without_account_or_amount(wrong):
    with pytest.raises(BadInput):
        transfer_qr_text(**({"name": "X", "account": ACCOUNT, "amount": Decimal("1"), "title": "t"} | wrong))


def test_the_code_can_be_read_back(make_product):
    order = factories.make_order(make_product(price="99.99"))
    facts = {
        "name": "Stowarzyszenie Ósme",
        "account": ACCOUNT,
        "amount": order.total,
        "title": transfer_title(order=order),
    }
    svg = transfer_qr_svg(**facts)
    assert svg.startswith("<?xml")
    assert "viewBox" in svg
    picture = cv2.imdecode(
        np.frombuffer(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=600)), np.uint8), cv2.IMREAD_COLOR
    )
    read, _points, _code = cv2.QRCodeDetector().detectAndDecode(picture)
    assert read == transfer_qr_text(**facts)
