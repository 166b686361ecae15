"""A film on the page of a good and in a text: what stands there, what search engines are told, what it costs."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.blocks import VideoBlock
from tests import factories
from tests.shop.admin_people import client_of, make_person
from tests.shop.pages import words

pytestmark = pytest.mark.django_db

TWO_LANGUAGES = {"title_en": "A vase", "summary_en": "Clay.", "captions_en": factories.CAPTIONS, "transcript_en": "A hand."}


def page_of(client, product) -> str:
    response = client.get(f"/sklep/{product.code.lower()}/")
    assert response.status_code == 200
    assert not response.cookies
    assert "media-src 'self'" in response["Content-Security-Policy"]
    return response.content.decode()


def give(product, video):
    product.video = video
    product.save()
    return video


def json_ld(html: str, kind: str) -> dict:
    blocks = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S))
    return next(block for block in blocks if block["@type"] == kind)


def test_the_film_stands_after_name_and_price_with_all_its_words(client, make_product):
    product = make_product(picture=factories.make_image())
    video = give(product, factories.make_video(told="words", **TWO_LANGUAGES))
    html = page_of(client, product)
    order = [html.index(mark) for mark in ("data-gallery-main", 'href="#film"', "<h1", 'class="price', 'id="film"')]
    assert order == sorted(order)
    element = re.search(r"<video.*?</video>", html, re.S)[0]
    opening = " ".join(element[: element.index(">")].split())
    assert 'controls playsinline preload="none" width="64" height="40"' in opening
    assert "autoplay" not in opening
    assert 'poster="/media/images/' in opening
    assert f'<source src="{video.file.url}" type="video/mp4">' in element
    tracks = [" ".join(track.split()) for track in re.findall(r"<track[^>]*>", element)]
    assert tracks == [
        f'<track kind="captions" src="/filmy/{video.pk}/pl.vtt" srclang="pl" label="polski" default>',
        f'<track kind="captions" src="/filmy/{video.pk}/en.vtt" srclang="en" label="English" >',
    ]
    text = words(html)
    for expected in ("Jak powstaje wazon", "Glina, folia, ogień.", "Film, 2 sekundy, bez dźwięku", "Dłoń układa wałek.",
                     "Napisy i zapis słowami mówią wszystko, co ważne w obrazie."):  # fmt: skip
        assert expected in text


def test_without_a_film_nothing_of_it_stands_there(client, make_product):
    html = page_of(client, make_product(picture=factories.make_image()))
    assert "<video" not in html
    assert "#film" not in html
    assert "subjectOf" not in json_ld(html, "Product")


def test_search_engines_learn_of_the_film(client, make_product):
    product = make_product(picture=factories.make_image())
    video = give(product, factories.make_video())
    film = json_ld(page_of(client, product), "Product")["subjectOf"]
    assert (film["@type"], film["duration"], film["inLanguage"]) == ("VideoObject", "PT2S", "pl")
    assert film["contentUrl"].endswith(video.file.url)


def test_words_of_a_film_cannot_leave_their_place(client, make_product):
    product = make_product(picture=factories.make_image())
    evil = '</script><script>alert(1)</script>"><img src=x>'
    give(product, factories.make_video(title=evil, summary=evil, transcript=evil))
    html = page_of(client, product)
    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html
    assert json_ld(html, "Product")["subjectOf"]["name"] == evil


def test_a_film_costs_a_page_with_several_pictures_no_query(client, make_product):
    """The poster's sizes come with those of the further pictures; where there are none, it is one query."""
    product = make_product(picture=factories.make_image())
    page = product.pages.get()
    further = {"image": factories.make_image("Z bliska").pk, "alt_text": "Z bliska", "decorative": False}
    page.gallery = json.dumps([{"type": "image", "value": further}])
    page.save_revision().publish()

    def cost() -> int:
        page_of(client, product)
        with CaptureQueriesContext(connection) as caught:
            page_of(client, product)
        return len(caught)

    without = cost()
    give(product, factories.make_video(**TWO_LANGUAGES))
    assert cost() == without


def test_a_film_that_is_deleted_leaves_the_good_without_one(client, make_product):
    product = make_product(picture=factories.make_image())
    give(product, factories.make_video()).delete()
    assert "<video" not in page_of(client, product)


def test_a_film_in_a_story(client, shop_tree):
    video = factories.make_video()
    gone = factories.make_video(title="Zniknie")
    blocks = [{"type": "video", "value": {"video": film.pk}} for film in (video, gone)]
    story = factories.make_story(shop_tree, body=json.dumps(blocks))
    gone.delete()
    html = client.get(story.url).content.decode()
    assert html.count("<video") == 1
    assert "Dłoń układa wałek." in html
    films = json_ld(html, "Article")["video"]
    assert [film["name"] for film in films] == ["Jak powstaje wazon"]


def test_the_block_library_shows_the_newest_film(shop_tree):
    block = VideoBlock()
    assert block.get_preview_value()["video"] is None
    assert block.render(block.get_preview_value()).strip() == ""
    factories.make_video()
    assert "<video" in block.render(block.get_preview_value())


def test_a_film_is_chosen_on_the_record_of_the_good(make_product, shop_tree):
    product, video = make_product(), factories.make_video()
    client = client_of(make_person("shop"))
    html = client.get(reverse("wagtailsnippets_shop_product:edit", args=[product.pk])).content.decode()
    assert 'name="video"' in html
    chooser = client.get(reverse("wagtailsnippetchoosers_home_video:choose"))
    assert video.title in chooser.json()["html"]
