"""Captions: what editors' tools write is taken and cleaned, faults are told with their line."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from home.captions import captions_clean, captions_read

PLAIN = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nDłoń układa wałek.\n"


def fault(text: str, **kwargs) -> str:
    with translation.override("pl"), pytest.raises(ValidationError) as raised:
        captions_clean(text, **kwargs)
    return raised.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        "00:01.000 --> 00:02.500\nDłoń układa wałek.",
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nDłoń układa wałek.\r\n\r\n",
        "WEBVTT - Wazon\nKind: captions\nLanguage: pl\n\nSTYLE\n::cue { background: url(https://evil.example/) }\n\nNOTE notatka\ndruga linia\n\n"
        "powitanie\n00:01.000 --> 00:02.500 line:0 position:20%\n<v Marek><b>Dłoń</b> układa <c.yellow>wałek</c>.</v>",
    ],
    ids=["as it is", "byte order mark", "without a head", "SubRip", "all that WebVTT may have"],
)
def test_every_way_to_write_it_ends_in_the_same(text):
    assert captions_clean(text) == PLAIN


def test_cleaning_twice_changes_nothing_and_no_markup_is_left():
    text = "00:01.000 --> 00:02.000\n5 &lt; 6 & <script>alert(1)</script> <img src=x onerror=y> a --&gt; b"
    clean = captions_clean(text)
    assert clean == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n5 &lt; 6 &amp; alert(1) a → b\n"
    assert captions_clean(clean) == clean


def test_lines_and_overlapping_captions_stay():
    cues = captions_read("00:00.000 --> 00:02.000\nA\nB\n\n00:01.000 --> 00:03.000\nC")
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [(0, 2000, "A\nB"), (1000, 3000, "C")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nie ma tu żadnego napisu."),
        ("WEBVTT\n\nNOTE tylko notatka", "Nie ma tu żadnego napisu."),
        ("WEBVTT\n\nDłoń układa wałek.", "Linia 3: brakuje czasu nad „Dłoń układa wałek.”"),
        ("WEBVTT\n\n00:01 --> 00:02\nA", "Linia 3: czasu „00:01 --> 00:02” nie da się odczytać."),
        ("00:01.000 --> 00:99.000\nA", "Linia 1: czasu „00:01.000 --> 00:99.000” nie da się odczytać."),
        ("00:01.000 -> 00:02.000\nA", "Linia 1: czasu „00:01.000 -> 00:02.000” nie da się odczytać."),
        ("1\n00:02.000 --> 00:01.000\nA", "Linia 2: napis kończy się, zanim się zacznie"),
        ("00:02.000 --> 00:03.000\nA\n\n00:01.000 --> 00:04.000\nB", "Linia 4: czasy się cofają"),
        ("00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\nB", "Linia 1: pod czasem „00:01.000 --> 00:02.000” nie ma słów."),
        ("00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB", "Linia 3: brakuje pustej linii przed napisem"),
    ],
)
def test_faults_name_their_line(text, words):
    assert fault(text).startswith(words)


def test_no_caption_begins_after_the_end_of_the_film():
    text = "00:01.000 --> 00:09.000\nA\n\n00:02.000 --> 00:03.000\nB"
    assert fault(text, length=2000).startswith("Linia 4: napis zaczyna się już po końcu filmu")
    assert captions_clean(text, length=2001)
