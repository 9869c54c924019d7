"""The figures of one topic over labelled items: precision, recall, F1, average precision, Brier, calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

BINS = 10


@dataclass(frozen=True, slots=True)
class Reliability:
    """One bar of the reliability plot: items with a probability in ``[low, high)``, what was said, what was so."""

    low: float
    high: float
    items: int
    said: float
    was: float

    def as_row(self) -> dict[str, float | int]:
        return {"low": self.low, "high": self.high, "items": self.items, "said": round(self.said, 4),
                "was": round(self.was, 4)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measures:
    """``average_precision`` is NaN without positives; the others are 0 then. ``ece`` has ten equal bins."""

    items: int
    positives: int
    tagged: int
    precision: float
    recall: float
    f1: float
    average_precision: float
    brier: float
    ece: float

    def as_row(self) -> dict[str, float | int | None]:
        """JSON-able, rounded to four places; null, not nought, for what had nothing to be measured on."""
        row = rounded(asdict(self))
        lacking = [("precision", self.tagged), ("recall", self.positives), ("f1", self.positives)]
        return {**row, **{name: None for name, items in lacking if not items}}


def rounded(figures: Mapping[str, float | int]) -> dict[str, float | int | None]:
    """Figures for JSON: four places, NaN as null."""
    return {
        name: value if isinstance(value, int) else (None if np.isnan(value) else round(float(value), 4))
        for name, value in figures.items()
    }


def measures(chances: NDArray[np.float64], tagged: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Measures:
    """All three of one length: probabilities, decisions, labels."""
    hits = int((tagged & truth).sum())
    shown, positives = int(tagged.sum()), int(truth.sum())
    return Measures(
        items=len(truth),
        positives=positives,
        tagged=shown,
        precision=hits / shown if shown else 0.0,
        recall=hits / positives if positives else 0.0,
        f1=f1(tagged, truth),
        average_precision=average_precision(chances, truth),
        brier=float(np.mean((chances - truth) ** 2)) if len(truth) else 0.0,
        ece=expected_calibration_error(chances, truth),
    )


def f1(tagged: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    both = int(tagged.sum()) + int(truth.sum())
    return 2 * int((tagged & truth).sum()) / both if both else 0.0


def average_precision(chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Mean of the precisions at each positive, best first; ties count as a random order would in the mean."""
    if not truth.any():
        return float("nan")
    order = np.argsort(-chances, kind="stable")
    ranked, scores = truth[order], chances[order]
    ends = np.flatnonzero(np.append(scores[:-1] != scores[1:], True))
    hits = np.cumsum(ranked)[ends].astype(np.float64)
    return float(np.sum(np.diff(hits, prepend=0.0) * hits / (ends + 1.0)) / truth.sum())


def reliability(chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[Reliability, ...]:
    """The bars of the reliability plot, empty ones left out."""
    place = np.minimum((chances * BINS).astype(int), BINS - 1)
    bars = []
    for n in range(BINS):
        here = place == n
        if here.any():
            said, was = float(chances[here].mean()), float(truth[here].mean())
            bars.append(Reliability(n / BINS, (n + 1) / BINS, int(here.sum()), said, was))
    return tuple(bars)


def expected_calibration_error(chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Mean gap between said and was, weighted by items (Naeini, Cooper & Hauskrecht 2015)."""
    if not len(truth):
        return 0.0
    return sum(bar.items * abs(bar.said - bar.was) for bar in reliability(chances, truth)) / len(truth)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def as_row(self) -> dict[str, float | int | None]:
        return rounded(asdict(self))


def bootstrap(
    figure: Callable[[NDArray[np.int64]], float], items: int, *, draws: int = 400, seed: int = 0
) -> Interval:
    """Percentile interval of ``figure(row numbers)`` under resampling of items with replacement."""
    everything = np.arange(items)
    random = np.random.default_rng(seed)
    drawn = np.array([figure(random.integers(0, items, items)) for _ in range(draws)]) if items else np.zeros(1)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, [2.5, 97.5]) if len(drawn) else (np.nan, np.nan)
    return Interval(figure(everything) if items else 0.0, float(low), float(high))


@dataclass(frozen=True, slots=True)
class Paired:
    """Two deciders on the same items, where just one of them is right. ``p`` is McNemar's exact two-sided value
    (McNemar 1947; the binomial form): how often a split so uneven or more comes from two equally good ones."""

    first_only: int
    second_only: int
    p: float


def mcnemar(first: NDArray[np.bool_], second: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Paired:
    """All three of one length: two deciders' tags and the labels. Without any split ``p`` is 1."""
    one, two = first == truth, second == truth
    only_first, only_second = int((one & ~two).sum()), int((two & ~one).sum())
    split = only_first + only_second
    return Paired(only_first, only_second, float(binomtest(only_first, split).pvalue) if split else 1.0)


@dataclass(frozen=True, slots=True)
class Abstention:
    """The grey band: the share of items decided outside it (``coverage``), and the precision and recall there.
    Precision is NaN where nothing was tagged outside the band."""

    items: int
    unsure: int
    coverage: float
    precision: float
    recall: float

    def as_row(self) -> dict[str, float | int | None]:
        return rounded(asdict(self))


def abstention(tagged: NDArray[np.bool_], unsure: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Abstention:
    """``recall`` is of all positives: one left in the band counts as not found."""
    sure, items = ~unsure, len(truth)
    shown, hits = int((tagged & sure).sum()), int((tagged & truth & sure).sum())
    return Abstention(
        items,
        int(unsure.sum()),
        float(sure.mean()) if items else 0.0,
        hits / shown if shown else float("nan"),
        hits / int(truth.sum()) if truth.any() else float("nan"),
    )
