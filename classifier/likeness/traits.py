"""What the words of a short statement and of a long text have in common, as figures.

What the text lacks and where it is lacking (in one clause, in long stretches, between words the text has), what was
exchanged for something else, negations and absolutes on one side only, figures and names beside the text's own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from classifier.text.quantities import agree
from classifier.text.reading import Reading, Sentence
from classifier.text.terms import Term
from classifier.text.weights import STOPWORDS, idf
from models.records import FindingKind

TRAITS = (
    "sentences",
    "length",
    "lacking_words",
    "stretch_of_lacking",
    "sentences_unequal",
    "best_sentence",
    "near_more",
    "longest_run",
    "broken_runs",
    "exchanged_share",
    "put_in_share",
    "moved",
    "negation_within_run",
    "absolutes",
    "clauses",
    "clause_lacking_most",
    "last_clause_lacking",
    "denied_lacking",
    "figures_lacking",
    "figures_otherwise",
    "names_lacking",
    "reason_without_one",
    "doubt_of_names",
    "doubt_of_polarity",
)
_NEGATIONS = frozenset("không chưa chẳng chả not no never".split())
_ABSOLUTES = frozenset(
    "duy nhất tất cả luôn hoàn toàn chỉ mọi bất kỳ toàn bộ đều chưa từng only all always never none every".split()
)
_CLAUSE_WORDS = frozenset("nhưng nhằm để nhờ vì do khi mà khiến but because while which when so".split())
_DENIED = re.compile(
    r"(?:chứ |mà )?không phải(?: là)?|chứ không|thay vì|không giống như|\bnot\b|instead of|rather than"
)
_LEAST = 4.0  # weight of a clause that says anything
_NEAR = 2  # sentences of the text laid beside each of the statement


class Piece(NamedTuple):
    """A sentence of the statement and the text's sentences nearest to it, best first."""

    sentence: Sentence
    beside: tuple[Sentence, ...]


def traits(statement: Reading, text: Reading, doubts: Mapping[FindingKind, float]) -> list[float]:
    """One figure for each of ``TRAITS``, each roughly within [0, 3]."""
    keys = [key for sentence in statement.sentences for key in sentence.keys]
    size = max(1, len(keys))
    terms = [term for sentence in statement.sentences for term in sentence.terms]
    weight = sum(term.weight for term in terms) or 1.0
    pieces = [Piece(s, _nearest(s, text)) for s in statement.sentences if s.terms]
    known = [[_held(term, s, text) for term in s.terms] for s in statement.sentences]
    missing = [not held for row in known for held in row]
    shares = [_lacking(s, row) for s, row in zip(statement.sentences, known, strict=True) if s.terms]
    covers = [sum(t.weight for t in terms if t.key in s.term_keys) / weight for s in text.sentences]
    best = max(range(len(covers)), key=covers.__getitem__)
    around = frozenset().union(*(s.term_keys for s in text.sentences[max(0, best - 1) : best + 2]))
    runs = _runs(keys, text.running)
    near = {s.index: s for piece in pieces for s in piece.beside}
    near_keys = frozenset().union(*(s.term_keys for s in near.values()))
    return [
        float(len(statement.sentences)),
        min(size, 60) / 30,
        min(sum(missing), 8) / 4,
        _mean_stretch(missing),
        max(shares) - min(shares),
        covers[best],
        sum(t.weight for t in terms if t.key in around) / weight - covers[best],
        max(runs, default=0) / size,
        sum(run <= 1 for run in runs) / size * 4,
        *_exchanges(keys, text.sentences[best], text, best),
        *_moves(pieces, text),
        min(3.0, float(sum(k in _ABSOLUTES and k not in set(text.sentences[best].keys) for k in keys))),
        *_clauses(pieces, near_keys),
        _denied(pieces, near_keys),
        min(3.0, float(sum(key[0].isdigit() and key not in text.tokens for key in keys))),
        _figures(statement, text, tuple(near.values())),
        min(3.0, float(_names_lacking(statement, text.tokens))),
        _reasons(pieces, tuple(near.values())),
        doubts.get(FindingKind.ENTITY, 0.0),
        doubts.get(FindingKind.POLARITY, 0.0),
    ]


def _held(term: Term, sentence: Sentence, text: Reading) -> bool:
    return term.key in text.term_keys or all(k in text.tokens for k in sentence.keys[term.first : term.last + 1])


def _lacking(sentence: Sentence, held: Sequence[bool]) -> float:
    return sum(t.weight for t, h in zip(sentence.terms, held, strict=True) if not h) / sentence.weight


def _nearest(sentence: Sentence, text: Reading) -> tuple[Sentence, ...]:
    def shared(other: Sentence) -> float:
        common = sum(t.weight for t in sentence.terms if t.key in other.term_keys)
        return common / math.sqrt(other.weight + 12.0)

    return tuple(sorted(text.sentences, key=lambda s: (-shared(s), s.index))[:_NEAR])


def _mean_stretch(missing: Sequence[bool]) -> float:
    """The mean length, in telling words, of the stretches in a row that the text lacks; 0 where it lacks none."""
    row = "".join("x" if lacking else " " for lacking in missing).split()
    return sum(map(len, row)) / len(row) if row else 0.0


