"""A digest narrowed to some topics, for a distribution list that asked for no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def narrowed(data: Mapping[str, Any], topics: Sequence[str]) -> dict[str, Any]:
    """The same data with only the volumes, stories and confirmed items of ``topics``; all of it without any. What tells
    how far to trust it, what was not seen and the errata stay whole."""
    if not topics:
        return dict(data)
    wanted = set(topics)
    return {
        **data,
        "volume": [row for row in data["volume"] if row["topic"] in wanted],
        "stories": [story for story in data["stories"] if wanted & set(story["topics"])],
        "confirmed": [one for one in data["confirmed"] if wanted & set(one.get("topics", ()))],
        "coverage": [topic for topic in data["coverage"] if topic["topic"] in wanted],
    }
