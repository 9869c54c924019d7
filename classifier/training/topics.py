"""Trains a topic model: examples and topics in, a model folder with its card out.

The flow: starting figures → features → confounding check → held-out scores → calibration and thresholds → final
weights → save. Deterministic: the same examples, topics, starting figures and seed give the same file.

What ships as starting figures (``classifier/topics/starting``) are weights of the core topics and word
statistics; for those topics the examples given here correct the shipped weights and do not replace them
(``training.linear``). Further topics, an office's own among them, are learnt from the examples alone. Why, and
what it measured: docs/decisions/topics-model.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.topics.concepts import ConceptFinder, read_concepts, with_keywords
from classifier.topics.features import COLUMNS, FEATURES_VERSION, WORD_COLUMNS, Featuriser
from classifier.topics.model import TopicModel, TopicRule, load_model
from classifier.training import confounding
from classifier.training.calibrate import rule as fitted_rule
from classifier.training.calibrate import with_english
from classifier.training.examples import Example, definition_examples
from classifier.training.linear import Line, Space, balanced
from classifier.training.measures import measures
from models.records import Bilingual, Language, Topic

STARTING = Path(__file__).resolve().parent.parent / "topics" / "starting"
FOLDS = 4
STRENGTH = 10.0  # C of the regression for topics learnt from the examples alone
STRENGTH_OVER_PRIOR = 1.0  # for topics whose weights ship: a label moves them gently
MIN_OWN_POSITIVES = 40  # an office's labels calibrate a shipped topic once it has so many of each kind


class TrainingError(Exception):
    """Examples that no model can be trained from. ``message`` says what is missing, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


@dataclass(frozen=True, slots=True)
class _Labels:
    """One topic's column: labels, which rows are judged, sample weights; the office's rows, English ones, and
    those that made the shipped weights already."""

    truth: NDArray[np.bool_]
    known: NDArray[np.bool_]
    weights: NDArray[np.float64]
    own: NDArray[np.bool_]
    english: NDArray[np.bool_]
    seen: NDArray[np.bool_]


