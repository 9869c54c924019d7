"""``headline_mismatch``: the headline's claims against the article's own body.

A finding needs a figure, a date or a name of the headline where the body has another in its place. For
ranking there is a doubt
besides: how little of the headline the body holds, with names, figures and words of opposition counting most.
Headlines sum up and
sharpen; a doubt alone is never a finding.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

from classifier.findings import certainty, date, entity, polarity, quantity
from classifier.findings.base import Candidate, View
from classifier.text.align import Source, best_pairs
from classifier.text.gazetteer import OFFICES
from classifier.text.names import same_name, telling
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Reading, Sentence
from models.records import EvidenceFrom, FindingKind

OWN_BODY = 1.4  # log-odds; set so that below one real headline in a hundred is flagged
MAX_DOUBT = 0.45  # below the level of a finding
# Logistic weights over ``traits``, bias last; computed by ``fit_headlines`` from real headlines and changes
# made to them.
WEIGHTS: tuple[float, ...] = (1.97, 0.0, 1.06, 1.18, 2.41, 2.02, 1.88, 0.34, 2.46, -2.59)


def find(title: Reading, body: Reading) -> tuple[list[Candidate], float]:
    """Candidates of the headline, and a doubt in [0, ``MAX_DOUBT``] for ranking only."""
    found, seen = _look(title, body)
    total = WEIGHTS[-1] + sum(w * t for w, t in zip(WEIGHTS, seen, strict=False))
    doubt = MAX_DOUBT / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    return [replace(c, kind=FindingKind.HEADLINE, soft=_against_own_body(c)) for c in found], doubt


def _against_own_body(c: Candidate) -> float:
    """A body is long, yet it is surely about its headline: the doubt that a long source casts on a pair is
    taken back in part."""
    odds = c.soft / max(1e-6, 1.0 - c.soft) * math.exp(OWN_BODY)
    return odds / (1.0 + odds)


def traits(title: Reading, body: Reading) -> tuple[float, ...]:
    """What tells a headline that its body does not carry; every one in [0, 1], 0 for a headline that the body
    repeats."""
    return _look(title, body)[1]


def _look(title: Reading, body: Reading) -> tuple[list[Candidate], tuple[float, ...]]:
    sources = (Source(body, EvidenceFrom.BODY),)
    pairs = best_pairs(title, sources)
    view = View(title, sources, pairs)
    found = [
        c
        for pair in pairs
        for find_one in (quantity.find, date.find, entity.find)
        for c in find_one(pair, view)
    ]
    weaker = [
        c for pair in pairs for find_one in (polarity.find, certainty.find) for c in find_one(pair, view)
    ]
    total = missing = sides = 0.0
    for sentence in title.sentences:
        for term in sentence.terms:
            total += term.weight
            if not _held(sentence, term.first, term.last, term.key, body):
                missing += term.weight
                sides += term.key[-2:] in ("+1", "-1")
    figures = [q for q in title.quantities if q.kind == "quantity" and any(c.isdigit() for c in q.text)]
    lone = [
        q for q in figures if not any(agree(q, p) for p in body.quantities) and not _sum_of_parts(q, body)
    ]
    found = [c for c in found if c.model != "quantity" or any(q.span == c.change for q in lone)]
    strange = [
        n
        for n in title.names
        if telling(n) and not _known(n.key, body) and not any(same_name(n, m) for m in body.name_index.like(n))
    ]
    seen = (
        missing / total if total else 0.0,
        1.0 - max((_share(s, body) for s in title.sentences), default=1.0),
        min(1.0, sides),
        1.0 if lone else 0.0,
        1.0 if strange or _strange_office(title, body) else 0.0,
        _strange_pairs(title, body),
        max((c.soft for c in weaker if c.kind is FindingKind.POLARITY), default=0.0),
        max((c.soft for c in weaker if c.kind is FindingKind.CERTAINTY), default=0.0),
        max((c.soft for c in found), default=0.0),
    )
    return found, seen


def _held(sentence: Sentence, first: int, last: int, key: str, body: Reading) -> bool:
    return key in body.term_keys or all(k in body.tokens for k in sentence.keys[first : last + 1])


def _sum_of_parts(q: Quantity, body: Reading) -> bool:
    """Whether two or three figures of the body in the same unit add up to the headline's."""
    parts = [p for p in body.quantities if comparable(q, p) and 0 < p.value < q.high][:24]
    return any(
        q.low * 0.99 <= sum(p.value for p in some) <= q.high * 1.01
        for n in (2, 3)
        for some in combinations(parts, n)
    )


def _strange_office(title: Reading, body: Reading) -> bool:
    """Whether the headline names an office the body never does ("Thủ tướng" over a body on the Tổng Bí
    thư)."""
    for sentence in title.sentences:
        for size in (3, 2):
            for at in range(len(sentence.keys) - size + 1):
                office = " ".join(sentence.keys[at : at + size])
                if office in OFFICES and f" {office} " not in body.running:
                    return True
    return False


def _known(key: tuple[str, ...], body: Reading) -> bool:
    return all(k in body.tokens for k in key)


def _share(sentence: Sentence, body: Reading) -> float:
    """The most of a headline's weight that one sentence of the body and its neighbour hold."""
    best = 0.0
    for s in body.sentences:
        near = s.term_keys
        best = max(best, sum(t.weight for t in sentence.terms if t.key in near))
    return best / sentence.weight


def _strange_pairs(title: Reading, body: Reading) -> float:
    """Share of neighbouring words of the headline that stand nowhere side by side in the body."""
    pairs = [(a, b) for s in title.sentences for a, b in zip(s.keys, s.keys[1:], strict=False)]
    if not pairs:
        return 0.0
    return sum(f" {a} {b} " not in body.running for a, b in pairs) / len(pairs)
