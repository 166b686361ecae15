"""What the staff of an enterprise may open in the admin: a list of addresses, and of those only what is their own.

Wagtail's rights are not fine enough: its reports, searches, choosers, bulk actions and its API tell everybody who may
add a page about the pages and pictures of all others. A list of what is open stays right when Wagtail gets new views.
"""

from django.db.models import Q, QuerySet
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from home.models import MarketImage, User

from ..models import ProductPage, ShopPage
from .access import own_enterprises, own_products
from .guards import is_bound_to_workshop

#: Open whatever the arguments are.
OPEN = frozenset(
    {
        "wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_login", "wagtailadmin_logout",
        "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_dismissibles",
        "wagtailadmin_password_reset", "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm", "wagtailadmin_password_reset_complete",
        "market_factor", "market_factor_setup", "market_factor_verify", "market_factor_recovery",
        "market_help", "market_help_guide", "market_workshop", "market_workshop_product",
        "market_workshop_stock", "market_workshop_parcel", "market_similar", "market_packing_slip",
        "market_parcel_label",
        # The ways into a new good lead to the workshop's own form.
        "wagtailadmin_pages:add", "wagtailadmin_pages:add_subpage", "wagtailadmin_explore_root",
        "wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete", "wagtailadmin_block_preview",
        "wagtailadmin_editing_sessions:release",
        "wagtailimages_chooser:choose", "wagtailimages_chooser:choose_results", "wagtailimages_chooser:create",
        "wagtailsnippetchoosers_shop_product:choose", "wagtailsnippetchoosers_shop_product:choose_results",
    }
)  # fmt: skip
#: Open for the pages of the own goods.
OF_PAGE = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in (
        "edit", "preview_on_edit", "view_draft", "history", "history_results", "revisions_index",
        "revisions_view", "revisions_revert", "revisions_compare", "workflow_history", "workflow_history_detail",
        "confirm_workflow_cancellation",
    )
) | {"wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_editing_sessions:ping"}  # fmt: skip
#: Open for the own goods.
OF_PRODUCT = frozenset({"wagtailsnippetchoosers_shop_product:chosen"})
#: Open for the pictures of the own enterprise.
OF_IMAGE = frozenset({"wagtailimages_chooser:chosen", "wagtailimages_chooser:select_format"})


class WorkshopFence:
    """Middleware: refuses staff of an enterprise every other address of the admin, as Wagtail refuses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        if not is_bound_to_workshop(request.user) or may_open(
            request.user, request.resolver_match.view_name, args, kwargs
        ):
            return None
        return permission_denied(request)


def may_open(user, name: str, args: tuple, kwargs: dict) -> bool:
    """Whether a person bound to a workshop may open the address of this name with these arguments."""
    if name in OPEN:
        return True
    if name in OF_PAGE:
        key = kwargs.get("page_id", kwargs.get("parent_page_id", kwargs.get("object_id", args[0] if args else "")))
        return str(key).isdecimal() and own_pages(user).filter(pk=key).exists()
    if name in OF_IMAGE:
        key = str(kwargs.get("pk", kwargs.get("image_id", "")))
        return key.isdecimal() and own_images(user).filter(pk=key).exists()
    if name in OF_PRODUCT:
        key = str(kwargs.get("pk", ""))
        return key.isdecimal() and own_products(user).filter(pk=key).exists()
    return False


def own_pages(user) -> QuerySet:
    """Pages of the own goods, and the shop page under which they stand."""
    ours = ProductPage.objects.filter(product__in=own_products(user)).values("pk")
    return Page.objects.filter(Q(pk__in=ours) | Q(pk__in=ShopPage.objects.values("pk")))


def own_images(user) -> QuerySet[MarketImage]:
    """Pictures that the staff of the own enterprises sent, and those on the pages of the own goods."""
    colleagues = User.objects.filter(enterprises__in=own_enterprises(user))
    shown = ProductPage.objects.filter(product__in=own_products(user)).values("picture")
    return MarketImage.objects.filter(Q(uploaded_by_user__in=colleagues) | Q(pk__in=shown))


def own_images_in_chooser(images, request):
    """Hook on the chooser of pictures."""
    if is_bound_to_workshop(request.user):
        return images.filter(pk__in=own_images(request.user).values("pk"))
    return images


def live_pages_in_chooser(pages, request):
    """Hook on the chooser of pages: a link may lead to what everybody reads, or to the own drafts."""
    if is_bound_to_workshop(request.user):
        return pages.filter(Q(live=True) | Q(pk__in=own_pages(request.user).values("pk")))
    return pages
