"""Comparisons, findings and their evidence. All append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.records import Asserted, EvidenceFrom, EvidenceRole, FindingKind
from models.tables.base import Base, EnumText


class ComparisonTable(Base):
    """One run of the comparer over one version of an article and what there was to compare it with."""

    __tablename__ = "comparisons"
    __table_args__ = (UniqueConstraint("article_id", "version", "compared_key", "comparer_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    version: Mapped[int]
    compared_key: Mapped[str]
    comparer_version: Mapped[str]
    score: Mapped[float]
    at: Mapped[datetime] = mapped_column(index=True)


class FindingTable(Base):
    """One finding, once: ``content_key`` is a hash of all it says and rests on."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    content_key: Mapped[str] = mapped_column(unique=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    version: Mapped[int]
    kind: Mapped[FindingKind] = mapped_column(EnumText(FindingKind))
    part: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    passage: Mapped[str]
    asserted: Mapped[Asserted] = mapped_column(EnumText(Asserted))
    strength: Mapped[float]
    why_vi: Mapped[str]
    why_en: Mapped[str]
    comparer_version: Mapped[str]
    at: Mapped[datetime]


class ComparisonFindingTable(Base):
    """Which findings a comparison gave, in its order."""

    __tablename__ = "comparison_findings"

    comparison_id: Mapped[int] = mapped_column(ForeignKey("comparisons.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True, index=True)
    position: Mapped[int]


class EvidenceTextTable(Base):
    """The text of evidence that is no stored article, once."""

    __tablename__ = "evidence_texts"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class EvidenceTable(Base):
    """One passage a finding rests on, and whose text it slices: an article's version, a given text, or a
    reference's version. For ``source`` body, the finding's own article."""

    __tablename__ = "evidence"

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[EvidenceFrom] = mapped_column(EnumText(EvidenceFrom))
    role: Mapped[EvidenceRole | None] = mapped_column(EnumText(EvidenceRole))
    given_index: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    passage: Mapped[str]
    title: Mapped[str | None]
    outlet: Mapped[str | None]
    url: Mapped[str | None]
    published_at: Mapped[datetime | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    version: Mapped[int | None]
    text_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence_texts.sha256"))
    reference_id: Mapped[str | None] = mapped_column(index=True)
    reference_version: Mapped[int | None]
    reference_checked: Mapped[bool | None]
