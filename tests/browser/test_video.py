"""A film: started and stopped by keyboard, with captions that can be read; nothing is fetched before."""

import pytest
from playwright.sync_api import Page

from home.models import Video

from .conftest import Watch
from .keyboard import Keyboard
from .test_axe import look_at

STATE = """video => ({
    time: video.currentTime, paused: video.paused, error: video.error && video.error.message,
    tracks: [...video.textTracks].map(t => [t.language, t.mode, t.cues ? t.cues.length : 0]),
    showing: [...video.textTracks].filter(t => t.mode === "showing").flatMap(t => [...t.activeCues ?? []].map(c => c.text)),
})"""


@pytest.fixture
def paths(live) -> dict[str, str]:
    """Where the film of the demo is shown, by the language of the page."""
    from stories.models import StoryPage

    video = Video.objects.get()
    good = video.products.get()
    story = StoryPage.objects.get(slug="three-weeks-of-one-vase")
    return {"pl": good.pages.get(locale__language_code="pl", live=True).url, "en": story.url}


@pytest.mark.parametrize(("language", "words"), [("pl", "Dłoń układa wałek"), ("en", "A hand lays coil upon coil")])
def test_a_film_is_played_by_keyboard(page: Page, live, paths, language, words):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    watch = Watch(page, live)
    page.goto(f"{live}{paths[language]}", wait_until="load")
    assert not [url for url in asked if url.endswith((".mp4", ".webm"))], "fetched before anybody asked for it"
    video = page.locator("video")
    assert video.evaluate("v => v.autoplay") is False
    Keyboard(page).go_to("video")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.6", timeout=20_000)
    playing = video.evaluate(STATE)
    assert playing["error"] is None
    assert not playing["paused"]
    page.keyboard.press("Space")
    stopped = video.evaluate(STATE)
    assert stopped["paused"]
    assert stopped["time"] < 20
    assert [track[0] for track in stopped["tracks"]] == ["pl", "en", "uk"]
    assert [track for track in stopped["tracks"] if track[1] == "showing"] == [[language, "showing", 8]]
    assert stopped["showing"]
    assert stopped["showing"][0].startswith(words)
    assert watch.end() == []


def test_the_words_of_the_film_open_by_keyboard_and_axe_finds_nothing(page: Page, live, paths):
    page.goto(f"{live}{paths['pl']}")
    Keyboard(page).go_to(".film summary")
    page.keyboard.press("Enter")
    assert page.locator(".film details").evaluate("d => d.open")
    assert look_at(page) == []


def test_paper_shows_the_poster_and_the_words(page: Page, live, paths):
    page.goto(f"{live}{paths['pl']}")
    page.emulate_media(media="print")
    assert not page.locator("video").is_visible()
    assert page.locator(".film__still").is_visible()


def test_the_small_picture_leads_to_the_film_without_a_script(new_context, live, paths):
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{live}{paths['pl']}")
    page.locator(".gallery__film").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#film")
    assert page.locator("video").is_visible()
