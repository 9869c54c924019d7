"""From candidates to findings and a score.

The score is one minus the product of what every kind leaves (noisy-or), so that weak doubts add up and rank
articles also
below the level of a finding. ``base_score`` breaks ties among those without any candidate by the share of
telling words the
evidence lacks; it never exceeds ``MAX_BASE``, far below any finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifier.findings.base import Candidate
from classifier.findings.judgement import LEVEL
from classifier.text.align import Source
from classifier.text.clauses import passage
from classifier.text.reading import Reading
from models.records import Comparison, Finding, FindingEvidence, FindingKind

__all__ = ["LEVEL", "base_score", "make_findings"]

MAX_BASE = 0.03
_MOST = 0.25
MAX_FINDINGS = 12
# Where two kinds explain the same words, the more telling one stays.
_ORDER = {
    FindingKind.QUOTE: 0,
    FindingKind.QUANTITY: 1,
    FindingKind.DATE: 2,
    FindingKind.ATTRIBUTION: 3,
    FindingKind.CAUSE: 4,
    FindingKind.ENTITY: 5,
    FindingKind.POLARITY: 6,
    FindingKind.CERTAINTY: 7,
    FindingKind.HEADLINE: 8,
}


def base_score(reading: Reading, sources: Sequence[Source]) -> float:
    """A little for telling words that no source has, at most ``MAX_BASE``: most where about a quarter are
    missing.

    What shares nearly everything agrees; what shares little says other things and contradicts nothing.
    """
    if not sources:
        return 0.0
    held = frozenset().union(*(s.reading.term_keys for s in sources))
    tokens = frozenset().union(*(s.reading.tokens for s in sources))
    total = missing = 0.0
    for sentence in reading.sentences:
        for term in sentence.terms:
            total += term.weight
            if term.key not in held and not all(
                k in tokens for k in sentence.keys[term.first : term.last + 1]
            ):
                missing += term.weight
    share = missing / total if total else 0.0
    return MAX_BASE * min(share, _MOST) / _MOST


def make_findings(
    item_id: str, candidates: Sequence[tuple[str, Candidate]], base: float, more: Sequence[Finding] = ()
) -> Comparison:
    """Findings of the candidates at or above ``LEVEL``, strongest first, one for each change; the score of
    all.

    ``more``: findings of detectors that look at all evidence at once (outliers); they go before a pair's
    finding on the same words."""
    strongest: dict[tuple[FindingKind, str, tuple[int, int]], float] = {}
    for part, candidate in candidates:
        key = (candidate.kind, part, candidate.change)
        strongest[key] = max(strongest.get(key, 0.0), candidate.soft)
    by_kind: dict[FindingKind, float] = {}
    for (kind, _, _), soft in strongest.items():
        by_kind[kind] = max(by_kind.get(kind, 0.0), soft)
    for finding in more:
        by_kind[finding.kind] = max(by_kind.get(finding.kind, 0.0), finding.strength)
    rest = 1.0 - base
    for soft in by_kind.values():
        rest *= 1.0 - soft
    chosen: list[tuple[str, Candidate]] = []
    order = sorted(
        candidates,
        key=lambda pc: (
            -round(pc[1].soft, 6),
            _ORDER[pc[1].kind],
            pc[0],
            pc[1].change,
            pc[1].source.index or 0,
        ),
    )
    for part, candidate in order:
        if candidate.soft < LEVEL or len(chosen) >= MAX_FINDINGS:
            break
        if not any(part == p and _overlap(candidate.change, c.change) for p, c in chosen):
            chosen.append((part, candidate))
    own = [
        _finding(part, c)
        for part, c in chosen
        if not any(f.part == part and _overlap(f.span, c.sentence.reading.raw(c.change)) for f in more)
    ]
    findings = tuple(sorted((*more, *own), key=lambda f: -f.strength))
    return Comparison(item_id, round(min(1.0, max(0.0, 1.0 - rest)), 6), findings)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _finding(part: str, candidate: Candidate) -> Finding:
    sentence, other = candidate.sentence, candidate.other
    reading = sentence.reading
    span = reading.raw(
        passage(reading.text, (sentence.start, sentence.end), sentence.words, *candidate.change)
    )
    other_span = other.reading.raw(
        passage(other.reading.text, (other.start, other.end), other.words, *candidate.other_change)
    )
    evidence = FindingEvidence(
        candidate.source.origin,
        other_span,
        other.reading.cut(other_span),
        candidate.source.index,
        candidate.source.reference_id,
        candidate.source.reference_version,
        candidate.source.reference_checked,
    )
    return Finding(
        candidate.kind,
        part,
        span,
        reading.cut(span),
        (evidence,),
        reading.asserted(sentence, candidate.change),
        round(min(1.0, candidate.soft), 4),
        candidate.why,
    )
