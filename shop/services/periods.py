"""How long personal data is kept: the one place that says so.

docs/data-retention.md gives the purpose and the legal basis of each period and the page „Polityka prywatności” tells
them to buyers; tests/shop/test_retention_papers.py holds the three together.
"""

import datetime

from django.utils import timezone

#: A basket without an order, from its last change. It shows what somebody meant to buy.
BASKETS = datetime.timedelta(days=30)
#: A wish to be told that a good is back, unless its owner confirmed it; also after the e-mail that told it.
NOTICES_UNCONFIRMED = datetime.timedelta(days=7)
#: A confirmed wish for a good that never came back.
NOTICES = datetime.timedelta(days=365)
#: A request for something similar, from its answer; one that nobody answered, from the day it came. As letters.
REQUESTS = datetime.timedelta(days=365)
#: Session of a visitor: SESSION_COOKIE_AGE of the settings says the same.
SESSIONS = datetime.timedelta(days=30)
#: Attempts to log in (django-axes, where installed): address, browser, login.
LOGIN_RECORDS = datetime.timedelta(days=30)
#: What an e-mail needed beside the order, and the mail server's last answer; that it was sent stays with the order.
MAIL_TRACES = datetime.timedelta(days=90)
#: The text of a gateway's message, evidence in a dispute about a payment (chargebacks of cards: up to 540 days).
GATEWAY_MESSAGE_YEARS = 2
#: Phone, address, remarks, parcel numbers of a closed order: two years of liability for non-conformity (Consumer
#: Rights Act, art. 43c par. 1) and one for the papers of complaints (Accounting Act, art. 74 par. 2 pt 6).
DELIVERY_YEARS = 3
#: The order itself, from the end of the year in which the tax on the sale falls due (Tax Ordinance, art. 70 § 1 and 86
#: § 1). Income tax falls due in the year after the sale, so this outlasts the five years of the Accounting Act,
#: art. 74, and ends together with the buyer's claims (Civil Code, art. 118: six years, to the end of the year).
BOOKS_YEARS = 5
TAX_DUE_AFTER_YEARS = 1


def years_later(day: datetime.date, years: int) -> datetime.date:
    """The same day `years` later (or, below zero, earlier); 28 February stands for 29 in a year without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The first of the month that lies `months` after that of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + years, month + 1, 1)


def delivery_until(closed_on: datetime.date) -> datetime.date:
    """The last day on which the delivery details of an order closed then are kept."""
    return years_later(closed_on, DELIVERY_YEARS)


def books_until(last_on: datetime.date) -> datetime.date:
    """The last day on which an order whose last event was then is kept: always a 31 December."""
    return datetime.date(last_on.year + TAX_DUE_AFTER_YEARS + BOOKS_YEARS, 12, 31)


def delivery_cutoff(today: datetime.date) -> datetime.datetime:
    """Orders closed before this moment lose their delivery details today."""
    return _midnight(years_later(today, -DELIVERY_YEARS))


def books_cutoff(today: datetime.date) -> datetime.datetime:
    """Orders with no event from this moment on lose what is left of the buyer today."""
    return _midnight(datetime.date(today.year - TAX_DUE_AFTER_YEARS - BOOKS_YEARS, 1, 1))


def gateway_cutoff(today: datetime.date) -> datetime.datetime:
    """Messages of gateways received before this moment lose their text today."""
    return _midnight(years_later(today, -GATEWAY_MESSAGE_YEARS))


def _midnight(day: datetime.date) -> datetime.datetime:
    """The beginning of the day by the clock of the site."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
