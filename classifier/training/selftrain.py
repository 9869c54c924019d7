"""Does an office's unlabelled archive help a topic? Self-training, measured on held-out labels, used only if it did.

What the labels taught reads the archive; the articles it is surest of, half of the positives it expects and half of
the negatives, become examples with its own answer as their label. Each kind together never weighs more than the
labels of that kind (Scudder 1965; Yarowsky 1995). A model
that learns from itself can get worse as easily as better, so nothing is believed: for each fold of outlets both ways
are fitted without that fold, the archive's articles of its outlets and copies of its texts included, and F1 on the
fold's labels is compared. The archive is used for a topic only when the paired-bootstrap interval of the difference
lies above zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.topics.model import TopicRule
from classifier.training.fitting import Fitting, Labels, Rows, chances_of
from classifier.training.measures import Interval, bootstrap, f1
from classifier.training.unseen import Marks
from models.records import Bilingual

SURER = 0.5  # so large a part of the expected positives, and of the expected negatives, is believed
LARGEST_WEIGHT = 0.5  # of a self-labelled article; a label weighs 1
MIN_EACH = 10  # held-out labels of each kind; below, nothing can be told


@dataclass(frozen=True, slots=True)
class Archived:
    """What the archive did for one topic. ``without`` and ``with_it``: F1 on held-out labels; ``scores``: every row's
    score by its fold when the archive was used."""

    topic: str
    items: int
    yes: int
    no: int
    without: float
    with_it: float
    difference: Interval | None
    scores: NDArray[np.float64] | None

    @property
    def used(self) -> bool:
        return self.difference is not None and self.difference.low > 0

    def said(self) -> Bilingual:
        if self.difference is None:
            return Bilingual(
                f"{self.topic}: quá ít nhãn để biết kho bài có giúp không ({self.items}); không dùng kho bài",
                f"{self.topic}: too few labels to tell whether the archive helps ({self.items}); not used",
            )
        low, high = self.difference.low, self.difference.high
        figures = f"F1 {self.without:.3f} → {self.with_it:.3f}, 95 % [{low:+.3f}; {high:+.3f}]"
        if self.used:
            return Bilingual(f"{self.topic}: kho bài giúp được, đã dùng ({figures})",
                             f"{self.topic}: the archive helped and is used ({figures})")  # fmt: skip
        return Bilingual(
            f"{self.topic}: kho bài không giúp hơn ngẫu nhiên, không dùng ({figures})",
            f"{self.topic}: the archive did not help beyond chance and is not used ({figures})",
        )

    def as_row(self) -> dict[str, Any]:
        """For the card."""
        said = self.said()
        return {
            "topic": self.topic,
            "held_out_labels": self.items,
            "articles_taken_as_yes": self.yes,
            "articles_taken_as_no": self.no,
            "f1_without": None if self.difference is None else round(self.without, 4),
            "f1_with": None if self.difference is None else round(self.with_it, 4),
            "difference": None if self.difference is None else self.difference.as_row(),
            "used": self.used,
            "says_vi": said.vi,
            "says_en": said.en,
        }


def self_labelled(fitting: Fitting, labels: Labels, topic: str, rows: Rows, archive: Rows, rule: TopicRule) -> Labels:
    """``labels`` with those of ``archive`` of which the line learnt from ``rows`` is surest."""
    line = fitting.fit(labels, topic, rows)
    chances = chances_of(fitting.scores(line, archive), rule, labels.english[archive])
    yes, no = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    yes[np.flatnonzero(archive)[_surest(chances)]] = True
    no[np.flatnonzero(archive)[_surest(1 - chances)]] = True
    taught = rows & labels.known
    if fitting.prior(topic) is not None:
        taught = taught & ~labels.seen
    truth, weights = labels.truth.copy(), labels.weights.copy()
    for kind, same in ((yes, taught & labels.truth), (no, taught & ~labels.truth)):
        weights[kind] = min(LARGEST_WEIGHT, float(labels.weights[same].sum()) / max(int(kind.sum()), 1))
    truth[yes] = True
    return replace(labels, truth=truth, known=labels.known | yes | no, weights=weights)


def _surest(chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """The surer half of those that the probabilities let one expect, none of them less likely than not."""
    order = np.argsort(-chances, kind="stable")[: int(SURER * chances.sum())]
    return np.asarray(order[chances[order] > 0.5], dtype=np.int64)


def try_archive(
    fitting: Fitting,
    labels: Labels,
    topic: str,
    folds: NDArray[np.int64],
    named: Sequence[Marks],
    archive: Rows,
    fair: Rows,
    scores: NDArray[np.float64],
) -> Archived:
    """Both ways on the ``fair`` rows. ``scores``: held out, without the archive; ``named``: each row's ``marks``;
    ``archive`` says which rows are its."""
    truth = labels.truth[fair]
    items = int(fair.sum())
    if min(int(truth.sum()), int((~truth).sum())) < MIN_EACH or not archive.any():
        return Archived(topic, items, 0, 0, 0.0, 0.0, None, None)
    labelled = ~archive
    other = scores.copy()
    for fold in np.unique(folds[labelled]):
        there = labelled & (folds == fold)
        learn = labelled & (folds != fold)
        rule = fitting.rule(scores, labels, topic, learn)
        clean = archive & (folds != fold) & ~_copies(named, archive, there)
        taught = self_labelled(fitting, labels, topic, learn, clean, rule)
        other[there] = fitting.scores(fitting.fit(taught, topic, learn | clean), there)
    without = fitting.answers(scores, labels, topic, folds).tagged[fair]
    with_it = fitting.answers(other, labels, topic, folds).tagged[fair]
    gap = bootstrap(lambda some: f1(with_it[some], truth[some]) - f1(without[some], truth[some]), items, draws=1000)
    whole = self_labelled(fitting, labels, topic, labelled, archive, fitting.rule(scores, labels, topic, labelled))
    taken = archive & whole.known
    return Archived(
        topic,
        items,
        int((taken & whole.truth).sum()),
        int((taken & ~whole.truth).sum()),
        f1(without, truth),
        f1(with_it, truth),
        gap,
        other,
    )


def _copies(named: Sequence[Marks], archive: Rows, there: Rows) -> Rows:
    """The archive's rows that copy a row of the fold: they would carry its text to the other side."""
    known = {mark for n in np.flatnonzero(there) for mark in named[int(n)]}
    found = np.zeros(len(named), dtype=bool)
    for n in np.flatnonzero(archive):
        found[n] = not known.isdisjoint(named[int(n)])
    return found
