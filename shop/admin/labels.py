"""Labels of the carrier: ordered once a parcel, printed as often as needed; by the shop's staff or who packs the parcel."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic.base import View

from ..models import Parcel
from ..services.errors import ShopError
from ..services.shipments import shipment_create, shipment_label
from .access import is_workshop_person, own_parcels


class ParcelLabelView(View):
    """GET: the label as a PDF. POST: order the shipment."""

    def dispatch(self, request, *args, **kwargs):
        self.is_shop = request.user.has_perm("shop.change_order")
        if self.is_shop:
            parcels = Parcel.objects.all()
        elif is_workshop_person(request.user):
            parcels = own_parcels(request.user)
        else:
            raise PermissionDenied
        self.parcel = get_object_or_404(parcels.select_related("order"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk: int):
        try:
            content = shipment_label(parcel=self.parcel)
        except ShopError as error:
            messages.error(request, error.message)
            return self.back()
        name = f"{self.parcel.order.ref}-{self.parcel.pk}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    def post(self, request, pk: int):
        try:
            shipment_create(parcel=self.parcel)
        except ShopError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The label is ordered. It can be printed in a minute."))
        return self.back()

    def back(self):
        return redirect("orders:edit", self.parcel.order_id) if self.is_shop else redirect("market_workshop")
