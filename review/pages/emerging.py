"""Subjects of many stories that no topic covers: an analyst names one, and it becomes a topic, or dismisses it."""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Topic
from models.rows import EmergingRow
from review.entrance import Here
from review.visit import Visit, record

router = APIRouter()

_ID = re.compile(r"[a-z][a-z0-9_]{2,39}")
NEEDED = Bilingual(
    "Cần mã (chữ thường không dấu, số, gạch dưới), tên và định nghĩa bằng cả hai tiếng.",
    "An id (lowercase letters, digits, underscores), a name and a definition in both languages are needed.",
)
NO_EXAMPLE = Bilingual("Chọn ít nhất hai bài làm ví dụ đầu tiên.", "Choose at least two articles as first examples.")
TAKEN = Bilingual("Mã này đã có chủ đề khác dùng.", "Another topic has this id.")
REASON = Bilingual("Ghi lý do.", "Give a reason.")


@router.get("/emerging", name="emerging")
def emerging(visit: Here) -> Response:
    return _page(visit)


@router.post("/emerging/{emerging_id}/name", name="emerging_name")
def emerging_name(visit: Here, emerging_id: int) -> Response:
    """Make it a topic, with the chosen articles as its first examples: a person's labels, as any other."""
    text, chosen = visit.posted.text, visit.posted.numbers("article")
    topic_id = text("id", 40)
    name = Bilingual(text("name_vi", 80), text("name_en", 80))
    definition = Bilingual(text("vi", 1000), text("en", 1000))
    if not _ID.fullmatch(topic_id) or not all((name.vi, name.en, definition.vi, definition.en)):
        return _page(visit, NEEDED, emerging_id)
    if len(chosen) < 2:
        return _page(visit, NO_EXAMPLE, emerging_id)
    with visit.read() as tx:
        taken = any(row.topic.id == topic_id for row in tx.topics.list(active=None))
    if taken:
        return _page(visit, TAKEN, emerging_id)
    with visit.begin() as tx:
        row = tx.watching.settle_emerging(emerging_id, visit.who.name, visit.now, topic=topic_id)
        articles = [one for one in row.data["articles"] if one["article_id"] in chosen]
        keywords = tuple(word.strip() for word in text("keywords", 500).split(",") if word.strip())
        examples = tuple(one["title"] for one in articles)
        tx.topics.save(Topic(topic_id, name, definition, examples, (), keywords=keywords), visit.now)
        for one in articles:
            tx.tags.set_person(one["article_id"], topic_id, True, visit.who.id, "emerging", visit.now)
        record(tx, visit, "emerging_name", f"emerging {emerging_id}", topic=topic_id, examples=len(articles))
    return visit.go("emerging", "emerging_named")


@router.post("/emerging/{emerging_id}/dismiss", name="emerging_dismiss")
def emerging_dismiss(visit: Here, emerging_id: int) -> Response:
    """Not a topic for this office; it comes back only if it grows to twice as many stories."""
    reason = visit.posted.text("reason", 500)
    if not reason:
        return _page(visit, REASON, emerging_id)
    with visit.begin() as tx:
        tx.watching.settle_emerging(emerging_id, visit.who.name, visit.now, reason=reason)
        record(tx, visit, "emerging_dismiss", f"emerging {emerging_id}", reason=reason)
    return visit.go("emerging", "emerging_dismissed")


def _page(visit: Visit, reason: Bilingual | None = None, at: int | None = None) -> Response:
    with visit.read() as tx:
        rows = tx.watching.emerging()
    return visit.page(
        "emerging.html",
        422 if reason else 200,
        here="watching",
        rows=[(row, _most(row)) for row in rows if row.state == "open"],
        past=[row for row in rows if row.state != "open"][:30],
        reason=reason,
        at=at,
        posted=visit.posted,
    )


def _most(row: EmergingRow) -> int:
    """The stories of its busiest day, for the bars."""
    return max(row.data["days"].values(), default=1)
