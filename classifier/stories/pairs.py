"""How likely two articles tell of the same event: a few measures of overlap and clash, joined by logistic
weights.

The weights were fit on pairs of real feed items of different outlets within 36 hours, read and labelled
by hand (see docs/evaluation.md); no outlet, topic or country is among the measures. Hours apart count for
little.
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
    "rare_pairs",
    "name_clash",
    "names_apart",
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
    common = [a.words[t] for t in a.words.keys() & b.words.keys()]
    rare = sorted((w for w in common if w > 3.5), reverse=True)[:6]
    pairs = sorted((a.pairs[t] for t in a.pairs.keys() & b.pairs.keys()), reverse=True)[:8]
    in_b, in_a = _held(a.title, b.words) / a.sums[0], _held(b.title, a.words) / b.sums[0]
    acts_in = _held(a.acts, b.words) / a.sums[1] + _held(b.acts, a.words) / b.sums[1]
    apart = bool(a.days and b.days and not a.days & b.days)
    recurring = a.recurring and b.recurring
    return (
        sum(w * w for w in common) / (a.norms[0] * b.norms[0]),
        0.5 * (in_b + in_a),
        min(in_b, in_a),
        _shared(a, b),
        sum(rare) / 40,
        sum(w for w in pairs if w > 4.5) / 50,
        _clash(a, b),
        float(_apart(a, b)),
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
        sum(a.acts[t] ** 2 for t in a.acts.keys() & b.acts.keys()) / (a.norms[1] * b.norms[1]),
        0.5 * acts_in,
        hours,
    )


def _held(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(a[t] for t in a.keys() & b.keys())


def _matching(name: str, others: Mapping[str, float] | Set[str]) -> bool:
    """A name is met by itself or by a longer or shorter form (Trump / Donald Trump)."""
    if name in others:
        return True
    padded = f" {name} "
    return any(padded in f" {other} " or f" {other} " in padded for other in others)


def _shared(a: Signature, b: Signature) -> float:
    if not a.names or not b.names:
        return 0.3
    met = sum(w for n, w in a.names.items() if _matching(n, b.names))
    met += sum(w for n, w in b.names.items() if _matching(n, a.names))
    return met / (a.sums[2] + b.sums[2])


def _clash(a: Signature, b: Signature) -> float:
    """Both titles name what the other article does not know at all: two places, two people."""
    mine = sum(a.names.get(n, 5.0) for n in a.title_names if not _matching(n, b.names) and not _known(n, b))
    theirs = sum(b.names.get(n, 5.0) for n in b.title_names if not _matching(n, a.names) and not _known(n, a))
    return min(mine, theirs, 16.0) / 8


def _apart(a: Signature, b: Signature) -> bool:
    """Each title has names, none of which the other article knows."""
    return bool(
        a.title_names
        and b.title_names
        and not any(_matching(n, b.names) or _known(n, b) for n in a.title_names)
        and not any(_matching(n, a.names) or _known(n, a) for n in b.title_names)
    )


def _known(name: str, other: Signature) -> bool:
    return all(word in other.words for word in name.split())


BIAS = -3.68
WEIGHTS: tuple[float, ...] = (
    1.12,  # words
    1.78,  # title_in
    1.19,  # lead_in
    1.15,  # names
    1.28,  # rare
    0.82,  # rare_pairs
    -0.71,  # name_clash
    -2.00,  # names_apart
    -0.51,  # figure_clash
    -1.27,  # days_apart
    -1.44,  # recurring
    -1.48,  # recurring_apart
    -0.58,  # ahead
    0.53,  # acts
    0.59,  # acts_in
    -1.20,  # hours
)


# Whole articles that begin with a scene share few words of title and lead with a plain report. Rare names and figures
# in their bodies say that they are of one event; set by hand, as no whole articles were read and labelled in pairs.
BODY_SHARED = 14.0  # least weight of the rare names both bodies have
BODY_SHARE = 0.4  # and least share of the lighter one's
BODY_FIGURES = 2  # and least number of figures
BODY_NAMES, BODY_EACH, BODY_MOST = 2.0, 0.3, 3  # log-odds of the share, of each further figure, figures that count


def bodies(a: Signature, b: Signature) -> float:
    """Log-odds that the bodies of two whole articles add; 0 where they share too little, never less."""
    if not a.body_names or not b.body_names:
        return 0.0
    figures = len(a.body_figures & b.body_figures)
    if figures < BODY_FIGURES:
        return 0.0
    shared = sum(w for n, w in a.body_names.items() if _matching(n, b.body_names))
    share = min(1.0, shared / (min(sum(a.body_names.values()), sum(b.body_names.values())) or 1.0))
    if shared < BODY_SHARED or share < BODY_SHARE:
        return 0.0
    return BODY_NAMES * share + BODY_EACH * min(figures - BODY_FIGURES, BODY_MOST)


def same_event(a: Signature, b: Signature) -> float:
    """Probability in [0, 1] that the two tell of the same event."""
    z = BIAS + sum(w * x for w, x in zip(WEIGHTS, features(a, b), strict=True)) + bodies(a, b)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
