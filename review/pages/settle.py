"""How far annotators agree, and the disagreements that wait for a third decision."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from models.store.labels import SETTLE
from review.entrance import Here
from review.marks import excerpt
from review.names import topic_names
from review.visit import record

router = APIRouter()

SIZE = 20


@router.get("/labels/agreement", name="settle")
def settle(visit: Here) -> Response:
    with visit.read() as tx:
        waiting = tx.labels.disagreements()
        topics = topic_names(tx)
        shown = [(tx.articles.get(rows[0].article_id), rows) for rows in waiting[:SIZE]]
    agreements = visit.desk.services.label_agreement()
    return visit.page(
        "settle.html",
        here="labels",
        topics=topics,
        agreements=agreements,
        total=len(waiting),
        waiting=[
            (article, excerpt(article.text.replace("\n", " "), (0, 0), 700), rows, visit.who.name)
            for article, rows in shown
        ],
    )


@router.post("/labels/agreement", name="settle_post")
def settle_post(visit: Here) -> Response:
    """The decision that settles one disagreement. The two answers stay as they were given."""
    topic, value = visit.posted.text("topic", 100), visit.posted.text("value", 5)
    article_id = (visit.posted.numbers("article") or [0])[0]
    with visit.begin() as tx:
        open_ = {(rows[0].article_id, rows[0].topic) for rows in tx.labels.disagreements()}
        if value in ("yes", "no") and (article_id, topic) in open_:
            tx.tags.set_person(article_id, topic, value == "yes", visit.who.id, view=SETTLE, now=visit.now)
            record(tx, visit, "label_settle", f"article {article_id}", topic=topic, value=value)
            return visit.go("settle", "settled")
    return visit.go("settle", "settled_already")
