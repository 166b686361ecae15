"""What waits in the shop, for the start page."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from home.admin.duties import Duty
from stories.models import StoryPage

from ..models import Order, Parcel, Product, ProductPage, Review, SimilarRequest
from ..services.alerts import alerts_open
from ..services.availability import can_be_bought
from ..services.deadlines import overdue
from ..services.deferred import orders_in_debt, orders_to_accept
from ..services.outbox import outbox_stuck
from ..services.refunds import orders_to_refund
from ..status import OrderStatus
from .access import is_workshop_person
from .document_duties import document_duties
from .workshop import TO_PACK, waiting_parcels


def shop_duties(request) -> list[Duty]:
    user = request.user
    duties = []
    if user.has_perm("shop.change_order"):
        duties += _order_duties()
    if user.has_perm("shop.change_salesdocument"):
        duties += document_duties()
    if user.has_perm("shop.change_product"):
        duties.append(
            Duty(
                _("Goods sold out"),
                sold_out().count(),
                f"{_goods_url()}?availability=no&page_state=live",
                "tag",
            )
        )
    if user.has_perm("shop.view_product"):
        duties.append(
            Duty(
                _("Goods without a story"),
                goods_without_story().count(),
                reverse("market_report_goods_without_story"),
                "openquote",
            )
        )
    if user.has_perm("shop.change_order"):
        duties += [
            Duty(
                _("Reviews to read"),
                Review.objects.filter(state=Review.State.NEW).count(),
                reverse("market_report_reviews"),
                "comment",
            ),
            Duty(
                _("Requests to answer"),
                SimilarRequest.objects.filter(state=SimilarRequest.State.NEW).count(),
                reverse("market_report_similar"),
                "mail",
            ),
        ]
    if user.has_perm("shop.view_outbox"):
        duties.append(
            Duty(
                _("E-mails that did not go out"),
                outbox_stuck().count(),
                reverse("market_report_outbox"),
                "mail",
                urgent=True,
            )
        )
    if is_workshop_person(user):
        duties.append(
            Duty(_("Parcels to pack"), waiting_parcels(user), reverse("market_workshop"), "clipboard-list")
        )
    return duties


def _order_duties() -> list[Duty]:
    orders = reverse("orders:index")
    placed = Order.objects.filter(status=OrderStatus.CREATED)
    unpaid = placed.filter(payment_method=Order.PaymentMethod.TRANSFER, paid_at=None)
    late = unpaid.filter(overdue())
    created = f"{orders}?status={OrderStatus.CREATED}"
    return [
        Duty(
            _("Payments that need a decision"),
            alerts_open().count(),
            f"{reverse('market_report_alerts')}?state=open",
            "warning",
            urgent=True,
        ),
        Duty(
            _("Cancelled orders with money to send back"),
            orders_to_refund().count(),
            f"{orders}?attention=refund",
            "resubmit",
            urgent=True,
        ),
        Duty(
            _("Orders to accept"),
            placed.filter(payment_method=Order.PaymentMethod.ON_PICKUP).count(),
            f"{created}&payment_method={Order.PaymentMethod.ON_PICKUP}",
            "clipboard-list",
        ),
        Duty(
            _("Orders that wait for a term of payment"),
            orders_to_accept().count(),
            f"{orders}?attention=accept",
            "clipboard-list",
        ),
        Duty(
            _("Sent goods not paid for in time"),
            orders_in_debt().count(),
            f"{orders}?attention=debt",
            "time",
            urgent=True,
        ),
        Duty(
            _("Orders not paid in time"),
            late.count(),
            f"{created}&paid=no&payment_method={Order.PaymentMethod.TRANSFER}",
            "time",
            urgent=True,
        ),
        Duty(
            _("Orders waiting for the transfer"),
            unpaid.exclude(overdue()).count(),
            f"{created}&paid=no&payment_method={Order.PaymentMethod.TRANSFER}",
            "time",
        ),
        Duty(
            _("Orders to pack and send"),
            Order.objects.filter(
                Exists(Parcel.objects.filter(order=OuterRef("pk"), status__in=TO_PACK)),
                status=OrderStatus.PROCESSING,
            ).count(),
            f"{orders}?status={OrderStatus.PROCESSING}",
            "clipboard-list",
        ),
        Duty(
            _("Orders ready for pick-up"),
            Order.objects.filter(status=OrderStatus.READY).count(),
            f"{orders}?status={OrderStatus.READY}",
            "home",
        ),
    ]


def sold_out() -> QuerySet[Product]:
    """Goods on the site of which no piece is free."""
    live = Exists(ProductPage.objects.live().filter(product=OuterRef("pk")))
    return Product.objects.filter(live).exclude(can_be_bought())


def goods_without_story() -> QuerySet[Product]:
    """Goods on the site that lead to no story: neither one of their own nor one of their maker."""
    stories = StoryPage.objects.live().filter(alias_of=None)
    own = Product.stories.through.objects.filter(product=OuterRef("pk"), storypage__in=stories)
    makers = StoryPage.enterprises.through.objects.filter(
        enterprise=OuterRef("enterprise"), storypage__in=stories
    )
    live = Exists(ProductPage.objects.live().filter(product=OuterRef("pk")))
    return Product.objects.filter(live).exclude(Exists(own)).exclude(Exists(makers))


def _goods_url() -> str:
    return reverse(Product.snippet_viewset.get_url_name("list"))
