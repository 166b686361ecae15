"""Days off in Poland, working days, and the end of a term."""

import datetime
from functools import cache

from dateutil.easter import easter

#: (month, day): Act of 18 January 1951 on days off work, art. 1 par. 1.
FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26))
#: Christmas Eve is one since the Act of 6 December 2024 (Dz.U. 2024 poz. 1965).
CHRISTMAS_EVE, CHRISTMAS_EVE_SINCE = (12, 24), 2025
#: Days after Easter Sunday: Easter itself, Easter Monday, Pentecost, Corpus Christi.
MOVABLE = (0, 1, 49, 60)
SATURDAY = 5


@cache
def holidays(year: int) -> frozenset[datetime.date]:
    """Days off work of a year that are not off because they are Sundays."""
    fixed = [*FIXED, *([CHRISTMAS_EVE] if year >= CHRISTMAS_EVE_SINCE else [])]
    sunday = easter(year)
    return frozenset(
        [
            *(datetime.date(year, month, day) for month, day in fixed),
            *(sunday + datetime.timedelta(days=days) for days in MOVABLE),
        ]
    )


def is_day_off(day: datetime.date) -> bool:
    """Saturdays count as days off, as in art. 115 of the Civil Code."""
    return day.weekday() >= SATURDAY or day in holidays(day.year)


def workdays_later(day: datetime.date, number: int) -> datetime.date:
    """The day that is `number` working days after `day`, which itself does not count."""
    while number > 0:
        day += datetime.timedelta(days=1)
        if not is_day_off(day):
            number -= 1
    return day


def term_end(first_event: datetime.date, days: int) -> datetime.date:
    """The last day of a term in days: the day of the event does not count (Civil Code, art. 111 § 2), and a term that
    would end on a day off or a Saturday ends on the next day that is neither (art. 115)."""
    day = first_event + datetime.timedelta(days=days)
    while is_day_off(day):
        day += datetime.timedelta(days=1)
    return day
