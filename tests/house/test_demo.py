"""The demo content: as much as promised, complete, and the same after a second load."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Q
from django.utils import translation
from wagtail.models import Page, Site

from goodpractices.models import Figure, GlossaryTermPage, GoodPracticePage, GuidePage
from home.models import HomePage, StandardPage, User
from market.templatetags.home_tags import home_goods, home_stories
from shop.models import CategoryPage, Order, ProductPage
from stories.models import CampaignPage, Enterprise, EnterprisePage, EventPage, StoryPage


def polish(model):
    return model.objects.live().filter(locale__language_code="pl")


def translated(model, language: str):
    return model.objects.live().filter(locale__language_code=language, alias_of__isnull=True)


@pytest.mark.parametrize(
    ("model", "least"),
    [(EnterprisePage, 10), (ProductPage, 60), (CategoryPage, 8), (StoryPage, 12), (GoodPracticePage, 9),
     (GlossaryTermPage, 14), (CampaignPage, 3), (EventPage, 4), (GuidePage, 5), (StandardPage, 6)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_there_is_enough_of_everything(model, least):
    assert polish(model).count() >= least


def test_makers_are_of_many_kinds_and_regions():
    makers = Enterprise.objects.filter(pages__live=True)
    assert makers.values("kind").distinct().count() >= 4
    assert makers.values("voivodeship").distinct().count() >= 6


def test_a_house_of_two_makers_sends_one_parcel_and_no_maker_is_without_a_group():
    association = Enterprise.objects.get(code="stowarzyszenie-wspolny-prog")
    assert association.packed_by.code == "wtz-pod-lipa"
    assert [maker.code for maker in Enterprise.objects.all() if not maker.groups_supported] == []


def test_the_figures_tell_their_age():
    assert Figure.objects.count() >= 12
    old = Figure.objects.get(code="wtz-608")
    assert (old.value, old.historical, old.as_of.year) == (608, True, 2005)
    assert (old.compare_with.value, old.compare_with.historical, old.compare_with.as_of.year) == (729, False, 2021)
    assert [figure.code for figure in Figure.objects.all() if not (figure.source and figure.as_of)] == []


def test_goods_are_sold_out_and_reduced_too():
    goods = polish(ProductPage)
    assert goods.filter(product__regular_price__isnull=False).count() >= 2
    assert goods.filter(Q(product__stock__isnull=True) | Q(product__stock__on_hand=0)).count() >= 2
    assert goods.values("product__category").distinct().count() == 8


@pytest.mark.parametrize("language", ["en", "uk"])
def test_translations_are_there(language):
    assert translated(HomePage, language).count() == 1
    assert translated(GlossaryTermPage, language).count() >= 14
    assert translated(ProductPage, language).count() >= 10
    assert translated(StoryPage, language).count() >= 3
    how_to_buy = StandardPage.objects.get(locale__language_code="pl", slug="jak-kupowac")
    assert translated(StandardPage, language).filter(translation_key=how_to_buy.translation_key).count() == 1
    what_is_wtz = GlossaryTermPage.objects.get(locale__language_code="pl", term__code="wtz")
    assert translated(GlossaryTermPage, language).filter(translation_key=what_is_wtz.translation_key).count() == 1


@pytest.mark.parametrize("language", ["en", "uk"])
def test_each_language_has_the_whole_tree(language):
    root = Site.objects.get(is_default_site=True).root_page
    assert Page.objects.live().filter(locale__language_code=language).count() == root.get_descendants(
        inclusive=True
    ).live().count()


def test_orders_stand_in_several_steps():
    statuses = Counter(Order.objects.values_list("status", flat=True))
    assert len(statuses) >= 4


def test_there_is_a_login_for_each_role():
    for login in ("kierownik", "redakcja", "sklep", "warsztat"):
        user = User.objects.get(username=login)
        assert user.check_password("market-demo")
        assert user.groups.count() == 1
        assert not user.is_superuser


def test_the_shop_keeps_its_invariants(capsys):
    call_command("audit_shop")


def test_pictures_of_pages_have_words():
    for model in (EnterprisePage, ProductPage, StoryPage, GoodPracticePage, CampaignPage, EventPage, GuidePage):
        assert not model.objects.live().filter(picture__isnull=False, picture_alt="").exists(), model
        assert not polish(model).filter(picture__isnull=True).exists(), model


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def test_loading_the_demo_again_changes_nothing(settings):
    before = counts()
    call_command("load_demo")
    after = counts()
    assert {label: (before[label], after[label]) for label in before if before[label] != after[label]} == {}


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_income_of_every_maker_is_told_in_each_language(language):
    """A purchase in English or Ukrainian says what the income is for in that language, whatever is bought."""
    assert translated(EnterprisePage, language).count() == Enterprise.objects.filter(pages__live=True).distinct().count()
    polish_purposes = set(polish(EnterprisePage).values_list("income_purpose", flat=True))
    assert not polish_purposes & set(translated(EnterprisePage, language).values_list("income_purpose", flat=True))


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_home_page_begins_with_what_is_told_in_its_language(language):
    home = HomePage.objects.get(locale__language_code=language)
    with translation.override(language):
        goods, stories = home_goods(8), home_stories(home, 4)
    told = set(translated(ProductPage, language).values_list("product", flat=True))
    assert {card.product.pk for card in goods[:6]} <= told
    assert {card.language for card in stories[:3]} == {language}
