"""WCAG contrast of the tokens as they stand in tokens.css, both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings


SOURCE = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall(SOURCE)}
# What stands on what, and how much it needs.
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    *[("text", ground, TEXT) for ground in ("bg", "surface", "sunken", "hover", "overlay", "accent-soft")],
    *[("muted", ground, TEXT) for ground in ("bg", "surface", "sunken", "hover")],
    *[("accent", ground, TEXT) for ground in ("bg", "surface", "accent-soft")],
    *[
        (light, ground, TEXT)
        for light in ("green", "amber", "red")
        for ground in ("surface", f"{light}-soft")
    ],
    *[(f"on-grade-{grade}", f"grade-{grade}", TEXT) for grade in "abc"],
    ("on-grade-d", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("border", "surface", EDGE),
    ("border", "bg", EDGE),
    *[(f"s{number}", "surface", EDGE) for number in range(1, 7)],
]


def luminance(color: str) -> float:
    channels = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_ink_stands_out_from_its_ground(ink, ground, needed, theme) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= needed
