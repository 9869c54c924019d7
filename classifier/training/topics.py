"""Trains a topic model: examples and topics in, a model folder with its card out.

The flow: starting figures → features → confounding check → held-out scores → calibration and thresholds → final
weights → save. The card's figures: ``out_of_fold`` on rows that neither the fold nor the shipped weights have seen
(an outlet lies in one fold, so no outlet is on both sides), ``by_time`` on the newest days of the office's labels,
None where there is nothing to measure on; what the folds said of the office's labels stays beside the model
(``training.unseen``). Deterministic: the same examples, topics, starting figures and seed give the same file.

What ships as starting figures (``classifier/topics/starting``) are weights of the core topics and word
statistics; for those topics the examples given here correct the shipped weights and do not replace them
(``training.fitting``). Further topics, an office's own among them, are learnt from the examples alone. Why, and
what it measured: docs/decisions/topics-model.md.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from classifier import registry
from classifier.topics.concepts import ConceptFinder, read_concepts, with_keywords
from classifier.topics.features import COLUMNS, FEATURES_VERSION, WORD_COLUMNS, Featuriser
from classifier.topics.model import TopicModel, TopicRule, load_model
from classifier.training import confounding, unseen
from classifier.training.bytime import days_of, past_and_future
from classifier.training.examples import Example, definition_examples
from classifier.training.fitting import Fitting, Labels, labels_of
from classifier.training.measures import measures
from classifier.training.selftrain import Archived, self_labelled, try_archive
from models.records import Bilingual, Topic

STARTING = Path(__file__).resolve().parent.parent / "topics" / "starting"
FOLDS = 4

Figures = dict[str, float | int | None]


class TrainingError(Exception):
    """Examples that no model can be trained from. ``message`` says what is missing, in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(f"{message.vi} / {message.en}")
        self.message = message


def train(
    examples: Sequence[Example],
    topics: Sequence[Topic],
    out_dir: Path,
    *,
    seed: int = 0,
    starting: Path | None = STARTING,
    notes: Mapping[str, Any] | None = None,
    archive: Sequence[Example] = (),
) -> dict[str, Any]:
    """The card of the model written to ``out_dir``.

    ``archive``: unlabelled articles of the office, used for a topic only where they help (``training.selftrain``).
    Raises TrainingError (no examples, a topic without a single positive), confounding.ConfoundedError (the outlet
    alone predicts a label), registry.RegistryError (the starting figures are damaged).
    """
    if not examples or not topics:
        raise TrainingError(Bilingual("không có ví dụ hoặc chủ đề nào", "there are no examples or no topics"))
    ids = [topic.id for topic in topics]
    labelled = (*sorted(examples, key=lambda e: e.id), *definition_examples(tuple(topics)))
    rows = (*labelled, *(replace(e, known=frozenset(), origin="self") for e in sorted(archive, key=lambda e: e.id)))
    first = load_model(starting) if starting is not None and (starting / "card.json").exists() else None
    _refuse_empty(labelled, ids, first)
    outlets = confounding.check(labelled, ids)

    concepts = with_keywords(read_concepts(), topics)
    idf = first.idf if first else np.ones(WORD_COLUMNS, dtype=np.float32)
    fitting = Fitting(Featuriser(ConceptFinder(concepts), idf).matrix([e.article() for e in rows]), first)
    folds = _folds(rows, seed)
    unlabelled = np.arange(len(rows)) >= len(labelled)
    named, days = [unseen.marks(e) for e in rows], days_of(rows)
    split = unseen.copied_across(named[: len(labelled)], folds[~unlabelled])
    split = np.append(split, np.ones(len(rows) - len(labelled), dtype=bool))
    weights = np.zeros((len(ids), COLUMNS), dtype=np.float32)
    bias = np.zeros(len(ids), dtype=np.float32)
    said = _Said.of(len(rows), len(ids))
    held_out: dict[str, Figures | None] = {}
    later: dict[str, Figures | None] = {}

    def learn(n: int) -> tuple[TopicRule, Archived | None]:
        """One topic, into its own places: topics learn nothing from each other, so two may learn at once."""
        topic, tried = ids[n], None
        labels = labels_of(rows, topic)
        fair = _fair(labels, fitting.prior(topic) is not None) & ~split
        scores, taught = fitting.held_out(labels, topic, folds), labels
        if unlabelled.any():
            tried = try_archive(fitting, labels, topic, folds, named, unlabelled, fair, scores)
            if tried.used and tried.scores is not None:
                base = fitting.rule(scores, labels, topic, ~unlabelled)
                taught = self_labelled(fitting, labels, topic, ~unlabelled, unlabelled, base)
                scores = tried.scores
        rule = fitting.rule(scores, labels, topic, ~unlabelled)
        line = fitting.fit(taught, topic, taught.known)
        weights[n], bias[n] = line.weights, line.bias
        found = fitting.answers(scores, labels, topic, folds)
        said.chances[:, n], said.tagged[:, n], said.unsure[:, n] = found.chances, found.tagged, found.unsure
        held_out[topic] = _figures(found.chances, found.tagged, labels.truth, fair)
        later[topic] = past_and_future(fitting, labels, topic, days, named)
        return rule, tried

    # Each topic's sums on one thread: BLAS threads beside ours wait for each other (50 s against 8 for the corpus).
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        learnt = list(pool.map(learn, range(len(ids))))
    rules = [rule for rule, _ in learnt]
    archived = [tried for _, tried in learnt if tried is not None]
    model = TopicModel(ids, weights, bias, rules, concepts, idf)
    card = {
        "kind": "topics",
        "seed": seed,
        "features": FEATURES_VERSION,
        "data": {**_data(labelled, ids), "unlabelled": len(rows) - len(labelled)},
        "metrics": {"out_of_fold": held_out, "by_time": later, "folds": FOLDS, "folds_keep_together": "an outlet"},
        "confounding": [m.as_row() for m in outlets],
        "archive": [one.as_row() for one in archived],
        "starting": first.version if first else None,
        "notes": dict(notes or {}),
    }
    model.save(out_dir, card)
    content = unseen.written(rows, ids, said.chances, said.tagged, said.unsure, split)
    return registry.attach(out_dir, unseen.UNSEEN_FILE, content, {})


class _Said(NamedTuple):
    """The folds' answers of all rows to all topics."""

    chances: NDArray[np.float64]
    tagged: NDArray[np.bool_]
    unsure: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: int, topics: int) -> _Said:
        shape = (rows, topics)
        return cls(np.zeros(shape), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool))


def _fair(labels: Labels, shipped: bool) -> NDArray[np.bool_]:
    """Rows that neither the fold nor the shipped weights had seen: of a shipped topic only what is new here."""
    judged = labels.known & (labels.weights > 0)
    return judged & ~labels.seen if shipped else judged


def _figures(
    chances: NDArray[np.float64], tagged: NDArray[np.bool_], truth: NDArray[np.bool_], rows: NDArray[np.bool_]
) -> Figures | None:
    """None where there is nothing to measure on; a card must not show a nought for it."""
    return measures(chances[rows], tagged[rows], truth[rows]).as_row() if rows.any() else None


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
