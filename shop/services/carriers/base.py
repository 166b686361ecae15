"""What a carrier can do, in the words of the market. An adapter talks to the network and knows neither database nor orders;
whoever calls it does so outside of any transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class CarrierError(Exception):
    """Base of what may go wrong at a carrier; the text is for the log."""


class CarrierUnavailable(CarrierError):
    """No usable answer: nobody knows whether the call was taken."""


class CarrierRefused(CarrierError):
    """A clear no. `reason`: what the carrier found wrong, without personal data."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class Told(StrEnum):
    """What a carrier says of a shipment."""

    PREPARED = "prepared"
    ON_ITS_WAY = "on-its-way"
    DELIVERED = "delivered"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Person:
    """Sender or receiver. street: with the number."""

    name: str
    email: str
    phone: str
    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True)
class ShipmentRequest:
    """A box to a parcel locker. size: A, B or C; reference: our number of the order."""

    receiver: Person
    sender: Person
    locker_code: str
    size: str
    reference: str


@dataclass(frozen=True)
class Shipment:
    """A shipment at the carrier. number: empty until the carrier has given one. status: in the carrier's words."""

    id: str
    number: str
    status: str
    told: Told

    @property
    def has_label(self) -> bool:
        return bool(self.number)


class Carrier(Protocol):
    """All raise CarrierUnavailable or CarrierRefused."""

    def points(self) -> Iterator[dict[str, Any]]:
        """All parcel lockers, as the carrier describes them."""

    def shipment_create(self, request: ShipmentRequest) -> Shipment:
        """Order a shipment. Not to be repeated blindly: each call is another shipment."""

    def shipment_get(self, shipment_id: str) -> Shipment:
        """How a shipment is doing."""

    def label(self, shipment_id: str) -> bytes:
        """The label as a PDF."""
