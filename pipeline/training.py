"""Labels ─train─gate─▶ Model: a candidate beside the champion, never a replacement by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from classifier.topics.model import load_model
from classifier.training.examples import Example, starting_examples
from classifier.training.gate import gate
from models.rows import LabelRow
from pipeline.bootstrap import App
from pipeline.console import both
from pipeline.first_models import NAME, champion_folder, point_to, register, topics_folder, train_into


def office_examples(labels: Sequence[LabelRow]) -> tuple[Example, ...]:
    """One example an article from what people said of it: their latest answers, all of which must agree.

    A topic on which two people disagree is left unknown until it is settled.
    """
    answers: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    texts: dict[str, LabelRow] = {}
    for row in labels:
        answers[row.label.article_id][row.label.topic].add(row.label.value)
        texts[row.label.article_id] = row
    examples = []
    for article_id, by_topic in answers.items():
        row = texts[article_id]
        agreed = {topic: values.copy().pop() for topic, values in by_topic.items() if len(values) == 1}
        examples.append(
            Example(
                id=f"office-{article_id}",
                title=row.title,
                summary=row.summary,
                text=row.text,
                topics=frozenset(topic for topic, value in agreed.items() if value),
                known=frozenset(agreed),
                outlet=row.outlet_id,
                published_at=row.published_at,
                origin="office",
                batch="office",
            )
        )
    return tuple(examples)


def train_topics(app: App) -> dict[str, Any]:
    """Train a candidate, register it, and judge it at the gate against the champion on the same examples.

    Raises TrainingError or ConfoundedError with the reason; the champion stays in charge in every case.
    """
    with app.store.read() as tx:
        office = office_examples(tx.labels.standing())
        topics = tuple(row.topic for row in tx.topics.list())
    folder, card = train_into(app.settings, (*starting_examples(), *office), topics)
    champion = champion_folder(app.settings)
    verdict: dict[str, Any] = {
        "passed": champion is None or champion == folder,
        "reason": "no champion to compare with",
    }
    if champion is not None and champion != folder:
        result = gate(load_model(folder), load_model(champion), office or starting_examples())
        verdict = {
            "passed": result.passed,
            "reason": "; ".join(both(reason) for reason in result.reasons),
            "differences": [asdict(difference) for difference in result.differences],
        }
    with app.store.begin() as tx:
        register(app, tx, folder)
        tx.audit.add(
            actor="training", action="model_trained", target=folder.name, detail={"gate": verdict}, now=app.clock()
        )
    return {"version": folder.name, "examples": len(office), "gate": verdict, "metrics": card.get("metrics")}


def promote(app: App, version: str, actor: str, reason: str) -> None:
    """Put a registered model in charge, in the store and for what runs without it. NotFound when unknown."""
    load_model(topics_folder(app.settings) / version)
    with app.store.begin() as tx:
        tx.models.promote(NAME, version, actor, reason, app.clock())
    point_to(app.settings, version)


def rollback(app: App, actor: str, reason: str) -> str:
    """Back to the model before; returns its version. Conflict when there was none."""
    with app.store.begin() as tx:
        row = tx.models.rollback(NAME, actor, reason, app.clock())
    point_to(app.settings, row.version)
    return row.version
