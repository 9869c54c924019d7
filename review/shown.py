"""What an alert rests on as pages show it: findings numbered, evidence in its surroundings, who did what last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.records import Bilingual, EvidenceFrom
from models.rows import DecisionRow, EvidenceRow, FindingRow
from review import live
from review.diff import Change, changes
from review.marks import Excerpt, Mark, excerpt
from review.words import LANGUAGES, Words

ALIKE = 0.4  # of the letters of both passages: below it setting word against word would only confuse


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """``words``: its passage in runs, ``added`` where the article's passage has no such words."""

    row: EvidenceRow
    cut: Excerpt
    citation: str
    words: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """``words``: its passage in runs, ``removed`` where the first evidence has no such words."""

    number: int
    row: FindingRow
    evidence: tuple[ShownEvidence, ...]
    words: tuple[Change, ...]


def shown_findings(findings: tuple[FindingRow, ...]) -> tuple[ShownFinding, ...]:
    """Findings numbered as the page shows them, strongest first, with each evidence in its surroundings."""
    ordered = sorted(findings, key=lambda f: (-f.strength, f.span, f.id))
    return tuple(_shown(number, finding) for number, finding in enumerate(ordered, start=1))


def _shown(number: int, finding: FindingRow) -> ShownFinding:
    pairs = [against(finding.passage, row.passage) for row in finding.evidence]
    evidence = tuple(
        ShownEvidence(row, excerpt(row.text, row.span), citation_of(row), theirs)
        for row, (_, theirs) in zip(finding.evidence, pairs, strict=True)
    )
    ours = pairs[0][0] if pairs else (Change("same", finding.passage),)
    return ShownFinding(number, finding, evidence, ours)


def against(passage: str, other: str) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Both passages in runs, word against word; each as one run where they have little in common."""
    runs = changes(passage, other)
    same = sum(len(run.text.strip()) for run in runs if run.kind == "same")
    if same < ALIKE * min(len(passage), len(other)):
        return (Change("same", passage),), (Change("same", other),)
    return tuple(r for r in runs if r.kind != "added"), tuple(r for r in runs if r.kind != "removed")


def citation_of(evidence: EvidenceRow) -> str:
    """Publisher, document: as one would write it in a note. Empty for the article's own body."""
    if evidence.reference is not None:
        reference = evidence.reference.reference
        return ", ".join(part for part in (reference.publisher, reference.document, _day(reference.date)) if part)
    if evidence.source == EvidenceFrom.BODY:
        return ""
    return ", ".join(part for part in (evidence.outlet, evidence.title) if part)


def marks_of(findings: tuple[ShownFinding, ...], part: str) -> list[Mark]:
    return [Mark(f.row.span[0], f.row.span[1], f.number) for f in findings if f.row.part == part]


def did(texts: Mapping[str, Bilingual], history: Sequence[DecisionRow]) -> Bilingual | None:
    """What the last row of a history says, in both languages."""
    if not history:
        return None
    return Bilingual(*(live.did(history[-1], Words(texts, language)) for language in LANGUAGES))


def _day(text: str | None) -> str:
    """A date of the library as the desk writes days; a year alone, or words, as they are."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{day.day}/{day.month}/{day.year}"
