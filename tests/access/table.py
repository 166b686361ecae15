"""The table of every address of the admin: who gets what. Made from the URL resolver, compared with access_table.csv."""

import contextlib
import copy
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from .world import PEOPLE, World

FILE = Path(__file__).with_name("access_table.csv")
METHODS = ("GET", "POST")
#: For this person every page is drawn; what an answer is for the others is decided before.
SEES_ALL = "owner"
#: A key that no row has, for arguments of which the world holds none.
NONE = 987654

#: Arguments of addresses by their names …
BY_NAME = {
    "page_id": "page", "parent_page_id": "index", "page_to_move_id": "page", "destination_id": "destination",
    "page_pk": "page", "revision_id": "revision", "workflow_state_id": "workflow_state",
    "task_state_id": "task_state", "workflow_pk": "workflow", "task_id": "task", "image_id": "image",
    "document_id": "document", "doc_id": "document", "collection_id": "collection", "redirect_id": "redirect",
    "translation_source_id": "translation_source", "translation_id": "translation",
    "string_segment_id": "string_segment",
}  # fmt: skip
#: … and `pk` by the beginning of the name of the address.
BY_VIEW = {
    "wagtailadmin_api:pages": "page", "wagtailadmin_api:documents": "document", "wagtailadmin_api:images": "image",
    "wagtailadmin_collections": "collection", "wagtailadmin_workflows:edit_task": "task",
    "wagtailadmin_workflows:disable_task": "task", "wagtailadmin_workflows:enable_task": "task",
    "wagtailadmin_workflows": "workflow", "wagtailsettings": "settings", "wagtaillocales": "locale",
    "wagtailsites": "site", "wagtailusers_users": "user", "wagtailusers_groups": "group",
    "wagtaildocs_chooser": "document", "wagtailimages_chooser": "image", "orders": "order",
    "market_factor_person": "user", "market_staff_anonymise": "user", "market_alert": "alert", "market_message_retry": "message", "market_workshop_stock": "shop.product", "market_workshop_parcel": "parcel",
    "withdrawals": "withdrawal", "complaints": "complaint", "exchanges": "exchange", "documents:issue": "order", "documents": "sales_document",
    "gift_cards": "gift_card", "market_parcel_label": "parcel", "market_review": "review", "market_similar": "similar",
    "market_packing_slip": "parcel", "wagtail_localize": "shop.product",
}  # fmt: skip
#: Arguments that are words.
WORDS = {
    "content_type_app_name": "shop", "content_type_model_name": "productpage", "action_name": "approve",
    "status": "SHIPPED", "filter_spec": "max-100x100", "mode": "", "kind": "pdf", "key": "towar", "uidb64": "MQ", "token": "x",
    "object_id": "page", "session_id": NONE, "overridable_segment_id": NONE, "uploaded_file_id": NONE,
}  # fmt: skip
#: What app and model mean, by the beginning of the name of the address.
MODELS = {
    "wagtailsettings": ("home", "sitesettings"),
    "wagtailadmin_pages:choose_parent": ("shop", "productpage"),
    "wagtailadmin_workflows:add_task": ("wagtailcore", "groupapprovaltask"),
    "wagtailadmin_editing_sessions": ("shop", "productpage"),
    "wagtail_localize": ("shop", "product"),
    "wagtailadmin_tag_model_autocomplete": ("taggit", "tag"),
}


def patterns(resolver=None, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(route, full name) of every address below /admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route, (*names, pattern.namespace) if pattern.namespace else names)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route, ":".join((*names, pattern.name or ""))


def addresses(world: World) -> list[tuple[str, str]]:
    """(what stands in the table, the path that is asked for) of every address, each bulk action on its own."""
    found = []
    seen = set()
    for route, name in patterns():
        # The first of two is the one that answers.
        if route in seen:
            continue
        seen.add(route)
        label = "/" + route.replace("^", "").replace("$", "")
        if name == "wagtail_bulk_action":
            found += [bulk(world, label, *action) for action in bulk_actions()]
        elif name == "wagtailadmin_pages:revisions_compare":
            things = world.things
            found.append((label, f"/admin/pages/{things['page']}/revisions/compare/live...{things['revision']}/"))
        elif route == "admin/^.*/$":
            found.append(("/admin/(anything else)/", "/admin/nie-ma-takiej-strony/"))
        else:
            found.append((label, "/" + fill(world, route, name)))
    assert len({label for label, _path in found}) == len(found)
    return found


