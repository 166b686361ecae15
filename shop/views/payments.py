"""Paying online: the way to the payment page, the state of the payment, and the messages of the gateways."""

import logging

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from home.client_address import client_address

from ..models import Order
from ..payment_context import payment_view
from ..services.errors import PaymentUnavailable, ShopError
from ..services.gateways import gateway_for
from ..services.gateways.base import GatewayUnavailable, MessageRefused
from ..services.online_payments import payment_message_receive, payment_method_switch, payment_start
from .orders import order_or_404, private

logger = logging.getLogger(__name__)

#: Far more than any gateway sends.
LONGEST_MESSAGE = 16 * 1024
RETRY_AFTER_SECONDS = "60"


def to_payment_page(request: HttpRequest, order: Order) -> HttpResponse:
    """Lead the buyer to the payment page; where there is none, back to the order, with a word on why."""
    try:
        address = payment_start(order=order, buyer_ip=client_address(request))
    except ShopError as error:
        messages.error(request, error.message)
    except OperationalError:
        # The order is placed and must be seen, however busy the database is.
        logger.exception("payment of order %s could not be started", order.ref)
        messages.error(request, PaymentUnavailable().message)
    else:
        return HttpResponseRedirect(address)
    return redirect("order_detail", ref=order.ref)


@private
@require_POST
def order_pay(request: HttpRequest, ref: str) -> HttpResponse:
    """Pay an order of this session, or try again."""
    return to_payment_page(request, order_or_404(request, ref))


@private
@require_POST
def order_pay_by_transfer(request: HttpRequest, ref: str) -> HttpResponse:
    """Pay by transfer instead."""
    order = order_or_404(request, ref)
    try:
        payment_method_switch(order=order)
    except ShopError as error:
        messages.error(request, error.message)
    except OperationalError:
        logger.exception("order %s could not be switched to a transfer", order.ref)
        messages.error(request, _("That did not work just now. Try again in a moment."))
    else:
        messages.success(request, _("You pay by transfer now. The data are below and in your e-mail."))
    return redirect("order_detail", ref=order.ref)


@private
@require_safe
def order_state(request: HttpRequest, ref: str) -> HttpResponse:
    """What a waiting page asks every few seconds: 204 while nothing is decided, then word to show the page anew."""
    order = order_or_404(request, ref)
    if not request.htmx:
        return redirect("order_detail", ref=order.ref)
    view = payment_view(order)
    return HttpResponse(status=204) if view and view.is_waiting else HttpResponseClientRefresh()


@csrf_exempt
@require_POST
def payment_message(request: HttpRequest, provider: str) -> HttpResponse:
    """A gateway's message: 200 once it is committed, 400 when it is forged, 503 when it should be sent again."""
    try:
        body = request.body if _length(request) <= LONGEST_MESSAGE else None
    except (RequestDataTooBig, OSError):
        body = None
    if body is None or len(body) > LONGEST_MESSAGE:
        return HttpResponse(status=413)
    try:
        # By itself, because a KeyError of an adapter is a LookupError too, and no missing gateway.
        gateway_for(provider)
    except LookupError as error:
        raise Http404 from error
    try:
        payment_message_receive(provider=provider, body=body, headers=request.headers)
    except MessageRefused as error:
        logger.warning("a message of %s was refused: %s", provider, error)
        return HttpResponse(status=400)
    except (GatewayUnavailable, DatabaseError):
        logger.exception("a message of %s could not be taken", provider)
        return HttpResponse(status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    return HttpResponse("OK", content_type="text/plain")


def _length(request: HttpRequest) -> int:
    """What the client says of the length of the body; nonsense counts as nothing, the body itself is measured."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0
