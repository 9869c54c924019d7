"""The lines of ``doichieu stories``: a JSON object in, a JSON object out (DESIGN.md section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from classifier.topics import rows as items
from models.records import Article, StoryPlace
from models.times import VIETNAM


def from_row(row: Mapping[str, Any]) -> Article:
    """``{id, title, summary or text, published_at, outlet}`` as an Article; times without a zone are Việt
    Nam's.

    ValueError: no id, no words, a field that is not text, a time that is no ISO 8601.
    """
    published = row.get("published_at")
    if published is None or published == "":
        return items.from_row(row)
    try:
        moment = datetime.fromisoformat(published)
    except (TypeError, ValueError) as err:
        raise ValueError("published_at: phải là thời điểm ISO 8601 / must be an ISO 8601 time") from err
    return replace(
        items.from_row(row), published_at=moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    )


def to_row(place: StoryPlace) -> dict[str, Any]:
    """``{id, story}``: the same ``story`` is the same event."""
    return {"id": place.id, "story": place.story}
