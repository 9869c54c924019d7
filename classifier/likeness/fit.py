"""Fits ``weights.tsv`` on statements labelled by what a text says of them; prints the figures out of fold.

Usage: ``python -m classifier.likeness.fit CLAIMS.jsonl.gz > classifier/likeness/weights.tsv`` where each row has
``context``, ``claim`` and ``verdict`` (SUPPORTED, REFUTED, NEI). Folds keep all statements about one text together.
Traits that an L1 regression leaves out of both lines have the weight 0. Figures only; no text leaves the source.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from classifier.compare import doubts_of
from classifier.likeness import applies, joined
from classifier.likeness.traits import TRAITS, traits
from classifier.text.reading import Reading

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
KEEP, SHRINK = 0.08, 0.01  # inverse strengths of the L1 choice of traits and of the L2 fit
FOLDS, DRAWS = 5, 4


def line(values: Array, positive: Mask) -> Array:
    """Intercept and weights on the traits as they are."""
    scaler = StandardScaler().fit(values)
    scaled = scaler.transform(values)
    chosen = LogisticRegression(l1_ratio=1.0, solver="liblinear", C=KEEP, random_state=0).fit(scaled, positive)
    kept = chosen.coef_[0] != 0
    fitted = LogisticRegression(C=SHRINK, max_iter=3000).fit(scaled[:, kept], positive)
    weights = np.zeros(values.shape[1])
    weights[kept] = fitted.coef_[0] / scaler.scale_[kept]
    return np.append(fitted.intercept_[0] - weights @ scaler.mean_, weights)


def lines(values: Array, verdicts: NDArray[np.str_], rows: Mask) -> tuple[Array, Array]:
    """The two lines: refuted rather than supported, refuted rather than not stated."""
    found = []
    for other in ("SUPPORTED", "NEI"):
        of = rows & ((verdicts == "REFUTED") | (verdicts == other))
        found.append(line(values[of], verdicts[of] == "REFUTED"))
    return found[0], found[1]


def scores(values: Array, fitted: tuple[Array, Array]) -> Array:
    first, second = (weights[0] + values @ weights[1:] for weights in fitted)
    return np.array([joined(float(a), float(b)) for a, b in zip(first, second, strict=True)])


def out_of_fold(values: Array, verdicts: NDArray[np.str_], groups: Sequence[int]) -> Array:
    """Each row's score by lines that did not see its text, the mean of several draws of folds."""
    total = np.zeros(len(verdicts))
    for draw in range(DRAWS):
        places = np.random.default_rng(draw).permutation(max(groups) + 1) % FOLDS
        fold = places[np.array(groups)]
        for n in range(FOLDS):
            total[fold == n] += scores(values[fold == n], lines(values, verdicts, fold != n)) / DRAWS
    return total


def main(path: Path) -> None:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    rows: list[dict[str, Any]] = [json.loads(row) for row in text.splitlines()]
    read = [(row, Reading(row["claim"]), Reading(row["context"])) for row in rows]
    read = [(row, claim, text) for row, claim, text in read if applies(claim, text)]
    values = np.array([traits(claim, text, doubts_of(claim, text)) for _, claim, text in read])
    verdicts = np.array([row["verdict"] for row, _, _ in read])
    numbers = {code: n for n, code in enumerate(sorted({zlib.crc32(row["context"].encode()) for row, _, _ in read}))}
    held = out_of_fold(values, verdicts, [numbers[zlib.crc32(row["context"].encode())] for row, _, _ in read])
    refuted = verdicts == "REFUTED"
    figures = ", ".join(
        f"{roc_auc_score(refuted[of], held[of]):.3f} against {other}"
        for other in ("SUPPORTED", "NEI")
        for of in [refuted | (verdicts == other)]
    )
    counts = ", ".join(f"{(verdicts == verdict).sum()} {verdict}" for verdict in ("REFUTED", "SUPPORTED", "NEI"))
    print(f"# {len(read)} statements ({counts}); area under the curve out of fold: {figures}; no text is kept")
    first, second = lines(values, verdicts, np.ones(len(verdicts), dtype=bool))
    for name, one, two in zip(("intercept", *TRAITS), first, second, strict=True):
        print(f"{name}\t{one:.5f}\t{two:.5f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
