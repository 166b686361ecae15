"""The colours of tokens.css keep their contrast in both schemes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "site" / "static" / "css" / "tokens.css"

TEXT_PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "action", "action-strong", "social", "error")
        for ground in ("paper", "paper-raised", "paper-deep")
    ),
    *((text, "kraft") for text in ("on-kraft", "on-kraft-soft", "on-kraft-link")),
    *((text, "foot") for text in ("on-foot", "on-foot-soft", "foot-accent")),
    *((text, f"{text}-ground") for text in ("ok", "info", "warning", "error")),
    *(("ink", f"{signal}-ground") for signal in ("ok", "info", "warning", "error")),
    ("action", "info-ground"),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("on-social", "social"),
    ("on-panel-action", "panel-action"),
    ("on-panel-social", "panel-social"),
    ("paper", "ink"),
    ("paper", "ink-soft"),
]
MARK_PAIRS = [
    *(
        (mark, ground)
        for mark in ("focus", "line-strong", "social", "action")
        for ground in ("paper", "paper-raised", "paper-deep")
    ),
    ("focus", "kraft"),
    ("foot-accent", "foot"),
]


def declarations(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", css))


def schemes() -> dict[str, dict[str, str]]:
    light, dark, _ = re.split(r"@media \(prefers-[^)]*\)", TOKENS.read_text())
    return {"light": declarations(light), "dark": {**declarations(light), **declarations(dark)}}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_is_that_of_wcag():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_dark_scheme_renames_every_paper_and_text_colour():
    light, dark = schemes()["light"], schemes()["dark"]
    kept = {name for name in light if light[name] == dark[name]}
    assert kept <= {"on-foot", "on-foot-soft", "foot-accent"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(scheme, text, ground):
    colours = schemes()[scheme]
    assert ratio(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_and_edges_stand_out_from_their_ground(scheme, mark, ground):
    colours = schemes()[scheme]
    assert ratio(colours[mark], colours[ground]) >= 3
