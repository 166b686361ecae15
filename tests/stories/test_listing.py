"""Lists of makers, stories, campaigns, events: what they show, in which order, and at what cost."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from stories.listing import (
    campaign_listing,
    campaign_of_the_moment,
    enterprise_listing,
    event_listing,
    story_listing,
)
from stories.models import Technique
from tests import factories

from . import builders

pytestmark = pytest.mark.django_db

BAD_QUERIES = [
    "strona=abc",
    "strona=-1",
    "strona=99999999999999999999",
    "strona=",
    "rodzaj=nic",
    "region=%0A",
    "technika=' OR 1=1 --",
    "producent=%F0%9F%92%A5&strona=2",
    "cel=x&cel=999",
]


def counts(facets, name: str) -> dict[str, int]:
    return {option["value"]: option["count"] for group in facets if group["name"] == name for option in group["options"]}


def urls(facets, name: str) -> dict[str, str]:
    return {option["value"]: option["url"] for group in facets if group["name"] == name for option in group["options"]}


def queries_of(client, url: str) -> int:
    """Queries of a visit after a first one, which fills what Django keeps for the life of the process."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def menu(shop_tree):
    """A page in the menu: the frame of the pages is then kept in memory, as on the real site."""
    shop_tree.shop.show_in_menus = True
    shop_tree.shop.save()


@pytest.fixture
def makers(shop_tree):
    """Two WTZ (Gniezno, Puck) and one ZAZ (Puck); weaving in both towns, pottery in one."""
    weaving = Technique.objects.create(code="tkanie", name="tkanie")
    pottery = Technique.objects.create(code="toczenie", name="toczenie na kole")
    lipa = factories.make_enterprise(shop_tree, name="WTZ „Lipa”", latitude="52.53490", longitude="17.58260")
    latarnia = factories.make_enterprise(shop_tree, name="WTZ „Latarnia”", city="Puck", voivodeship="pomorskie")
    nic = factories.make_enterprise(
        shop_tree, name="ZAZ „Żagiel”", kind="zaz", city="Puck", voivodeship="pomorskie"
    )
    for maker, techniques in ((lipa, [weaving, pottery]), (latarnia, []), (nic, [weaving])):
        maker.techniques.set(techniques)
        maker.save()
    return lipa, latarnia, nic


class TestEnterprises:
    def listing(self, tree, query=""):
        return enterprise_listing(tree.enterprises, QueryDict(query))

    def test_all_makers_stand_in_polish_alphabetical_order(self, shop_tree, makers):
        listing = self.listing(shop_tree)

        names = [page.enterprise.name for page in listing["page_obj"].object_list]
        assert names == ["WTZ „Latarnia”", "WTZ „Lipa”", "ZAZ „Żagiel”"]
        assert listing["total"] == 3

    def test_counts_without_a_choice(self, shop_tree, makers):
        facets = self.listing(shop_tree)["facets"]

        assert counts(facets, "rodzaj") == {"wtz": 2, "zaz": 1}
        assert counts(facets, "region") == {"pomorskie": 2, "wielkopolskie": 1}
        assert counts(facets, "technika") == {"tkanie": 2, "toczenie": 1}

    def test_a_choice_counts_in_the_other_facets_and_not_in_its_own(self, shop_tree, makers):
        listing = self.listing(shop_tree, "region=pomorskie")

        assert counts(listing["facets"], "rodzaj") == {"wtz": 1, "zaz": 1}
        assert counts(listing["facets"], "region") == {"pomorskie": 2, "wielkopolskie": 1}
        assert counts(listing["facets"], "technika") == {"tkanie": 1}
        assert listing["total"] == 2

    def test_every_link_leads_to_as_many_makers_as_it_says(self, shop_tree, makers):
        for query in ("", "rodzaj=wtz", "region=pomorskie&technika=tkanie", "rodzaj=wtz&rodzaj=zaz"):
            for group in self.listing(shop_tree, query)["facets"]:
                for option in group["options"]:
                    if not option["is_active"] and not any(o["is_active"] for o in group["options"]):
                        target = self.listing(shop_tree, option["url"].removeprefix("?"))
                        assert target["total"] == option["count"], (query, option)

    def test_a_link_of_a_chosen_option_takes_it_off(self, shop_tree, makers):
        facets = self.listing(shop_tree, "region=pomorskie")["facets"]

        assert urls(facets, "region") == {"pomorskie": ".", "wielkopolskie": "?region=pomorskie&region=wielkopolskie"}

    def test_map_shows_the_same_makers_as_the_list(self, shop_tree, makers):
        listing = self.listing(shop_tree, "region=pomorskie")

        listed = {page.enterprise.name for page in listing["page_obj"].object_list}
        on_map = {dot.name for dot in listing["maker_map"].dots}
        in_places = {maker["name"] for place in listing["maker_map"].places for maker in place["makers"]}
        assert listed == on_map == in_places == {"WTZ „Latarnia”", "ZAZ „Żagiel”"}

    @pytest.mark.parametrize("query", BAD_QUERIES)
    def test_nonsense_shows_the_whole_list(self, client, shop_tree, makers, query):
        response = client.get(f"/producenci/?{query}")

        assert response.status_code == 200
        assert response.context["total"] == 3

    def test_queries_do_not_grow(self, client, shop_tree, menu):
        for _number in range(10):
            factories.make_enterprise(shop_tree)
        ten = queries_of(client, "/producenci/")
        for _number in range(60):
            factories.make_enterprise(shop_tree)
        assert queries_of(client, "/producenci/") == ten <= 15


