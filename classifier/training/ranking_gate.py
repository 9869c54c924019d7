"""Does a learned ranking order later decisions better than the prior? Judged forward in time, never on what taught it.

The settled alerts are cut into ``BLOCKS`` of equal number in the order they were decided; each block but the first is
ranked by weights learned from everything decided before it, and by the prior (forward chaining). Two figures, each
with the middle 95 % of a bootstrap that draws whole stories:

- log loss, prior less learned: how much nearer the chances are;
- precision at capacity: of the alerts that the office's capacity lets it read in a block (``capacity`` a day; at most
  half of the block, because where everything is read any order is as good), how many were worth it.

A candidate ``passed`` when its log loss is better (the interval lies above zero), its precision is not worse by more
than ``LARGEST_LOSS`` (the interval's low end), and the neutrality suite passed. ``refused``: the loss is worse, or
neutrality failed. Else ``undecided``. Where a learned ranking is in charge, decisions younger than it are looked at
besides: a candidate that predicts them worse is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.ranking import PRIOR, Ranking
from classifier.training.gate import Neutrality
from classifier.training.ranking import NAMES, Answer, Vector, learn, matrix_of
from models.records import Bilingual
from models.times import VIETNAM

BLOCKS = 5
DRAWS = 2000
SEED = 5
LARGEST_LOSS = 0.05  # of precision at capacity that "not worse" must exclude
MIN_NEWER = 20  # decisions younger than the ranking in charge, below which nothing is said of it


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both rankings and their difference, positive where the candidate is better, with its interval."""

    candidate: float
    other: float
    difference: float
    low: float
    high: float

    def as_row(self) -> dict[str, float]:
        return {name: round(getattr(self, name), 4) for name in ("candidate", "other", "difference", "low", "high")}


@dataclass(frozen=True, slots=True)
class Forward:
    """What was said of later decisions: log-odds by both, the truth, the story, and the block (from 1)."""

    candidate: Vector
    other: Vector
    worth: NDArray[np.bool_]
    group: NDArray[np.int64]
    block: NDArray[np.int64]
    capacity: NDArray[np.int64]  # by block, 0 for the first


@dataclass(frozen=True, slots=True)
class RankingVerdict:
    """What the gate says. ``as_row`` is what the log keeps."""

    state: str
    reasons: tuple[Bilingual, ...]
    notes: tuple[Bilingual, ...]
    log_loss: Figure | None
    precision: Figure | None
    against: str | None
    neutrality: Neutrality | None
    judged_on: int

    @property
    def passed(self) -> bool:
        return self.state == "passed"

    def as_row(self) -> dict[str, Any]:
        figures = {"log_loss": self.log_loss, "precision_at_capacity": self.precision}
        return {
            "passed": self.passed,
            "state": self.state,
            "against": self.against,
            "reasons": [{"vi": r.vi, "en": r.en} for r in self.reasons],
            "notes": [{"vi": n.vi, "en": n.en} for n in self.notes],
            "judged_on": self.judged_on,
            "figures": {name: figure.as_row() for name, figure in figures.items() if figure is not None},
            "neutrality": None
            if self.neutrality is None
            else {
                "passed": self.neutrality.passed,
                "detail": {"vi": self.neutrality.detail.vi, "en": self.neutrality.detail.en},
                "figures": dict(self.neutrality.figures),
            },
        }


