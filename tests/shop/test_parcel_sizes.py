"""Boxes from goods: never smaller than they must be, never heavier than a box may be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.models import Product
from shop.services.parcel_sizes import (
    BASE_MM,
    HEIGHTS_MM,
    MOST_G,
    PACKAGING_G,
    PADDING_MM,
    PackedGood,
    boxes_of,
    parcels_of,
    piece_sides,
    piece_weight,
)
from stories.models import Enterprise

PACKER = Enterprise(pk=1, name="WTZ")


def good(quantity=1, *, packer=PACKER, weight_g=None, kind="series", packed_size="", sides=(None, None, None), diameter=None, name="Misa"):
    height, width, depth = sides
    product = Product(
        name=name, kind=kind, weight_g=weight_g, packed_size=packed_size,
        height_mm=height, width_mm=width, depth_mm=depth, diameter_mm=diameter,
    )  # fmt: skip
    return PackedGood(packer, product, quantity)


def sizes(*goods):
    return [(box.size, box.weight_g) for box in boxes_of(goods)]


@pytest.mark.parametrize(
    ("sides", "size"),
    [
        ((60, 100, 100), "A"),
        ((61, 100, 100), "B"),
        ((170, 360, 620), "B"),
        ((171, 360, 620), "C"),
        ((390, 360, 620), "C"),
        # Too tall to stand, low enough lying down.
        ((600, 50, 50), "A"),
        # Nothing fits: a side too long, or two sides too long for the base and for the height.
        ((621, 50, 50), ""),
        ((430, 530, 24), ""),
        ((391, 391, 391), ""),
        # 38 cm too wide to lie, but not too high to stand: the base takes the two others.
        ((370, 420, 290), "C"),
    ],
)
def test_a_piece_lies_as_low_as_it_can(sides, size):
    assert sizes(good(sides=sides, weight_g=500)) == [(size, 500 + PACKAGING_G)]


def test_a_round_piece_takes_its_diameter_both_ways():
    assert piece_sides(good(sides=(82, None, None), diameter=240).product) == (240, 240, 82)
    assert sizes(good(sides=(82, None, None), diameter=240, weight_g=920)) == [("B", 1170)]


def test_what_nobody_measured_counts_as_a_middling_thing():
    assert piece_sides(good().product) == (100, 150, 200)
    assert sizes(good()) == [("B", 750)]


def test_a_missing_side_counts_as_the_shortest_known():
    assert piece_sides(good(sides=(400, 300, None)).product) == (400, 300, 300)


def test_a_folded_scarf_goes_by_its_packed_size_whatever_its_length():
    scarf = good(sides=(1800, 650, None), packed_size="A", weight_g=120)
    assert sizes(scarf) == [("A", 370)]
    assert sizes(good(2, sides=(1800, 650, None), packed_size="A", weight_g=120)) == [("B", 490)]


def test_small_pieces_lie_beside_one_another():
    # Nine by nine of 80 × 50 mm soaps, one layer.
    assert sizes(good(20, sides=(26, 80, 52), weight_g=120)) == [("A", 20 * 120 + PACKAGING_G)]


def test_layers_stack_until_the_box_is_full():
    tall = good(3, sides=(170, 360, 620), weight_g=1000)
    assert sizes(tall) == [("C", 2250), ("B", 1250)]


def test_a_box_is_never_over_25_kg():
    assert sizes(good(6, sides=(50, 50, 50), weight_g=5000)) == [("A", 20_250), ("A", 10_250)]


def test_a_piece_over_25_kg_is_a_box_of_its_own_without_a_size():
    boxes = boxes_of([good(sides=(300, 300, 300), weight_g=24_751, name="Donica")])
    assert [(box.size, box.weight_g, box.name) for box in boxes] == [("", 25_001, "Donica")]


def test_each_enterprise_packs_its_own_and_gift_cards_need_no_box():
    other = Enterprise(pk=2, name="ZAZ")
    parcels = parcels_of([good(packer=other), good(kind="gift_card"), good(packer=other)])
    assert [(parcel.packer.pk, parcel.size, len(parcel.boxes), parcel.weight_g) for parcel in parcels] == [
        (1, "", 0, 0),
        (2, "C", 1, 1250),
    ]


side = st.one_of(st.none(), st.integers(1, 900))
goods = st.lists(
    st.builds(
        good,
        st.integers(1, 40),
        weight_g=st.one_of(st.none(), st.integers(1, 30_000)),
        sides=st.tuples(side, side, side),
        diameter=side,
    ),
    min_size=1,
    max_size=6,
)


@given(goods)
def test_boxes_hold_all_the_weight_and_all_the_volume(goods):
    boxes = boxes_of(goods)
    weights = sum(piece_weight(entry.product) * entry.quantity for entry in goods)
    assert sum(box.weight_g for box in boxes) == weights + PACKAGING_G * len(boxes)
    assert all(box.weight_g <= MOST_G for box in boxes if box.size)
    fitting = [entry for entry in goods if boxes_of([entry])[0].size]
    volume = sum(math.prod(piece_sides(entry.product)) * entry.quantity for entry in fitting)
    length, width = (side - PADDING_MM for side in BASE_MM)
    room = sum((HEIGHTS_MM[box.size] - PADDING_MM) * length * width for box in boxes if box.size)
    assert volume <= room


@given(goods)
def test_more_goods_never_need_less(goods):
    fewer = boxes_of(goods[:-1])
    assert sum(box.weight_g for box in boxes_of(goods)) > sum(box.weight_g for box in fewer)
    assert len(boxes_of(goods)) >= len([box for box in fewer if not box.size])
