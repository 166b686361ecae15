"""Whether an invoice goes through KSeF, the national e-invoice system. docs/decisions/0032."""

import datetime
from enum import StrEnum

from django.conf import settings

from ...models import SalesDocument


class SellerSize(StrEnum):
    """How much the operator sells; decides from when invoices have to be in KSeF."""

    LARGE = "large"
    OTHER = "other"
    SMALL = "small"


#: First day on which invoices to companies must be issued in KSeF: sales above 200 million zł in 2024; all others; those who
#: invoice at most 10 000 zł a month (act of 5 August 2025 amending the VAT Act; VAT Act, art. 145l, 145m). Checked 2026-11.
FIRST_DAYS = {
    SellerSize.LARGE: datetime.date(2026, 2, 1),
    SellerSize.OTHER: datetime.date(2026, 4, 1),
    SellerSize.SMALL: datetime.date(2027, 1, 1),
}


def ksef_state_for(*, is_invoice: bool, buyer_nip: str, issued_on: datetime.date) -> str:
    """State that a new document begins with: outside KSeF, or waiting to be sent there.

    Bills are no invoices. Invoices to consumers, who have no NIP, stay outside (VAT Act, art. 106ga par. 2 pt 4).
    """
    is_due = issued_on >= FIRST_DAYS[SellerSize(settings.KSEF_SELLER)]
    if is_invoice and buyer_nip and is_due:
        return SalesDocument.Ksef.WAITING
    return SalesDocument.Ksef.OUTSIDE
