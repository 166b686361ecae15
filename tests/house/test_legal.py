"""The legal self-test on the demo: every duty is met, a breach turns its own row red, and nothing of the test stays."""

from unittest.mock import Mock

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from wagtail.models import Site

from home.models import Funder, MarketImage, SiteSettings, StandardPage
from market.legal.report import ROWS, legal_results, red_last_night
from market.readiness import audit_is_clean
from market.wagtail_hooks import legal_duties
from shop.models import ProductPage, TaskRun
from tests.house.crawl import rows

#: Rows of the research that this site must meet; L14, L15, L19, L20 are those of later work.
CODES = [f"L{number}" for number in (*range(1, 14), 16, 17, 18, *range(21, 26))]


def red_rows() -> dict[str, list[str]]:
    return {result.row.code: result.problems for result in legal_results() if not result.is_green}


def test_every_duty_is_met_and_nothing_is_left_behind():
    before = rows()
    assert red_rows() == {}
    assert {table: count for table, count in rows().items() if count != before[table]} == {}
    assert mail.outbox == []


def test_all_duties_are_there_with_their_act_and_date():
    assert sorted((row.code for row in ROWS), key=lambda code: int(code[1:])) == CODES
    for row in ROWS:
        assert all((str(row.duty), str(row.act), str(row.article)))
        assert row.checked_on.year >= 2026


def _unpublish(slug: str) -> None:
    StandardPage.objects.filter(slug=slug).update(live=False)


def _strip_seller() -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    SiteSettings.objects.filter(pk=settings.pk).update(nip="", bank_account="")


def _claim() -> None:
    ProductPage.objects.filter(product__code="CER-001", locale__language_code="pl").update(
        lead="Ekologiczny wazon, przyjazny dla środowiska."
    )


def _strip_textile() -> None:
    page = ProductPage.objects.get(product__code="TKA-002", locale__language_code="pl")
    page.product.compliance.all().delete()


@pytest.mark.parametrize(
    ("breach", "codes"),
    [
        pytest.param(lambda: _unpublish("odstapienie-od-umowy"), {"L3", "L7"}, id="no instruction"),
        pytest.param(lambda: _unpublish("polityka-prywatnosci"), {"L16"}, id="no privacy policy"),
        pytest.param(_strip_seller, {"L23", "L24"}, id="no seller's data"),
        pytest.param(_claim, {"L21"}, id="a claim without evidence"),
        pytest.param(_strip_textile, {"L11"}, id="a scarf without fibres"),
        pytest.param(lambda: ProductPage.objects.filter(product__code="CER-001").update(picture=None), {"L10"}, id="no picture"),
        pytest.param(lambda: Funder.objects.filter(code="eu").update(name="Unia"), {"L22"}, id="wrong words of the Union"),
        pytest.param(
            lambda: MarketImage.objects.filter(pk=MarketImage.objects.first().pk).update(shows_people=True),
            {"L16"},
            id="people without consent",
        ),
    ],
)
def test_a_breach_turns_its_row_red(breach, codes):
    breach()
    assert set(red_rows()) == codes


def test_the_command_says_so_and_fails(capsys):
    _strip_seller()
    with pytest.raises(SystemExit):
        call_command("legal_selftest")
    printed = capsys.readouterr().out
    assert "CZERWONY" in printed
    assert printed.count("zielony") == len(ROWS) - 2
    assert red_last_night() == 2


def test_the_operator_is_told_on_the_start_page_and_readiness_is_not_touched():
    owner = get_user_model().objects.get(username="kierownik")
    assert legal_duties(Mock(user=owner))[0].count == 0
    call_command("legal_selftest")
    run = TaskRun.objects.get(name="legal_selftest")
    assert (run.last_error, run.succeeded_at is not None) == ("", True)
    _strip_seller()
    with pytest.raises(SystemExit):
        call_command("legal_selftest")
    [duty] = legal_duties(Mock(user=owner))
    assert (duty.count, duty.url, duty.urgent) == (2, "/admin/reports/legal-selftest/", True)
    assert legal_duties(Mock(user=get_user_model().objects.get(username="warsztat"))) == []
    assert audit_is_clean()
