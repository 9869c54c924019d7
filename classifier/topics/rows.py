"""The lines of ``doichieu tag``: a JSON object in, a JSON object out (DESIGN.md section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.records import Article, Language, TopicScores
from models.text import language_of


def from_row(row: Mapping[str, Any]) -> Article:
    """``{id, title, summary or text}`` as an Article. ValueError: no id, no words, or a field that is not text."""
    item_id = row.get("id")
    if item_id is None or isinstance(item_id, (dict, list, bool)):
        raise ValueError("thiếu id / id is missing")
    title, summary, text = (_text(row, name) for name in ("title", "summary", "text"))
    if not (title.strip() or summary.strip() or text.strip()):
        raise ValueError("thiếu title, summary hoặc text / title, summary or text is missing")
    outlet = _text(row, "outlet").strip()
    sample = f"{title} {summary} {text[:500]}"
    return Article(
        id=str(item_id),
        title=title,
        text=text,
        summary=summary,
        outlet=outlet or None,
        language=language_of(sample) if sample.strip() else Language.OTHER,
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name}: phải là chữ / must be text")
    return value


def to_row(scores: TopicScores) -> dict[str, Any]:
    """``{id, topics: {topic: probability}, tags: [topic…]}``; every topic the model knows has a probability."""
    return {"id": scores.id, "topics": dict(scores.probabilities), "tags": list(scores.tags)}
