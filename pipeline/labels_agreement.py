"""How far the office's people agree on each topic, from the answers they gave without seeing each other's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from classifier.training.agreement import alpha, kappa
from models.rows import AnswerRow

SEEING = frozenset({"correction", "settle"})  # given where another person's answer may be seen


def label_agreement(answers: Sequence[AnswerRow]) -> list[dict[str, Any]]:
    """For each topic two people answered on one article: alpha over all, kappa of each pair. Shape: the desk's
    ``Services.label_agreement``. ``answers`` oldest first; a person's first answer counts, for it was given blind."""
    topics: dict[str, dict[str, dict[str, bool]]] = {}
    for row in answers:
        if row.view not in SEEING:
            people = topics.setdefault(row.topic, {})
            people.setdefault(row.by, {}).setdefault(str(row.article_id), row.value)
    found = [figures for topic, people in topics.items() if (figures := _of_topic(topic, people)) is not None]
    return sorted(found, key=lambda figures: (-figures["items"], figures["topic"]))


def _of_topic(topic: str, people: dict[str, dict[str, bool]]) -> dict[str, Any] | None:
    items = sorted({item for answers in people.values() for item in answers})
    table = [[answers.get(item) for answers in people.values()] for item in items]
    whole = alpha(table)
    if not whole.items:
        return None
    pairs = []
    for first, second in combinations(sorted(people), 2):
        both = kappa(people[first], people[second])
        if both.items:
            figures = {"kappa": both.figure.value, "low": both.figure.low, "high": both.figure.high}
            pairs.append({"first": first, "second": second, "items": both.items, **_known(figures)})
    overlapping = {pair[name] for pair in pairs for name in ("first", "second")}
    figures = {"alpha": whole.figure.value, "alpha_low": whole.figure.low, "alpha_high": whole.figure.high}
    return {
        "topic": topic,
        "items": whole.items,
        "people": len(overlapping),
        "same": whole.observed,
        **_known(figures),
        "pairs": pairs,
    }


def _known(figures: dict[str, float]) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in figures.items()}
