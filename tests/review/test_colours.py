"""The colours of both schemes are far enough apart to read (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import review

CSS = (Path(review.__file__).parent / "static" / "desk.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in ROOTS[:2]]
TEXT = [
    (ink, paper) for ink in ("ink", "soft", "accent") for paper in ("paper", "panel", "sunken")
] + [
    ("ink", "mark"), ("ink", "proof"), ("mark-line", "panel"), ("accent-ink", "accent"),
    ("bad", "bad-paper"), ("warn", "warn-paper"), ("good", "good-paper"),
]  # fmt: skip
EDGES = [("mark-line", "mark"), ("proof-line", "proof"), ("soft", "panel")]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_edges_can_be_read(scheme: dict[str, str]) -> None:
    poor = {pair: contrast(scheme[pair[0]], scheme[pair[1]]) for pair in TEXT}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}
    assert {pair for pair in EDGES if contrast(scheme[pair[0]], scheme[pair[1]]) < 3} == set()