def _runs(keys: Sequence[str], running: str) -> list[int]:
    """Lengths of the longest runs of words, from the left, that the text has too; 0 for a word it lacks."""
    at, runs = 0, []
    while at < len(keys):
        end = at
        while end < len(keys) and f" {' '.join(keys[at : end + 1])} " in running:
            end += 1
        runs.append(end - at)
        at = max(end, at + 1)
    return runs


def _exchanges(keys: Sequence[str], beside: Sentence, text: Reading, best: int) -> list[float]:
    """Weight of the words exchanged for others of the nearest sentence, and of words put in between."""
    near = frozenset(key for s in text.sentences[max(0, best - 1) : best + 2] for key in s.keys)
    steps = SequenceMatcher(None, list(keys), list(beside.keys), autojunk=False).get_opcodes()
    total = _weight(keys) or 1.0
    exchanged = put_in = 0.0
    for kind, a, b, p, q in steps:
        if all(key in near for key in keys[a:b]):
            continue
        if kind == "replace" and b - a <= 4 and q - p <= 6:
            exchanged += _weight(keys[a:b])
        elif kind == "delete":
            put_in += _weight(keys[a:b])
    return [exchanged / total * 3, put_in / total * 3]


def _weight(keys: Sequence[str]) -> float:
    return sum(idf(key) for key in keys if key not in STOPWORDS)


def _moves(pieces: Sequence[Piece], text: Reading) -> list[float]:
    """Words put where the text has others that it uses elsewhere; negations put into or left out of a run."""
    moved = turned = 0.0
    for sentence, beside in pieces:
        mine, theirs = list(sentence.keys), list(beside[0].keys)
        steps = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
        for n, (kind, a, b, p, q) in enumerate(steps):
            if kind == "equal":
                continue
            if kind == "replace":
                moved += sum(k not in STOPWORDS and k in text.tokens and k not in beside[0].key_set for k in mine[a:b])
            if _NEGATIONS.isdisjoint(mine[a:b]) != _NEGATIONS.isdisjoint(theirs[p:q]):
                left = steps[n - 1][2] - steps[n - 1][1] if n else 0
                right = steps[n + 1][2] - steps[n + 1][1] if n + 1 < len(steps) else 0
                turned += min(left, 3) + min(right, 3)
    return [min(moved, 12.0) / 4, min(turned, 12.0) / 4]


def _clauses(pieces: Sequence[Piece], near: frozenset[str]) -> list[float]:
    """How many clauses say anything; what of the most strange one and of the last one is not near."""
    shares: list[float] = []
    for sentence, _ in pieces:
        for first, last in _clause_ranges(sentence):
            terms = [t for t in sentence.terms if first <= t.first <= last]
            weight = sum(t.weight for t in terms)
            if weight > _LEAST:
                shares.append(sum(t.weight for t in terms if t.key not in near) / weight)
    return [min(len(shares), 8) / 3, max(shares, default=0.0), shares[-1] if shares else 0.0]


def _clause_ranges(sentence: Sentence) -> list[tuple[int, int]]:
    text, words, out, first = sentence.reading.text, sentence.words, [], 0
    for n in range(len(words)):
        end = words[n + 1].start if n + 1 < len(words) else sentence.end
        parted = any(c in ",;:." for c in text[words[n].end : end])
        if n + 1 == len(words) or parted or sentence.keys[n + 1] in _CLAUSE_WORDS:
            out.append((first, n))
            first = n + 1
    return out


def _denied(pieces: Sequence[Piece], near: frozenset[str]) -> float:
    """The weight of what the statement says it is not ("không phải …") and that the text near it lacks."""
    lacking = 0.0
    for sentence, _ in pieces:
        low = sentence.text.lower()
        for match in _DENIED.finditer(low):
            end = re.search(r"[,.;]|$", low[match.end() :])
            stop = match.end() + (end.start() if end else 0)
            first, last = sentence.token_range(sentence.start + match.end(), sentence.start + stop)
            lacking += sum(t.weight for t in sentence.terms if first <= t.first <= last and t.key not in near)
    return min(lacking, 30.0) / 10


def _figures(statement: Reading, text: Reading, near: Sequence[Sentence]) -> float:
    """Figures of the statement that the text lacks while a sentence beside it gives another of the same unit."""
    mine = [q for q in statement.quantities if q.kind == "quantity"]
    beside = {(q.dimension, q.unit) for s in near for q in s.quantities}
    otherwise = sum(
        (q.dimension, q.unit) in beside and not any(agree(q, other) for other in text.quantities) for q in mine
    )
    return min(3.0, float(otherwise))


def _names_lacking(statement: Reading, tokens: frozenset[str]) -> int:
    return sum(
        not any(key in tokens for key in sentence.keys[name.first : name.last + 1])
        for sentence in statement.sentences
        for name in sentence.names
    )


def _reasons(pieces: Sequence[Piece], near: Sequence[Sentence]) -> float:
    """Reasons the statement gives where the text beside it gives none."""
    given = any(m.entry.cue in ("cause", "effect") for s in near for m in s.marks)
    return 0.0 if given else min(3.0, float(sum(m.entry.cue == "cause" for p in pieces for m in p.sentence.marks)))
