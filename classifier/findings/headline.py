"""``headline_mismatch``: the headline's claims against the article's own body.

A figure, a date or a name of the headline that the body does not have, where the body has another in its place. What the body merely does not
repeat raises the score a little and is no finding: headlines sum up.
"""

from __future__ import annotations

from dataclasses import replace

from classifier.findings import date, entity, quantity
from classifier.findings.base import Candidate, View
from classifier.text.align import Source, best_pairs
from classifier.text.reading import Reading
from models.records import EvidenceFrom, FindingKind


def find(title: Reading, body: Reading) -> tuple[list[Candidate], float]:
    """Candidates of the headline, and how little of it the body holds (a doubt in [0, 0.3], for ranking only)."""
    sources = (Source(body, EvidenceFrom.BODY),)
    pairs = best_pairs(title, sources)
    view = View(title, sources, pairs)
    found = [replace(c, kind=FindingKind.HEADLINE) for pair in pairs for f in (quantity.find, date.find, entity.find) for c in f(pair, view)]
    return found, _doubt(title, body)


def _doubt(title: Reading, body: Reading) -> float:
    total = missing = 0.0
    for sentence in title.sentences:
        for term in sentence.terms:
            total += term.weight
            held = term.key in body.term_keys or all(k in body.tokens for k in sentence.keys[term.first:term.last + 1])
            missing += 0.0 if held else term.weight
    return 0.3 * missing / total if total else 0.0
