"""The weights by which detectors judge candidates: one small logistic curve a model, over the traits of
``base.judge``.

Computed by ``classifier.findings.fit`` from real pairs of reports and changes made to them by machine; only
these figures are kept.
Order: mine, theirs, mass, around, coverage, long, first, second, bias.
"""

from __future__ import annotations

import math

WEIGHTS: dict[str, tuple[float, ...]] = {
    "attribution": (1.43, 1.43, 2.0, 1.94, 0.0, -4.07, -2.66, 0.0, -1.21),
    # cause by hand: changes made by machine replace whole reasons, which is too easy
    "cause": (2.0, 1.5, 3.0, 1.5, 0.0, -4.0, -5.5, 0.56, -4.5),
    "certainty": (1.0, 2.67, 1.01, 1.01, 0.32, -2.76, 4.96, 1.22, -8.45),
    "date": (1.26, 1.35, 1.0, 4.47, 0.0, -3.69, 1.28, 0.0, -3.14),
    "duration": (1.0, 1.0, 2.02, 0.5, 5.9, -4.27, -0.0, -0.0, -6.1),
    "entity": (1.0, 1.0, 1.0, 1.98, 0.0, -1.83, 1.96, 1.12, -5.53),
    "mood": (1.0, 1.95, 2.52, 0.5, 0.0, -4.1, 0.63, 1.05, -4.16),
    "negation": (1.0, 2.13, 1.0, 1.36, 0.92, -4.61, 0.0, 0.59, -3.9),
    "opposite": (1.82, 2.66, 1.0, 0.93, 0.0, -3.57, 2.79, -0.55, -5.78),
    "quantity": (1.0, 1.0, 1.0, 1.46, 0.0, -3.31, 0.0, 2.72, -2.6),
    "quote": (1.0, 1.0, 1.5, 1.75, 0.0, -3.16, 2.08, -5.0, -0.55),
}

# Set by hand: two sentences that agree in nearly everything but the change are one statement; real pairs
# seldom come so near.
SAME_SENTENCE = 2.5


LEVEL = 0.5  # from which a candidate is a finding


def ceiling(model: str, traits: tuple[float, ...]) -> float:
    """At most what ``probability`` gives where the traits that tell how much the rest agrees (the first three) are no
    larger than these, and the others the same."""
    weights = WEIGHTS[model]
    total = weights[-1] + sum([max(w, 0.0) * t for w, t in zip(weights[:3], traits, strict=False)])
    total += sum([w * t for w, t in zip(weights[3:], traits[3:], strict=False)])
    total += SAME_SENTENCE * (1.0 - traits[5]) * max(0.0, min(traits[0], traits[1]) - 0.7) / 0.3
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) + 1e-9


def probability(model: str, traits: tuple[float, ...]) -> float:
    """The logistic curve of one model over its traits."""
    weights = WEIGHTS[model]
    total = weights[-1] + sum(w * t for w, t in zip(weights, traits, strict=False))
    total += SAME_SENTENCE * (1.0 - traits[5]) * max(0.0, min(traits[0], traits[1]) - 0.7) / 0.3
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
