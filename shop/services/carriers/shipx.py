"""InPost through ShipX (REST, bearer token): points, shipments to parcel lockers, labels, statuses.

https://dokumentacja-inpost.atlassian.net/wiki/spaces/PL/pages/622754/API+ShipX. Statuses are asked for; ShipX's webhook is
not used, because it signs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from ..gateways.base import GatewayRefused, GatewayUnavailable
from ..gateways.transport import Call, HttpRefused, fetch, send
from .base import CarrierRefused, CarrierUnavailable, Person, Shipment, ShipmentRequest, Told

SERVICE = "inpost_locker_standard"
TEMPLATES = {"A": "small", "B": "medium", "C": "large"}
PAGE_SIZE = 500
#: Bytes of a page of 500 points, generously.
MOST_PAGE = 8 * 1024 * 1024
MOST_LABEL = 2 * 1024 * 1024
MOST_PAGES = 200
PREPARED = frozenset({"created", "offers_prepared", "offer_selected", "confirmed"})
TROUBLE = frozenset(
    {
        "returned_to_sender", "rejected_by_receiver", "undelivered", "oversized", "missing", "claim_created",
        "canceled", "pickup_time_expired", "undelivered_wrong_address", "unstack_from_box_machine",
    }
)  # fmt: skip
#: „ul. Krótka 2/4” → street and number, which ShipX wants apart.
STREET = re.compile(r"(.+?)\s+([0-9]+\s?[A-Za-z]?(?:\s?[/-]\s?[0-9]+[A-Za-z]?)?(?:\s+(?:m|lok)\.?\s*[0-9]+)?)$")


class ShipX:
    """A carrier, see base.Carrier. sending_method: how boxes get to InPost (parcel_locker, pop, dispatch_order)."""

    def __init__(self, *, token: str, organization: str, url: str, sending_method: str):
        self.headers = {"Authorization": f"Bearer {token}"}
        self.organization = organization
        self.url = url.rstrip("/")
        self.sending_method = sending_method

    def points(self) -> Iterator[dict[str, Any]]:
        for page in range(1, MOST_PAGES + 1):
            query = urlencode({"type": "parcel_locker", "per_page": PAGE_SIZE, "page": page})
            answer = self._ask("points", "GET", f"/v1/points?{query}", most=MOST_PAGE)
            items = answer.get("items")
            if not isinstance(items, list):
                raise CarrierUnavailable("ShipX points: an answer without items")
            yield from items
            if page >= int(answer.get("total_pages") or 1):
                return
        raise CarrierUnavailable(f"ShipX points: more than {MOST_PAGES} pages")

    def shipment_create(self, request: ShipmentRequest) -> Shipment:
        answer = self._ask(
            "shipment", "POST", f"/v1/organizations/{quote(self.organization, safe='')}/shipments",
            body={
                "receiver": _receiver(request.receiver),
                "sender": _sender(request.sender),
                "parcels": [{"template": TEMPLATES[request.size]}],
                "service": SERVICE,
                "reference": request.reference,
                "custom_attributes": {
                    "target_point": request.locker_code,
                    "sending_method": self.sending_method,
                },
            },
            accept=(200, 201),
        )  # fmt: skip
        return _shipment(answer)

    def shipment_get(self, shipment_id: str) -> Shipment:
        return _shipment(self._ask("status", "GET", f"/v1/shipments/{quote(shipment_id, safe='')}"))

    def label(self, shipment_id: str) -> bytes:
        call = self._call("label", "GET", f"/v1/shipments/{quote(shipment_id, safe='')}/label?format=Pdf&type=A6")
        call = replace(call, headers={**call.headers, "Accept": "application/pdf"})
        try:
            content = fetch(call, most=MOST_LABEL)
        except HttpRefused as error:
            raise CarrierRefused(str(error), _reason(error.data)) from error
        except GatewayUnavailable as error:
            raise CarrierUnavailable(str(error)) from error
        if not content.startswith(b"%PDF"):
            raise CarrierUnavailable("ShipX label: not a PDF")
        return content

    def _call(self, label: str, method: str, path: str, **values) -> Call:
        return Call(label=f"shipx {label}", method=method, url=f"{self.url}{path}", headers=self.headers, **values)

    def _ask(self, label: str, method: str, path: str, *, body=None, accept=(200,), most: int | None = None) -> dict:
        try:
            return send(self._call(label, method, path, json=body, accept=accept), most=most)
        except HttpRefused as error:
            raise CarrierRefused(str(error), _reason(error.data)) from error
        except GatewayRefused as error:
            raise CarrierRefused(str(error)) from error
        except GatewayUnavailable as error:
            raise CarrierUnavailable(str(error)) from error


def _receiver(person: Person) -> dict[str, Any]:
    first, _blank, last = person.name.partition(" ")
    return {"first_name": first, "last_name": last or first, "email": person.email, "phone": _nine_digits(person.phone)}


def _sender(person: Person) -> dict[str, Any]:
    match = STREET.fullmatch(person.street.strip())
    street, number = (match[1], match[2]) if match else (person.street, "")
    return {
        "company_name": person.name,
        "email": person.email,
        "phone": _nine_digits(person.phone),
        "address": {
            "street": street,
            "building_number": number,
            "city": person.city,
            "post_code": person.postcode,
            "country_code": "PL",
        },
    }


def _nine_digits(phone: str) -> str:
    """A Polish number without its country code, as ShipX wants it."""
    return re.sub(r"[^0-9]", "", phone)[-9:]


def _shipment(answer: dict[str, Any]) -> Shipment:
    if not answer.get("id"):
        raise CarrierUnavailable("ShipX: a shipment without a number")
    status = str(answer.get("status") or "")
    return Shipment(
        id=str(answer["id"]), number=str(answer.get("tracking_number") or ""), status=status, told=_told(status)
    )


def _told(status: str) -> Told:
    if status == "delivered":
        return Told.DELIVERED
    if status in TROUBLE:
        return Told.TROUBLE
    return Told.PREPARED if status in PREPARED or not status else Told.ON_ITS_WAY


def _reason(data: dict[str, Any]) -> str:
    """Which fields ShipX found wrong, by its names of them: its words may repeat what the buyer typed."""
    details = data.get("details")
    if isinstance(details, dict):
        return ", ".join(re.sub(r"[^a-z_.]", "", str(name)) for name in details)[:160]
    return re.sub(r"[^a-z_ ]", "", str(data.get("error") or ""))[:160]
