"""People of the four roles, for the tests of the admin."""

from django.contrib.auth.models import Group
from django.test import Client

from home.models import User
from home.roles import COMMUNICATIONS, OWNER, SHOP, WORKSHOP, roles_ensure

ROLES = {"owner": OWNER, "communications": COMMUNICATIONS, "shop": SHOP, "workshop": WORKSHOP}


def make_person(role: str, *, enterprise=None, login: str = "") -> User:
    """A user of the role; staff of the enterprise when one is given."""
    person = User.objects.create_user(username=login or role, password="haslo-do-testow")
    person.groups.add(_group(ROLES[role]))
    if enterprise:
        enterprise.staff.add(person)
    return person


def _group(name: str) -> Group:
    """The group with its rights: in the database from the start (tests/conftest.py), unless a test before has emptied it."""
    return Group.objects.filter(name=name).first() or roles_ensure()[name]


def client_of(person: User) -> Client:
    client = Client(headers={"host": "testserver"})
    client.force_login(person)
    return client


def messages_of(response) -> list[str]:
    """Messages shown after the redirects of a response got with follow=True."""
    return [str(message) for message in response.context["messages"]]
