"""Retention: what is older than the office keeps goes, unless something a person or a digest said rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, insert, select, union, update

from models.rows import JobState
from models.search.index import SearchIndex
from models.store.base import Repository, chunks
from models.store.stories import Stories
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    ClaimAnswerTable,
    ClaimSuggestionTable,
    ClaimTable,
    ComparisonFindingTable,
    ComparisonTable,
    DecisionTable,
    DigestItemTable,
    EntryEventTable,
    EntryTable,
    EvidenceTable,
    EvidenceTextTable,
    FetchTable,
    FindingTable,
    JobTable,
    JudgementTable,
    LabelSampleTable,
    LabelSkipTable,
    LabelTable,
    MaintenanceTable,
    PollHourTable,
    ReaderTable,
    SessionTable,
    StoryTable,
    TagTable,
    VersionTable,
)

STUCK_RUN = timedelta(days=1)  # a run nobody ended by then was killed


class Housekeeping(Repository):
    def run(self, before: datetime, now: datetime, limit: int = 5000) -> Mapping[str, int]:
        """Delete what ended before ``before``, at most ``limit`` articles at a time; returns counters.

        Kept whatever their age: articles with a decision, a label or a person's tag, named in a digest or a
        claim, and the articles that findings of kept ones rest on. Decisions, digests, labels, references,
        promotions and the audit log are never deleted. Entries stay, so that nothing old comes in anew.
        """
        self._conn.execute(insert(MaintenanceTable).values(id=1))
        counters = {
            "articles": self._articles(before, limit),
            "polls": self._rows(FetchTable, FetchTable.at < before),
            "poll_hours": self._rows(PollHourTable, PollHourTable.hour < int(before.timestamp()) // 3600),
            "entry_events": self._rows(EntryEventTable, EntryEventTable.at < before),
            "jobs": self._rows(JobTable, JobTable.finished_at < before),
            "sessions": self._rows(SessionTable, SessionTable.expires_at < now),
            "readers": self._rows(ReaderTable, ReaderTable.until < now),
            "stuck_runs": self._stuck_runs(now),
        }
        self._conn.execute(delete(MaintenanceTable))
        return counters

    def _rows(self, table: Any, condition: Any) -> int:
        return int(self._conn.execute(delete(table).where(condition)).rowcount)

    def _stuck_runs(self, now: datetime) -> int:
        statement = (
            update(JobTable)
            .where(JobTable.inline, JobTable.state == JobState.RUNNING)
            .where(JobTable.started_at < now - STUCK_RUN)
            .values(state=JobState.FAILED, finished_at=now, error="ended without finishing")
        )
        return int(self._conn.execute(statement).rowcount)

    def _articles(self, before: datetime, limit: int) -> int:
        old = self._old(before)
        ids = sorted(old - self._kept(old))[:limit]
        for some in chunks(ids):
            self._delete(some)
        self._conn.execute(
            delete(EvidenceTextTable).where(
                ~exists().where(EvidenceTable.text_sha256 == EvidenceTextTable.sha256)
            )
        )
        empty = ~exists().where(ArticleTable.story_id == StoryTable.id)
        joined = select(StoryTable.merged_into).where(StoryTable.merged_into.is_not(None))
        self._conn.execute(
            delete(StoryTable).where(
                empty,
                StoryTable.merged_into.is_(None),
                StoryTable.id.not_in(joined),
                StoryTable.created_at < before,
            )
        )
        return len(ids)

    def _old(self, before: datetime) -> set[int]:
        """Articles without a sign of people: the rest is never looked at."""
        personal = union(
            select(AlertTable.article_id).join(DecisionTable, DecisionTable.alert_id == AlertTable.id),
            select(LabelTable.article_id),
            select(TagTable.article_id).where(TagTable.person_value.is_not(None)),
            select(DigestItemTable.article_id),
            select(ClaimTable.article_id).where(ClaimTable.article_id.is_not(None)),
            select(ClaimAnswerTable.article_id),
        ).subquery()
        query = select(ArticleTable.id).where(
            ArticleTable.published_at < before,
            ArticleTable.first_seen < before,
            ArticleTable.id.not_in(select(personal.c[0])),
        )
        return set(self._conn.execute(query).scalars())

    def _kept(self, old: set[int]) -> set[int]:
        """The old articles that a finding about a kept article rests on, and those that these rest on."""
        rests: dict[int, set[int]] = {}
        query = (
            select(EvidenceTable.article_id, FindingTable.article_id.label("about"))
            .join(FindingTable, FindingTable.id == EvidenceTable.finding_id)
            .where(EvidenceTable.article_id.is_not(None))
        )
        for row in self._conn.execute(query):
            rests.setdefault(row.about, set()).add(row.article_id)
        kept: set[int] = set()
        frontier = {evidence for about, used in rests.items() if about not in old for evidence in used} & old
        while frontier:
            kept |= frontier
            frontier = ({e for about in frontier for e in rests.get(about, ())} & old) - kept
        return kept

    def _delete(self, ids: Sequence[int]) -> None:
        latest = (VersionTable.article_id == ArticleTable.id) & (VersionTable.version == ArticleTable.version)
        texts = select(ArticleTable.id, VersionTable.title, VersionTable.text).join(VersionTable, latest)
        index = SearchIndex(self._conn)
        for row in self._conn.execute(texts.where(ArticleTable.id.in_(ids))).all():
            index.remove(row.id, row.title, row.text)
        findings = select(FindingTable.id).where(FindingTable.article_id.in_(ids))
        alerts = select(AlertTable.id).where(AlertTable.article_id.in_(ids))
        comparisons = select(ComparisonTable.id).where(ComparisonTable.article_id.in_(ids))
        steps: Iterable[tuple[Any, Any]] = (
            (AlertFindingTable, AlertFindingTable.alert_id.in_(alerts)),
            (ReaderTable, ReaderTable.alert_id.in_(alerts)),
            (ComparisonFindingTable, ComparisonFindingTable.comparison_id.in_(comparisons)),
            (EvidenceTable, EvidenceTable.finding_id.in_(findings)),
        )
        for table, condition in steps:
            self._rows(table, condition)
        for link in (AlertTable.reopens, AlertTable.merged_into):
            self._conn.execute(update(AlertTable).where(link.in_(alerts)).values({link: None}))
        drawn = (LabelSampleTable, LabelSkipTable, ClaimSuggestionTable)
        for table in (*drawn, AlertTable, FindingTable, ComparisonTable, JudgementTable, TagTable, VersionTable):
            self._rows(table, table.article_id.in_(ids))
        self._conn.execute(
            update(EntryTable).where(EntryTable.article_id.in_(ids)).values(article_id=None, recheck_at=None)
        )
        self._conn.execute(update(ArticleTable).where(ArticleTable.copy_of.in_(ids)).values(copy_of=None))
        left = select(ArticleTable.story_id).where(ArticleTable.id.in_(ids), ArticleTable.story_id.is_not(None))
        stories = [id_ for (id_,) in self._conn.execute(left.distinct()) if id_ is not None]
        self._rows(ArticleTable, ArticleTable.id.in_(ids))
        Stories(self._conn).refresh(stories)
