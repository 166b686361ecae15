"""The art engine: every picture is well-formed, of the right size, and its own."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from market.demo import art

GOODS = {
    "vase",
    "bowl",
    "mug",
    "plate",
    "jug",
    "candleholder",
    "tile",
    "scarf",
    "cap",
    "tote",
    "apron",
    "cushion",
    "blanket",
    "mittens",
    "painting_landscape",
    "painting_flowers",
    "painting_abstract",
    "print_sea",
    "print_city",
    "card_set",
    "notebook",
    "box",
    "board",
    "spoon",
    "birdhouse",
    "wicker_basket",
    "wicker_lamp",
    "candle",
    "soap",
    "soap_set",
    "wreath",
    "table_decoration",
    "figurine_bird",
    "figurine_angel",
    "figurine_cat",
    "bauble",
    "gift_box",
    "gift_basket",
}
PLACES = {
    "house",
    "tools",
    "landscape",
    "workshop_pottery",
    "workshop_sewing",
    "workshop_wood",
    "workshop_paint",
    "workshop_soap",
    "workshop_wicker",
    "workshop_paper",
    "workshop_packing",
    "workshop_candle",
    "street_billboard",
    "tv_spot",
    "fair_stalls",
    "meeting_table",
    "laundry",
    "cafe",
    "cables",
    "greenery",
    "hero_market",
    "map_thread",
    "library_shelf",
}
REGIONS = (
    "wielkopolska",
    "pomorze",
    "lubelszczyzna",
    "dolny_slask",
    "mazowsze",
    "warmia",
    "podkarpacie",
    "lodz",
    "slask",
    "malopolska",
)


def box_of(svg: str) -> str:
    return ElementTree.fromstring(svg).attrib["viewBox"]


def test_the_catalogue_of_motifs_is_complete():
    assert set(art.MOTIFS) == GOODS
    assert set(art.SCENES) == PLACES
    assert set(art.PALETTES) == {"clay", "sea", "meadow", "night", "linen", "berry", "honey", "forest"}


@pytest.mark.parametrize("view", art.VIEWS)
@pytest.mark.parametrize("motif", sorted(GOODS))
def test_goods_are_square_and_repeatable(motif, view):
    svg = art.draw(motif, "CER-001", view=view)
    assert box_of(svg) == "0 0 1200 1200"
    assert svg == art.draw(motif, "CER-001", view=view)
    assert svg != art.draw(motif, "CER-002", view=view)


@pytest.mark.parametrize("scene", sorted(PLACES))
def test_scenes_are_wide_and_repeatable(scene):
    svg = art.draw(scene, "a")
    assert box_of(svg) == "0 0 1600 1000"
    assert svg == art.draw(scene, "a")
    assert svg != art.draw(scene, "b")


def test_each_region_has_its_own_landscape():
    drawn = [art.draw("landscape", "a", region=region) for region in REGIONS]
    assert {box_of(svg) for svg in drawn} == {"0 0 1600 1000"}
    assert len(set(drawn)) == len(REGIONS)


def test_a_vase_takes_every_shape_and_pattern():
    drawn = [art.draw("vase", "x", variant=v, pattern=p, tag=False) for v in range(6) for p in art.PATTERNS]
    assert len(set(drawn)) == 6 * len(art.PATTERNS)


@pytest.mark.parametrize("palette", sorted(art.PALETTES))
def test_the_palette_changes_the_picture(palette):
    svg = art.draw("bowl", "x", palette=palette)
    assert art.PALETTES[palette].wall in svg


def test_shape_and_pattern_change_the_picture():
    base = art.draw("mug", "x", variant=0, pattern="dots")
    assert base != art.draw("mug", "x", variant=1, pattern="dots")
    assert base != art.draw("mug", "x", variant=0, pattern="waves")
    assert art.draw("mug", "x", tag=True) != art.draw("mug", "x", tag=False)


@pytest.mark.parametrize(
    ("motif", "params", "named"),
    [
        ("spaceship", {}, "vase"),
        ("vase", {"palette": "neon"}, "clay"),
        ("vase", {"pattern": "stars"}, "poppies"),
        ("vase", {"view": "inside"}, "detail"),
        ("landscape", {"region": "atlantyda"}, "podkarpacie"),
        ("house", {"kind": "castle"}, "cottage"),
        ("tools", {"craft": "magic"}, "ceramics"),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_ones(motif, params, named):
    with pytest.raises(ValueError, match=named):
        art.draw(motif, "x", **params)


def test_two_workshops_of_a_kind_are_seen_from_two_sides():
    assert "scale(-1 1)" not in art.draw("workshop_wood", "x", variant=0)
    assert "scale(-1 1)" in art.draw("workshop_wood", "x", variant=1)


def test_pictures_make_no_outside_request():
    for name in ("hero_market", "wreath"):
        svg = art.draw(name, "x")
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(("image_format", "kind"), [("JPEG", "JPEG"), ("WEBP", "WEBP"), ("PNG", "PNG")])
def test_rendered_goods_open_as_pictures(image_format, kind):
    image = Image.open(io.BytesIO(art.render("vase", "x", width=160, image_format=image_format)))
    assert (image.format, image.size, image.mode) == (kind, (160, 160), "RGB")
    assert len(image.getcolors(160 * 160)) > 500


def test_rendered_scenes_keep_their_proportions_and_bytes():
    data = art.render("landscape", "x", width=320, region="pomorze")
    assert Image.open(io.BytesIO(data)).size == (320, 200)
    assert data == art.render("landscape", "x", width=320, region="pomorze")
