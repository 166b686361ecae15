"""Every address of the admin × every kind of person × GET and POST equals the committed table.

A new address or a changed right shows as a difference: look at it, then `make access-table` writes the table anew.
"""

import os

import pytest
from django.test import Client

from .table import addresses, ask, read, reality, write
from .world import PEOPLE, World, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

#: Two tests of about the same length, for two workers.
HALVES = {
    "strangers and editors": ("anonymous", "buyer", "no role", "communications", "shop"),
    "makers and managers": ("workshop A", "workshop B", "owner"),
}


@pytest.fixture
def world(pl_locale) -> World:
    return build_world()


@pytest.mark.parametrize("half", HALVES)
def test_admin_answers_as_the_table_says(world, half):
    people = HALVES[half]
    found = reality(world, people)
    if os.environ.get("ACCESS_TABLE") == "write":
        write(found, people)
    told = [{key: row[key] for key in ("address", "method", *people)} for row in read()]
    assert found == told
    assert [row for row in found if any(row[person].startswith("5") for person in people)] == []


def test_halves_are_the_whole():
    assert sorted(PEOPLE) == sorted(person for half in HALVES.values() for person in half)


def test_writing_needs_the_token(world):
    """A POST without a CSRF token is refused everywhere, whatever the rights of the person."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["owner"].cookies
    answers = {label: ask(client, "POST", path).status_code for label, path in addresses(world)}
    assert {label: status for label, status in answers.items() if status != 403} == WITHOUT_TOKEN


#: Addresses that take no token.
WITHOUT_TOKEN: dict[str, int] = {}
