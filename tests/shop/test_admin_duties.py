"""The start page's duties and the reports behind them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goodpractices.models import GlossaryTerm
from home.admin.duties import Duty, duties_for
from shop.admin.duties import goods_without_story, sold_out
from shop.models import Outbox, StockReservation
from shop.services.outbox import MAX_TRIES
from stories.models import Certificate
from tests.factories import make_delivery, make_order, make_story

from .admin_people import client_of, make_person

pytestmark = pytest.mark.django_db


def duties(client) -> list[Duty]:
    """What the start page shows to the person of the client."""
    return duties_for(client.get(reverse("wagtailadmin_home")).wsgi_request)


def test_the_shops_staff_see_what_waits(make_product):
    staff = client_of(make_person("shop"))
    pickup = make_delivery("odbior", price="0.00", is_pickup=True)
    make_order(make_product(stock=2), delivery=pickup, payment_method="on-pickup")
    make_order(make_product(stock=2))
    late = make_order(make_product(stock=1))
    StockReservation.objects.filter(order=late).update(
        expires_at=timezone.now() - datetime.timedelta(hours=1)
    )
    Outbox.objects.filter(order=late).update(attempts=MAX_TRIES, sent_at=None)
    found = {(duty.icon, duty.count, duty.urgent) for duty in duties(staff)}
    # The lost mail, the late order, the one in time, the one to accept, the good without a free piece.
    assert found >= {
        ("mail", 1, True),
        ("time", 1, True),
        ("time", 1, False),
        ("clipboard-list", 1, False),
        ("tag", 1, False),
    }
    assert sold_out().count() == 1


def test_each_role_sees_its_own_duties(make_product, make_enterprise):
    make_order(make_product(stock=2))
    editor = client_of(make_person("communications"))
    counts = {duty.url: duty.count for duty in duties(editor)}
    assert not any(url.startswith(reverse("orders:index")) for url in counts)
    assert counts[reverse("market_report_goods_without_story")] == 1
    workshop = client_of(make_person("workshop", enterprise=make_enterprise()))
    assert duties(workshop) == []


def test_goods_without_a_story_of_their_own_or_of_their_maker(make_product, shop_tree):
    bare, own, makers = make_product(), make_product(), make_product()
    make_product(with_page=False)
    make_story(shop_tree, products=[own])
    make_story(shop_tree, enterprises=[makers.enterprise])
    assert list(goods_without_story()) == [bare]
    report = client_of(make_person("shop")).get(reverse("market_report_goods_without_story"))
    assert [product.pk for product in report.context["object_list"]] == [bare.pk]


def test_certificates_that_end_are_told_in_time(make_enterprise):
    maker = make_enterprise()
    today = timezone.localdate()
    for number, days in enumerate((-1, 30, 90)):
        Certificate.objects.create(
            enterprise=maker,
            scheme="base",
            number=f"B{number}",
            issuer="Fundacja",
            valid_from=today - datetime.timedelta(days=300),
            valid_to=today + datetime.timedelta(days=days),
        )
    report = client_of(make_person("communications")).get(reverse("market_report_certificates"))
    assert [certificate.number for certificate in report.context["object_list"]] == ["B0", "B1"]


def test_terms_nobody_checked_for_a_year_are_listed(db):
    today = timezone.localdate()
    GlossaryTerm.objects.create(code="stary", checked_on=today - datetime.timedelta(days=400))
    GlossaryTerm.objects.create(code="swiezy", checked_on=today)
    report = client_of(make_person("communications")).get(reverse("market_report_knowledge"))
    assert [row.name for row in report.context["object_list"]] == ["stary"]


def test_the_outbox_report_shows_the_last_error(make_product):
    order = make_order(make_product())
    Outbox.objects.filter(order=order).update(
        attempts=MAX_TRIES, sent_at=None, last_error="SMTPServerDisconnected"
    )
    report = client_of(make_person("shop")).get(reverse("market_report_outbox"))
    assert "SMTPServerDisconnected" in report.content.decode()
