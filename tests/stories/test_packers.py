"""Who packs for whom: only in one house, one for all, nobody for itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from stories.models import Enterprise
from tests.shop.admin_people import client_of, make_person

FIELD = "packed_by"


@pytest.fixture
def packer(make_enterprise):
    return make_enterprise(name="ZAZ „Młyn”", kind="zaz", street="ul. Młyńska 4", with_page=False)


@pytest.fixture
def maker(make_enterprise):
    return make_enterprise(name="WTZ „Koło”", street="ul. Młyńska 4", with_page=False)


def errors_of(enterprise: Enterprise) -> dict[str, list[str]]:
    try:
        enterprise.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_neighbour_may_pack(packer, maker):
    maker.packed_by = packer
    assert errors_of(maker) == {}
    assert (maker.packer_id, packer.packer_id) == (packer.pk, packer.pk)


def test_capitals_and_spaces_make_no_other_address(packer, maker):
    maker.street, maker.city, maker.packed_by = "UL.  Młyńska 4 ", "gniezno", packer
    assert errors_of(maker) == {}


@pytest.mark.parametrize(("field", "value"), [("street", "ul. Młyńska 4a"), ("postcode", "62-201"), ("city", "Września")])
def test_another_address_is_refused_in_words(packer, maker, field, value):
    setattr(maker, field, value)
    maker.packed_by = packer
    assert errors_of(maker) == {
        FIELD: [
            "ZAZ „Młyn” ma inny adres (ul. Młyńska 4, 62-200 Gniezno). Jedną paczkę wysyłają tylko przedsiębiorstwa pod "
            "jednym adresem."
        ]
    }


def test_nobody_packs_for_itself(maker):
    maker.packed_by = maker
    assert errors_of(maker)[FIELD] == ["Przedsiębiorstwo, które pakuje samo, nic tu nie wpisuje: zostaw to pole puste."]
    with pytest.raises(IntegrityError), transaction.atomic():
        maker.save()


def test_there_are_no_chains_from_either_end(packer, maker, make_enterprise):
    maker.packed_by = packer
    maker.save()
    third = make_enterprise(name="Fundacja „Próg”", street="ul. Młyńska 4", with_page=False)
    third.packed_by = maker
    assert errors_of(third) == {
        FIELD: ["WTZ „Koło” samo nie pakuje: robi to ZAZ „Młyn”. Wybierz ZAZ „Młyn”, jeśli mieści się w tym samym domu."]
    }
    third.packed_by = None
    packer.packed_by = third
    assert errors_of(packer) == {
        FIELD: [
            "To przedsiębiorstwo pakuje za WTZ „Koło”, więc swoje rzeczy też pakuje samo. Najpierw zmień to w kartotece "
            "WTZ „Koło”."
        ]
    }


def test_a_packer_does_not_move_out_alone(packer, maker):
    maker.packed_by = packer
    maker.save()
    packer.street = "ul. Nowa 1"
    [text] = errors_of(packer)["street"]
    assert text.startswith("To przedsiębiorstwo pakuje za WTZ „Koło” pod adresem: ul. Młyńska 4, 62-200 Gniezno.")
    left = Enterprise.objects.get(pk=maker.pk)
    left.street = "ul. Nowa 1"
    assert FIELD in errors_of(left)
    Enterprise.objects.filter(pk=maker.pk).update(packed_by=None)
    assert errors_of(packer) == {}


def test_the_panel_asks_refuses_and_keeps_what_was_typed(packer, maker):
    owner = client_of(make_person("owner"))
    address = reverse(Enterprise.snippet_viewset.get_url_name("edit"), args=[maker.pk])
    names = [field.name for field in Enterprise._meta.fields if field.name not in {"id", "created_at"}]
    data = {name: value if (value := getattr(maker, name)) is not None else "" for name in names}
    data |= {f"certificates-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    refused = owner.post(address, data | {"packed_by": packer.pk, "street": "ul. Inna 1"})
    assert "ma inny adres" in refused.content.decode()
    assert refused.context["form"]["packed_by"].value() == str(packer.pk)
    maker.refresh_from_db()
    assert (maker.packed_by, maker.street) == (None, "ul. Młyńska 4")
    assert owner.post(address, data | {"packed_by": packer.pk}).status_code == 302
    maker.refresh_from_db()
    assert maker.packed_by == packer
