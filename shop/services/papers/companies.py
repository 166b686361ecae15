"""The data of a company that buys."""

from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pl import nip as nip_number

from ...models import Order
from ..checks import clean_text
from ..errors import BadInput


def clean_nip(text: str) -> str:
    """The ten digits of a Polish tax number, from a text with hyphens, blanks or the prefix PL; an empty one stays empty.

    Raises BadInput for a wrong checksum (regulation on the pattern of NIP: weights 6, 5, 7, 2, 3, 4, 5, 6, 7, mod 11).
    """
    if not text.strip():
        return ""
    try:
        number = nip_number.validate(text.strip().upper())
    except NumberError:
        number = ""
    if not number.isascii() or len(number) != 10:
        raise BadInput(_("This is not a correct NIP. Check the ten digits: one of them is wrong or missing."))
    return number


def clean_company(*, nip: str, company: str, billing_address: str) -> dict[str, str]:
    """The buyer's data for a document, checked, as fields of the order. Raises BadInput.

    A company has both NIP and name; a person leaves both empty.
    """
    values = {
        "nip": clean_nip(nip),
        "company": clean_text(company, label=_("Company"), max_length=200, required=False),
        "billing_address": clean_text(billing_address, label=_("Address"), max_length=250, required=False),
    }
    if bool(values["nip"]) != bool(values["company"]):
        raise BadInput(_("An invoice for a company needs both: NIP and name of the company."))
    return values


def buyer_address(order: Order) -> list[str]:
    """Lines of the buyer's address for a document: the one given for it, else the home that the parcel goes to.

    Empty where there is none: that of a workshop or of a parcel locker is not the buyer's.
    """
    given = [line.strip() for line in order.billing_address.splitlines() if line.strip()]
    home = [order.street, f"{order.postcode} {order.city}"] if order.street else []
    return given or home
