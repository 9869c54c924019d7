"""Logistic regression with a prior: the smallest change of known weights that explains the examples.

    minimise  ½‖w − w₀‖² + C · Σ sᵢ · log(1 + exp(−yᵢ(xᵢ·w + b)))

``w₀ = 0`` is the ordinary ridge-penalised regression (Bishop 2006, 4.3); ``w₀`` of an older model makes new labels
correct it and not replace it. Solved over the columns that occur: few rows by L-BFGS; many by Newton's method with
conjugate gradients (Lin, Weng & Keerthi 2008), which goes over the rows about as often and keeps no past steps, each as
long as the columns. The problem has one solution, so the way does not matter; deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.optimize import minimize
from scipy.special import expit

ITERATIONS = 120
NEWTON_STEPS = 60
NEWTON_SLOPE = 1e-6  # of the slope at the beginning; below, the solution is reached


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
) -> Line:
    """``strength`` is C above. With no positive or no negative example the prior (or zero) comes back."""
    columns = matrix.shape[1]
    start = prior or Line(np.zeros(columns, dtype=np.float32), 0.0)
    if not truth.any() or truth.all():
        return start
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=columns))
    offset = np.asarray(matrix @ start.weights, dtype=np.float64) + start.bias
    delta, bias = _solve(matrix[:, used].astype(np.float64), offset, truth, strength * sample_weights)
    learnt = start.weights.copy()
    learnt[used] += delta.astype(np.float32)
    return Line(learnt, start.bias + bias)


class Space:
    """The rows of one matrix, prepared so that many regressions over parts of them are cheap.

    With fewer rows than columns every solution lies in the rows' span: ``w = w₀ + Xᵀu``. With ``XXᵀ = LLᵀ``
    (Cholesky) the same problem over ``X`` is one over the small dense ``L``, whose solution ``v`` gives
    ``u = L⁻ᵀv``; the result is the same, fifty fits cost seconds. Above ``DENSE_ROWS`` rows it is not worth it; then
    the columns that occur are cut out once, instead of anew for each fit.
    """

    DENSE_ROWS = 3000

    def __init__(self, matrix: Any):
        self._matrix = matrix
        self._factor: NDArray[np.float64] | None = None
        if 0 < matrix.shape[0] <= self.DENSE_ROWS:
            products = np.asarray((matrix @ matrix.T).todense(), dtype=np.float64)
            jitter = 1e-6 * np.eye(len(products))
            self._factor = np.asarray(np.linalg.cholesky(products + jitter), dtype=np.float64)
        else:
            self._used = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]))
            self._cut = matrix[:, self._used].astype(np.float64)

    def fit(
        self,
        rows: NDArray[np.int64],
        truth: NDArray[np.bool_],
        sample_weights: NDArray[np.float64],
        *,
        strength: float,
        prior: Line | None = None,
    ) -> Line:
        """As ``fit_line`` over ``matrix[rows]``."""
        start = prior or Line(np.zeros(self._matrix.shape[1], dtype=np.float32), 0.0)
        if not truth.any() or truth.all():
            return start
        if self._factor is None:
            return self._fit_cut(rows, truth, strength * sample_weights, start)
        part = self._matrix[rows]
        offset = np.asarray(part @ start.weights, dtype=np.float64) + start.bias
        small, bias = _solve(self._factor[rows], offset, truth, strength * sample_weights)
        along = solve_triangular(self._factor, small, trans="T", lower=True)
        return Line(start.weights + (self._matrix.T @ along).astype(np.float32), start.bias + bias)

    def _fit_cut(
        self, rows: NDArray[np.int64], truth: NDArray[np.bool_], weights: NDArray[np.float64], start: Line
    ) -> Line:
        """A column that none of ``rows`` has stays at its prior: only the penalty pulls at it."""
        part = self._cut if len(rows) == self._cut.shape[0] else self._cut[rows]
        offset = part @ start.weights[self._used].astype(np.float64) + start.bias
        delta, bias = _newton(part, offset, truth, weights)
        learnt = start.weights.copy()
        learnt[self._used] += delta.astype(np.float32)
        return Line(learnt, start.bias + bias)


def _solve(
    x: Any, offset: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    sign = np.where(truth, 1.0, -1.0)

    def loss(delta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (offset + x @ delta[:-1] + delta[-1])
        value = float(np.sum(weights * np.logaddexp(0.0, -margin)) + 0.5 * (delta[:-1] @ delta[:-1]))
        slope = -weights * sign * expit(-margin)
        return value, np.append(x.T @ slope + delta[:-1], slope.sum())

    options = {"maxiter": ITERATIONS, "maxcor": 20, "ftol": 1e-7}
    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x[:-1]), float(found.x[-1])


def _newton(
    x: Any, offset: NDArray[np.float64], truth: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """As ``_solve``: each step solves the local quadratic by conjugate gradients, the surer the nearer the end."""
    sign, across = np.where(truth, 1.0, -1.0), x.T.tocsr()
    found, scores = np.zeros(x.shape[1] + 1), offset.copy()

    def loss(scores: NDArray[np.float64], at: NDArray[np.float64]) -> float:
        return float(weights @ np.logaddexp(0.0, -sign * scores) + 0.5 * (at[:-1] @ at[:-1]))

    value, begun = loss(scores, found), 0.0
    for _ in range(NEWTON_STEPS):
        chance = expit(-sign * scores)
        pull = -weights * sign * chance
        slope = np.append(across @ pull + found[:-1], pull.sum())
        steep = float(np.sqrt(slope @ slope))
        begun = begun or steep
        if steep <= NEWTON_SLOPE * begun:
            break
        near = min(0.1, float(np.sqrt(steep / begun))) * steep
        step, moved = _downhill(x, across, weights * chance * (1.0 - chance), slope, near)
        fall, size = float(slope @ step), 1.0
        while (next_value := loss(scores + size * moved, found + size * step)) > value + 1e-4 * size * fall:
            size /= 2
            if size < 1e-8:  # no further fall that numbers of this length can tell
                return found[:-1], float(found[-1])
        found, scores, value = found + size * step, scores + size * moved, next_value
    return found[:-1], float(found[-1])


def _downhill(
    x: Any, across: Any, curve: NDArray[np.float64], slope: NDArray[np.float64], near: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The step ``d`` with ``(XᵀDX + I) d = -slope`` to a rest of ``near``, and ``Xd``. The bias is not penalised."""
    step, moved = np.zeros_like(slope), np.zeros(x.shape[0])
    rest = -slope
    way, size = rest.copy(), float(rest @ rest)
    for _ in range(min(len(slope), 500)):
        if np.sqrt(size) <= near:
            break
        along = x @ way[:-1] + way[-1]
        bent = curve * along
        turned = np.append(across @ bent + way[:-1], bent.sum())
        share = size / float(way @ turned)
        step += share * way
        moved += share * along
        rest -= share * turned
        before, size = size, float(rest @ rest)
        way = rest + (size / before) * way
    return step, moved


def balanced(truth: NDArray[np.bool_], base: NDArray[np.float64], power: float = 0.7) -> NDArray[np.float64]:
    """Sample weights that lift the rarer class: positives count ``(negatives/positives)^power`` times."""
    positives, negatives = float(base[truth].sum()), float(base[~truth].sum())
    lift = (negatives / positives) ** power if positives and negatives else 1.0
    return np.where(truth, base * max(lift, 1.0), base)
