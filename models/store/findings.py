"""Findings with their evidence: append-only, the same finding stored once however often it is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from models.records import Bilingual, Comparison, Evidence, EvidenceFrom, Finding, FindingEvidence
from models.rows import EvidenceRow, FindingRow, ReferenceRow
from models.store.base import Repository, chunks
from models.store.references import References
from models.tables import (
    ArticleTable,
    ComparisonFindingTable,
    ComparisonTable,
    EvidenceTable,
    EvidenceTextTable,
    FindingTable,
    OutletTable,
    VersionTable,
)


class Findings(Repository):
    def replace(
        self,
        article_id: int,
        version: int,
        comparison: Comparison,
        *,
        evidence: Sequence[Evidence],
        compared_key: str,
        comparer_version: str,
        now: datetime,
    ) -> int:
        """Make this comparison the article's current one; returns its id. Earlier ones stay as history.

        ``evidence`` is what was given to the comparer: findings point into it by index, and each keeps the
        article version or text it rested on. The same comparison twice is stored once.
        """
        key = {
            "article_id": article_id,
            "version": version,
            "compared_key": compared_key,
            "comparer_version": comparer_version,
        }
        values = {**key, "score": comparison.score, "at": now}
        comparison_id = self._insert_new(ComparisonTable, values, ComparisonTable.id)
        if comparison_id is None:
            comparison_id = self._conn.execute(select(ComparisonTable.id).filter_by(**key)).scalar_one()
        else:
            ids = [
                self._store(article_id, version, finding, evidence, comparer_version, now)
                for finding in comparison.findings
            ]
            for position, finding_id in enumerate(dict.fromkeys(ids)):
                self._conn.execute(
                    insert(ComparisonFindingTable).values(
                        comparison_id=comparison_id, finding_id=finding_id, position=position
                    )
                )
        self._conn.execute(
            update(ArticleTable).where(ArticleTable.id == article_id).values(comparison_id=comparison_id)
        )
        return int(comparison_id)

    def _store(
        self,
        article_id: int,
        version: int,
        finding: Finding,
        evidence: Sequence[Evidence],
        comparer_version: str,
        now: datetime,
    ) -> int:
        rows = [self._evidence(each, evidence) for each in finding.evidence]
        content_key = _content_key(article_id, version, finding, rows)
        finding_id = self._insert_new(
            FindingTable,
            {
                "content_key": content_key,
                "article_id": article_id,
                "version": version,
                "kind": finding.kind,
                "part": finding.part,
                "start": finding.span[0],
                "end": finding.span[1],
                "passage": finding.passage,
                "asserted": finding.asserted,
                "strength": finding.strength,
                "why_vi": finding.why.vi,
                "why_en": finding.why.en,
                "comparer_version": comparer_version,
                "at": now,
            },
            FindingTable.id,
        )
        if finding_id is None:
            query = select(FindingTable.id).where(FindingTable.content_key == content_key)
            return int(self._conn.execute(query).scalar_one())
        for position, row in enumerate(rows):
            self._conn.execute(insert(EvidenceTable).values(finding_id=finding_id, position=position, **row))
        return int(finding_id)

    def _evidence(self, found: FindingEvidence, given: Sequence[Evidence]) -> dict[str, Any]:
        row: dict[str, Any] = {
            "source": found.source,
            "given_index": found.index,
            "start": found.span[0],
            "end": found.span[1],
            "passage": found.passage,
            "reference_id": found.reference_id,
            "reference_version": found.reference_version,
            "reference_checked": found.reference_checked,
        }
        if found.source is not EvidenceFrom.GIVEN or found.index is None:
            return row
        of = given[found.index]
        row |= {
            "role": of.role,
            "title": of.title,
            "outlet": of.outlet,
            "url": of.url,
            "published_at": of.published_at,
        }
        if of.article_id is not None and of.version is not None:
            return row | {"article_id": int(of.article_id), "version": of.version}
        sha256 = hashlib.sha256(of.text.encode()).hexdigest()
        self._insert_new(EvidenceTextTable, {"sha256": sha256, "text": of.text}, EvidenceTextTable.sha256)
        return row | {"text_sha256": sha256}

    def of(self, article_id: int, version: int | None = None) -> tuple[FindingRow, ...]:
        """The findings of the article's current comparison, or of the last one of a given version."""
        comparison = select(ArticleTable.comparison_id).where(ArticleTable.id == article_id)
        if version is not None:
            comparison = select(func.max(ComparisonTable.id)).where(
                ComparisonTable.article_id == article_id, ComparisonTable.version == version
            )
        query = (
            select(FindingTable)
            .join(ComparisonFindingTable, ComparisonFindingTable.finding_id == FindingTable.id)
            .where(ComparisonFindingTable.comparison_id == comparison.scalar_subquery())
            .order_by(ComparisonFindingTable.position)
        )
        return self.read(self._conn.execute(query).all())

    def history(self, article_id: int) -> tuple[FindingRow, ...]:
        """Every finding ever made about the article, oldest first."""
        query = select(FindingTable).where(FindingTable.article_id == article_id).order_by(FindingTable.id)
        return self.read(self._conn.execute(query).all())

    def read(self, rows: Sequence[Any]) -> tuple[FindingRow, ...]:
        """Rows of the findings table with their evidence and its texts."""
        evidence: dict[int, list[Any]] = {}
        for ids in chunks(row.id for row in rows):
            query = (
                select(EvidenceTable, EvidenceTextTable.text.label("given_text"))
                .join(
                    EvidenceTextTable,
                    EvidenceTextTable.sha256 == EvidenceTable.text_sha256,
                    isouter=True,
                )
                .where(EvidenceTable.finding_id.in_(ids))
                .order_by(EvidenceTable.finding_id, EvidenceTable.position)
            )
            for row in self._conn.execute(query):
                evidence.setdefault(row.finding_id, []).append(row)
        texts = self._texts(rows, [e for each in evidence.values() for e in each])
        return tuple(
            FindingRow(
                id=row.id,
                article_id=row.article_id,
                version=row.version,
                kind=row.kind,
                part=row.part,
                span=(row.start, row.end),
                passage=row.passage,
                asserted=row.asserted,
                strength=row.strength,
                why=Bilingual(row.why_vi, row.why_en),
                evidence=tuple(self._evidence_row(row, e, texts) for e in evidence.get(row.id, ())),
                comparer_version=row.comparer_version,
                at=row.at,
            )
            for row in rows
        )

    def _texts(self, findings: Iterable[Any], evidence: Iterable[Any]) -> dict[tuple[int, int], Any]:
        """The article versions that findings and evidence rest on."""
        wanted = {(row.article_id, row.version) for row in (*findings, *evidence) if row.article_id}
        found: dict[tuple[int, int], Any] = {}
        for ids in chunks(article_id for article_id, _ in wanted):
            query = (
                select(
                    VersionTable,
                    ArticleTable.canonical_url.label("url"),
                    OutletTable.name.label("outlet"),
                    ArticleTable.published_at.label("article_published_at"),
                )
                .join(ArticleTable, ArticleTable.id == VersionTable.article_id)
                .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
                .where(VersionTable.article_id.in_(ids))
            )
            rows = ((row.article_id, row.version, row) for row in self._conn.execute(query))
            found.update(((id_, version), row) for id_, version, row in rows if (id_, version) in wanted)
        return found

    def _evidence_row(self, finding: Any, row: Any, texts: dict[tuple[int, int], Any]) -> EvidenceRow:
        own = row.source is EvidenceFrom.BODY
        article_id = finding.article_id if own else row.article_id
        version = finding.version if own else row.version
        stored = texts.get((article_id, version)) if article_id else None
        reference: ReferenceRow | None = None
        if row.reference_id is not None:
            reference = References(self._conn).find(row.reference_id, row.reference_version)
        text = row.given_text or ""
        if stored is not None:
            text = stored.text
        elif reference is not None:
            text = _statement(reference, row.passage)
        return EvidenceRow(
            source=row.source,
            role=row.role,
            span=(row.start, row.end),
            passage=row.passage,
            text=text,
            title=row.title or (stored.title if stored else None),
            outlet=row.outlet or (stored.outlet if stored else None),
            url=row.url or (stored.url if stored else reference.reference.url if reference else None),
            published_at=row.published_at or (stored.article_published_at if stored else None),
            article_id=article_id,
            version=version,
            reference_id=row.reference_id,
            reference_version=row.reference_version,
            reference_checked=row.reference_checked,
            reference=reference,
            index=row.given_index,
        )


def _statement(reference: ReferenceRow, passage: str) -> str:
    """The language of a reference's statement that the passage was cut from; Vietnamese where in doubt."""
    statement = reference.reference.statement
    return statement.en if passage in statement.en and passage not in statement.vi else statement.vi


def _content_key(
    article_id: int, version: int, finding: Finding, evidence: Sequence[dict[str, Any]]
) -> str:
    said = [
        article_id,
        version,
        finding.kind,
        finding.part,
        finding.span,
        finding.passage,
        finding.asserted,
        round(finding.strength, 6),
        finding.why.vi,
        finding.why.en,
        evidence,
    ]
    plain = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
