"""The weights by which detectors judge candidates: one small logistic curve a model, over the traits of ``base.judge``.

Computed by ``classifier.findings.fit`` from real pairs of reports and changes made to them by machine; only these figures are kept.
Order: mine, theirs, mass, around, coverage, long, first, second, bias.
"""

from __future__ import annotations

import math

WEIGHTS: dict[str, tuple[float, ...]] = {
    "attribution": (2.01, 1.0, 1.66, 1.75, 0.0, -2.59, -3.19, -0.0, -2.57),
    "cause": (1.35, 1.21, 1.0, 1.91, 0.0, -1.42, -4.57, 0.65, -2.99),
    "certainty": (1.0, 2.6, 1.0, 2.14, 0.0, -2.84, 3.73, 1.64, -7.51),
    "date": (1.0, 1.36, 1.12, 2.92, 0.0, -2.33, 0.31, -0.0, -3.08),
    "duration": (1.0, 1.1, 1.0, 2.04, 0.8, -3.2, -0.0, -0.0, -3.1),
    "entity": (1.0, 1.0, 1.0, 1.46, 0.0, -0.95, 1.67, 0.44, -5.35),
    "mood": (1.0, 2.0, 2.36, 0.83, 0.0, -4.43, 0.89, 0.53, -4.65),
    "negation": (1.0, 2.1, 1.0, 1.61, 0.75, -4.01, -0.1, 0.48, -3.87),
    "opposite": (1.86, 2.67, 1.0, 0.95, 0.0, -3.43, 2.81, -0.46, -6.18),
    "quantity": (1.0, 1.0, 1.0, 1.4, 0.0, -3.5, -0.2, 2.1, -2.78),
    "quote": (1.0, 1.0, 1.57, 1.27, 0.06, -2.96, 3.58, -2.33, -2.47),
}


def probability(model: str, traits: tuple[float, ...]) -> float:
    """The logistic curve of one model over its traits."""
    weights = WEIGHTS[model]
    total = weights[-1] + sum(w * t for w, t in zip(weights, traits, strict=False))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
