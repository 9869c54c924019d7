"""The digest on one page: errata, five lines, the confirmed distortions without their evidence, what was not seen,
how far to trust it. What does not fit is counted and named as left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.records import Language
from pipeline.digest.forms.pdf import pages, pdf

SECTIONS = ("errata", "five_lines", "confirmed", "unseen", "trust")
MOST = {"errata": 3, "confirmed": 4, "unseen": 6}  # of each list
PASSAGE = 160  # characters


def summary(data: Mapping[str, Any], language: Language) -> bytes:
    """The PDF, always of one page: lists are shortened until it is."""
    most = dict(MOST)
    while pages(shortened(data, most), language, SECTIONS) > 1 and any(most.values()):
        longest = max(most, key=lambda key: min(most[key], len(data[key])))
        most[longest] -= 1
    return pdf(shortened(data, most), language, SECTIONS)


def shortened(data: Mapping[str, Any], most: Mapping[str, int]) -> dict[str, Any]:
    """The same data with at most so many of each list, passages cut, evidence and notes left out, and a line that says
    how many more there are."""
    out = dict(data)
    for key, count in most.items():
        out[key] = list(data[key][:count])
    out["confirmed"] = [_brief(one) for one in out["confirmed"]]
    more = sum(len(data[key]) - len(out[key]) for key in most)
    if more:
        told = {"vi": f"Còn {more} mục nữa trong bản đầy đủ.", "en": f"{more} more items are in the full digest."}
        out["five_lines"] = [*data["five_lines"], told]
    return out


def _brief(one: Mapping[str, Any]) -> dict[str, Any]:
    passage = one["passage"]
    if passage and len(passage) > PASSAGE:
        passage = passage[: PASSAGE - 1].rstrip() + "…"
    return {**one, "passage": passage, "evidence": [], "notes": []}
