"""Do two annotators mean the same? Cohen's kappa and Krippendorff's alpha, and what they differ on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.training.measures import Interval, bootstrap


@dataclass(frozen=True, slots=True)
class Agreement:
    """``observed``: share of equal answers. ``kappa`` is NaN where both always gave the one same answer."""

    items: int
    observed: float
    kappa: float
    interval: Interval
    disagreements: tuple[str, ...]  # item ids, sorted


def cohen_kappa(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Agreement beyond chance (Cohen 1960); NaN where chance agreement is already complete."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} answers")
    if not first:
        return float("nan")
    n = len(first)
    same = sum(a == b for a, b in zip(first, second, strict=True)) / n
    yes_a, yes_b = sum(first) / n, sum(second) / n
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return (same - chance) / (1 - chance) if chance < 1 else float("nan")


def krippendorff_alpha(answers: Sequence[Sequence[bool | None]]) -> float:
    """Nominal alpha for any number of annotators with gaps (Krippendorff 2011). One row an item."""
    together = {(a, b): 0.0 for a in (False, True) for b in (False, True)}
    for row in answers:
        given = [value for value in row if value is not None]
        if len(given) < 2:
            continue
        for i, a in enumerate(given):
            for j, b in enumerate(given):
                if i != j:
                    together[(a, b)] += 1 / (len(given) - 1)
    yes = together[(True, True)] + together[(True, False)]
    no = together[(False, False)] + together[(False, True)]
    total = yes + no
    if total < 2 or not yes or not no:
        return float("nan")
    observed = (together[(True, False)] + together[(False, True)]) / total
    expected = 2 * yes * no / (total * (total - 1))
    return 1 - observed / expected


def agreement(first: Mapping[str, bool], second: Mapping[str, bool]) -> Agreement:
    """Two annotators' answers on one topic, compared on the items both answered."""
    ids = sorted(set(first) & set(second))
    a, b = [first[i] for i in ids], [second[i] for i in ids]
    interval = bootstrap(lambda rows: cohen_kappa([a[n] for n in rows], [b[n] for n in rows]), len(ids), draws=300)
    return Agreement(
        items=len(ids),
        observed=sum(x == y for x, y in zip(a, b, strict=True)) / len(ids) if ids else float("nan"),
        kappa=cohen_kappa(a, b),
        interval=interval,
        disagreements=tuple(i for i, x, y in zip(ids, a, b, strict=True) if x != y),
    )
