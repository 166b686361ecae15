"""What must not happen to pages.

A maker's profile must not vanish from under its goods: each of them shows who made it. And a workshop's person stays
with the own goods.
"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from home.roles import WORKSHOP
from stories.models import EnterprisePage

from ..models import ProductPage, ShopPage
from .access import is_workshop_person, own_products


def profile_obstacle(pages: Iterable[Page]) -> str:
    """Why these pages and those below them may not go; empty when they may.

    The Polish profile counts: goods in every language fall back to it.
    """
    for page in pages:
        profiles = (
            EnterprisePage.objects.live()
            .descendant_of(page, inclusive=True)
            .filter(locale__language_code=settings.LANGUAGE_CODE)
            .select_related("enterprise")
        )
        for profile in profiles:
            goods = ProductPage.objects.live().filter(product__enterprise=profile.enterprise, alias_of=None)
            # Goods that go away together with the profile do not stand in the way.
            count = goods.not_descendant_of(page).values("product").distinct().count()
            if count:
                return ngettext(
                    "“%(enterprise)s” has %(count)d product on the site, which shows this profile. "
                    "Unpublish the product first.",
                    "“%(enterprise)s” has %(count)d products on the site, which show this profile. "
                    "Unpublish the products first.",
                    count,
                ) % {"enterprise": profile.enterprise, "count": count}
    return ""


def keep_profile(request, page):
    """Hook before a page is deleted or unpublished."""
    if message := profile_obstacle([page]):
        messages.error(request, message)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def keep_profiles_in_bulk(request, action_type, objects, action_class):
    """Hook before pages are deleted or unpublished together."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type in {"delete", "unpublish"} and (message := profile_obstacle(pages)):
        messages.error(request, message)
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None


def own_pages_only(request, page):
    """Hook before a page is edited: a workshop's person may not turn it into the page of somebody else's good."""
    if is_bound_to_workshop(request.user):
        if not isinstance(page, ProductPage):
            raise PermissionDenied
        chosen = request.POST.get("product", "")
        if chosen.isdecimal() and not own_products(request.user).filter(pk=chosen).exists():
            raise PermissionDenied


def create_through_workshop(request, parent, page_class):
    """Hook before a page is created: in a workshop a page comes with its record, never alone."""
    if is_bound_to_workshop(request.user):
        messages.info(request, _("Add a product here: record and page are made together."))
        return redirect("market_workshop_product")
    return None


def own_pages_in_explorer(parent, pages, request):
    """Hook on lists of pages: a workshop's person sees the pages of the own goods."""
    if is_bound_to_workshop(request.user):
        ours = ProductPage.objects.filter(product__in=own_products(request.user)).values("pk")
        return pages.filter(Q(pk__in=ours) | Q(pk__in=ShopPage.objects.values("pk")))
    return pages


def short_menu(request, items):
    """Hook on the main menu: a workshop has its own page; reports and the tree of all pages are the editors'."""
    if is_bound_to_workshop(request.user):
        items[:] = [item for item in items if item.name not in {"reports", "explorer", "images"}]


def is_bound_to_workshop(user) -> bool:
    """True for staff of an enterprise who have no wider role."""
    if not is_workshop_person(user) or user.is_superuser:
        return False
    return not user.groups.exclude(name=WORKSHOP).exists()
