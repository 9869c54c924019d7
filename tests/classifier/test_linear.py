"""The regressions: the ways of solving one agree, whatever rows they take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.special import expit

from classifier.training.linear import Line, Space, fit_line

ROWS, COLUMNS = 90, 400


def texts() -> tuple[Any, NDArray[np.bool_], NDArray[np.float64]]:
    """Rows as sparse and as near each other as those of texts: a few columns, the first ones common."""
    dice = np.random.default_rng(3)
    columns = (COLUMNS * dice.random((ROWS, 12)) ** 3).astype(np.int64)
    matrix = sp.csr_matrix(
        (np.full(columns.size, 0.3, dtype=np.float32), (np.repeat(np.arange(ROWS), 12), columns.ravel())),
        shape=(ROWS, COLUMNS),
    )
    truth = np.asarray(matrix[:, :9].sum(axis=1)).ravel() + dice.normal(0, 0.3, ROWS) > 1.1
    return matrix, truth, dice.uniform(0.5, 2.0, ROWS)


def prior() -> Line:
    return Line(np.random.default_rng(4).normal(0, 0.5, COLUMNS).astype(np.float32), -0.4)


@pytest.mark.parametrize("known", [None, prior()])
@pytest.mark.parametrize("dense_rows", [0, ROWS])
@pytest.mark.parametrize("part", [slice(None), slice(0, None, 3), slice(20, 70)])
def test_a_space_gives_what_the_single_regression_gives(
    dense_rows: int, part: slice, known: Line | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Space, "DENSE_ROWS", dense_rows)
    matrix, truth, weights = texts()
    rows = np.arange(ROWS)[part]
    alone = fit_line(matrix[rows], truth[rows], weights[rows], strength=2.0, prior=known)
    shared = Space(matrix).fit(rows, truth[rows], weights[rows], strength=2.0, prior=known)
    assert shared.weights == pytest.approx(alone.weights, abs=2e-3)
    assert matrix @ shared.weights + shared.bias == pytest.approx(matrix @ alone.weights + alone.bias, abs=2e-3)


@pytest.mark.parametrize(("dense_rows", "rest"), [(0, 1e-4), (ROWS, 0.02)])
def test_the_solution_is_where_the_slope_of_the_loss_is_nought(
    dense_rows: int, rest: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Space, "DENSE_ROWS", dense_rows)
    matrix, truth, weights = texts()
    start, rows = prior(), np.arange(ROWS)
    line = Space(matrix).fit(rows, truth, weights, strength=2.0, prior=start)
    sign = np.where(truth, 1.0, -1.0)
    pull = -2.0 * weights * sign * expit(-sign * (matrix @ line.weights + line.bias))
    assert matrix.T @ pull + (line.weights - start.weights) == pytest.approx(np.zeros(COLUMNS), abs=rest)
    assert pull.sum() == pytest.approx(0.0, abs=rest)


@pytest.mark.parametrize("dense_rows", [0, ROWS])
def test_a_column_that_no_row_has_stays_at_its_prior(dense_rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "DENSE_ROWS", dense_rows)
    matrix, truth, weights = texts()
    start, rows = prior(), np.arange(0, ROWS, 3)
    line = Space(matrix).fit(rows, truth[rows], weights[rows], strength=2.0, prior=start)
    absent = np.asarray(matrix[rows].sum(axis=0)).ravel() == 0
    assert absent.any() and line.weights[absent] == pytest.approx(start.weights[absent], abs=1e-5)


def test_rows_that_one_word_tells_apart_are_learnt_without_end_of_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Space, "DENSE_ROWS", 0)
    matrix = sp.csr_matrix(np.eye(40, 5, dtype=np.float32))
    truth = np.arange(40) == 0
    line = Space(matrix).fit(np.arange(40), truth, np.where(truth, 1e4, 1.0), strength=1e3)
    scores = matrix @ line.weights + line.bias
    assert np.isfinite(scores).all() and scores[0] > 0 > scores[1:].max()
