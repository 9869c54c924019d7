"""``headline_mismatch``: the headline's claims against the article's own body.

A finding needs a figure, a date or a name of the headline where the body has another in its place, or an event that
the body has no word for. For ranking there is a doubt besides: how little of the headline the body holds, with names,
figures, events, words of opposition and the relations between words counting most. Headlines sum up and sharpen; a
doubt alone is never a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from classifier.findings import certainty, date, entity, polarity, quantity
from classifier.findings.base import Candidate, View, quoted
from classifier.findings.headline_events import untold
from classifier.findings.headline_traits import closest, few, relations
from classifier.text.align import Source, best_pairs
from classifier.text.gazetteer import OFFICES
from classifier.text.names import same_name, telling
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, EvidenceFrom, FindingKind

OWN_BODY = 1.4  # log-odds; set so that below one real headline in a hundred is flagged
MAX_DOUBT = 0.45  # below the level of a finding
EVENT = 0.62  # how sure a headline's event that the body has no word for makes a finding
LEAST_BODY = 4  # sentences; a shorter body is a summary and may leave things out
# Logistic weights over ``traits``, bias last; computed by ``fit_headlines`` from real headlines and changes
# made to them.
WEIGHTS: tuple[float, ...] = (
    0.34, 0.0, 0.73, 0.84, 1.42, 1.11, 0.64, 0.35, 1.69,
    0.56, 0.0, 0.85, 1.57, 0.44, 1.09, 1.17, 0.52, 0.87, 0.21, 1.0, 3.63, 0.88, -1.81,
)  # fmt: skip


def find(title: Reading, body: Reading) -> tuple[list[Candidate], float]:
    """Candidates of the headline, and a doubt in [0, ``MAX_DOUBT``] for ranking only."""
    found, seen = _look(title, body)
    total = WEIGHTS[-1] + sum(w * t for w, t in zip(WEIGHTS, seen, strict=False))
    doubt = MAX_DOUBT / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    told = [replace(c, kind=FindingKind.HEADLINE, soft=_against_own_body(c)) for c in found]
    return [*told, *_events(title, body)], doubt


def _events(title: Reading, body: Reading) -> Iterator[Candidate]:
    """An event the headline gives as a fact and the body has no word for; questions, plans, denials, and words in
    quotation marks are left alone."""
    if "?" in title.text or len(body.sentences) < LEAST_BODY:
        return
    for event in untold(title, body):
        sentence = event.sentence
        change = sentence.char_range((event.first, event.last))
        if _open(sentence) or any(q.span[0] < change[1] and change[0] < q.span[1] for q in title.quotes):
            continue
        nearest = next(iter(closest(title, body)), None)
        if nearest is None:
            return
        shared = next((t for t in nearest.terms if t.key in title.term_keys), None)
        if shared is None:
            return
        words = quoted(title.text[slice(*change)])
        yield Candidate(
            FindingKind.HEADLINE,
            sentence,
            change,
            Source(body, EvidenceFrom.BODY),
            nearest,
            nearest.char_range((shared.first, shared.last)),
            EVENT,
            Bilingual(
                f"Tiêu đề nói “{words}”; thân bài không có chỗ nào nói tới việc này.",
                f"The headline says “{words}”; nothing in the body speaks of it.",
            ),
        )


def _open(sentence: Sentence) -> bool:
    """Whether a headline leaves something open: a plan, a possibility, a suspicion, a negation, a denial."""
    return any(m.entry.cue in ("plan", "possible", "alleged", "ask", "negation", "rebut") for m in sentence.marks)


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
        1.0 if any(not few(q) for q in lone) else 0.0,
        1.0 if strange or _strange_office(title, body) else 0.0,
        _strange_pairs(title, body),
        max((c.soft for c in weaker if c.kind is FindingKind.POLARITY), default=0.0),
        max((c.soft for c in weaker if c.kind is FindingKind.CERTAINTY), default=0.0),
        max((c.soft for c in found), default=0.0),
        *relations(title, body),
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
