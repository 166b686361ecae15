"""What lowers prices, as one group of the menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .discount_views import DiscountCodeViewSet
from .promotion_views import PromotionViewSet


class PricesGroup(SnippetViewSetGroup):
    items = (PromotionViewSet, DiscountCodeViewSet)
    menu_label = _("Promotions and codes")
    menu_name = "prices"
    menu_icon = "calendar-alt"
    menu_order = 35
    add_to_admin_menu = True
