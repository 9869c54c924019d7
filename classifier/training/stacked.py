"""Two linear models read the same rows, one with every feature and one with the words alone; their sum is one line.

Concepts speak for words that few labels have shown; words alone keep concepts from deciding everything. The sum of
two linear scores is a linear score, so the pair costs nothing when it is applied. What it measured:
docs/decisions/topics-model.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.svm import LinearSVC

from classifier.topics.features import WORD_COLUMNS
from classifier.training.linear import Line, balanced

COST = 1.0  # C of both
WORDS_SHARE = 0.4  # of the score of the words alone; 0.3 to 0.6 measure alike
SAME_STORY = 0.4  # cosine of the weighted words from which two items may tell of one event


def fit_stack(matrix: Any, truth: NDArray[np.bool_], sample_weights: NDArray[np.float64]) -> Line:
    """The collapsed line over all columns. Squared hinge loss, ridge penalty (Fan et al. 2008, LIBLINEAR).

    Its scores are margins, not log-odds: calibrate before use. ValueError without both kinds of rows.
    """
    weights = balanced(truth, sample_weights)
    whole = LinearSVC(C=COST, tol=1e-3, random_state=0).fit(matrix, truth, sample_weight=weights)
    words = LinearSVC(C=COST, tol=1e-3, random_state=0).fit(
        sp.csr_matrix(matrix[:, :WORD_COLUMNS]), truth, sample_weight=weights
    )
    line = whole.coef_[0].astype(np.float32)
    line[:WORD_COLUMNS] += (WORDS_SHARE * words.coef_[0]).astype(np.float32)
    return Line(line, float(whole.intercept_[0] + WORDS_SHARE * words.intercept_[0]))


def stories(words: Any) -> NDArray[np.int64]:
    """A number a row of ``words`` (L2-normalised): rows joined by a chain of near ones share it.

    Folds over these numbers never learn from one report of an event and test on another.
    """
    near = (words @ words.T).tocsr()
    return np.asarray(connected_components(near.multiply(near >= SAME_STORY), directed=False)[1], dtype=np.int64)
