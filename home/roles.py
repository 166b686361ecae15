"""Who may do what in the admin: four groups, their rights to records, pages and files, and the moderation workflow.

Only adds what is missing, so an owner's later grants stay. Before the pages exist, rights to pages are given on the
root of the tree; a run after that moves them to where they belong.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from .models import HomePage

OWNER = "Kierownictwo"
COMMUNICATIONS = "Komunikacja"
SHOP = "Sklep"
WORKSHOP = "Pracownia"

#: What Wagtail's first migration makes.
WAGTAIL_GROUPS = ("Editors", "Moderators")

WORKFLOW_NAME = "Redakcja sprawdza"

ALL = ("add", "change", "delete", "view")
LOOK = ("view",)

#: group → {model: actions}. The owner's group gets every right of the installation instead.
RECORDS: dict[str, dict[str, tuple[str, ...]]] = {
    COMMUNICATIONS: {
        "stories.enterprise": ALL,
        "stories.certificate": ALL,
        "stories.technique": ALL,
        "goodpractices.figure": ALL,
        "goodpractices.glossaryterm": ALL,
        "goodpractices.industry": ALL,
        "home.sdg": LOOK,
        "home.funder": ALL,
        "home.video": ALL,
        "shop.product": LOOK,
    },
    SHOP: {
        "home.video": ("add", "view", "change"),
        "shop.product": ALL,
        "shop.category": ALL,
        "shop.material": ALL,
        "shop.occasion": ALL,
        "shop.deliverymethod": ALL,
        "shop.parcellocker": ("add", "view", "change"),
        "shop.promotion": ALL,
        "shop.discountcode": ALL,
        "shop.giftcard": ("view", "add", "change"),
        "shop.order": ("view", "change"),
        "shop.parcel": ("view", "change"),
        "shop.withdrawal": ("view", "change"),
        "shop.complaint": ("view", "change"),
        "shop.exchange": ("view", "change"),
        "shop.salesdocument": ("view", "change"),
        "shop.outbox": LOOK,
        "stories.technique": ALL,
        "stories.enterprise": ("view", "change"),
        "stories.certificate": ALL,
    },
    WORKSHOP: {"shop.parcel": ("view", "change")},
}
#: Further rights, as `app.codename`.
EXTRA = {
    COMMUNICATIONS: ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
    SHOP: ("wagtailadmin.access_admin", "wagtail_localize.submit_translation"),
    WORKSHOP: ("wagtailadmin.access_admin",),
}
#: Rights to pages, and from which page of each language on: the home page or the shop.
EDITOR = ("add", "change", "publish", "lock", "unlock")
PAGES = {
    OWNER: ("home", (*EDITOR, "bulk_delete")),
    COMMUNICATIONS: ("home", EDITOR),
    SHOP: ("shop", EDITOR),
    WORKSHOP: ("shop", ("add",)),
}
FILE_APPS = {"image": "wagtailimages", "document": "wagtaildocs", "collection": "wagtailcore"}
FILES = {
    OWNER: {
        "collection": ("add", "change", "delete"),
        "image": ("add", "change", "delete", "choose"),
        "document": ("add", "change", "delete", "choose"),
    },
    COMMUNICATIONS: {
        "image": ("add", "change", "delete", "choose"),
        "document": ("add", "change", "delete", "choose"),
    },
    SHOP: {"image": ("add", "change", "choose"), "document": ("add", "choose")},
    WORKSHOP: {"image": ("add", "choose")},
}


def roles_ensure() -> dict[str, Group]:
    """Make the four groups with their rights, and the workflow of moderation. Gives the groups by name."""
    groups = {
        name: Group.objects.get_or_create(name=name)[0] for name in (OWNER, COMMUNICATIONS, SHOP, WORKSHOP)
    }
    groups[OWNER].permissions.add(*Permission.objects.all())
    for name, models in RECORDS.items():
        groups[name].permissions.add(*_record_permissions(models), *_named_permissions(EXTRA[name]))
    for name, (place, actions) in PAGES.items():
        _grant_pages(groups[name], _roots(place), actions)
    for name, kinds in FILES.items():
        _grant_files(groups[name], kinds)
    _ensure_workflow([groups[COMMUNICATIONS], groups[SHOP]])
    _drop_wagtail_groups()
    return groups


def _drop_wagtail_groups() -> None:
    """Take away the groups and the workflow that come with Wagtail, where nobody uses them and nobody changed them.

    Untouched: without people, with no right but that to log in, and rights to pages and files at the roots alone.
    """
    for group in Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None):
        changed = (
            group.permissions.exclude(codename="access_admin").exists()
            or group.page_permissions.exclude(page__depth=1).exists()
            or group.collection_permissions.exclude(collection__depth=1).exists()
        )
        if not changed:
            group.delete()
    orphans = GroupApprovalTask.objects.filter(groups=None, task_states=None).exclude(name=WORKFLOW_NAME)
    for workflow in Workflow.objects.filter(workflow_tasks__task__in=orphans.values("pk"), workflow_states=None):
        if workflow.workflow_tasks.count() == 1:
            workflow.delete()
    orphans.filter(workflow_tasks=None).delete()


def _record_permissions(models: dict[str, tuple[str, ...]]) -> Iterable[Permission]:
    wanted = Q(pk__in=[])
    for label, actions in models.items():
        app, model = label.split(".")
        codenames = [f"{action}_{model}" for action in actions]
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return Permission.objects.filter(wanted)


def _named_permissions(names: Iterable[str]) -> Iterable[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted)


def _roots(place: str) -> list[Page]:
    """The pages from which a right holds, one a language; the root of the tree as long as there are none."""
    homes = list(HomePage.objects.all())
    if place == "shop" and homes:
        # Told by its type's name: the shop lies on a higher floor.
        return list(Page.objects.filter(content_type__app_label="shop", content_type__model="shoppage"))
    return homes or list(Page.objects.filter(depth=1))


def _grant_pages(group: Group, pages: list[Page], actions: tuple[str, ...]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{action}_page" for action in actions]
    )
    for page in pages:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
    if HomePage.objects.exists():
        GroupPagePermission.objects.filter(group=group, page__depth=1).delete()


def _grant_files(group: Group, kinds: dict[str, tuple[str, ...]]) -> None:
    """Rights to pictures and documents on the root collection; Wagtail names them after its own models."""
    root = Collection.get_first_root_node()
    for kind, actions in kinds.items():
        permissions = Permission.objects.filter(
            content_type__app_label=FILE_APPS[kind],
            codename__in=[f"{action}_{kind}" for action in actions],
        )
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _ensure_workflow(reviewers: list[Group]) -> None:
    """„Redakcja sprawdza”: one step, in which the communications or the shop staff approve a page."""
    task = GroupApprovalTask.objects.filter(name=WORKFLOW_NAME).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=WORKFLOW_NAME)
    task.groups.add(*reviewers)
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in HomePage.objects.all():
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
