"""Do annotators mean the same? Cohen's kappa for two, Krippendorff's alpha for any number with gaps.

Both with a percentile bootstrap over items. An answer may be any hashable value (nominal); None is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.training.measures import Interval

DRAWS = 1000
Counts = NDArray[np.float64]
Answers = Sequence[Hashable | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure over ``items`` that at least two people answered. ``observed``: the share of equal pairs of answers.

    ``figure`` (kappa or alpha) and its interval are NaN where everybody always gave the one same answer.
    """

    items: int
    observed: float
    figure: Interval


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Agreement beyond chance (Cohen 1960); NaN where chance agreement is already complete. ValueError: lengths."""
    return _kappa(_tables(first, second).sum(axis=0))


def krippendorff_alpha(answers: Sequence[Answers]) -> float:
    """Nominal alpha for any number of annotators with gaps (Krippendorff 2011). One row an item, one column an
    annotator. NaN where nothing is paired or all paired answers are one value."""
    return _alpha(_coincidences(answers).sum(axis=0))


def kappa(first: Mapping[str, Hashable], second: Mapping[str, Hashable], *, seed: int = 0) -> Agreement:
    """Cohen's kappa of two annotators on the items both answered."""
    ids = sorted(set(first) & set(second))
    tables = _tables([first[i] for i in ids], [second[i] for i in ids])
    same = sum(first[i] == second[i] for i in ids) / len(ids) if ids else float("nan")
    return Agreement(len(ids), same, _interval(_kappa, tables, seed))


def alpha(answers: Sequence[Answers], *, seed: int = 0) -> Agreement:
    """Krippendorff's alpha of any number of annotators; items with fewer than two answers do not count."""
    paired = [row for row in answers if sum(value is not None for value in row) >= 2]
    tables = _coincidences(paired)
    total = tables.sum()
    same = float(np.trace(tables.sum(axis=0)) / total) if total else float("nan")
    return Agreement(len(paired), same, _interval(_alpha, tables, seed))


def _tables(first: Sequence[Hashable], second: Sequence[Hashable]) -> Counts:
    """One table of (first's answer, second's answer) an item."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} answers")
    place = {value: n for n, value in enumerate(dict.fromkeys([*first, *second]))}
    tables = np.zeros((len(first), len(place), len(place)))
    for n, (a, b) in enumerate(zip(first, second, strict=True)):
        tables[n, place[a], place[b]] = 1.0
    return tables


def _coincidences(answers: Sequence[Answers]) -> Counts:
    """One table of ordered pairs of answers an item, each item weighing as many as it has answers."""
    place = {v: n for n, v in enumerate(dict.fromkeys(v for row in answers for v in row if v is not None))}
    tables = np.zeros((len(answers), len(place), len(place)))
    for n, row in enumerate(answers):
        given = Counter(place[value] for value in row if value is not None)
        many = given.total()
        if many < 2:
            continue
        for a, count in given.items():
            for b, other in given.items():
                tables[n, a, b] = count * (other - (a == b)) / (many - 1)
    return tables


def _kappa(table: Counts) -> float:
    n = table.sum()
    if not n:
        return float("nan")
    chance = float(table.sum(axis=1) @ table.sum(axis=0)) / n**2
    return float((np.trace(table) / n - chance) / (1 - chance)) if 1 - chance > 1e-12 else float("nan")


def _alpha(table: Counts) -> float:
    sums = table.sum(axis=0)
    n = sums.sum()
    unlike = n * n - float(sums @ sums)
    if n < 2 or unlike < 1e-9:
        return float("nan")
    return float(1 - (n - 1) * (n - np.trace(table)) / unlike)


def _interval(figure: Callable[[Counts], float], tables: Counts, seed: int) -> Interval:
    """95 %, resampling items with replacement; draws in which the figure does not exist are left out."""
    items = len(tables)
    value = figure(tables.sum(axis=0)) if items else float("nan")
    if not items:
        return Interval(value, value, value)
    # Items with the same table are one kind: drawing how many of each kind is drawing the items.
    flat, counts = np.unique(tables.reshape(items, -1), axis=0, return_counts=True)
    weights = np.random.default_rng(seed).multinomial(items, counts / items, size=DRAWS).astype(float)
    drawn = np.array([figure(row.reshape(tables.shape[1:])) for row in weights @ flat])
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(value, float(low), float(high))
