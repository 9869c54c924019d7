"""Findings as pages show them: numbered, each with its evidence in its surroundings and its citation."""

from __future__ import annotations

from dataclasses import dataclass

from models.records import EvidenceFrom
from models.rows import EvidenceRow, FindingRow
from review.marks import Excerpt, Mark, excerpt


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    row: EvidenceRow
    cut: Excerpt
    citation: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    number: int
    row: FindingRow
    evidence: tuple[ShownEvidence, ...]


def shown_findings(findings: tuple[FindingRow, ...]) -> tuple[ShownFinding, ...]:
    """Findings numbered as the page shows them, strongest first, with each evidence in its surroundings."""
    ordered = sorted(findings, key=lambda f: (-f.strength, f.span, f.id))
    return tuple(
        ShownFinding(n, f, tuple(ShownEvidence(e, excerpt(e.text, e.span), _citation(e)) for e in f.evidence))
        for n, f in enumerate(ordered, start=1)
    )


def _citation(evidence: EvidenceRow) -> str:
    """Publisher, document: as one would write it in a note. Empty for the article's own body."""
    if evidence.reference is not None:
        reference = evidence.reference.reference
        return ", ".join(part for part in (reference.publisher, reference.document, reference.date) if part)
    if evidence.source == EvidenceFrom.BODY:
        return ""
    return ", ".join(part for part in (evidence.outlet, evidence.title) if part)


def marks_of(findings: tuple[ShownFinding, ...], part: str) -> list[Mark]:
    return [Mark(f.row.span[0], f.row.span[1], f.number) for f in findings if f.row.part == part]
