"""Demo logins: one person for each role. Development settings only."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from stories.models import Enterprise

PASSWORD = "market-demo"  # noqa: S105

#: login → (first name, last name, group, language of the admin)
LOGINS = {
    "kierownik": ("Kierownik", "Marketu", "Kierownictwo"),
    "redakcja": ("Redakcja", "Marketu", "Komunikacja"),
    "sklep": ("Obsługa", "sklepu", "Sklep"),
    "warsztat": ("Instruktorka", "„Pod Lipą”", "Pracownia"),
}


def make_logins() -> dict:
    """Users by login; existing ones keep their password."""
    people = {}
    for login, (first, last, group) in LOGINS.items():
        user, created = get_user_model().objects.get_or_create(
            username=login,
            defaults={"first_name": first, "last_name": last, "email": f"{login}@market.example.org"},
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
        user.groups.add(Group.objects.get(name=group))
        people[login] = user
    return people


def give_enterprise(people: dict) -> None:
    """The workshop's person looks after the goods of WTZ „Pod Lipą”."""
    Enterprise.objects.get(code="wtz-pod-lipa").staff.add(people["warsztat"])