def bulk_actions() -> list[tuple[str, str, str]]:
    registry = bulk_action_registry
    registry.get_bulk_actions_for_model("wagtailcore", "page")
    rows = {
        (app, model, action)
        for app, models in registry.actions.items()
        for model, actions in models.items()
        for action in actions
    }
    return sorted(rows)


def bulk(world: World, label: str, app: str, model: str, action: str) -> tuple[str, str]:
    things = {"page": "page", "image": "image", "document": "document", "user": "user"}
    kind = next((thing for word, thing in things.items() if word in model), f"{app}.{model}")
    key = world.things.get(kind, NONE)
    path = f"/admin/bulk/{app}/{model}/{action}/?id={key}"
    for word, value in (("<str:app_label>", app), ("<str:model_name>", model), ("<str:action>", action)):
        label = label.replace(word, value)
    return label, path


def fill(world: World, route: str, name: str) -> str:
    """The path of a route, every argument filled in."""

    def value(match: re.Match) -> str:
        argument = match[1]
        if argument in {"app_label", "app_name", "model_name"}:
            app, model = _longest(MODELS, name)
            return model if argument == "model_name" else app
        if argument == "pk":
            return str(world.things.get(_kind(name), NONE))
        word = WORDS.get(argument, BY_NAME.get(argument))
        return str(world.things.get(word, word))

    return re.sub(r"<(?:\w+:)?(\w+)>", value, route).replace("^", "").replace("$", "")


def _kind(name: str) -> str:
    if match := re.match(r"wagtailsnippet(?:s|choosers)_([a-z]+)_([a-z]+):", name):
        return f"{match[1]}.{match[2]}"
    return _longest(BY_VIEW, name)


def _longest(table: dict, name: str):
    """The value whose key the name begins with, the longest key first; a KeyError says which address is new."""
    for key in sorted(table, key=len, reverse=True):
        if name.startswith(key):
            return table[key]
    raise KeyError(f"{name}: tell tests/access/table.py what its arguments are")


def ask(client: Client, method: str, path: str, *, drawn: bool = True):
    """The answer, with everything it wrote taken back, in the browser too: a logout must not outlive its request.

    drawn: whether the page is made, which takes longer than deciding who gets it.
    """
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic(), contextlib.nullcontext() if drawn else patch.object(Template, "render", blank):
        response = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = cookies
    # Some look for something in the page that they made.
    return ask(client, method, path) if response.status_code >= 500 and not drawn else response


def blank(_template, _context=None, _request=None) -> SafeString:
    """In place of a page."""
    return mark_safe("")


def outcome(response) -> str:
    """login: sent to the login; no: refused (Wagtail leads back to the start page, scripts get 403); ok; moved; a status."""
    status = response.status_code
    if status == 302:
        if response.url.startswith("/admin/login/"):
            return "login"
        return "no" if response.url == "/admin/" else "moved"
    return {200: "ok", 403: "no"}.get(status, str(status))


def reality(world: World, people: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of the table as they are, for these people."""
    rows = []
    for label, path in addresses(world):
        for method in METHODS:
            answers = {
                person: outcome(ask(world.clients[person], method, path, drawn=person == SEES_ALL)) for person in people
            }
            rows.append({"address": label, "method": method, **answers})
    return sorted(rows, key=lambda row: (row["address"], row["method"]))


def write(rows: list[dict[str, str]], people: tuple[str, ...]) -> None:
    """Put the columns of these people into the file; the others stay where the address is still there."""
    kept = {(row["address"], row["method"]): row for row in read()} if FILE.exists() else {}
    blank = dict.fromkeys(PEOPLE, "")
    merged = [blank | kept.get((row["address"], row["method"]), {}) | row for row in rows]
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["address", "method", *PEOPLE], lineterminator="\n")
        writer.writeheader()
        writer.writerows(merged)


def read() -> list[dict[str, str]]:
    with FILE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
