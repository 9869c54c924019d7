"""Fits the weights of ``judgement``: real pairs of reports against changes made to them by machine.

Usage: ``python -m classifier.findings.fit PAIRS.jsonl OWN.jsonl`` with rows ``{"a", "b"}``: two outlets'
items on one event; and a summary
with its own article. Candidates on real pairs are false alarms; candidates that cover a machine-made change
are hits.
Prints the table; only figures are kept. The bias of every model is set so that at most ``FALSE_SHARE`` of the
real pairs
get a candidate of one half or more from it.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from classifier.compare import _detect
from classifier.findings.base import Candidate
from classifier.findings.changes import changes
from classifier.text.align import Source
from classifier.text.reading import Reading
from models.records import EvidenceFrom, Language
from models.text import words

FALSE_SHARE = 0.004
KINDS = {
    "quantity": ("quantity",),
    "date": ("date",),
    "duration": ("duration",),
    "entity": ("entity", "swap"),
    "opposite": ("opposite", "negation"),
    "negation": ("negation", "opposite"),
    "certainty": ("certainty", "mood"),
    "quote": ("quote",),
    "attribution": ("attribution",),
    "cause": ("cause",),
}
Row = tuple[int, tuple[float, ...], int]  # group, traits, label


def read(path: Path, limit: int) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [(row["a"], row["b"]) for row in map(json.loads, lines)][:limit]


def _rests_on(candidate: Candidate, kind: str, old: str) -> bool:
    """Whether the evidence shown for a changed name is the name that stood there: else the hit is luck."""
    shown = set(words(candidate.other.reading.text[slice(*candidate.other_change)]))
    return kind not in ("entity", "attribution") or bool(shown & set(words(old)))


def _best(found: list[Candidate]) -> dict[str, Candidate]:
    """The surest candidate of every model."""
    out: dict[str, Candidate] = {}
    for c in found:
        if c.model and (c.model not in out or c.soft > out[c.model].soft):
            out[c.model] = c
    return out


def collect(
    pairs: list[tuple[str, str]], rng: random.Random, change: bool
) -> tuple[dict[str, list[Row]], int]:
    rows: dict[str, list[Row]] = defaultdict(list)
    readings = [(Reading(a, None, Language.VI), Reading(b, None, Language.VI)) for a, b in pairs]
    pool = [a for a, _ in readings]
    for group, (a, b) in enumerate(readings):
        sources = (Source(b, EvidenceFrom.GIVEN, index=0),)
        for c in _detect(a, sources):
            rows[c.model].append((group, c.traits, 0))
        if not change:
            continue
        if group % 4 == 0:  # the easy end of the scale: one text against itself with one change
            _add_hits(rows, group, b, (b, sources), pool, rng)
        _add_hits(rows, group, a, (b, sources), pool, rng)
    return rows, len(pairs)


def _add_hits(
    rows: dict[str, list[Row]],
    group: int,
    mine: Reading,
    against: tuple[Reading, tuple[Source, ...]],
    pool: list[Reading],
    rng: random.Random,
) -> None:
    theirs, sources = against
    for kind, text, span, old in changes(mine, theirs, pool, rng):
        hits = [
            c
            for c in _detect(Reading(text, None, Language.VI), sources)
            if c.model in KINDS[kind]
            and c.change[0] < span[1] + 2
            and span[0] - 2 < c.change[1]
            and _rests_on(c, kind, old)
        ]
        for model, c in _best(hits).items():
            rows[model].append((group, c.traits, 1))


def fit(rows: list[Row], texts: int) -> tuple[tuple[float, ...], float, float]:
    """Weights with the bias last, cross-checked share of hits kept, and the threshold found."""
    x = np.array([t for _, t, _ in rows])
    y = np.array([label for _, _, label in rows])
    found = _curve(x, y)
    scores = x @ found[:-1] + found[-1]
    worst: dict[int, float] = {}
    for (group, _, label), score in zip(rows, scores, strict=True):
        if not label:
            worst[group] = max(worst.get(group, -99.0), float(score))
    ranked = sorted(worst.values(), reverse=True)
    allowed = int(FALSE_SHARE * texts)
    level = ranked[allowed] + 1e-6 if len(ranked) > allowed else (ranked[-1] if ranked else 0.0)
    level = max(level, 0.0)
    kept = float(np.mean(scores[y == 1] > level)) if (y == 1).any() else 0.0
    weights = [round(float(w), 2) for w in found[:-1]]
    return (*weights, round(float(found[-1]) - level, 2)), kept, level


# More agreement around a difference never makes it less of one, and a longer source never makes it more of
# one.
_BOUNDS = [
    (1.0, 12.0),
    (1.0, 12.0),
    (1.0, 8.0),
    (0.5, 8.0),
    (0.0, 8.0),
    (-6.0, 0.0),
    (None, None),
    (None, None),
    (None, None),
]


def _curve(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression with both classes of equal weight and the bounds above; bias last."""
    weight = np.where(y == 1, 0.5 / max(1, (y == 1).sum()), 0.5 / max(1, (y == 0).sum()))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        error = weight * (1 / (1 + np.exp(-z)) - y)
        value = float(np.sum(weight * (np.logaddexp(0, z) - y * z))) + 0.0005 * float(np.sum(w[:-1] ** 2))
        return value, np.append(x.T @ error + 0.001 * w[:-1], error.sum())

    return np.asarray(
        minimize(loss, np.append(np.ones(x.shape[1]), -3.0), jac=True, method="L-BFGS-B", bounds=_BOUNDS).x
    )


def main(pairs: Path, own: Path) -> None:
    rng = random.Random(7)
    rows, texts = collect(read(pairs, 2600), rng, True)
    own_rows, own_texts = collect(read(own, 900), rng, False)
    for model, more in own_rows.items():
        rows[model] += [(group + 1_000_000, traits, label) for group, traits, label in more]
    for model in sorted(rows):
        positives = sum(label for _, _, label in rows[model])
        if positives < 15:
            print(f"# {model}: only {positives} hits of {len(rows[model])}", file=sys.stderr)
            continue
        weights, kept, level = fit(rows[model], texts + own_texts)
        print(
            f'    "{model}": {weights},  # hits {positives}, others {len(rows[model]) - positives}, '
            f"kept {kept:.2f}, level {level:.2f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
