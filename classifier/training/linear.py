"""Logistic regression with a prior: the smallest change of known weights that explains the examples.

    minimise  ½‖w − w₀‖² + C · Σ sᵢ · log(1 + exp(−yᵢ(xᵢ·w + b)))

``w₀ = 0`` is the ordinary ridge-penalised regression (Bishop 2006, 4.3); ``w₀`` of an older model makes new labels
correct it and not replace it. Solved by L-BFGS over the columns that occur; deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit


@dataclass(frozen=True, slots=True)
class Line:
    """``score = x · weights + bias``."""

    weights: NDArray[np.float32]
    bias: float


def fit_line(
    matrix: Any,
    truth: NDArray[np.bool_],
    sample_weights: NDArray[np.float64],
    *,
    strength: float,
    prior: Line | None = None,
    iterations: int = 120,
) -> Line:
    """``strength`` is C above. With no positive or no negative example the prior (or zero) comes back."""
    columns = matrix.shape[1]
    start = prior or Line(np.zeros(columns, dtype=np.float32), 0.0)
    if not truth.any() or truth.all():
        return start
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=columns))
    x = matrix[:, used].astype(np.float64)
    offset = np.asarray(matrix @ start.weights, dtype=np.float64) + start.bias
    sign = np.where(truth, 1.0, -1.0)
    weights = strength * sample_weights

    def loss(delta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (offset + x @ delta[:-1] + delta[-1])
        value = float(np.sum(weights * np.logaddexp(0.0, -margin)) + 0.5 * (delta[:-1] @ delta[:-1]))
        slope = -weights * sign * expit(-margin)
        return value, np.append(x.T @ slope + delta[:-1], slope.sum())

    found = minimize(
        loss, np.zeros(len(used) + 1), jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 20}
    )
    learnt = start.weights.copy()
    learnt[used] += found.x[:-1].astype(np.float32)
    return Line(learnt, start.bias + float(found.x[-1]))


def balanced(truth: NDArray[np.bool_], base: NDArray[np.float64], power: float = 0.7) -> NDArray[np.float64]:
    """Sample weights that lift the rarer class: positives count ``(negatives/positives)^power`` times."""
    positives, negatives = float(base[truth].sum()), float(base[~truth].sum())
    lift = (negatives / positives) ** power if positives and negatives else 1.0
    return np.where(truth, base * max(lift, 1.0), base)
