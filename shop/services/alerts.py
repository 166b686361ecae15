"""What no rule may decide is left to a person: one alert for each cause, ticked off when it is settled."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import Order, OrderAlert
from .errors import BadInput


def alert_raise(
    *,
    kind: OrderAlert.Kind,
    dedupe: str,
    order: Order | None = None,
    detail: str = "",
    values: dict | None = None,
) -> OrderAlert:
    """Ask for a person's eye, once for each cause; an alert settled before stays settled.

    dedupe: name of the cause. detail: an English msgid, stored in the language of the house; values: what its
    placeholders stand for.
    """
    with translation.override(settings.LANGUAGE_CODE):
        text = (_(detail) % (values or {}))[:300] if detail else ""
    return OrderAlert.objects.get_or_create(
        dedupe=dedupe[:160], defaults={"kind": kind, "order": order, "detail": text}
    )[0]


def alert_settle(*, alert: OrderAlert, by) -> OrderAlert:
    """Tick an alert off. Raises BadInput when somebody did so before; then nothing changes."""
    settled = OrderAlert.objects.filter(pk=alert.pk, resolved_at=None)
    if not settled.update(resolved_at=timezone.now(), resolved_by=by):
        raise BadInput(_("This alert is settled already."))
    alert.refresh_from_db()
    return alert


def alerts_open():
    """Alerts that wait for somebody."""
    return OrderAlert.objects.filter(resolved_at=None)
