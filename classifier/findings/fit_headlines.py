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
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from classifier.findings.changes import changes
from classifier.findings.headline import traits
from classifier.text.reading import Reading
from models.records import Language


def collect(path: Path, limit: int, rng: random.Random) -> list[tuple[int, tuple[float, ...], int]]:
    """(group, traits, 1 for a changed headline) for every article."""
    with path.open(encoding="utf-8") as lines:
        rows = [(r["title"], r["text"]) for r in map(json.loads, lines)][:limit]
    titles = [Reading(t, None, Language.VI) for t, _ in rows]
    out = []
    for group, (title, text) in enumerate(rows):
        body = Reading(text, None, Language.VI)
        out.append((group, traits(titles[group], body), 0))
        for _, changed, _, _ in changes(titles[group], body, titles, rng)[:3]:
            out.append((group, traits(Reading(changed, None, Language.VI), body), 1))
        near = max(
            (t for i, t in enumerate(titles) if i != group),
            key=lambda t: len(t.term_keys & titles[group].term_keys),
        )
        if rows[titles.index(near)][0] != title:
            out.append((group, traits(near, body), 1))
            words, other = title.split(), near.text.split()
            mixed = " ".join(words[: max(2, len(words) // 2)] + other[len(other) // 2 :])
            out.append((group, traits(Reading(mixed, None, Language.VI), body), 1))
    return out


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
    rows = collect(path, 900, random.Random(5))
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
