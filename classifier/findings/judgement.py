"""The weights by which detectors judge candidates: one small logistic curve a model, over the traits of ``base.judge``.

Computed by ``classifier.findings.fit`` from real pairs of reports and changes made to them by machine; only these figures are kept.
Order: mine, theirs, mass, around, coverage, long, first, second, bias.
"""

from __future__ import annotations

import math

WEIGHTS: dict[str, tuple[float, ...]] = {
    "attribution": (1.88, 1.1, 1.33, 1.65, -1.63, -1.79, -2.88, -0.01, -1.22),
    "cause": (1.04, 0.02, -0.03, 0.43, -2.01, -1.43, -5.54, 0.3, 0.34),
    "certainty": (-1.08, 2.38, 2.03, 2.35, -1.33, -6.19, 4.74, 3.66, -6.64),
    "date": (-1.69, 1.39, 1.27, 2.66, 0.05, -2.51, -0.21, 0.0, -1.1),
    "duration": (0.6, 0.65, 0.52, 0.94, 0.41, -1.61, 0.0, 0.0, -1.43),
    "entity": (1.87, 0.12, 0.98, 1.09, -2.35, -2.96, 1.56, 0.53, -3.35),
    "mood": (-0.97, 1.91, 3.11, 0.71, -0.71, -4.19, 1.29, 1.07, -3.77),
    "negation": (-1.27, 1.69, 0.97, 1.75, 1.95, -5.91, -0.09, 0.49, -2.68),
    "opposite": (3.01, 2.71, -0.24, 0.69, -1.5, -4.85, 3.65, -0.37, -5.77),
    "quantity": (2.73, -0.41, 0.64, 1.38, -2.72, -5.15, -0.31, 2.36, -0.72),
    "quote": (-0.68, -0.72, 0.45, -0.22, -0.83, -2.84, 1.88, -0.51, 1.47),
    "swap": (9.0, 9.0, 6.0, 5.0, 0.0, 0.0, 2.0, 1.0, -16.5),
}


def probability(model: str, traits: tuple[float, ...]) -> float:
    """The logistic curve of one model over its traits."""
    weights = WEIGHTS[model]
    total = weights[-1] + sum(w * t for w, t in zip(weights, traits, strict=False))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
