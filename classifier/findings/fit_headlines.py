"""Fits the weights of the headline's doubt: real headlines against the same with one change, or another
article's.

Usage: ``python -m classifier.findings.fit_headlines ARTICLES.jsonl`` with rows ``{"title", "text"}``. Prints
the weights and the
share of pairs ordered rightly on articles not used for fitting. Only figures are kept.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from classifier.findings.headline import traits
from classifier.findings.headline_changes import bad_headlines
from classifier.text.reading import Reading
from models.records import Language

ARTICLES = 2000


def collect(path: Path, limit: int, rng: random.Random) -> list[tuple[int, tuple[float, ...], int]]:
    """(group, traits, 1 for a changed headline) for every article."""
    with path.open(encoding="utf-8") as lines:
        rows = [(r["title"], r["text"]) for r in map(json.loads, lines)][:limit]
    titles = [Reading(t, None, Language.VI) for t, _ in rows]
    having: dict[str, list[int]] = {}
    for i, t in enumerate(titles):
        for key in sorted(t.term_keys):
            having.setdefault(key, []).append(i)
    out = []
    for group, (title, text) in enumerate(rows):
        body = Reading(text, None, Language.VI)
        out.append((group, traits(titles[group], body), 0))
        near = titles[_kin(group, titles, having, rng)]
        for changed in {*bad_headlines(titles[group], body, titles, near, rng)} - {title}:
            out.append((group, traits(Reading(changed, None, Language.VI), body), 1))
    return out


def _kin(group: int, titles: list[Reading], having: dict[str, list[int]], rng: random.Random) -> int:
    """Another headline that shares most words with this one."""
    shared = Counter(i for key in titles[group].term_keys for i in having[key] if i != group)
    return max(sorted(shared), key=lambda i: shared[i]) if shared else rng.randrange(len(titles))


def curve(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression, classes weighted equally, no weight below zero; bias last."""
    weight = np.where(y == 1, 0.5 / (y == 1).sum(), 0.5 / (y == 0).sum())

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        error = weight * (1 / (1 + np.exp(-z)) - y)
        return float(np.sum(weight * (np.logaddexp(0, z) - y * z))) + 0.0005 * float(
            np.sum(w[:-1] ** 2)
        ), np.append(x.T @ error + 0.001 * w[:-1], error.sum())

    bounds = [(0.0, 12.0)] * x.shape[1] + [(None, None)]
    return np.asarray(
        minimize(loss, np.append(np.ones(x.shape[1]), -3.0), jac=True, method="L-BFGS-B", bounds=bounds).x
    )


def main(path: Path) -> None:
    rows = collect(path, ARTICLES, random.Random(5))
    x, y = np.array([t for _, t, _ in rows]), np.array([label for _, _, label in rows])
    groups = np.array([g for g, _, _ in rows])
    tried = curve(x[groups % 3 != 0], y[groups % 3 != 0])
    scores, kept = x @ tried[:-1], groups % 3 == 0
    bad, good = scores[kept & (y == 1)], scores[kept & (y == 0)]
    right = float(np.mean([(bad > g).mean() + 0.5 * (bad == g).mean() for g in good]))
    level = np.quantile(good, 0.95)
    print(
        f"# ordered rightly on held-out articles {right:.3f}, above 95 % of real "
        f"headlines {float((bad > level).mean()):.3f}",
        file=sys.stderr,
    )
    print(tuple(round(float(w), 2) for w in curve(x, y)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
