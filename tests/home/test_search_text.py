"""Words, their plain letters and their basic forms; nothing here asks the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.search import stems
from home.search.stems import is_stop_word, stems_without_accents
from home.search.text import MAX_LENGTH, clean_query, fold, words
from home.search.vocabulary import Vocabulary, Word, allowed_errors


def of_morfeusz(*cases):
    """Cases that only Morfeusz knows; none where there is no wheel of it (it has them for Linux on x86-64)."""
    return cases if stems.morfeusz2 else ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Łódź", "lodz"), ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zazolc gesla jazn"), ("зв’язок", "звязок"), ("Їжак", "іжак"),
        ("ґава", "гава"), ("Straße", "strasse"), ("ł\u0301", "l"), ("", ""), ("①", "1"),
    ],
)  # fmt: skip
def test_folding(text, plain):
    assert fold(text) == plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wazon „Dwa brzegi”, 20 cm", ["wazon", "dwa", "brzegi", "20", "cm"]),
        ("społeczno-kulturalny", ["społeczno", "kulturalny"]),
        ("зв’язок", ["зв’язок"]),
        ("CER-005", ["cer", "005"]),
        ("z\u0301le", ["źle"]),
        ("a_b", ["a", "b"]),
        ("--- ??? \x00", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("form", "lemma"),
    of_morfeusz(
        ("miodu", "miod"), ("kubki", "kubek"), ("kubków", "kubek"), ("rzeźby", "rzezba"), ("gnieźnie", "gniezno"),
        ("lniane", "lniany"), ("świec", "swieca"), ("aniołom", "aniol"),
    ),
)  # fmt: skip
def test_polish_basic_forms(form, lemma):
    assert lemma in stems.stems(form, "pl")


@pytest.mark.parametrize(
    ("typed", "lemma"),
    of_morfeusz(
        ("kubkow", "kubek"), ("zajeciowej", "zajeciowy"), ("lodz", "lodz"), ("gniezna", "gniezno"), ("ksiazke", "ksiazka")
    ),
)
def test_accents_are_put_in(typed, lemma):
    assert lemma in stems_without_accents(typed)


def test_a_long_word_is_not_tried_in_all_its_spellings():
    assert len(list(stems._spellings("zażółcaczona" * 3))) <= 60 + stems.MAX_SPELLINGS


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["vase", "vases"]),
        ("en", ["candle", "candles"]),
        ("uk", ["ваза", "вази", "вазу", "вазами"]),
        ("uk", ["свічка", "свічки", "свічок"]),
        ("uk", ["віск", "воску"]),
    ],
)
def test_forms_of_a_word_share_their_stem(language, forms):
    assert len({stems.stems(form, language) for form in forms}) == 1


def test_without_morfeusz_snowball_takes_over(monkeypatch):
    monkeypatch.setattr(stems, "morfeusz2", None)
    stems.stems.cache_clear()
    try:
        assert stems.stems("wazonów", "pl") == stems.stems("wazony", "pl") != frozenset()
        assert stems_without_accents.__wrapped__("kubkow") == frozenset()
    finally:
        stems.stems.cache_clear()


def test_stop_words_are_folded():
    assert is_stop_word("się", "pl")
    assert is_stop_word("The", "en")
    assert not is_stop_word("the", "pl")


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned_folded_and_taken_apart(text):
    cleaned = clean_query(text)
    assert len(cleaned) <= MAX_LENGTH
    assert cleaned.isprintable() or cleaned == ""
    for word in words(cleaned):
        assert isinstance(fold(word), str)
        stems.stems(word, "pl")


@pytest.fixture
def known() -> Vocabulary:
    found = {"wazon": 32, "wazny": 2, "wazne": 2, "kubek": 32, "wiklina": 20, "szal": 30, "talerz": 28, "kot": 20}
    return Vocabulary((None, 0), {term: Word(term, 3, weight) for term, weight in found.items()}, 9)


def test_the_nearest_word_of_a_title_comes_first(known):
    assert known.near("wazn")[0] == "wazon"
    assert known.near("kubke") == ["kubek"]
    assert known.near("kto") == []
    assert known.near("12345") == []


def test_a_slip_at_the_first_letter_counts_twice(known):
    assert known.near("lubek") == []
    assert known.near("ralerzz") == []


def test_beginnings_and_kin(known):
    assert known.beginning_with("waz") == ["wazon", "wazne", "wazny"]
    assert known.kin("wiklinowy") == ["wiklina"]
    assert known.kin("szalik") == ["szal"]
    assert known.kin("kot") == []


@pytest.mark.parametrize(("word", "errors"), [("kot", 0), ("wazn", 1), ("wazonn", 1), ("talerze", 2), ("cer005", 0)])
def test_allowed_errors(word, errors):
    assert allowed_errors(word) == errors


