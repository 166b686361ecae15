"""Short films: what is taken and what is refused, the form of the admin, the captions' address, who may do what."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from home.models import Video
from home.video_cards import video_card, video_data
from home.videos import video_read
from tests.factories import CAPTIONS, make_image, make_video
from tests.shop.admin_people import client_of, make_person

FILMS = Path(__file__).resolve().parents[1] / "films"
MP4 = (FILMS / "two-seconds.mp4").read_bytes()
#: What Android writes into the box `udta`: ©xyz with a length, a language, and the place.
ANDROID_PLACE = b"\x00\x00\x00\x1eudta\x00\x00\x00\x16\xa9xyz\x00\x0a\x15\xc7+52.5300/"
NO_FILM = "To nie jest film w MP4 ani WebM."
REFUSED = {
    "hevc.mp4": "Nie każda przeglądarka odtwarza HEVC.",
    "quicktime.mov": NO_FILM,
    "matroska.mkv": NO_FILM,
    "only-sound.mp4": "W pliku nie ma ruchomego obrazu",
    "long.mp4": "Film trwa 130 s, a przyjmujemy najwyżej 120 sekund.",
    "place.mp4": "W pliku zapisano miejsce nagrania.",
    "place.webm": "W pliku zapisano miejsce nagrania.",
}
MADE_UP = {
    "empty": (b"", NO_FILM),
    "a page": (b"<!doctype html><script>alert(1)</script>" * 50, NO_FILM),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, NO_FILM),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", NO_FILM),
    "broken off in its head": (MP4[:700], "Film jest uszkodzony albo brakuje jego części."),
    "broken off at its end": (MP4[:-5], "Film jest uszkodzony albo brakuje jego części."),
    "noise behind a head": (MP4[:64] + bytes(range(256)) * 40, ""),
    "Android's place": (MP4 + ANDROID_PLACE, "W pliku zapisano miejsce nagrania."),
}


def file_of(name: str) -> ContentFile:
    return ContentFile((FILMS / name).read_bytes(), name=name)


def refusal(file: ContentFile) -> str:
    with translation.override("pl"), pytest.raises(ValidationError) as raised:
        video_read(file)
    return raised.value.messages[0]


def test_a_film_is_judged_by_its_content():
    found = video_read(ContentFile(MP4, name="wirus.exe"))
    assert (found.length, found.width, found.height, found.has_sound, found.extension) == (2000, 64, 40, False, "mp4")
    found = video_read(file_of("with-sound.webm"))
    assert (found.width, found.height, found.has_sound, found.extension) == (64, 40, True, "webm")
    assert 1950 <= found.length <= 2100


@pytest.mark.parametrize("name", REFUSED)
def test_what_not_everybody_could_watch_is_refused_with_words(name):
    assert refusal(file_of(name)).startswith(REFUSED[name])


@pytest.mark.parametrize("case", MADE_UP)
def test_what_is_no_film_is_refused_with_words(case):
    data, words = MADE_UP[case]
    assert refusal(ContentFile(data, name="film.mp4")).startswith(words)


def test_a_film_that_is_too_large_is_not_even_read(settings):
    settings.VIDEO_MAX_BYTES = 1000
    assert refusal(ContentFile(MP4, name="film.mp4")).startswith("Film ma 4,3")


# The form


def form_data(**changes) -> dict:
    data = {
        "title": "Jak powstaje wazon",
        "summary": "Glina, folia, ogień.",
        "poster": make_image("Plakat").pk,
        "captions": CAPTIONS,
        "transcript": "Dłoń układa wałek.",
        "published_on": "2026-02-12",
        "file": SimpleUploadedFile("../../etc/film.html", MP4, "text/html"),
    }
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


@pytest.fixture
def editor(db):
    return client_of(make_person("communications"))


def add(client, **changes):
    response = client.post(reverse("wagtailsnippets_home_video:add"), form_data(**changes))
    errors = {} if response.status_code == 302 else response.context["form"].errors
    assert response.status_code in (200, 302)
    return response, errors


def test_a_film_is_added_under_a_name_of_ours(editor, settings):
    _response, errors = add(editor)
    assert errors == {}
    video = Video.objects.get()
    assert (video.length, video.width, video.height, video.has_sound) == (2000, 64, 40, False)
    assert video.file.name.startswith("videos/")
    assert video.file.name.endswith(".mp4")
    assert "film" not in video.file.name
    assert video.captions == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDłoń układa wałek.\n"
    assert video.poster.renditions.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"file": SimpleUploadedFile("film.mp4", b"<script>", "video/mp4")}, "file", NO_FILM),
        ({"file": None}, "file", "To pole jest wymagane."),
        ({"poster": None}, "poster", "To pole jest wymagane."),
        ({"transcript": " "}, "transcript", "To pole jest wymagane."),
        ({"captions": ""}, "captions", "To pole jest wymagane."),
        ({"captions": "00:00.000 --> 00:01.000\nA\n\n00:05.000 --> 00:06.000\nB"}, "captions", "Linia 4: napis zaczyna się już po"),
        ({"captions_file": SimpleUploadedFile("a.vtt", b"x" * 100_001)}, "captions_file", "Ten plik jest za duży"),
        ({"captions_file": SimpleUploadedFile("a.vtt", b"\xff\xfe\x00")}, "captions_file", "Liter w tym pliku"),
        ({"captions_file": SimpleUploadedFile("a.vtt", b"WEBVTT\n\nsame words")}, "captions", "Linia 3: brakuje czasu"),
        ({"title_en": "A vase"}, "captions_en", "Brakuje w tym języku."),
        ({"shows_people": "on"}, "consent_note", "Zapisz"),
    ],
)
def test_faults_stand_beside_their_field_and_nothing_is_stored(editor, changes, field, words):
    response, errors = add(editor, **changes)
    assert field in errors, errors
    if words != "Zapisz":
        assert str(errors[field][0]).startswith(words)
    assert not Video.objects.exists()
    assert "Glina, folia, ogień." in response.content.decode()


def test_captions_from_a_file_become_the_text(editor):
    subrip = b"1\n00:00:00,000 --> 00:00:01,500\nPalec zaciera szwy.\n"
    add(editor, captions="", captions_file=SimpleUploadedFile("napisy.srt", subrip))
    assert Video.objects.get().captions == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nPalec zaciera szwy.\n"


def test_words_of_a_broken_file_with_captions_are_there_to_be_mended(editor):
    response, errors = add(editor, captions="", captions_file=SimpleUploadedFile("n.vtt", "Bez czasu żaden".encode()))
    assert "captions" in errors
    assert "Bez czasu żaden" in response.content.decode()


def test_a_new_file_takes_the_place_of_the_old_one(editor, django_capture_on_commit_callbacks):
    add(editor)
    video = Video.objects.get()
    before = video.file
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtailsnippets_home_video:edit", args=[video.pk])
        film = SimpleUploadedFile("b.webm", (FILMS / "with-sound.webm").read_bytes())
        response = editor.post(url, form_data(file=film))
    assert response.status_code == 302
    video.refresh_from_db()
    assert video.file.name.endswith(".webm")
    assert video.has_sound
    assert not before.storage.exists(before.name)
    assert video.file.storage.exists(video.file.name)


def test_words_are_changed_without_sending_the_film_again(editor):
    video = make_video()
    data = form_data(file=None, title="Inny tytuł", poster=video.poster_id)
    assert editor.post(reverse("wagtailsnippets_home_video:edit", args=[video.pk]), data).status_code == 302
    changed = Video.objects.get()
    assert (changed.title, changed.file.name, changed.length) == ("Inny tytuł", video.file.name, 2000)


def test_the_file_goes_with_the_film(db, django_capture_on_commit_callbacks):
    video = make_video()
    file = video.file
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert not file.storage.exists(file.name)


def test_the_list_and_the_preview_can_be_looked_at(editor):
    video = make_video()
    page = editor.get(reverse("wagtailsnippets_home_video:list")).content.decode()
    assert "Film, 2 sekundy, bez dźwięku" in page
    preview = reverse("wagtailsnippets_home_video:preview_on_edit", args=[video.pk])
    assert editor.post(preview, form_data(file=None, title="Szkic")).json() == {"is_valid": True, "is_available": True}
    shown = editor.get(preview)
    assert "Szkic" in shown.content.decode()
    # In a frame of the editor, and as strict as the site in all else.
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "unsafe-inline" not in shown["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("role", "may_add", "may_delete"),
    [("communications", True, True), ("shop", True, False), ("workshop", False, False), ("owner", True, True)],
)
def test_rights(db, make_enterprise, role, may_add, may_delete):
    video = make_video()
    person = make_person(role, enterprise=make_enterprise())
    assert person.has_perm("home.add_video") is may_add
    assert person.has_perm("home.delete_video") is may_delete
    answer = client_of(person).get(reverse("wagtailsnippets_home_video:delete", args=[video.pk]))
    assert (answer.status_code == 200) is may_delete


# What readers get


def test_captions_have_an_address_of_their_own(db, client, django_assert_num_queries):
    video = make_video()
    # The first visit learns the paths of the site.
    client.get("/filmy/0/pl.vtt")
    with django_assert_num_queries(1):
        response = client.get(f"/filmy/{video.pk}/pl.vtt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Language"] == "pl"
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert not response.cookies
    assert "Vary" not in response or "Cookie" not in response["Vary"]
    assert response.content.decode() == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDłoń układa wałek.\n"


@pytest.mark.parametrize("rest", ["en.vtt", "de.vtt", "pl.vtt/", "captions.vtt"])
def test_captions_that_are_not_there(db, client, rest):
    assert client.get(f"/filmy/{make_video().pk}/{rest}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_films_that_are_not_there(db, client, number):
    assert client.get(f"/filmy/{number}/pl.vtt").status_code == 404


def test_a_film_speaks_the_language_of_the_page_or_polish(db):
    video = make_video(title_en="A vase", summary_en="Clay.", captions_en=CAPTIONS, transcript_en="A hand.")
    for active, language, title in (("pl", "pl", "Jak powstaje wazon"), ("en", "en", "A vase"), ("uk", "pl", "Jak powstaje wazon")):
        with translation.override(active):
            card = video_card(video)
        assert (card.language, card.title) == (language, title)
        assert [(track.language, track.is_default) for track in card.tracks] == [("pl", language == "pl"), ("en", language == "en")]


def test_structured_data(db, settings):
    with translation.override("pl"):
        video = make_video(published_on="2026-02-12")
        data = video_data(video_card(Video.objects.get(pk=video.pk)))
    base = settings.WAGTAILADMIN_BASE_URL
    assert data.pop("thumbnailUrl")[0].startswith(f"{base}/media/images/")
    assert data.pop("contentUrl") == f"{base}{video.file.url}"
    assert data == {
        "@type": "VideoObject",
        "name": "Jak powstaje wazon",
        "description": "Glina, folia, ogień.",
        "uploadDate": "2026-02-12T00:00:00+01:00",
        "duration": "PT2S",
        "encodingFormat": "video/mp4",
        "width": 64,
        "height": 40,
        "inLanguage": "pl",
        "transcript": "Dłoń układa wałek.",
        "accessibilityFeature": ["captions", "transcript"],
    }


def test_without_its_poster_a_film_still_stands_but_search_engines_are_not_told(db):
    video = make_video()
    video.poster.delete()
    card = video_card(Video.objects.get(pk=video.pk))
    assert card.poster is None
    assert video_data(card) is None
    assert video_card(None) is None
    assert video_data(None) is None


def test_media_come_in_parts_where_a_browser_asks_for_them(rf, settings, tmp_path):
    """Of the development server; Safari plays nothing else."""
    from market.media import media

    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "film.mp4").write_bytes(MP4)
    whole = media(rf.get("/media/film.mp4"), "film.mp4")
    assert (whole.status_code, whole["Content-Type"], b"".join(whole)) == (200, "video/mp4", MP4)
    part = media(rf.get("/media/film.mp4", headers={"range": "bytes=10-19"}), "film.mp4")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{len(MP4)}")
    assert b"".join(part) == MP4[10:20]
    beyond = media(rf.get("/media/film.mp4", headers={"range": "bytes=999999-"}), "film.mp4")
    assert beyond.status_code == 416
