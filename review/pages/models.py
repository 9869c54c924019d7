"""Trained models: what the gate said of each, which one is in charge, and the log of every change of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual
from models.store import Transaction
from review.entrance import Here
from review.verdicts import sets_of, state_of
from review.visit import Visit, record

router = APIRouter()

NAMES = ("topics", "ranking")  # the models an office trains
REASON = Bilingual("Ghi lý do.", "Give a reason.")


@router.get("/models", name="models")
def models(visit: Here) -> Response:
    return _page(visit)


@router.get("/models/{name}/{version}", name="model")
def model(visit: Here, name: str, version: str) -> Response:
    """One model: the gate's verdict with its figures, plots and mistakes, and the card."""
    return _one(visit, name, version)


@router.post("/models/{name}/{version}/promote", name="model_promote")
def model_promote(visit: Here, name: str, version: str) -> Response:
    """Put a model in charge; past the gate, or with a reason why not."""
    reason, override = visit.posted.text("reason", 1000), visit.posted.text("override", 1000)
    if not reason:
        return _page(visit, REASON)
    with visit.read() as tx:
        tx.models.get(name, version)
    refusal = visit.desk.services.promote_model(version, visit.who.name, reason, override, name)
    if refusal is not None:
        return _one(visit, name, version, refusal)
    return visit.go("models", "promoted")


@router.post("/models/{name}/rollback", name="model_rollback")
def model_rollback(visit: Here, name: str) -> Response:
    """Put the model before the present one back in charge."""
    reason = visit.posted.text("reason", 1000)
    if not reason:
        return _page(visit, REASON)
    refusal = visit.desk.services.rollback_model(visit.who.name, reason, name)
    return visit.go("models", "rolled_back") if refusal is None else _page(visit, refusal)


@router.post("/models/train", name="model_train")
def model_train(visit: Here) -> Response:
    with visit.begin() as tx:
        if visit.posted.text("what") == "ranking":
            tx.jobs.enqueue("train_ranking", {}, key="train_ranking", now=visit.now)
            record(tx, visit, "train", "ranking")
            return visit.go("models", "training")
        archive = visit.posted.text("archive") == "yes"
        tx.jobs.enqueue("train", {"archive": archive}, key="train", now=visit.now)
        record(tx, visit, "train", "topics", archive=archive)
    return visit.go("models", "training")


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of several things under the same names: one row a thing."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[object, ...]], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A model card laid out for reading: single facts, and tables where the card repeats the same names."""

    facts: tuple[tuple[str, object], ...]
    tables: tuple[Table, ...]


def laid_out(card: Mapping[str, object], prefix: str = "") -> Card:
    """Nested mappings are opened under dotted names; a mapping of like mappings becomes a table."""
    facts: list[tuple[str, object]] = []
    tables: list[Table] = []
    for key, value in card.items():
        if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            value = {str(item.get("topic", n)): item for n, item in enumerate(value, start=1)}
        if not isinstance(value, Mapping):
            facts.append((f"{prefix}{key}", value))
        elif (table := _table(f"{prefix}{key}", value)) is not None:
            tables.append(table)
        else:
            inner = laid_out(value, f"{prefix}{key}.")
            facts += inner.facts
            tables += inner.tables
    return Card(tuple(facts), tuple(tables))


def _table(name: str, value: Mapping[str, object]) -> Table | None:
    parts = {key: part for key, part in value.items() if isinstance(part, Mapping)}
    columns = tuple(dict.fromkeys(column for part in parts.values() for column in part if column != "topic"))
    plain = all(not isinstance(cell, Mapping) for part in parts.values() for cell in part.values())
    if len(parts) < 2 or len(parts) != len(value) or not plain or len(columns) > 12:
        return None
    rows = tuple((key, tuple(part.get(column, "") for column in columns)) for key, part in parts.items())
    return Table(name, columns, rows)


def _names(tx: Transaction) -> dict[str, Bilingual]:
    return {row.topic.id: row.topic.name for row in tx.topics.list(active=None)}


def _page(visit: Visit, reason: Bilingual | None = None) -> Response:
    with visit.read() as tx:
        rows = [row for name in NAMES for row in tx.models.list(name)]
        verdicts = {row.id: tx.models.verdict(row.name, row.version) for row in rows}
        log = [row for name in NAMES for row in tx.models.log(name)]
        topics = _names(tx)
    states = {id_: state_of(verdict) for id_, verdict in verdicts.items()}
    return visit.page(
        "models.html",
        422 if reason else 200,
        here="models",
        rows=rows,
        verdicts=verdicts,
        states=states,
        topics=topics,
        log=log,
        reason=reason,
    )


def _measured(card: Mapping[str, Any]) -> dict[str, Any]:
    """The card's figures by outlet and by time, where they have the form that is shown."""
    metrics = card.get("metrics") or {}
    return {
        key: {topic: row for topic, row in rows.items() if row is None or "f1" in row}
        for key in ("out_of_fold", "by_time")
        if isinstance(rows := metrics.get(key), Mapping)
    }


def _one(visit: Visit, name: str, version: str, reason: Bilingual | None = None) -> Response:
    with visit.read() as tx:
        row = tx.models.get(name, version)
        verdict = tx.models.verdict(name, row.version)
        log = [entry for entry in tx.models.log(name) if entry.version == row.version]
        topics = _names(tx)
    return visit.page(
        "model.html",
        422 if reason else 200,
        here="models",
        row=row,
        verdict=verdict,
        state=state_of(verdict),
        sets=sets_of(verdict),
        card=laid_out(row.card),
        metrics=_measured(row.card),
        topics=topics,
        log=log,
        reason=reason,
    )
