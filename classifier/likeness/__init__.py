"""How likely a short statement is contradicted by the long text it should rest on, from words alone.

For ranking below the level of a finding only: it never makes one, and says nothing of where or why. Two logistic
regressions over the traits of ``traits.py``: contradicted rather than supported, and contradicted rather than not
stated. A statement ranks high where the first says so and the second does not speak against it. The weights
(``weights.tsv``) are fitted by ``fit.py`` on Vietnamese statements about encyclopedia paragraphs.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from classifier.likeness.traits import TRAITS, traits
from classifier.text.reading import Reading
from models.records import FindingKind

SHORT = 3  # sentences of a statement, at most
LONG = 3  # sentences of the text beside it, at least, or so many words
LONG_WORDS = 70
MOST_WORDS = 80
NOT_STATED = 0.75  # how much a statement of which the text says nothing is pulled down
Weights = tuple[float, ...]  # intercept, then one a trait


def applies(statement: Reading, text: Reading) -> bool:
    """Whether the statement is short and the text long enough for the measure to mean anything."""
    few = 0 < len(statement.sentences) <= SHORT and sum(len(s.keys) for s in statement.sentences) <= MOST_WORDS
    many = len(text.sentences) >= LONG or sum(len(s.keys) for s in text.sentences) >= LONG_WORDS
    return few and many and any(s.terms for s in statement.sentences)


def contradicted(statement: Reading, text: Reading, doubts: Mapping[FindingKind, float]) -> float:
    """In (0, 1): how likely the text contradicts the statement, rather than supports it or says nothing of it.

    ``doubts``: how surely the detectors found a difference between the two, in [0, 1] by kind."""
    values = traits(statement, text, doubts)
    supported, stated = (_line(weights, values) for weights in _weights())
    return 1.0 / (1.0 + math.exp(-joined(supported, stated)))


def joined(supported: float, stated: float) -> float:
    """The log-odds of both regressions as one: the first, less what the second has against it; within ±30."""
    against = math.log1p(math.exp(-max(-15.0, min(15.0, 2.0 * stated)))) / 2.0
    return max(-30.0, min(30.0, supported - NOT_STATED * against))


def _line(weights: Weights, values: Sequence[float]) -> float:
    return weights[0] + sum(w * v for w, v in zip(weights[1:], values, strict=True))


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, Weights]:
    rows = files("classifier.likeness").joinpath("weights.tsv").read_text("utf-8").splitlines()
    table = {row[0]: row[1:] for row in csv.reader(rows, delimiter="\t") if not row[0].startswith("#")}
    order = ("intercept", *TRAITS)
    return tuple(float(table[name][0]) for name in order), tuple(float(table[name][1]) for name in order)