def forward(answers: Sequence[Answer], capacity: int) -> Forward:
    """Every block of settled alerts but the first, ranked by what was decided before it and by the prior."""
    settled = sorted((a for a in answers if a.settled and a.chance is None), key=lambda a: (a.at, a.group))
    blocks = np.array_split(np.arange(len(settled)), BLOCKS)
    prior = np.array([PRIOR[name] for name in NAMES])
    said, prior_said, of_block, read = [], [], [], [0]
    for number, block in enumerate(blocks[1:], start=1):
        test = [settled[n] for n in block]
        begin = test[0].at
        weights, _ = learn([a for a in answers if a.at < begin], begin)
        matrix = matrix_of([a.features for a in test])
        said.append(matrix @ weights)
        prior_said.append(matrix @ prior)
        of_block.append(np.full(len(test), number))
        days = len({a.at.astimezone(VIETNAM).date() for a in test})
        read.append(max(1, min(capacity * days, len(test) // 2)))
    tested = [settled[n] for block in blocks[1:] for n in block]
    return Forward(
        np.concatenate(said),
        np.concatenate(prior_said),
        np.array([a.worth for a in tested], dtype=bool),
        np.array([a.group for a in tested], dtype=np.int64),
        np.concatenate(of_block),
        np.array(read, dtype=np.int64),
    )


def judge(
    answers: Sequence[Answer],
    *,
    capacity: int,
    champion: Ranking | None,
    champion_since: datetime | None,
    neutrality: Neutrality | None,
) -> RankingVerdict:
    """The verdict (module docstring) on the way of learning that made the candidate; ``answers`` are ``enough``."""
    seen = forward(answers, capacity)
    log_loss, precision = _log_loss(seen), _precision(seen)
    against: list[Bilingual] = []
    unsure: list[Bilingual] = []
    notes: list[Bilingual] = []
    if neutrality is None:
        unsure.append(Bilingual("chưa chạy bộ kiểm tra trung lập", "the neutrality suite was not run"))
    elif not neutrality.passed:
        detail = neutrality.detail
        against.append(
            Bilingual(f"không qua bộ kiểm tra trung lập: {detail.vi}", f"the neutrality suite failed: {detail.en}")
        )
    if log_loss.high < 0:
        against.append(_said(log_loss, "đoán kém hơn trọng số ban đầu", "predicts worse than the starting weights"))
    elif log_loss.low <= 0:
        unsure.append(_said(log_loss, "chưa rõ hơn trọng số ban đầu", "not surely better than the starting weights"))
    if precision.low < -LARGEST_LOSS:
        worse = precision.high < 0
        (against if worse else unsure).append(
            _said(precision, "độ chính xác ở đầu hàng đợi có thể giảm", "precision at the top of the queue may fall")
        )
    if champion is not None and champion.learned and champion_since is not None:
        said, refused = _newer(answers, champion, champion_since, capacity)
        (against if refused else notes).append(said)
    state = "refused" if against else "undecided" if unsure else "passed"
    return RankingVerdict(
        state,
        (*against, *unsure),
        tuple(notes),
        log_loss,
        precision,
        None if champion is None else champion.version,
        neutrality,
        len(seen.worth),
    )


def _newer(answers: Sequence[Answer], champion: Ranking, since: datetime, capacity: int) -> tuple[Bilingual, bool]:
    """Decisions younger than the ranking in charge, predicted block by block and by it."""
    newer = [a for a in answers if a.settled and a.chance is None and a.at > since]
    if len(newer) < MIN_NEWER:
        n = f"{len(newer)}/{MIN_NEWER}"
        return (
            Bilingual(
                f"quá ít quyết định mới hơn {champion.version} để so ({n})",
                f"too few decisions newer than {champion.version} to compare ({n})",
            ),
            False,
        )
    newer.sort(key=lambda a: (a.at, a.group))
    in_charge = np.array([champion.weights[name] for name in NAMES])
    said = []
    for block in np.array_split(np.arange(len(newer)), BLOCKS):
        test = [newer[n] for n in block]
        weights, _ = learn([a for a in answers if a.at < test[0].at], test[0].at)
        said.append(matrix_of([a.features for a in test]) @ weights)
    matrix = matrix_of([a.features for a in newer])
    seen = Forward(
        np.concatenate(said),
        matrix @ in_charge,
        np.array([a.worth for a in newer], dtype=bool),
        np.array([a.group for a in newer], dtype=np.int64),
        np.ones(len(newer), dtype=np.int64),
        np.array([0, max(1, min(capacity, len(newer) // 2))], dtype=np.int64),
    )
    figure = _log_loss(seen)
    vi, en = f"so với {champion.version} trên quyết định mới", f"against {champion.version} on newer decisions"
    return _said(figure, vi, en), figure.high < 0


def _said(figure: Figure, vi: str, en: str) -> Bilingual:
    numbers = f"{figure.other:.3f} → {figure.candidate:.3f}"
    low, high = f"{figure.low:+.3f}", f"{figure.high:+.3f}"
    return Bilingual(
        f"{vi}: {numbers}, khoảng 95 % của phần hơn [{low}; {high}]",
        f"{en}: {numbers}, 95 % interval of the gain [{low}; {high}]",
    )


def _draws(group: NDArray[np.int64]) -> Vector:
    """How often each item is in each bootstrap draw of whole stories: draws × items."""
    names, index = np.unique(group, return_inverse=True)
    dice = np.random.default_rng(SEED)
    counts = dice.multinomial(len(names), np.full(len(names), 1.0 / len(names)), size=DRAWS)
    return np.asarray(counts[:, index], dtype=np.float64)


def _figure(candidate: float, other: float, difference: float, gains: Vector) -> Figure:
    low, high = np.quantile(gains, (0.025, 0.975))
    return Figure(candidate, other, difference, float(low), float(high))


def _log_loss(seen: Forward) -> Figure:
    signs = np.where(seen.worth, 1.0, -1.0)
    mine, theirs = (np.logaddexp(0.0, -signs * scores) for scores in (seen.candidate, seen.other))
    counts = _draws(seen.group)
    gains = counts @ (theirs - mine) / counts.sum(axis=1)
    candidate, other = float(mine.mean()), float(theirs.mean())
    return _figure(candidate, other, other - candidate, gains)


def _precision(seen: Forward) -> Figure:
    once = np.ones((1, len(seen.worth)))
    mine, theirs = (float(_read(seen, scores, once)[0]) for scores in (seen.candidate, seen.other))
    counts = _draws(seen.group)
    gains = _read(seen, seen.candidate, counts) - _read(seen, seen.other, counts)
    return _figure(mine, theirs, mine - theirs, gains)


def _read(seen: Forward, scores: Vector, counts: Vector) -> Vector:
    """Precision of what is read of each block, the highest first, for each row of ``counts``."""
    hits = np.zeros(len(counts))
    total = np.zeros(len(counts))
    for number in np.unique(seen.block):
        rows = np.flatnonzero(seen.block == number)
        order = rows[np.argsort(-scores[rows], kind="stable")]
        some = counts[:, order]
        taken = np.clip(seen.capacity[number] - (np.cumsum(some, axis=1) - some), 0.0, some)
        hits += taken @ seen.worth[order].astype(np.float64)
        total += taken.sum(axis=1)
    return np.asarray(hits / np.maximum(total, 1e-9), dtype=np.float64)
