"""Findings with the evidence texts they rested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.records import Asserted, Bilingual, EvidenceFrom, EvidenceRole, FindingKind
from models.rows.knowledge import ReferenceRow


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """The evidence of a finding, with the whole text that ``span`` slices, as it was when compared.

    ``text`` is the evidence article's version, the given document, the article's own text, or the
    reference's statement in Vietnamese (``reference`` carries the rest).
    """

    source: EvidenceFrom
    role: EvidenceRole | None
    span: tuple[int, int]
    passage: str
    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None
    article_id: int | None
    version: int | None
    reference_id: str | None
    reference_version: int | None
    reference_checked: bool | None
    reference: ReferenceRow | None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One stored finding. ``span`` slices the title or text of ``version`` of the article."""

    id: int
    article_id: int
    version: int
    kind: FindingKind
    part: str
    span: tuple[int, int]
    passage: str
    asserted: Asserted
    strength: float
    why: Bilingual
    evidence: tuple[EvidenceRow, ...]
    comparer_version: str
    at: datetime
