"""Numbers as people write and read them."""

import pytest

from home.formats import telephone_text


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+48600100200", "+48\xa0600\xa0100\xa0200"),
        ("+48 600-100-200", "+48\xa0600\xa0100\xa0200"),
        ("+420600100200", "+420600100200"),
        ("600100200", "600100200"),
        ("+4860010020", "+4860010020"),
        ("", ""),
    ],
)
def test_a_polish_number_is_read_in_threes_and_a_foreign_one_stays(kept, read):
    assert telephone_text(kept) == read
