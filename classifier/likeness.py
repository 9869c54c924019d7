"""How likely a short statement is contradicted by the long text it should rest on, from words alone.

For ranking below the level of a finding only: it never makes one, and says nothing of where or why. A logistic
regression over 29 figures of overlap: what the text lacks, whether the lacking words stand between words it has (a word
exchanged), broken runs, negations and absolutes on one side only, order. The weights (``likeness.tsv``) were fitted on
Vietnamese statements about encyclopedia paragraphs: supported, refuted, not stated.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from classifier.text.reading import Reading, Sentence, Term
from classifier.text.weights import STOPWORDS, idf

SHORT = 3  # sentences of a statement, at most
LONG = 3  # sentences of the text beside it, at least
MOST_WORDS = 80
_NEGATIONS = frozenset("không chưa chẳng chả not no never".split())
_ABSOLUTES = frozenset(
    "duy nhất tất cả luôn hoàn toàn chỉ mọi bất kỳ toàn bộ đều chưa từng only all always never none every".split()
)


def applies(statement: Reading, text: Reading) -> bool:
    """Whether the statement is short and the text long enough for the measure to mean anything."""
    few = 0 < len(statement.sentences) <= SHORT and sum(len(s.keys) for s in statement.sentences) <= MOST_WORDS
    return few and len(text.sentences) >= LONG and any(s.terms for s in statement.sentences)


def contradicted(statement: Reading, text: Reading) -> float:
    """In (0, 1): how likely the text contradicts the statement, rather than supports it or says nothing of it."""
    weights = _weights()
    total = weights[0] + sum(w * v for w, v in zip(weights[1:], features(statement, text), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def features(statement: Reading, text: Reading) -> list[float]:
    """The 29 figures, each roughly within [0, 3]."""
    keys = [key for sentence in statement.sentences for key in sentence.keys]
    size = max(1, len(keys))
    terms = _placed(statement)
    weight = sum(term.weight for term, _, _ in terms) or 1.0
    tokens = text.tokens
    missing = [
        (term, first, last)
        for term, first, last in terms
        if term.key not in text.term_keys and not all(key in tokens for key in keys[first : last + 1])
    ]
    lacking = sum(term.weight for term, _, _ in missing) / weight
    covers = [sum(t.weight for t, _, _ in terms if t.key in s.term_keys) / weight for s in text.sentences]
    best = max(range(len(covers)), key=lambda n: covers[n])
    beside = text.sentences[best]
    near = text.sentences[max(0, best - 1) : best + 2]
    near_terms = frozenset(key for s in near for key in s.term_keys)
    near_cover = sum(t.weight for t, _, _ in terms if t.key in near_terms) / weight
    between = [
        (float(first > 0 and keys[first - 1] in tokens), float(last + 1 < len(keys) and keys[last + 1] in tokens), term)
        for term, first, last in missing
    ]
    names = sum(
        1
        for sentence in statement.sentences
        for name in sentence.names
        if not any(key in tokens for key in sentence.keys[name.first : name.last + 1])
    )
    return [
        min(size, 60) / 30,
        lacking,
        min(lacking, 0.25) * 4,
        min(len(missing), 8) / 4,
        max((term.weight for term, _, _ in missing), default=0.0) / 8,
        covers[best],
        near_cover,
        near_cover - covers[best],
        *_runs(keys, text.running),
        *_one_sided(keys, beside.keys),
        min(3.0, float(sum(key[0].isdigit() and key not in tokens for key in keys))),
        min(5, sum(1 for left, right, _ in between if left and right)) / 2,
        sum(term.weight * (left + right) / 2 for left, right, term in between) / weight * 4,
        min(names, 3),
        *_order(keys, beside, frozenset(key for s in near for key in s.keys)),
        float(any(key not in tokens for key in keys[-4:])),
        float(any(key not in tokens for key in keys[:4])),
    ]


def _placed(statement: Reading) -> list[tuple[Term, int, int]]:
    """The statement's terms with their places among all its words."""
    found, before = [], 0
    for sentence in statement.sentences:
        found += [(term, term.first + before, term.last + before) for term in sentence.terms]
        before += len(sentence.keys)
    return found


def _runs(keys: Sequence[str], running: str) -> list[float]:
    """The longest run of words the text has too, how many runs, how many broken, and shares of pairs and triples."""
    size, at, runs = max(1, len(keys)), 0, []
    while at < len(keys):
        end = at
        while end < len(keys) and f" {' '.join(keys[at : end + 1])} " in running:
            end += 1
        runs.append(end - at)
        at = max(end, at + 1)
    return [
        max(runs, default=0) / size,
        sum(run > 0 for run in runs) / size * 4,
        sum(run <= 1 for run in runs) / size * 4,
        _held(keys, 2, running),
        _held(keys, 3, running),
    ]


def _held(keys: Sequence[str], length: int, running: str) -> float:
    grams = [" ".join(keys[n : n + length]) for n in range(len(keys) - length + 1)]
    return sum(f" {gram} " in running for gram in grams) / max(1, len(grams))


def _one_sided(keys: Sequence[str], beside: Sequence[str]) -> list[float]:
    """Negations, and whether only one side has any; absolutes that only the statement has."""
    mine, theirs = sum(key in _NEGATIONS for key in keys), sum(key in _NEGATIONS for key in beside)
    other = set(beside)
    absolutes = sum(key in _ABSOLUTES and key not in other for key in keys)
    return [min(mine, 3), float(mine > 0 == theirs), float(theirs > 0 == mine), min(3, absolutes)]


def _order(keys: Sequence[str], beside: Sentence, near: frozenset[str]) -> list[float]:
    """Words in the same order, words exchanged and put in (by number and weight), small words lacking, inversions."""
    other = list(beside.keys)
    steps = SequenceMatcher(None, list(keys), other, autojunk=False).get_opcodes()
    size, total = max(1, len(keys)), _weight(keys) or 1.0
    exchanged = [
        (a, b)
        for kind, a, b, p, q in steps
        if kind == "replace" and b - a <= 4 and q - p <= 6 and any(key not in near for key in keys[a:b])
    ]
    put_in = [(a, b) for kind, a, b, _, _ in steps if kind == "delete" and any(key not in near for key in keys[a:b])]
    first: dict[str, int] = {}
    for place, key in enumerate(other):
        first.setdefault(key, place)
    places = [first[key] for key in keys if key in first and key not in STOPWORDS]
    turned = sum(a > b for a, b in pairwise(places))
    return [
        sum(b - a for kind, a, b, _, _ in steps if kind == "equal") / size,
        min(len(exchanged), 5) / 2,
        sum(_weight(keys[a:b]) for a, b in exchanged) / total * 3,
        sum(_weight(keys[a:b]) for a, b in put_in) / total * 3,
        sum(key in STOPWORDS and key not in first for key in keys) / size * 4,
        turned / max(1, len(places) - 1),
    ]


def _weight(keys: Sequence[str]) -> float:
    return sum(idf(key) for key in keys if key not in STOPWORDS)


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    rows = files("classifier").joinpath("likeness.tsv").read_text("utf-8").splitlines()
    return tuple(float(row[1]) for row in csv.reader(rows, delimiter="\t") if not row[0].startswith("#"))
