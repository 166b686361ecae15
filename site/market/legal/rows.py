"""What a row of the self-test is."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .purchase import Purchase

#: A check looks at the site (and at a purchase made for it) and gives a sentence for each thing that is wrong.
Check = Callable[[Purchase], Iterable[str]]


@dataclass(frozen=True)
class LegalRow:
    """A duty. code: number of the row in the project's list of duties; duty: what the site must do, in Polish.

    uncertain: the act is still under way or can be read in two ways; the cautious reading is built (docs/decisions).
    """

    code: str
    duty: str
    act: str
    article: str
    checked_on: datetime.date
    check: Check
    uncertain: bool = False


@dataclass(frozen=True)
class LegalResult:
    """A row as it was judged. problems: empty when it is green."""

    row: LegalRow
    problems: list[str]

    @property
    def is_green(self) -> bool:
        return not self.problems
