"""What the console and the desk tell about models: figures, two models side by side, labelled files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from classifier.topics.model import load_model
from classifier.topics.rows import from_row
from classifier.training.evaluate import Difference, differences, macro_f1, report
from classifier.training.examples import Example, gate_examples
from classifier.training.gate import OFFICE, WRITTEN
from classifier.training.unseen import answers, row_key, trained_on
from models.records import Bilingual
from pipeline.bootstrap import App
from pipeline.first_models import NAME, topics_folder
from pipeline.training import office_examples


class LabelledFileError(ValueError):
    """A file of labels of which no line can be used. ``message`` says why, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


def read_labelled(lines: Iterable[str]) -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """Labelled rows ``{"id", "title", "summary" or "text", "topics": […]}`` and what is wrong with which line.

    ``known`` may name the topics somebody judged; without it those are all topics that any row of the file names,
    since a topic nobody named was not judged. LabelledFileError: no line can be used.
    """
    rows: list[Example] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(_example(json.loads(line)))
        except (ValueError, TypeError) as err:
            wrong.append(f"{number}: {err}")
    if not rows:
        raise LabelledFileError(Bilingual("không có dòng nào dùng được", "no line can be used"))
    named = frozenset(topic for row in rows for topic in row.topics)
    return tuple(replace(row, known=named) if row.known is None else row for row in rows), tuple(wrong)


def _example(row: Any) -> Example:
    if not isinstance(row, dict):
        raise TypeError("không phải đối tượng / not an object")
    article = from_row(row)
    topics, known = row.get("topics"), row.get("known")
    for value in (topics, *([] if known is None else [known])):
        if not isinstance(value, list) or not all(isinstance(topic, str) for topic in value):
            raise ValueError("topics phải là danh sách chữ / topics must be a list of texts")
    at = row.get("published_at")
    return Example(
        id=article.id,
        title=article.title,
        text=article.text,
        summary=article.summary,
        language=article.language,
        topics=frozenset(topics or ()),
        known=None if known is None else frozenset(known),
        outlet=article.outlet,
        published_at=datetime.fromisoformat(at) if isinstance(at, str) else None,
        origin="file",
    )


def evaluate_rows(app: App, version: str, rows: Sequence[Example]) -> dict[str, Any]:
    """One registered model's figures on labelled rows; rows that trained it are left out and counted."""
    folder = _folder(app, version)
    taught = trained_on(folder)
    fresh = [e for e in rows if not taught & {row_key(e), row_key(replace(e, id=f"office-{e.id}"))}]
    said = answers(folder, fresh)
    known = {topic for e in fresh for topic in e.known or ()}
    found = report(said, fresh, [topic for topic in said.topics if topic in known])
    return {
        "version": said.version,
        "rows": len(fresh),
        "left_out_because_they_trained_it": len(rows) - len(fresh),
        "topics_the_model_lacks": sorted(known - set(said.topics)),
        "macro_f1": round(macro_f1([one for one in found if one.measures.positives]), 4),
        "topics": {one.topic: one.as_row() for one in found},
    }


def compare_models(
    app: App, first: str, second: str, rows: Sequence[Example] | None = None
) -> dict[str, Any]:
    """Two registered models on the same rows that neither had learnt from: a file's, or else the written items and the
    office's labels. Differences are second less first."""
    one, two = _folder(app, first), _folder(app, second)
    sets: list[tuple[str, Sequence[Example]]]
    if rows is not None:
        sets = [("file", rows)]
    else:
        with app.store.read() as tx:
            sets = [(WRITTEN, gate_examples()), (OFFICE, office_examples(tx.labels.standing()))]
    found = {}
    for name, examples in sets:
        if examples:
            found[name] = [difference.as_row() for difference in _differences(one, two, examples)]
    return {"first": load_model(one).version, "second": load_model(two).version, "sets": found}


def _differences(one: Path, two: Path, examples: Sequence[Example]) -> list[Difference]:
    a, b = answers(one, examples), answers(two, examples)
    known = {topic for e in examples for topic in e.known or ()}
    shared = [topic for topic in a.topics if topic in b.topics and topic in known]
    return [d for d in differences(a, b, examples, shared) if d.items]


def show_model(app: App, version: str, name: str = NAME) -> Mapping[str, Any]:
    """The card, the gate's last verdict with its figures, and the log of one model. NotFound."""
    with app.store.read() as tx:
        row = tx.models.get(name, version)
        verdict = tx.models.verdict(name, row.version)
        log = [entry for entry in tx.models.log(name) if entry.version == row.version]
    return {
        "version": row.version,
        "champion": row.champion,
        "at": row.at.isoformat(),
        "card": dict(row.card),
        "verdict": verdict,
        "log": [log_row(entry) for entry in log],
    }


def log_row(entry: Any) -> dict[str, Any]:
    """One line of the log of judgements, promotions and rollbacks, without the figures a judgement carries."""
    row = {name: getattr(entry, name) for name in ("version", "action", "actor", "reason")}
    kept = ("state", "against", "override", "gate_said", "reasons")
    return {"at": entry.at.isoformat(), **row, "gate": {k: entry.gate[k] for k in kept if k in entry.gate}}


def _folder(app: App, version: str) -> Path:
    with app.store.read() as tx:
        return topics_folder(app.settings) / tx.models.get(NAME, version).version
