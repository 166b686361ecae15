"""What must be told of a good before it may be published, by kind of good."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from shop.gates import BY_GATE, Words, gate_obstacles, legal_facts
from shop.models import Gate, Product, ProductCompliance
from shop.models.legal_fields import fibres_parse, fibres_text

WORDS = Words(composition="Glycerin, Aqua", safety="Nie do oczu.", has_picture=True)

#: The data that makes a good of each gate complete: (columns of the product, of its legal data).
COMPLETE = {
    Gate.NONE: ({}, {}),
    Gate.FOOD: (
        {"net_quantity": Decimal(250), "net_unit": "g"},
        {"allergens_checked": True, "storage": "W suchym miejscu."},
    ),
    Gate.COSMETIC: (
        {"net_quantity": Decimal(100), "net_unit": "g"},
        {"cpnp_number": "4321987", "period_after_opening": "12M"},
    ),
    Gate.TOY: ({}, {"ce_marked": True, "least_age_months": 36}),
    Gate.TEXTILE: ({}, {"fibres": [["wool", "80"], ["polyamide", "20"]]}),
    Gate.CANDLE: ({}, {"clp_checked": True}),
    Gate.FOOD_CONTACT: ({}, {"food_contact_checked": True}),
    Gate.JEWELLERY: ({}, {"metals": "Srebro 925, bez niklu."}),
}


@pytest.fixture
def gated(make_product):
    """gated(gate, complete=…): a good under a gate, with all its legal data or none."""

    def make(gate: Gate, *, complete: bool) -> Product:
        columns, data = COMPLETE[gate] if complete else ({}, {})
        product = make_product(gate=gate, **columns)
        if complete:
            ProductCompliance.objects.create(product=product, **data)
        return Product.objects.get(pk=product.pk)

    return make


@pytest.mark.parametrize("gate", list(Gate))
def test_a_complete_good_may_be_published(gated, gate):
    assert gate_obstacles(gated(gate, complete=True), WORDS) == []


@pytest.mark.parametrize("gate", [gate for gate in Gate if gate != Gate.NONE])
def test_each_duty_of_a_gate_is_told_apart(gated, gate):
    """Without any data and words, every duty of the gate is missing, and none else."""
    product = gated(gate, complete=False)
    assert gate_obstacles(product, Words(has_picture=True)) == [str(duty.missing) for duty in BY_GATE[gate]]


def test_every_gate_has_its_duties():
    assert set(BY_GATE) == set(Gate)
    assert all(duty.law and duty.missing for duties in BY_GATE.values() for duty in duties)


def test_a_good_without_picture_or_reachable_maker_is_stopped(make_product, make_enterprise):
    product = make_product(enterprise=make_enterprise(email=""))
    assert len(gate_obstacles(product, Words())) == 2


def test_the_gate_of_a_good_goes_before_that_of_its_category(make_product):
    product = make_product()
    product.category.gate = Gate.TEXTILE
    assert product.legal_gate == Gate.TEXTILE
    product.gate = Gate.NONE
    assert product.legal_gate == Gate.NONE


def test_fibres_are_read_in_any_language_and_told_in_the_active_one():
    with translation.override("pl"):
        assert fibres_parse("poliamid 20, wełna 80") == [["wool", "80"], ["polyamide", "20"]]
        assert fibres_parse("wool 62,5%; jedwab 37,5") == [["wool", "62.5"], ["silk", "37.5"]]
        assert fibres_parse("") == []
        assert fibres_text([["wool", "80"], ["polyamide", "20"]]) == "wełna 80%, poliamid 20%"
        assert fibres_parse(fibres_text([["wool", "80"], ["polyamide", "20"]])) == [
            ["wool", "80"],
            ["polyamide", "20"],
        ]


@pytest.mark.parametrize("text", ["wełna 80", "wełna", "mgła 100", "wełna 80, len 21", "80 20", "<b>100"])
def test_unclear_fibres_are_refused(text):
    with translation.override("pl"), pytest.raises(ValidationError):
        fibres_parse(text)


def test_an_empty_list_of_allergens_is_told_once_it_is_checked(gated):
    with translation.override("pl"):
        facts = {fact["label"]: fact["value"] for fact in legal_facts(gated(Gate.FOOD, complete=True))}
        assert facts["Alergeny"] == "żaden z czternastu, które trzeba podać"
        assert facts["Masa lub ilość netto"] == "250 g"
        assert "Alergeny" not in {fact["label"] for fact in legal_facts(gated(Gate.FOOD, complete=False))}
