"""Trained models: cards, which one is in charge, and the log of every change of that."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual
from review.entrance import Here
from review.visit import Visit, record

router = APIRouter()

NAMES = ("topics",)  # the models an office trains
REASON = Bilingual("Ghi lý do.", "Give a reason.")


@router.get("/models", name="models")
def models(visit: Here) -> Response:
    return _page(visit)


@router.post("/models/{name}/{version}/promote", name="model_promote")
def model_promote(visit: Here, name: str, version: str) -> Response:
    reason = visit.posted.text("reason", 1000)
    if not reason:
        return _page(visit, REASON)
    with visit.begin() as tx:
        tx.models.promote(name, version, visit.who.name, reason, visit.now)
        record(tx, visit, "model_promote", f"{name} {version}", reason=reason)
    return visit.go("models", "promoted")


@router.post("/models/{name}/rollback", name="model_rollback")
def model_rollback(visit: Here, name: str) -> Response:
    """Put the model before the present one back in charge."""
    reason = visit.posted.text("reason", 1000)
    if not reason:
        return _page(visit, REASON)
    with visit.begin() as tx:
        tx.models.rollback(name, visit.who.name, reason, visit.now)
        record(tx, visit, "model_rollback", name, reason=reason)
    return visit.go("models", "rolled_back")


@router.post("/models/train", name="model_train")
def model_train(visit: Here) -> Response:
    with visit.begin() as tx:
        tx.jobs.enqueue("train", {}, key="train", now=visit.now)
        record(tx, visit, "train", "topics")
    return visit.go("models", "training")


def flat(card: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """A card as rows of a dotted name and a plain value, nested mappings opened."""
    rows: list[tuple[str, object]] = []
    for key, value in card.items():
        if isinstance(value, Mapping):
            rows += flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", value))
    return rows


def _page(visit: Visit, reason: Bilingual | None = None) -> Response:
    with visit.read() as tx:
        rows = [row for name in NAMES for row in tx.models.list(name)]
        log = [row for name in NAMES for row in tx.models.log(name)]
    cards = {row.id: flat(row.card) for row in rows}
    status = 422 if reason else 200
    return visit.page("models.html", status, here="models", rows=rows, cards=cards, log=log, reason=reason)
