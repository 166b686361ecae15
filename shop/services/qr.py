"""QR codes of Polish bank transfers (Polish Bank Association, recommendation on the 2D code, 2013).

Fields parted by „|”: NIP of the payee (may be empty), country, account (26 digits), amount in grosze (at least six
digits), payee (20 signs), title (32 signs), three reserved fields; at most 160 signs in UTF-8.
"""

import io
import re
from decimal import Decimal

import segno
from django.utils.translation import gettext as _

from ..models import Order
from .checks import clean_money
from .errors import BadInput

NAME_LENGTH = 20
TITLE_LENGTH = 32
MAX_LENGTH = 160


def transfer_title(*, order: Order) -> str:
    """Title of the transfer for an order; Polish whatever the buyer's language, as the bank statement is read here."""
    return f"Zamówienie {order.ref}"


def transfer_qr_text(*, name: str, account: str, amount: Decimal, title: str, nip: str = "") -> str:
    """Text of the code. account: with or without blanks and „PL”. amount: gross PLN above zero.

    Names and titles are cut to the lengths of the recommendation. Raises BadInput for an account that is not 26
    digits long or an amount that is not above zero.
    """
    digits = re.sub(r"\s", "", account).removeprefix("PL")
    if not re.fullmatch(r"[0-9]{26}", digits):
        raise BadInput(_("This is not a correct account number: check the 26 digits."))
    amount = clean_money(amount)
    if amount <= 0:
        raise BadInput(_("There is nothing to pay."))
    grosze = f"{int(amount * 100):06d}"
    tax_number = re.sub(r"[^0-9]", "", nip)
    text = "|".join(
        [tax_number, "PL", digits, grosze, _field(name, NAME_LENGTH), _field(title, TITLE_LENGTH), "", "", ""]
    )
    if len(text) > MAX_LENGTH:
        raise BadInput(_("The data of the transfer are too long for a QR code."))
    return text


def transfer_qr_svg(
    *, name: str, account: str, amount: Decimal, title: str, nip: str = "", scale: int = 6
) -> str:
    """The code as an SVG document: black on white whatever the page's colours, with the quiet zone of four modules."""
    text = transfer_qr_text(name=name, account=account, amount=amount, title=title, nip=nip)
    code = segno.make(text, error="m", micro=False, encoding="utf-8", boost_error=False)
    target = io.BytesIO()
    code.save(target, kind="svg", scale=scale, border=4, dark="#000000", light="#ffffff", omitsize=True)
    return target.getvalue().decode()


def _field(text: str, length: int) -> str:
    """Text without the separator, on one line, cut to `length` signs."""
    return re.sub(r"\s+", " ", text.replace("|", " ")).strip()[:length].strip()
