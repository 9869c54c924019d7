"""Labels: what there is, the views in which one labels, files, and what the audit slice of alerts showed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.rows import AlertFilter, AlertState
from models.store.labelling import VIEWS
from models.times import VIETNAM
from review.entrance import Here
from review.names import topic_names
from review.problems import NOT_FOUND, Refused
from review.visit import record

router = APIRouter()

AUDIT_SINCE = timedelta(days=28)
FILES = {  # format: (media type, file name)
    "jsonl": ("application/jsonl; charset=utf-8", "labels.jsonl"),
    "csv": ("text/csv; charset=utf-8", "labels.csv"),
    "label-studio": ("application/json; charset=utf-8", "labels-label-studio.json"),
}


@router.get("/labels", name="labels")
def labels(visit: Here) -> Response:
    midnight = visit.now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    with visit.read() as tx:
        topics = topic_names(tx)
        answered = AlertFilter(state=None, audit=True, since=visit.now - AUDIT_SINCE)
        # Only those with an outcome: an open one shown here would no longer be blind.
        audits = [
            a
            for state in (AlertState.DECIDED, AlertState.CORRECTED)
            for a in tx.alerts.queue(replace(answered, state=state), limit=200)
        ]
        context: dict[str, Any] = {
            "count": tx.labels.count(),
            "articles": tx.labels.articles(),
            "mine": tx.labels.read_by(visit.who.id, midnight),
            "unsettled": len(tx.labels.disagreements()),
            "by_topic": tx.labels.counts_by("topic"),
            "by_view": tx.labels.counts_by("view"),
            "by_person": tx.labels.counts_by("by"),
            "drawn": {view: tx.labelling.drawn_at(view) for view in ("diverse", "audit")},
        }
    return visit.page(
        "labels.html", here="labels", topics=topics, audits=audits, views=VIEWS, files=list(FILES), **context
    )


@router.get("/labels/export", name="labels_export")
def labels_export(visit: Here) -> Response:
    """Every label as a file: as many as the page counts."""
    kind = visit.asked("format", 20)
    if kind not in FILES:
        raise Refused(404, NOT_FOUND)
    media, name = FILES[kind]
    body = "".join(visit.desk.services.export_labels(kind))
    return Response(body, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


@router.post("/labels/sample", name="labels_sample")
def labels_sample(visit: Here) -> Response:
    """Ask for a new diverse sample and the day's audit slice; the worker draws them."""
    with visit.begin() as tx:
        tx.jobs.enqueue("label_sample", {}, key="label_sample", now=visit.now)
        record(tx, visit, "label_sample", "labels")
    return visit.go("labels", "sampling")
