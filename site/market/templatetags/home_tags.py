"""What the home page shows of the three rooms. It stands on the top floor, so it may look into all of them."""

from django import template
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from goodpractices.models import KnowledgeIndexPage
from home.links import absolute
from home.models import HomePage, SiteSettings, with_root_paths
from shop.cards import ProductCard, product_cards
from shop.models import Product, ProductPage, ShopPage
from shop.services.availability import can_be_bought
from stories.cards import StoryCard
from stories.listing import all_makers, campaign_of_the_moment, newest_stories
from stories.map import MakerMap, maker_map
from stories.models import CampaignPage, EnterpriseIndexPage, StoryIndexPage

register = template.Library()

#: Among so many newest goods the home page looks for different makers.
NEWEST_LOOKED_AT = 60

ROOMS = {
    ShopPage: "shop",
    StoryIndexPage: "stories",
    EnterpriseIndexPage: "makers",
    KnowledgeIndexPage: "knowledge",
}


@register.simple_tag
def home_rooms(page: HomePage) -> dict[str, str]:
    """Addresses of the rooms by name; one query."""
    children = with_root_paths(page.get_children().live().defer_streamfields().select_related("content_type"))
    rooms = ((ROOMS.get(child.content_type.model_class()), child.url) for child in children)
    return {name: url for name, url in rooms if name}


@register.simple_tag
def home_goods(limit: int) -> list[ProductCard]:
    """Goods that can be bought now: those told in the active language first, then the newest, one of each maker before
    a second one of any."""
    told = ProductPage.objects.live().filter(
        product=OuterRef("pk"), locale__language_code=get_language(), alias_of=None
    )
    newest = (
        Product.objects.filter(can_be_bought(), pages__live=True)
        .select_related("enterprise", "category", "stock")
        .annotate(is_told=Exists(told))
        .order_by("-is_told", "-created_at", "-pk")
        .distinct()[:NEWEST_LOOKED_AT]
    )
    return product_cards(one_of_each_maker(newest)[:limit])


def one_of_each_maker(products) -> list[Product]:
    """The same products, each maker's first one before all further ones."""
    first: dict[int, Product] = {}
    further: list[Product] = []
    for product in products:
        if product.enterprise_id in first:
            further.append(product)
        else:
            first[product.enterprise_id] = product
    return [*first.values(), *further]


@register.simple_tag
def home_stories(page: HomePage, limit: int) -> list[StoryCard]:
    """The newest stories in the language of the page."""
    return newest_stories(page, limit=limit)


@register.simple_tag
def home_campaign(page: HomePage) -> CampaignPage | None:
    """The campaign that runs today, else the next one."""
    return campaign_of_the_moment(page)


@register.simple_tag
def home_map(page: HomePage) -> MakerMap:
    """All makers on the map."""
    return maker_map(all_makers(page))


@register.simple_tag
def home_data(page: HomePage, site_settings: SiteSettings, search_url: str) -> list[dict]:
    """Organization and WebSite of schema.org."""
    home = absolute(page.url)
    organization = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{home}#organization",
        "name": "Market Społeczny",
        "legalName": site_settings.operator_name,
        "url": home,
        "slogan": site_settings.slogan_text,
        "email": site_settings.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": site_settings.street,
            "postalCode": site_settings.postcode,
            "addressLocality": site_settings.city,
            "addressCountry": "PL",
        },
    }
    website = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Market Społeczny",
        "url": home,
        "inLanguage": page.locale.language_code,
        "publisher": {"@id": organization["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(search_url)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return [organization, website]
