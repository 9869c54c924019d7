"""Evaluation of models on labelled items that trained none of them: intervals, mistakes, two models on one set.

Works on ``unseen.Said``: what a model answered of rows it had not learnt from. Figures that leave outlets out or
keep the future away have to train anew; ``training.topics`` does, and writes them on the card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.topics.model import TopicModel
from classifier.training.examples import Example
from classifier.training.measures import (
    Abstention,
    Interval,
    Measures,
    Paired,
    Reliability,
    abstention,
    bootstrap,
    f1,
    mcnemar,
    measures,
    reliability,
)
from classifier.training.unseen import Said, says

CONFUSIONS = 12  # shown of a topic, the worst first
LEAD = 240  # characters of text beside a confusion's title


@dataclass(frozen=True, slots=True)
class Confusion:
    """One item on which model and label differ, worst first in a list of them. ``outlet`` is for the reader."""

    id: str
    title: str
    lead: str
    outlet: str | None
    said: float
    label: bool


@dataclass(frozen=True, slots=True)
class TopicReport:
    """One model's figures on one topic; intervals by bootstrap over items."""

    topic: str
    measures: Measures
    precision: Interval
    recall: Interval
    f1: Interval
    average_precision: Interval
    abstention: Abstention
    reliability: tuple[Reliability, ...]
    confusions: tuple[Confusion, ...]

    def as_row(self) -> dict[str, Any]:
        """JSON-able; what could not be measured is null."""
        intervals = {name: getattr(self, name).as_row() for name in ("precision", "recall", "f1", "average_precision")}
        return {
            **self.measures.as_row(),
            "intervals": intervals,
            "abstention": self.abstention.as_row(),
            "reliability": [bar.as_row() for bar in self.reliability],
            "confusions": [asdict(one) for one in self.confusions],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Second model less first in F1 on the same items. ``low > 0``: better; ``high < 0``: worse; else no telling.

    ``paired`` counts the items that one model alone had right, with McNemar's exact p.
    """

    topic: str
    items: int
    positives: int
    first: float
    second: float
    difference: Interval
    paired: Paired

    def as_row(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "items": self.items,
            "positives": self.positives,
            "first": round(self.first, 4),
            "second": round(self.second, 4),
            "difference": self.difference.as_row(),
            "first_only_right": self.paired.first_only,
            "second_only_right": self.paired.second_only,
            "mcnemar_p": round(self.paired.p, 4),
        }


def known_rows(examples: Sequence[Example], topic: str, fair: NDArray[np.bool_] | None = None) -> list[int]:
    """The numbers of the examples on which somebody judged ``topic`` and that are ``fair`` to judge a model on."""
    return [
        n for n, e in enumerate(examples) if (e.known is None or topic in e.known) and (fair is None or bool(fair[n]))
    ]


def evaluate(model: TopicModel, examples: Sequence[Example], topics: Sequence[str] | None = None) -> list[TopicReport]:
    """The model's figures on examples that did not train it; that they did not is the caller's to see to."""
    return report(says(model, examples), examples, topics or model.topics)


def report(said: Said, examples: Sequence[Example], topics: Sequence[str]) -> list[TopicReport]:
    """The figures of honest answers, over the rows that are fair and judged on each topic."""
    return [_report(said, examples, topic) for topic in topics if topic in said.topics]


def macro_f1(reports: Sequence[TopicReport]) -> float:
    return float(np.mean([r.measures.f1 for r in reports])) if reports else 0.0


def _report(said: Said, examples: Sequence[Example], topic: str) -> TopicReport:
    rows, n = known_rows(examples, topic, said.fair), said.topics.index(topic)
    truth = _truth(examples, rows, topic)
    chances, tagged, unsure = said.chances[rows, n], said.tagged[rows, n], said.unsure[rows, n]
    wrong = np.flatnonzero(tagged != truth)
    worst = wrong[np.argsort(-np.abs(chances[wrong] - truth[wrong]), kind="stable")][:CONFUSIONS]

    def drawn(name: str) -> Callable[[NDArray[np.int64]], float]:
        return lambda some: float(getattr(measures(chances[some], tagged[some], truth[some]), name))

    return TopicReport(
        topic,
        measures(chances, tagged, truth),
        bootstrap(drawn("precision"), len(rows), draws=200),
        bootstrap(drawn("recall"), len(rows), draws=200),
        bootstrap(lambda some: f1(tagged[some], truth[some]), len(rows)),
        bootstrap(drawn("average_precision"), len(rows), draws=200),
        abstention(tagged, unsure, truth),
        reliability(chances, truth),
        tuple(_confusion(examples[rows[i]], float(chances[i]), bool(truth[i])) for i in worst),
    )


def _truth(examples: Sequence[Example], rows: Sequence[int], topic: str) -> NDArray[np.bool_]:
    return np.array([topic in examples[i].topics for i in rows], dtype=bool)


def _confusion(example: Example, said: float, label: bool) -> Confusion:
    lead = (example.summary or example.text)[:LEAD]
    return Confusion(example.id, example.title, lead, example.outlet, round(said, 4), label)


def compare(
    first: TopicModel, second: TopicModel, examples: Sequence[Example], topics: Sequence[str]
) -> list[Difference]:
    """Two models on examples that trained neither."""
    return differences(says(first, examples), says(second, examples), examples, topics)


def differences(
    first: Said, second: Said, examples: Sequence[Example], topics: Sequence[str]
) -> list[Difference]:
    """Both models on the same rows, those fair to both: paired bootstrap (Berg-Kirkpatrick, Burkett & Klein 2012)
    of F1, and McNemar's exact test of the decisions."""
    fair = first.fair & second.fair
    found = []
    for topic in topics:
        rows = known_rows(examples, topic, fair)
        truth = _truth(examples, rows, topic)
        a = first.tagged[rows, first.topics.index(topic)]
        b = second.tagged[rows, second.topics.index(topic)]
        gap = bootstrap(_gap(a, b, truth), len(rows), draws=1000)
        paired = mcnemar(a, b, truth)
        found.append(Difference(topic, len(rows), int(truth.sum()), f1(a, truth), f1(b, truth), gap, paired))
    return found


def _gap(
    a: NDArray[np.bool_], b: NDArray[np.bool_], truth: NDArray[np.bool_]
) -> Callable[[NDArray[np.int64]], float]:
    return lambda drawn: f1(b[drawn], truth[drawn]) - f1(a[drawn], truth[drawn])
