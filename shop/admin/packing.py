"""The packing slip: one parcel on one sheet, with a tag of each maker for the buyer, without prices."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.generic.base import View

from ..models import OrderItem, Parcel
from ..services.links import absolute
from ..shared_parcels import parcel_text
from .access import is_workshop_person, own_parcels
from .pack_lines import PackLine, pack_lines


@dataclass(frozen=True)
class MakerTag:
    """The tag of one maker. context: as the order keeps it; story_url: of a story, else of the maker's page; whole."""

    id: str
    context: dict
    story_title: str
    story_url: str
    story_qr: str


class PackingSlipView(View):
    """For the shop's staff every parcel, for a workshop's person those of the own enterprise that are in work."""

    def get(self, request, pk: int):
        if request.user.has_perm("shop.view_order"):
            parcels = Parcel.objects.all()
        elif is_workshop_person(request.user):
            parcels = own_parcels(request.user)
        else:
            raise PermissionDenied
        parcel = get_object_or_404(parcels.select_related("order", "enterprise", "exchange"), pk=pk)
        return HttpResponse(render_slip(parcel))


def render_slip(parcel: Parcel) -> str:
    """The sheet in the buyer's language, from what the order keeps of the goods and their maker."""
    with translation.override(parcel.order.language):
        return render_to_string("shop/admin/packing_slip.html", slip_context(parcel))


def slip_context(parcel: Parcel) -> dict:
    packed = list(OrderItem.objects.filter(parcel=parcel).order_by("set_number", "pk"))
    lines = _lines(parcel, packed)
    return {
        "parcel": parcel,
        "order": parcel.order,
        "together": parcel_text(parcel, is_pickup=parcel.order.is_pickup),
        "lines": lines,
        "tags": _tags([line.item for line in lines]),
        "language": parcel.order.language,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _tags(items: list[OrderItem]) -> list[MakerTag]:
    """One tag a maker, in the order of the lines: whoever packs, the story and the income are the maker's."""
    made: dict[int, list[OrderItem]] = {}
    for item in items:
        made.setdefault(item.enterprise_id, []).append(item)
    tags = []
    for number, goods in enumerate(made.values(), start=1):
        context = goods[0].context
        told = next((item.context for item in goods if item.context.get("story_url")), {})
        url = absolute(told.get("story_url", "") or context.get("maker_url", ""))
        tags.append(MakerTag(f"maker-{number}", context, told.get("story_title", ""), url, _qr(url)))
    return tags


def _lines(parcel: Parcel, items: list[OrderItem]) -> list[PackLine]:
    """The warnings are for those who pack, in Polish whatever the language of the buyer."""
    with translation.override(settings.LANGUAGE_CODE):
        return pack_lines([parcel], items)


def _qr(address: str) -> str:
    """A QR code as inline SVG; segno writes nothing but shapes."""
    if not address:
        return ""
    code = segno.make(address, micro=False, error="m")
    return mark_safe(code.svg_inline(scale=3, border=2, omitsize=False))  # noqa: S308