class TestStories:
    def listing(self, tree, query=""):
        return story_listing(tree.stories, QueryDict(query))

    def test_newest_story_leads_and_the_rest_follows(self, shop_tree):
        for day in (1, 3, 2):
            factories.make_story(shop_tree, title=f"Dzień {day}", published_on=datetime.date(2026, 5, day))

        listing = self.listing(shop_tree)

        assert listing["feature"].title == "Dzień 3"
        assert [card.title for card in listing["cards"]] == ["Dzień 2", "Dzień 1"]

    def test_filter_by_maker(self, shop_tree):
        one, other = factories.make_enterprise(shop_tree), factories.make_enterprise(shop_tree)
        factories.make_story(shop_tree, enterprises=[one], title="O jednym")
        factories.make_story(shop_tree, enterprises=[one, other], title="O obu")

        listing = self.listing(shop_tree, f"producent={other.code}")

        assert [card.title for card in listing["cards"]] == ["O obu"]
        assert listing["feature"] is None
        assert counts(listing["facets"], "producent") == {one.code: 2, other.code: 1}

    def test_pages_of_twelve(self, shop_tree):
        for _number in range(14):
            factories.make_story(shop_tree)

        assert len(self.listing(shop_tree)["cards"]) == 11
        assert len(self.listing(shop_tree, "strona=2")["cards"]) == 2
        assert len(self.listing(shop_tree, "strona=77")["cards"]) == 2

    @pytest.mark.parametrize("query", BAD_QUERIES)
    def test_nonsense_never_breaks_the_list(self, client, shop_tree, query):
        factories.make_story(shop_tree)

        assert client.get(f"/historie/?{query}").status_code == 200

    def test_queries_do_not_grow(self, client, shop_tree, menu):
        maker = factories.make_enterprise(shop_tree)

        for _number in range(10):
            factories.make_story(shop_tree, enterprises=[maker])
        ten = queries_of(client, "/historie/")
        for _number in range(50):
            factories.make_story(shop_tree, enterprises=[maker])
        assert queries_of(client, "/historie/") == ten <= 15


class TestCampaigns:
    def test_by_state(self, shop_tree):
        index = builders.make_campaigns(shop_tree.home)
        old = builders.make_campaign(index, start=-300, end=-200)
        older = builders.make_campaign(index, start=-900, end=-800)
        now = builders.make_campaign(index, start=0, end=0)
        soon = builders.make_campaign(index, start=5, end=10)
        later = builders.make_campaign(index, start=50, end=60)

        listing = campaign_listing(index)

        assert listing["running"] == [now]
        assert listing["planned"] == [soon, later]
        assert listing["past"] == [old, older]

    def test_campaign_of_the_moment(self, shop_tree):
        index = builders.make_campaigns(shop_tree.home)
        builders.make_campaign(index, start=-20, end=-10)
        assert campaign_of_the_moment(index) is None

        soon = builders.make_campaign(index, start=5, end=10)
        assert campaign_of_the_moment(index) == soon

        now = builders.make_campaign(index, start=-1, end=1)
        assert campaign_of_the_moment(index) == now


def test_events_to_come_and_those_that_took_place(shop_tree):
    index = builders.make_events(shop_tree.home)
    now = datetime.datetime.now(datetime.UTC)
    made = {
        days: builders.make_event(
            index,
            starts_at=now + datetime.timedelta(days=days),
            ends_at=now + datetime.timedelta(days=days, hours=1),
        )
        for days in (-10, -2, 9, 1)
    }

    listing = event_listing(index)

    assert listing["coming"] == [made[1], made[9]]
    assert listing["past"] == [made[-2], made[-10]]
