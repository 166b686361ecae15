"""Shipments at the carrier: ordered once a parcel, their labels, and what becomes of them (asked for, never told)."""

import datetime
import logging

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import DeliveryMethod, Parcel
from ..status import OrderStatus, ParcelStatus
from .carriers import carrier
from .carriers.base import (
    Carrier,
    CarrierError,
    CarrierRefused,
    CarrierUnavailable,
    Person,
    Shipment,
    ShipmentRequest,
    Told,
)
from .errors import ShopError, TransitionRefused
from .order_handling import parcel_update

logger = logging.getLogger(__name__)

#: After so long a call that told nothing is taken for lost (the process died).
CLAIM_LIFE = datetime.timedelta(minutes=10)
#: Asked about in one go, longest unasked first.
ASKED_AT_ONCE = 100
PACKABLE = (OrderStatus.PROCESSING,)
ON_BENCH = (ParcelStatus.NEW, ParcelStatus.PACKED)
MOVING = (ParcelStatus.NEW, ParcelStatus.PACKED, ParcelStatus.SENT)


class ShipmentRefused(ShopError):
    """No label for this parcel: the sentence says why and what to do."""


def shipment_possible(parcel: Parcel) -> bool:
    """Whether a label may be ordered for the parcel now: one box to a locker, on the bench, and a carrier is set up."""
    order = parcel.order
    return (
        carrier() is not None
        and order.delivery_method.kind == DeliveryMethod.Kind.LOCKER
        and bool(order.locker_code and parcel.size)
        and parcel.boxes == 1
        and not parcel.shipment_id
        and parcel.status in ON_BENCH
        and (order.status in PACKABLE or parcel.exchange_id is not None)
    )


def shipment_create(*, parcel: Parcel) -> Parcel:
    """Order a shipment for a parcel at the carrier, once, and write its number down. Gives the parcel, refreshed.

    Raises ShipmentRefused. Not to be called inside a transaction.
    """
    parcel = Parcel.objects.select_related("order__delivery_method", "enterprise").get(pk=parcel.pk)
    inpost = carrier()
    if inpost is None or not shipment_possible(parcel):
        raise ShipmentRefused(_("No label can be ordered for this parcel now."))
    _claim(parcel)
    try:
        shipment = inpost.shipment_create(_request(parcel))
    except CarrierRefused as error:
        Parcel.objects.filter(pk=parcel.pk).update(shipment_asked_at=None)
        raise ShipmentRefused(
            _("InPost refused the shipment. Wrong: %(reason)s.") % {"reason": error.reason or _("not told")}
        ) from error
    except CarrierUnavailable as error:
        # The claim stays: the shipment may be there, and a second one would be paid for.
        raise ShipmentRefused(
            _(
                "InPost does not answer. Look in its panel whether there is a shipment with the reference %(ref)s; "
                "if not, try again in ten minutes."
            )
            % {"ref": _reference(parcel)}
        ) from error
    _write_down(parcel, shipment)
    parcel.refresh_from_db()
    return parcel


def shipment_label(*, parcel: Parcel) -> bytes:
    """The label as a PDF. Raises ShipmentRefused while the carrier has none (seconds to a minute after ordering)."""
    inpost = carrier()
    if inpost is None or not parcel.shipment_id:
        raise ShipmentRefused(_("There is no label for this parcel."))
    try:
        return inpost.label(parcel.shipment_id)
    except CarrierError as error:
        raise ShipmentRefused(_("InPost has not made the label yet. Try again in a minute.")) from error


def shipments_ask() -> int:
    """Ask the carrier about all shipments on their way; parcels follow. For housekeeping. Gives how many changed."""
    inpost = carrier()
    if inpost is None:
        return 0
    waiting = Parcel.objects.filter(status__in=MOVING).exclude(shipment_id="")
    waiting = waiting.exclude(order__status__in=[OrderStatus.CANCELLED, OrderStatus.REFUNDED])
    changed = 0
    for parcel in waiting.select_related("order").order_by("shipment_asked_at", "pk")[:ASKED_AT_ONCE]:
        changed += _ask(inpost, parcel)
    return changed


def _ask(inpost: Carrier, parcel: Parcel) -> bool:
    Parcel.objects.filter(pk=parcel.pk).update(shipment_asked_at=timezone.now())
    try:
        shipment = inpost.shipment_get(parcel.shipment_id)
    except CarrierError as error:
        logger.warning("shipment of parcel %s: %s", parcel.pk, error)
        return False
    before = (parcel.tracking_number, parcel.carrier_status, parcel.status)
    _write_down(parcel, shipment)
    _follow(parcel, shipment.told)
    parcel.refresh_from_db()
    return (parcel.tracking_number, parcel.carrier_status, parcel.status) != before


def _follow(parcel: Parcel, told: Told) -> None:
    """Let the parcel be sent, then handed over, as the carrier says; what the order does not allow stays for a person."""
    steps = {Told.ON_ITS_WAY: [ParcelStatus.SENT], Told.DELIVERED: [ParcelStatus.SENT, ParcelStatus.DELIVERED]}
    for step in steps.get(told, []):
        parcel.refresh_from_db()
        if parcel.status == ParcelStatus.SENT and step == ParcelStatus.SENT:
            continue
        try:
            parcel_update(parcel=parcel, status=step)
        except TransitionRefused as error:
            logger.warning("parcel %s does not become %s: %s", parcel.pk, step, error)
            return


def _claim(parcel: Parcel) -> None:
    """Mark the parcel as being ordered; of two clicks one comes through."""
    now = timezone.now()
    free = Q(shipment_asked_at=None) | Q(shipment_asked_at__lt=now - CLAIM_LIFE)
    if not Parcel.objects.filter(free, pk=parcel.pk, shipment_id="").update(shipment_asked_at=now):
        raise ShipmentRefused(_("A label for this parcel is being ordered. Look again in ten minutes."))


def _write_down(parcel: Parcel, shipment: Shipment) -> None:
    values = {"shipment_id": shipment.id[:40], "carrier_status": shipment.status[:40]}
    if shipment.number:
        values["tracking_number"] = shipment.number[:60]
    Parcel.objects.filter(pk=parcel.pk).update(**values)


def _request(parcel: Parcel) -> ShipmentRequest:
    order, maker = parcel.order, parcel.enterprise
    return ShipmentRequest(
        receiver=Person(name=order.name, email=order.email, phone=order.phone),
        sender=Person(
            name=maker.name,
            email=maker.email,
            phone=maker.phone,
            street=maker.street,
            postcode=maker.postcode,
            city=maker.city,
        ),
        locker_code=order.locker_code,
        size=parcel.size,
        reference=_reference(parcel),
    )


def _reference(parcel: Parcel) -> str:
    return f"{parcel.order.ref}-{parcel.pk}"
