"""What pages of this room say to readers, calendars, feed readers and search engines."""

import datetime
import json
import re
import zoneinfo
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from stories.calendar import escaped, folded
from stories.map import geometry, maker_map, project
from stories.models import Certificate, EnterprisePage
from tests import factories

from . import builders

pytestmark = pytest.mark.django_db


def json_ld(response, kind: str) -> dict:
    """The block of structured data of one type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S)
    found = [data for block in blocks for data in [json.loads(block)] if isinstance(data, dict)]
    return next(data for data in found if data["@type"] == kind)


class TestEnterprisePage:
    def test_profile_shows_who_for_what_and_its_goods(self, client, shop_tree):
        maker = factories.make_enterprise(shop_tree, purpose="plener malarski nad morzem")
        factories.make_product(shop_tree, enterprise=maker, title="Wazon „Dwa brzegi”")
        factories.make_product(shop_tree, title="Cudza miska")
        factories.make_story(shop_tree, enterprises=[maker], title="Trzy tygodnie")

        html = client.get(f"/producenci/{maker.code}/").content.decode()

        for words in ("plener malarski nad morzem", "Fundacja „Próg”", "Wazon „Dwa brzegi”", "Trzy tygodnie"):
            assert words in html
        assert "Cudza miska" not in html

    def test_only_certificates_in_force_are_shown(self, client, shop_tree):
        maker = factories.make_enterprise(shop_tree)
        today = timezone.localdate()
        for number, (begins, ends) in {"A-1": (-30, 30), "A-2": (-30, -1), "A-3": (1, 30), "A-4": (-30, None)}.items():
            Certificate.objects.create(
                enterprise=maker,
                scheme="base",
                number=number,
                issuer="Kapituła",
                valid_from=today + datetime.timedelta(days=begins),
                valid_to=None if ends is None else today + datetime.timedelta(days=ends),
            )

        html = client.get(f"/producenci/{maker.code}/").content.decode()

        assert [number for number in ("A-1", "A-2", "A-3", "A-4") if number in html] == ["A-1", "A-4"]
        assert "Kapituła" in html

    def test_structured_data(self, client, shop_tree):
        maker = factories.make_enterprise(shop_tree, website="https://lipa.example.org")

        data = json_ld(client.get(f"/producenci/{maker.code}/"), "Organization")

        assert data["name"] == maker.name
        assert data["parentOrganization"]["name"] == "Fundacja „Próg”"
        assert data["address"]["addressLocality"] == "Gniezno"
        assert data["sameAs"] == ["https://lipa.example.org"]


class TestStoryPage:
    def test_goods_of_the_story_come_before_other_goods_of_its_makers(self, client, shop_tree):
        maker = factories.make_enterprise(shop_tree)
        told = factories.make_product(shop_tree, enterprise=maker, title="Opowiedziany")
        factories.make_product(shop_tree, enterprise=maker, title="Inny tej pracowni")
        factories.make_product(shop_tree, title="Obcy")
        story = factories.make_story(
            shop_tree, enterprises=[maker], products=[told], body=[("paragraph", "<p>Zaczyna się od gliny.</p>")]
        )

        html = client.get(story.url).content.decode()

        assert html.index("Opowiedziany") < html.index("Inny tej pracowni")
        assert "Obcy" not in html
        assert "Zaczyna się od gliny." in html

    def test_embedded_goods_are_not_repeated_below(self, client, shop_tree):
        product = factories.make_product(shop_tree, title="Wazon jedyny")
        story = factories.make_story(
            shop_tree, enterprises=[product.enterprise], body=[("product", {"product": product})]
        )

        html = client.get(story.url).content.decode()

        assert html.count('lang="pl"><a href="/sklep/') == 1

    def test_structured_data_names_date_author_and_makers(self, client, shop_tree):
        maker = factories.make_enterprise(shop_tree)
        story = factories.make_story(
            shop_tree, enterprises=[maker], author="Redakcja", published_on=datetime.date(2026, 2, 12), body=[]
        )

        data = json_ld(client.get(story.url), "Article")

        assert data["datePublished"] == "2026-02-12"
        assert data["author"]["name"] == "Redakcja"
        assert data["about"] == [{"@type": "Organization", "name": maker.name}]
        assert data["inLanguage"] == "pl"


class TestCampaignPage:
    def test_marks_stand_in_the_order_of_the_rules(self, client, shop_tree):
        index = builders.make_campaigns(shop_tree.home)
        kinds = [("eu", "eu"), ("inny", "other"), ("rp", "rp"), ("fe", "fe")]
        funders = [builders.make_funder(code, kind, place) for place, (code, kind) in enumerate(kinds)]
        page = builders.make_campaign(index, start=-1, end=1, funders=funders)

        response = client.get(page.url)

        assert [funder.code for funder in response.context["campaign_funders"]] == ["fe", "rp", "eu", "inny"]

    def test_channels_show_carrier_dates_and_transcript(self, client, shop_tree):
        index = builders.make_campaigns(shop_tree.home)
        channel = {
            "kind": "tv",
            "carrier": "TVP Poznań",
            "place": "Wielkopolska",
            "start": datetime.date(2014, 10, 1),
            "end": datetime.date(2014, 12, 31),
            "description": "Spot.",
            "transcript": "Poznaj Market Społeczny.",
        }
        page = builders.make_campaign(index, start=-1, end=1, channels=[("channel", channel)])

        html = client.get(page.url).content.decode()

        for words in ("TVP Poznań", "2014-10-01", "2014-12-31", "Poznaj Market Społeczny."):
            assert words in html


class TestCalendarFile:
    def lines(self, client, page) -> list[str]:
        response = client.get(f"/wydarzenia/{page.pk}/termin.ics")
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        text = response.content.decode()
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        return text.replace("\r\n ", "").split("\r\n")[:-1]

    def test_event_in_utc_with_escaped_words(self, client, shop_tree):
        index = builders.make_events(shop_tree.home)
        page = builders.make_event(
            index,
            title="Dzień otwarty; ceramika, malarnia i długi dom pod lipą w Gnieźnie, z herbatą",
            starts_at=datetime.datetime(2027, 1, 23, 9, tzinfo=datetime.UTC),
            ends_at=datetime.datetime(2027, 1, 23, 13, tzinfo=datetime.UTC),
            street="ul. Garncarska 4",
            postcode="62-200",
            city="Gniezno",
        )

        lines = self.lines(client, page)

        assert lines[0] == "BEGIN:VCALENDAR"
        assert lines[-1] == "END:VCALENDAR"
        fields = dict(line.split(":", 1) for line in lines if not line.startswith(("BEGIN", "END")))
        assert fields["DTSTART"] == "20270123T090000Z"
        assert fields["DTEND"] == "20270123T130000Z"
        assert fields["UID"].startswith(str(page.translation_key))
        assert (
            fields["SUMMARY"] == "Dzień otwarty\\; ceramika\\, malarnia i długi dom pod lipą w Gnieźnie\\, z herbatą"
        )
        assert fields["LOCATION"] == "Biblioteka\\, ul. Garncarska 4\\, 62-200 Gniezno"
        assert re.fullmatch(r"\d{8}T\d{6}Z", fields["DTSTAMP"])

    def test_a_draft_has_no_file(self, client, shop_tree):
        page = builders.make_event(builders.make_events(shop_tree.home), live=False)

        assert client.get(f"/wydarzenia/{page.pk}/termin.ics").status_code == 404

    @pytest.mark.parametrize(
        ("plain", "safe"), [("a\\b", "a\\\\b"), ("a\r\nb", "a\\nb"), ("a;b,c", "a\\;b\\,c"), ("", "")]
    )
    def test_escaping(self, plain, safe):
        assert escaped(plain) == safe

    def test_folding_never_breaks_a_letter(self):
        line = "SUMMARY:" + "ąż" * 100

        parts = folded(line).split("\r\n")

        assert all(len(part.encode()) <= 75 for part in parts)
        assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_feed_lists_stories_newest_first_with_absolute_links(client, shop_tree):
    factories.make_story(shop_tree, title="Starsza", published_on=datetime.date(2026, 1, 1))
    factories.make_story(shop_tree, title="Nowsza <i>&</i>", published_on=datetime.date(2026, 2, 1))

    response = client.get("/historie/rss/")

    channel = ElementTree.fromstring(response.content).find("channel")
    items = channel.findall("item")
    assert [item.find("title").text for item in items] == ["Nowsza <i>&</i>", "Starsza"]
    assert all(item.find("link").text.startswith("http") for item in items)
    assert channel.find("language").text == "pl"
    assert items[0].find("pubDate").text == "Sun, 01 Feb 2026 12:00:00 +0100"
    assert not response.cookies


class TestMap:
    def test_poznan_lies_in_greater_poland_and_puck_by_the_sea(self):
        x, y = project(52.4, 16.92)
        centres = {region["code"]: region["centre"] for region in geometry()["regions"]}
        nearest = min(centres, key=lambda code: (centres[code][0] - x) ** 2 + (centres[code][1] - y) ** 2)
        assert nearest == "wielkopolskie"
        assert project(54.72, 18.41)[1] < 30

    def test_sixteen_shapes_inside_the_frame(self):
        shapes = geometry()
        assert len(shapes["regions"]) == 16
        for region in shapes["regions"]:
            numbers = [float(number) for number in re.findall(r"[\d.]+", region["path"])]
            assert min(numbers) >= 0
            assert max(numbers[::2]) <= shapes["width"]
            assert max(numbers[1::2]) <= shapes["height"]

    def test_neighbours_are_pushed_apart(self, shop_tree):
        for _number in range(4):
            factories.make_enterprise(shop_tree, latitude="52.40000", longitude="16.92000")

        dots = maker_map(EnterprisePage.objects.select_related("enterprise")).dots

        gaps = [((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for i, a in enumerate(dots) for b in dots[i + 1 :]]
        assert min(gaps) > 35

    def test_a_maker_without_coordinates_stands_in_its_voivodeship(self, shop_tree):
        factories.make_enterprise(shop_tree, voivodeship="pomorskie")

        dot = maker_map(EnterprisePage.objects.select_related("enterprise")).dots[0]

        centre = next(region["centre"] for region in geometry()["regions"] if region["code"] == "pomorskie")
        assert [dot.x, dot.y] == centre


class TestEventTime:
    WARSAW = zoneinfo.ZoneInfo("Europe/Warsaw")

    @pytest.mark.parametrize(
        ("starts", "ends", "text"),
        [
            ((2026, 12, 12, 10, 0), (2026, 12, 12, 17, 0), "sobota, 12 grudnia 2026, 10:00–17:00"),
            ((2026, 12, 12, 10, 0), (2026, 12, 13, 16, 30), "12 grudnia 2026, 10:00 – 13 grudnia 2026, 16:30"),
            ((2017, 3, 28, 0, 0), (2017, 3, 28, 23, 59), "wtorek, 28 marca 2017"),
            ((2026, 12, 12, 0, 0), (2026, 12, 13, 23, 59), "12 grudnia 2026 – 13 grudnia 2026"),
        ],
        ids=["hours", "two days", "no hours", "two days, no hours"],
    )
    def test_hours_are_told_where_they_are_known(self, client, shop_tree, starts, ends, text):
        moments = [datetime.datetime(*moment, tzinfo=self.WARSAW) for moment in (starts, ends)]
        index = builders.make_events(shop_tree.home)
        event = builders.make_event(index, starts_at=moments[0], ends_at=moments[1])

        assert event.time_text.lower() == text
        html = client.get(event.url).content.decode().lower()
        assert text in html
        assert "23:59" not in html


def test_a_campaign_that_is_over_is_told_in_the_past(client, shop_tree):
    index = builders.make_campaigns(shop_tree.home)
    channels = [("channel", {
        "kind": "tv", "carrier": "WTK", "place": "Poznań", "start": datetime.date(2014, 10, 1),
        "end": datetime.date(2014, 12, 31), "description": "Spot.", "transcript": "Słowa.",
    })]  # fmt: skip
    funder = builders.make_funder("eu", "eu")
    past = builders.make_campaign(index, start=-9, end=-2, channels=channels, funders=[funder])
    running = builders.make_campaign(index, start=-9, end=2, channels=channels, funders=[funder])

    now, then = client.get(running.url).content.decode(), client.get(past.url).content.decode()

    for today, once in (
        ("Po co to robimy", "Po co to było"),
        ("Kto za to płaci<", "Kto za to zapłacił<"),
        ("Gdzie ją widać i słychać", "Gdzie było ją widać i słychać"),
    ):
        assert today in now
        assert once not in now
        assert once in then
        assert today not in then
