"""The staff's drawing of prices: which lowest price of 30 days belonged to each day, in figures and as lines."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.admin.price_chart import price_chart
from shop.models import Product
from shop.services.price_days import DAYS, price_days, price_periods
from tests.shop.pages import words

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 30, 15, 0, tzinfo=timezone.get_default_timezone())


def at(day: int, month: int = 6) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 10, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def product(make_product):
    """100 zł since March, 80 zł from 1 to 4 June, then 100 zł; reduced to 70 zł on 20 June."""
    made = make_product(with_page=False, price="100.00")
    made.price_changes.all().delete()
    for price, moment, reason in (
        ("100.00", at(1, 3), "set"),
        ("80.00", at(1), "set"),
        ("100.00", at(5), "set"),
        ("70.00", at(20), "reduce"),
    ):
        made.price_changes.create(price=Decimal(price), valid_from=moment, reason=reason)
    return made


def days_of(product, now=NOW):
    return {day.day: day for day in price_days(product=product, history=list(product.price_changes.all()), now=now)}


def test_each_day_has_its_price_and_its_lowest(product):
    days = days_of(product)
    assert len(days) == DAYS
    told = {
        day: (str(days[day].price), str(days[day].lowest), days[day].is_reduced)
        for day in (datetime.date(2026, 5, 31), datetime.date(2026, 6, 1), datetime.date(2026, 6, 10), datetime.date(2026, 6, 25))
    }
    assert list(told.values()) == [
        ("100.00", "100.00", False),
        ("80.00", "80.00", False),
        ("100.00", "80.00", False),
        # While it is reduced: the lowest of the days before the reduction, not of those in it.
        ("70.00", "80.00", True),
    ]


def test_periods_draw_days_together(product):
    periods = price_periods(list(days_of(product).values()))
    assert [(p.first.isoformat(), p.last.isoformat(), str(p.price), str(p.lowest)) for p in periods] == [
        ("2026-06-20", "2026-06-30", "70.00", "80.00"),
        ("2026-06-05", "2026-06-19", "100.00", "80.00"),
        ("2026-06-01", "2026-06-04", "80.00", "80.00"),
        ("2026-04-02", "2026-05-31", "100.00", "100.00"),
    ]


def test_a_young_good_begins_with_its_first_price(make_product):
    made = make_product(with_page=False, price="50.00")
    made.price_changes.all().delete()
    assert days_of(made) == {}
    made.price_changes.create(price=Decimal("50.00"), valid_from=at(29))
    assert list(days_of(made)) == [datetime.date(2026, 6, 29), datetime.date(2026, 6, 30)]


def test_the_lines_are_steps_within_the_drawing(product):
    chart = price_chart(list(days_of(product).values()))
    for path in (chart.price_path, chart.lowest_path):
        assert re.fullmatch(r"M\d+ \d+(H\d+V\d+)*H\d+", path)
        assert path.endswith(f"H{chart.right}")
    assert chart.price_path.count("V") == 3
    assert chart.lowest_path.count("V") == 1
    # Below on the page is more: dearer stands higher.
    assert [tick.text.replace("\xa0", " ") for tick in chart.amounts] == ["70,00 zł", "100,00 zł"]
    assert chart.amounts[0].at > chart.amounts[1].at
    assert price_chart([]) is None


def test_a_price_that_never_changed_is_one_level_line(make_product):
    made = make_product(with_page=False, price="50.00")
    chart = price_chart(price_days(product=made, history=list(made.price_changes.all())))
    assert chart.price_path == chart.lowest_path
    assert "V" not in chart.price_path


def test_the_admin_shows_drawing_and_table_without_inline_styles(admin_client, product):
    url = reverse(Product.snippet_viewset.get_url_name("price"), args=[product.pk])
    html = admin_client.get(url).content.decode()
    figure = html[html.index('<figure class="market-chart">') : html.index("</figure>")]
    assert 'role="img"' in figure
    assert 'aria-describedby="price-days-table"' in figure
    assert "style=" not in figure
    table = words(html[html.index('id="price-days-table"') :])
    assert "Najniższa cena z 30 dni" in table


def test_no_history_no_drawing(admin_client, make_product):
    made = make_product(with_page=False, price="50.00")
    made.price_changes.all().delete()
    html = admin_client.get(reverse(Product.snippet_viewset.get_url_name("price"), args=[made.pk])).content.decode()
    assert "market-chart" not in html
    assert Product.objects.get(pk=made.pk).price_changes.count() == 0
