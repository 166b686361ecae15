"""All rows of the self-test in order, and their judgement."""

import datetime

from django.utils.translation import gettext_lazy as _

from shop.models import TaskRun

from . import after, contract, goods, people
from .purchase import Purchase, purchase
from .rows import Check, LegalResult, LegalRow

#: The day on which acts and articles were last looked up (the project's list of duties).
CHECKED = datetime.date(2026, 11, 28)

#: Under this name `manage.py legal_selftest` notes its runs.
TASK = "legal_selftest"

CONSUMER_RIGHTS = _("Consumer Rights Act of 30 May 2014 (consolidated text: Journal of Laws 2024 item 1796)")
PRICES = _("Act of 9 May 2014 on informing about prices of goods and services")
SAFETY = _("Regulation (EU) 2023/988 on general product safety")
COMMUNICATIONS = _("Electronic Communications Law of 12 July 2024")


def _row(code: str, duty, act, article: str, check: Check, *, uncertain: bool = False) -> LegalRow:
    return LegalRow(code, duty, act, article, CHECKED, check, uncertain)


ROWS: list[LegalRow] = [
    _row("L1", _("The button says that it obliges to pay"), CONSUMER_RIGHTS, "art. 17 ust. 3–4", contract.order_button),
    _row(
        "L2",
        _("Goods, total, delivery and payment are told before the order"),
        CONSUMER_RIGHTS,
        "art. 12, 16, 17 ust. 1",
        contract.summary_before_order,
    ),
    _row(
        "L3",
        _("The buyer is instructed on withdrawal within 14 days, with the form"),
        CONSUMER_RIGHTS,
        "art. 27–36, zał. 1 i 2",
        contract.withdrawal_instruction,
    ),
    _row(
        "L4",
        _("Anybody can withdraw by a function of the site, without a login or a reason"),
        _("Directive 2011/83/EU as amended by (EU) 2023/2673, from 19 June 2026; Polish bill UC82"),
        "art. 11a",
        after.withdrawal_function,
        uncertain=True,
    ),
    _row(
        "L5",
        _("Where there is no right to withdraw, it is told before the order, and only that line is barred"),
        CONSUMER_RIGHTS,
        "art. 38, art. 12 ust. 1 pkt 12",
        after.exceptions_told,
    ),
    _row(
        "L6",
        _("Complaints are taken from anybody and answered within 14 days"),
        CONSUMER_RIGHTS,
        "art. 7a, 43a–43g",
        after.complaints_answered,
    ),
    _row(
        "L7",
        _("The contract is confirmed on a durable medium"),
        CONSUMER_RIGHTS,
        "art. 21",
        contract.durable_confirmation,
    ),
    _row("L8", _("A reduced price stands beside the lowest one of 30 days"), PRICES, "art. 4 ust. 2", goods.reduced_prices),
    _row(
        "L9",
        _("It is told how results are ordered and how reviews are verified"),
        CONSUMER_RIGHTS,
        "art. 12a",
        after.ranking_and_reviews,
    ),
    _row(
        "L10",
        _("Every product tells its manufacturer and can be recognised"),
        SAFETY,
        "art. 9, 19",
        goods.manufacturer_data,
    ),
    _row(
        "L11",
        _("Food, cosmetics, toys, textiles, candles and vessels tell what their own law asks for"),
        _("Regulations (EU) 1169/2011, 1007/2011, (EC) 1223/2009, 1272/2008, 1935/2004; Directive 2009/48/EC"),
        _("see the list of each product"),
        goods.sector_data,
    ),
    _row(
        "L12",
        _("Sales of each maker can be reported"),
        _("Act of 9 March 2017 on exchange of tax information; Directive (EU) 2021/514"),
        "dział IIIa",
        after.report_of_sellers,
        uncertain=True,
    ),
    _row(
        "L13",
        _("Invoices to companies go through KSeF, those to consumers do not"),
        _("VAT Act of 11 March 2004"),
        "art. 106ga, 145l, 145m",
        after.e_invoices,
    ),
    _row(
        "L16",
        _("People are shown with their consent, and buyers know what happens to their data"),
        _("GDPR; Copyright Act, art. 81"),
        "art. 6, 9, 13",
        people.images_with_consent,
    ),
    _row("L17", _("Nobody gets advertising without consent"), COMMUNICATIONS, "art. 398", people.marketing_consent),
    _row(
        "L18",
        _("Nothing is stored on the visitor's device that is not needed"),
        COMMUNICATIONS,
        "art. 399",
        people.no_storage_before_choice,
    ),
    _row(
        "L21",
        _("No claim without evidence, no mark without a scheme; the legal guarantee is told"),
        _("Directive (EU) 2024/825, Implementing Regulation (EU) 2025/1960; Polish bill UC111"),
        "zał. I pkt 2a, 4a; art. 5 ust. 1 lit. e",
        goods.claims_and_marks,
        uncertain=True,
    ),
    _row(
        "L22",
        _("Funders are shown by their marks"),
        _("Handbook on visibility of the European Funds 2021–2027"),
        _("chapter on marks"),
        people.funders_marks,
    ),
    _row(
        "L23",
        _("The seller can be known and reached; terms are published"),
        _("Act of 18 July 2002 on services by electronic means; Regulation (EU) 2024/3228"),
        "art. 5, 8",
        people.seller_data,
    ),
    _row(
        "L24",
        _("Nobody holds other people's money"),
        _("Payment Services Act of 19 August 2011"),
        "art. 3, 4",
        people.money_of_others,
        uncertain=True,
    ),
    _row("L25", _("Nothing is charged that was not asked for"), CONSUMER_RIGHTS, "art. 10", people.extra_payments),
]


def legal_results() -> list[LegalResult]:
    """Judge every row on the site as it is now; what the test bought is taken back."""
    with purchase() as made:
        return [LegalResult(row, _problems(row, made)) for row in sorted(ROWS, key=_number)]


def red_last_night() -> int:
    """How many rows were red when the command last ran; one where it broke off."""
    run = TaskRun.objects.filter(name=TASK).first()
    return len(run.last_error.split()) if run else 0


def _problems(row: LegalRow, made: Purchase) -> list[str]:
    return [str(problem) for problem in row.check(made)]


def _number(row: LegalRow) -> int:
    return int(row.code[1:])
