"""An invoice as XML of the structure FA(3), version 1-0E, which KSeF takes (Ministry of Finance, 25 June 2025).

Built from `SalesDocument.data` with gross prices (P_9B, P_11A), as VAT is computed from the gross sum: VAT Act, art. 106e
par. 7 and 8. The builder of ksef-client starts from net prices, so the elements are written here; its schema checks
them (docs/decisions/0032).
"""

import datetime
from xml.etree import ElementTree

from ...models import Order, SalesDocument
from .rates import ART_113
from .sums import EXEMPT, Line, RateSum

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"
SYSTEM = "Market Społeczny"
#: Elements of net sum and VAT by rate; zw has no VAT.
SUM_FIELDS = {"23": ("P_13_1", "P_14_1"), "8": ("P_13_2", "P_14_2"), "5": ("P_13_3", "P_14_3"), "0": ("P_13_6_1",), EXEMPT: ("P_13_7",)}
RATE_NAMES = {"0": "0 KR"}
#: TFormaPlatnosci: 1 cash, 2 card, 3 voucher, 6 transfer; others are described.
PAYMENT_FORMS = {
    Order.PaymentMethod.TRANSFER: "6",
    Order.PaymentMethod.DEFERRED: "6",
    Order.PaymentMethod.GIFT_CARD: "3",
}
PAYMENT_WORDS = {Order.PaymentMethod.ONLINE: "płatność internetowa", Order.PaymentMethod.ON_PICKUP: "przy odbiorze"}


class NoInvoice(ValueError):
    """The document is a bill, or the correction of one: KSeF knows no such thing."""


def has_xml(document: SalesDocument) -> bool:
    """Whether it is an invoice, or the correction of one, whose buyer is not erased."""
    base = document.corrects or document
    return base.kind == SalesDocument.Kind.INVOICE and bool(document.data["buyer"]["name"])


