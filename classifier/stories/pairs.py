"""How likely two articles tell of the same event: a few measures of overlap and clash, joined by logistic
weights.

The weights were fit on pairs of real feed items of different outlets within 36 hours, read and labelled by
hand
(see docs/evaluation.md); no outlet, topic or country is among the measures. Hours apart count for little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set

from classifier.stories.signature import Signature

NAMES = (
    "words",
    "title_in",
    "lead_in",
    "names",
    "rare",
    "name_clash",
    "figure_clash",
    "days_apart",
    "recurring",
    "recurring_apart",
    "ahead",
    "acts",
    "acts_in",
    "hours",
)


def features(a: Signature, b: Signature) -> tuple[float, ...]:
    """The measures named in ``NAMES``, each symmetric and about between 0 and 1."""
    hours = min(abs((a.at - b.at).total_seconds()) / 3600, 72.0) / 36
    shared_rare = sorted((w for t, w in a.words.items() if t in b.words and w > 3.5), reverse=True)[:6]
    apart = bool(a.days and b.days and not a.days & b.days)
    recurring = a.recurring and b.recurring
    return (
        _cosine(a.words, b.words),
        0.5 * (_contained(a.title, b.words) + _contained(b.title, a.words)),
        min(_contained(a.title, b.words), _contained(b.title, a.words)),
        _shared(a.names, b.names),
        sum(shared_rare) / 40,
        _clash(a, b),
        float(
            bool(
                a.title_figures
                and b.title_figures
                and not a.title_figures & b.figures
                and not b.title_figures & a.figures
            )
        ),
        float(apart),
        float(recurring),
        float(recurring) * (hours + apart),
        float(a.ahead != b.ahead),
        _cosine(a.acts, b.acts),
        0.5 * (_contained(a.acts, b.words) + _contained(b.acts, a.words)),
        hours,
    )


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    dot = sum(w * w for t, w in a.items() if t in b)
    return dot / (math.sqrt(_norm(a) * _norm(b)) or 1.0)


def _norm(a: Mapping[str, float]) -> float:
    return sum(w * w for w in a.values())


def _contained(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(w for t, w in a.items() if t in b) / (sum(a.values()) or 1.0)


def _matching(name: str, others: Mapping[str, float] | Set[str]) -> bool:
    """A name is met by itself or by a longer or shorter form (Trump / Donald Trump)."""
    if name in others:
        return True
    padded = f" {name} "
    return any(padded in f" {other} " or f" {other} " in padded for other in others)


def _shared(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if not a or not b:
        return 0.3
    met = sum(w for n, w in a.items() if _matching(n, b)) + sum(w for n, w in b.items() if _matching(n, a))
    return met / (sum(a.values()) + sum(b.values()))


def _clash(a: Signature, b: Signature) -> float:
    """Both titles name what the other article does not know at all: two places, two people."""
    mine = sum(a.names.get(n, 5.0) for n in a.title_names if not _matching(n, b.names) and not _known(n, b))
    theirs = sum(b.names.get(n, 5.0) for n in b.title_names if not _matching(n, a.names) and not _known(n, a))
    return min(mine, theirs, 16.0) / 8


def _known(name: str, other: Signature) -> bool:
    return all(word in other.words for word in name.split())


BIAS = -3.07
WEIGHTS: tuple[float, ...] = (
    1.57,
    1.67,
    1.18,
    1.03,
    1.53,
    -0.94,
    -0.37,
    -1.18,
    -1.42,
    -1.46,
    -0.59,
    0.66,
    0.77,
    -1.85,
)


def same_event(a: Signature, b: Signature) -> float:
    """Probability in [0, 1] that the two tell of the same event."""
    z = BIAS + sum(w * x for w, x in zip(WEIGHTS, features(a, b), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
