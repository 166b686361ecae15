"""The order screen and its actions. Everything that changes something is a POST that calls a service."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from home.admin.access import AdminPageView

from ..models import Order, Parcel
from ..services.errors import ShopError
from ..services.orders import note_add, order_change_status, parcel_update, payment_record
from ..services.papers.issuing import may_issue
from ..services.refunds import refundable
from ..status import OrderStatus
from .order_forms import CancelForm, NoteForm, ParcelForm, PaymentForm
from .order_sheet import order_sheet
from .steps import ORDER_VERBS, order_consequence, order_verb


class OrderPage(AdminPageView):
    """What the screens of one order share."""

    header_icon = "clipboard-list"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.order = get_object_or_404(Order.objects.select_related("delivery_method"), pk=kwargs["pk"])

    @property
    def order_url(self) -> str:
        return reverse("orders:edit", args=[self.order.pk])

    def get_trail(self):
        return [(_("Orders"), reverse("orders:index"))]


class OrderView(OrderPage):
    """The whole order; payments, notes and parcels are written down here."""

    any_permission = ("shop.view_order", "shop.change_order")
    template_name = "shop/admin/order.html"

    def get_page_title(self):
        return _("Order %(ref)s") % {"ref": self.order.ref}

    def get_context_data(self, forms=None, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            **order_sheet(self.order, forms),
            "may_change": self.request.user.has_perm("shop.change_order"),
            **self.papers(),
        }

    def papers(self) -> dict:
        """The documents of the order, and whether this person may issue them now."""
        papers = list(self.order.documents.order_by("pk"))
        may = self.request.user.has_perm("shop.change_salesdocument")
        return {"papers": papers, "may_issue": may and not papers and may_issue(self.order) and not self.order.erased_at}

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm("shop.change_order"):
            return self.http_method_not_allowed(request)
        handlers = {"payment": self.record_payment, "note": self.add_note, "parcel": self.update_parcel}
        handler = handlers.get(request.POST.get("step"))
        if handler is None:
            raise Http404
        key, form, act = handler(request.POST)
        if form.is_valid():
            try:
                message = act(form.cleaned_data)
            except ShopError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, message)
                return redirect(self.order_url)
        messages.error(request, _("Nothing was saved: look at the marked place below."))
        return self.render_to_response(self.get_context_data(forms={key: form}))

    def record_payment(self, data):
        def act(cleaned) -> str:
            payment_record(order=self.order, by=self.request.user, **cleaned)
            return _("The payment is written down.")

        return "payment", PaymentForm(data, outstanding=0), act

    def add_note(self, data):
        def act(cleaned) -> str:
            note_add(order=self.order, by=self.request.user, **cleaned)
            return _("The note is added.")

        return "note", NoteForm(data), act

    def update_parcel(self, data):
        number = data.get("parcel", "")
        if not number.isdecimal():
            raise Http404
        parcel = get_object_or_404(Parcel, pk=number, order=self.order)

        def act(cleaned) -> str:
            parcel_update(
                parcel=parcel,
                by=self.request.user,
                status=cleaned["status"] or None,
                tracking_number=cleaned["tracking_number"],
            )
            return _("The parcel is changed.")

        return f"parcel-{parcel.pk}", ParcelForm(data, order=self.order, parcel=parcel), act


class OrderStatusView(OrderPage):
    """Asks once more what a step means, then takes it."""

    any_permission = ("shop.change_order",)
    template_name = "shop/admin/order_status.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["status"] not in ORDER_VERBS:
            raise Http404
        self.status = OrderStatus(kwargs["status"])
        self.is_cancel = self.status == OrderStatus.CANCELLED

    def get_page_title(self):
        return order_verb(self.order, self.status)

    def get_trail(self):
        return [*super().get_trail(), (self.order.ref, self.order_url)]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CancelForm() if self.is_cancel else None)
        return super().get_context_data(
            order=self.order,
            order_url=self.order_url,
            verb=order_verb(self.order, self.status),
            consequence=order_consequence(self.order, self.status),
            is_danger=self.is_cancel,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = CancelForm(request.POST) if self.is_cancel else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            order_change_status(order=self.order, status=self.status, by=request.user)
            if form is not None:
                note_add(
                    order=self.order,
                    message=_("Cancelled: %(reason)s") % {"reason": form.cleaned_data["reason"]},
                    by=request.user,
                )
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request,
                _("Order %(ref)s: %(status)s.") % {"ref": self.order.ref, "status": self.status.label},
            )
            if self.is_cancel and refundable(self.order) > 0:
                messages.warning(request, _("This order was paid online: send the money back."))
                return redirect("orders:refund", self.order.pk)
        return redirect(self.order_url)