def invoice_xml(*, document: SalesDocument) -> bytes:
    """The FA(3) document, the same bytes at every call. Raises NoInvoice for bills."""
    if not has_xml(document):
        raise NoInvoice(document.number)
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(_name("Faktura"))
    _header(root, document)
    _seller(root, document.data["seller"])
    _buyer(root, document.data["buyer"])
    _invoice(root, document)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _header(root, document: SalesDocument) -> None:
    header = _add(root, "Naglowek")
    code = _add(header, "KodFormularza", "FA")
    code.set("kodSystemowy", "FA (3)")
    code.set("wersjaSchemy", "1-0E")
    _add(header, "WariantFormularza", "3")
    made = document.created_at.astimezone(datetime.UTC).replace(microsecond=0)
    _add(header, "DataWytworzeniaFa", made.strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(header, "SystemInfo", SYSTEM)


def _seller(root, seller: dict) -> None:
    party = _add(root, "Podmiot1")
    identity = _add(party, "DaneIdentyfikacyjne")
    _add(identity, "NIP", seller["nip"])
    _add(identity, "Nazwa", seller["name"])
    _address(party, seller["address"])


def _buyer(root, buyer: dict) -> None:
    party = _add(root, "Podmiot2")
    identity = _add(party, "DaneIdentyfikacyjne")
    if buyer["nip"]:
        _add(identity, "NIP", buyer["nip"])
    else:
        _add(identity, "BrakID", "1")
    _add(identity, "Nazwa", buyer["name"])
    _address(party, buyer["address"])
    # Neither a unit of local government nor a member of a VAT group acts through another's NIP here.
    _add(party, "JST", "2")
    _add(party, "GV", "2")


def _address(party, lines: list[str]) -> None:
    address = _add(party, "Adres")
    _add(address, "KodKraju", "PL")
    _add(address, "AdresL1", lines[0])
    if rest := ", ".join(lines[1:]):
        _add(address, "AdresL2", rest)


def _invoice(root, document: SalesDocument) -> None:
    data, is_correction = document.data, document.corrects_id is not None
    invoice = _add(root, "Fa")
    _add(invoice, "KodWaluty", "PLN")
    _add(invoice, "P_1", document.issued_on.isoformat())
    _add(invoice, "P_1M", data["seller"]["city"])
    _add(invoice, "P_2", document.number)
    _add(invoice, "P_6", document.sold_on.isoformat())
    # Of a correction the sums are the differences (broszura FA(3), P_13_1 and further).
    sums = data["change"]["rates"] if is_correction else data["rates"]
    for row in map(RateSum.from_json, sums):
        for field, amount in zip(SUM_FIELDS[row.rate], (row.net, row.vat), strict=False):
            _add(invoice, field, str(amount))
    _add(invoice, "P_15", data["change"]["total"] if is_correction else data["total"])
    _annotations(invoice, data)
    _add(invoice, "RodzajFaktury", "KOR" if is_correction else "VAT")
    if is_correction:
        _corrected(invoice, data)
    rows = [(row, True) for row in data["before"]["lines"]] if is_correction else []
    rows += [(row, False) for row in data["lines"]]
    for place, (row, is_before) in enumerate(rows, 1):
        _row(invoice, place, Line.from_json(row), is_before=is_before)
    _payment(invoice, data)
    terms = _add(_add(invoice, "WarunkiTransakcji"), "Zamowienia")
    _add(terms, "DataZamowienia", data["ordered_on"])
    _add(terms, "NrZamowienia", data["order"])


def _annotations(invoice, data: dict) -> None:
    """None of the special procedures, but for the exemption with its ground."""
    notes = _add(invoice, "Adnotacje")
    for field in ("P_16", "P_17", "P_18", "P_18A"):
        _add(notes, field, "2")
    exemption = _add(notes, "Zwolnienie")
    if data["treatment"] == ART_113:
        _add(exemption, "P_19", "1")
        _add(exemption, "P_19A", "art. 113 ust. 1 ustawy z dnia 11 marca 2004 r. o podatku od towarów i usług")
    else:
        _add(exemption, "P_19N", "1")
    _add(_add(notes, "NoweSrodkiTransportu"), "P_22N", "1")
    _add(notes, "P_23", "2")
    _add(_add(notes, "PMarzy"), "P_PMarzyN", "1")


def _corrected(invoice, data: dict) -> None:
    base = data["corrects"]
    _add(invoice, "PrzyczynaKorekty", data["reason"])
    # 2: takes effect on the day of the correction (VAT Act, art. 29a par. 13).
    _add(invoice, "TypKorekty", "2")
    corrected = _add(invoice, "DaneFaKorygowanej")
    _add(corrected, "DataWystFaKorygowanej", base["issued_on"])
    _add(corrected, "NrFaKorygowanej", base["number"])
    if base["ksef_number"]:
        _add(corrected, "NrKSeF", "1")
        _add(corrected, "NrKSeFFaKorygowanej", base["ksef_number"])
    else:
        _add(corrected, "NrKSeFN", "1")


def _row(invoice, place: int, line: Line, *, is_before: bool) -> None:
    row = _add(invoice, "FaWiersz")
    _add(row, "NrWierszaFa", str(place))
    _add(row, "P_7", line.name[:512])
    if line.code:
        _add(row, "Indeks", line.code[:50])
    _add(row, "P_8A", "usł." if line.item is None else "szt.")
    _add(row, "P_8B", str(line.quantity))
    _add(row, "P_9B", str(line.unit_price))
    if line.discount:
        _add(row, "P_10", str(line.discount))
    _add(row, "P_11A", str(line.total))
    _add(row, "P_12", RATE_NAMES.get(line.rate, line.rate))
    if is_before:
        _add(row, "StanPrzed", "1")


def _payment(invoice, data: dict) -> None:
    payment, method = _add(invoice, "Platnosc"), data["payment"]["method"]
    if data["payment"]["paid_on"]:
        _add(payment, "Zaplacono", "1")
        _add(payment, "DataZaplaty", data["payment"]["paid_on"])
    elif due_on := data["payment"].get("due_on"):
        _add(_add(payment, "TerminPlatnosci"), "Termin", due_on)
    if method in PAYMENT_FORMS:
        _add(payment, "FormaPlatnosci", PAYMENT_FORMS[method])
    else:
        _add(payment, "PlatnoscInna", "1")
        _add(payment, "OpisPlatnosci", PAYMENT_WORDS.get(method, method))
    if data["seller"]["account"]:
        _add(_add(payment, "RachunekBankowy"), "NrRB", data["seller"]["account"])


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(parent, tag: str, text: str | None = None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, _name(tag))
    element.text = text
    return element
