"""Groups, their rights, and the workflow of moderation."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow

from home.roles import COMMUNICATIONS, OWNER, SHOP, WAGTAIL_GROUPS, WORKFLOW_NAME, WORKSHOP, roles_ensure
from tests import factories
from tests.shop.admin_people import client_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_roles(db):
    """These tests begin without the groups that the others find in their database."""
    Group.objects.all().delete()
    Workflow.objects.filter(name=WORKFLOW_NAME).delete()


def rights(group: str) -> tuple:
    found = Group.objects.get(name=group)
    pages = GroupPagePermission.objects.filter(group=found)
    return (
        set(found.permissions.values_list("pk", flat=True)),
        set(pages.values_list("page_id", "permission__codename")),
        set(found.collection_permissions.values_list("collection_id", "permission_id")),
    )


def test_a_second_run_changes_nothing(shop_tree):
    roles_ensure()
    before = [rights(name) for name in (OWNER, COMMUNICATIONS, SHOP, WORKSHOP)]
    roles_ensure()
    assert [rights(name) for name in (OWNER, COMMUNICATIONS, SHOP, WORKSHOP)] == before
    assert Workflow.objects.filter(name=WORKFLOW_NAME).count() == 1


def test_an_owners_later_grant_stays(shop_tree):
    groups = roles_ensure()
    extra = groups[OWNER].permissions.get(codename="change_user", content_type__app_label="home")
    groups[SHOP].permissions.add(extra)
    roles_ensure()
    assert groups[SHOP].permissions.filter(pk=extra.pk).exists()


def test_rights_given_before_the_pages_exist_move_to_their_place(db):
    factories.fell_tree()
    roles_ensure()
    assert GroupPagePermission.objects.filter(group__name=WORKSHOP, page__depth=1).exists()
    tree = factories.make_tree()
    roles_ensure()
    pages = GroupPagePermission.objects.filter(group__name=WORKSHOP)
    assert set(pages.values_list("page_id", "permission__codename")) == {(tree.shop.pk, "add_page")}


def test_pages_of_the_home_tree_go_through_the_editors(shop_tree):
    roles_ensure()
    workflow = shop_tree.shop.get_workflow()
    assert workflow.name == WORKFLOW_NAME
    groups = workflow.tasks.get().specific.groups.values_list("name", flat=True)
    assert set(groups) == {COMMUNICATIONS, SHOP}


def test_workshop_staff_may_draft_and_never_publish(shop_tree):
    tester = shop_tree.shop.permissions_for_user(make_person("workshop"))
    assert tester.can_add_subpage()
    assert not tester.can_publish()
    assert not tester.can_edit()


def test_moderation_sends_no_mail(shop_tree, mailoutbox):
    reviewer, author = make_person("communications"), make_person("workshop")
    reviewer.email = "redakcja@example.org"
    reviewer.save()
    # The admin's hooks, which switch the mails off, come with its first page.
    client_of(reviewer).get(reverse("wagtailadmin_home"))
    shop_tree.shop.save_revision()
    shop_tree.shop.get_workflow().start(shop_tree.shop, author)
    assert mailoutbox == []


def make_wagtail_group(name: str) -> Group:
    """As a fresh installation has it."""
    group = Group.objects.get_or_create(name=name)[0]
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    return group


def test_unused_groups_of_wagtail_go(shop_tree):
    for name in WAGTAIL_GROUPS:
        make_wagtail_group(name)
    roles_ensure()
    assert set(Group.objects.values_list("name", flat=True)) == {OWNER, COMMUNICATIONS, SHOP, WORKSHOP}
    assert list(Workflow.objects.values_list("name", flat=True)) == [WORKFLOW_NAME]


@pytest.mark.parametrize("touch", ["person", "right", "page"])
def test_a_group_of_wagtail_that_somebody_uses_stays(shop_tree, django_user_model, touch):
    group = make_wagtail_group("Editors")
    if touch == "person":
        django_user_model.objects.create_user(username="ala").groups.add(group)
    elif touch == "right":
        group.permissions.add(Permission.objects.get(codename="change_order"))
    else:
        right = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page_id=shop_tree.shop.pk, permission=right)
    roles_ensure()
    assert Group.objects.filter(name="Editors").exists()