def train(
    examples: Sequence[Example],
    topics: Sequence[Topic],
    out_dir: Path,
    *,
    seed: int = 0,
    starting: Path | None = STARTING,
    notes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The card of the model written to ``out_dir``.

    Raises TrainingError (no examples, a topic without a single positive), confounding.ConfoundedError (the outlet
    alone predicts a label), registry.RegistryError (the starting figures are damaged).
    """
    if not examples or not topics:
        raise TrainingError(Bilingual("không có ví dụ hoặc chủ đề nào", "there are no examples or no topics"))
    ids = [topic.id for topic in topics]
    rows = (*sorted(examples, key=lambda e: e.id), *definition_examples(tuple(topics)))
    first = load_model(starting) if starting is not None and (starting / "card.json").exists() else None
    _refuse_empty(rows, ids, first)
    outlets = confounding.check(rows, ids)

    concepts = with_keywords(read_concepts(), topics)
    idf = first.idf if first else np.ones(WORD_COLUMNS, dtype=np.float32)
    matrix = Featuriser(ConceptFinder(concepts), idf).matrix([e.article() for e in rows])
    space, folds = Space(matrix), _folds(rows, seed)
    weights = np.zeros((len(ids), COLUMNS), dtype=np.float32)
    bias = np.zeros(len(ids), dtype=np.float32)
    rules: list[TopicRule] = []
    held_out: dict[str, dict[str, float | int | None]] = {}
    for n, topic in enumerate(ids):
        labels = _labels(rows, topic)
        prior = _shipped_line(first, topic)
        scores = _held_out_scores(matrix, space, labels, folds, prior)
        rule = _rule(scores, labels, first, topic)
        rules.append(rule)
        line = _fit(space, labels, labels.known, prior)
        weights[n], bias[n] = line.weights, line.bias
        chances = 1.0 / (1.0 + np.exp(-np.clip(rule.slope * scores + rule.offset, -30, 30)))
        judged = labels.known & (labels.weights > 0)
        held_out[topic] = measures(chances[judged], chances[judged] >= rule.threshold, labels.truth[judged]).as_row()

    model = TopicModel(ids, weights, bias, rules, concepts, idf)
    card = {
        "kind": "topics",
        "seed": seed,
        "features": FEATURES_VERSION,
        "data": _data(rows, ids),
        "metrics": {"held_out_on_examples": held_out, "folds": FOLDS},
        "confounding": [
            {"topic": m.topic, "examples": m.examples, "auc": round(m.auc, 4), "information": round(m.information, 4)}
            for m in outlets
        ],
        "starting": first.version if first else None,
        "notes": dict(notes or {}),
    }
    return model.save(out_dir, card)


def _refuse_empty(rows: Sequence[Example], ids: Sequence[str], first: TopicModel | None) -> None:
    counts = Counter(topic for e in rows for topic in e.topics)
    shipped = set(first.topics) if first else set()
    empty = [topic for topic in ids if not counts[topic] and topic not in shipped]
    if empty:
        names = ", ".join(empty)
        raise TrainingError(
            Bilingual(f"chưa có ví dụ nào cho chủ đề: {names}", f"there is no example yet of the topics: {names}")
        )


def _folds(rows: Sequence[Example], seed: int) -> NDArray[np.int64]:
    """The fold of every row: an outlet's texts stay together, a text without outlet goes by its id."""
    keys = [f"{seed}:{e.outlet or e.id}" for e in rows]
    return np.array([int(sha256(key.encode()).hexdigest()[:8], 16) % FOLDS for key in keys], dtype=np.int64)


def _labels(rows: Sequence[Example], topic: str) -> _Labels:
    known = np.array([e.known is None or topic in e.known for e in rows], dtype=bool)
    return _Labels(
        truth=np.array([topic in e.topics for e in rows], dtype=bool),
        known=known,
        weights=np.array([e.weight for e in rows], dtype=np.float64),
        own=known & np.array([e.origin == "office" for e in rows], dtype=bool),
        english=np.array([e.language is Language.EN for e in rows], dtype=bool),
        seen=np.array([e.origin in ("corpus", "definition") for e in rows], dtype=bool),
    )


def _shipped_line(first: TopicModel | None, topic: str) -> Line | None:
    if first is None or topic not in first.topics:
        return None
    n = first.topics.index(topic)
    return Line(first.weights[n], float(first.bias[n]))


def _fit(space: Space, labels: _Labels, rows: NDArray[np.bool_], prior: Line | None) -> Line:
    truth = labels.truth[rows]
    # What made the shipped weights is in them already: counting it twice would pull them off the news.
    weights = labels.weights if prior is None else np.where(labels.seen, 0.0, labels.weights)
    return space.fit(
        np.flatnonzero(rows),
        truth,
        balanced(truth, weights[rows]),
        strength=STRENGTH if prior is None else STRENGTH_OVER_PRIOR,
        prior=prior,
    )


def _held_out_scores(
    matrix: Any, space: Space, labels: _Labels, folds: NDArray[np.int64], prior: Line | None
) -> NDArray[np.float64]:
    scores = np.zeros(len(folds))
    for fold in range(FOLDS):
        line = _fit(space, labels, labels.known & (folds != fold), prior)
        there = np.flatnonzero(folds == fold)
        scores[there] = matrix[there] @ line.weights + line.bias
    return scores


def _rule(scores: NDArray[np.float64], labels: _Labels, first: TopicModel | None, topic: str) -> TopicRule:
    """Fitted on the office's labels where there are enough; else the shipped rule; else on all examples."""
    own = labels.own
    if min(int((labels.truth & own).sum()), int((~labels.truth & own).sum())) >= MIN_OWN_POSITIVES:
        return fitted_rule(scores[own], labels.truth[own], labels.weights[own])
    if first is not None and topic in first.topics:
        return first.rules[first.topics.index(topic)]
    known, english = labels.known & ~labels.english, labels.known & labels.english
    rule = fitted_rule(scores[known], labels.truth[known], labels.weights[known])
    return with_english(rule, scores[english], labels.truth[english], labels.weights[english])


def _data(rows: Sequence[Example], ids: Sequence[str]) -> dict[str, Any]:
    digest = sha256()
    for e in rows:
        digest.update("\x1f".join((e.id, e.title, e.summary, e.text, *sorted(e.topics))).encode())
    return {
        "examples": len(rows),
        "by_origin": dict(sorted(Counter(e.origin for e in rows).items())),
        "by_language": dict(sorted(Counter(str(e.language) for e in rows).items())),
        "positives": {topic: sum(topic in e.topics for e in rows) for topic in ids},
        "none": sum(not e.topics for e in rows),
        "hard": sum(e.hard for e in rows),
        "sha256": digest.hexdigest(),
    }
