"""Sealed digests, and the counts they are made of. Periods are half-open ``[start, end)``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, distinct, func, insert, or_, select

from models.records import Bilingual, Verdict
from models.rows import (
    AlertRow,
    AlertState,
    AuditOutcome,
    DecidedAlert,
    DigestEvent,
    DigestEventRow,
    DigestRow,
    OpenCounts,
    OutletOutcome,
    ShownAlert,
    StoryRow,
    UnseenSource,
    Volume,
)
from models.store.alert_rows import AlertRows
from models.store.base import Repository, columns
from models.store.decisions import Decisions
from models.store.errors import NotFound
from models.store.findings import Findings
from models.store.sources import Sources
from models.store.stories import Stories
from models.store.tags import Tags
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ArticleTable,
    DigestEventTable,
    DigestItemTable,
    DigestTable,
    FindingTable,
    OutletTable,
    TagTable,
)
from models.times import VIETNAM

SPEAKS = AlertTable.merged_into.is_(None)  # alerts of copies that another speaks for are none of their own
ROW = ("id", "period", "edition", "sha256", "at", "data")


class Digests(Repository):
    def save(self, period: str, data: Mapping[str, Any], now: datetime, *, new_edition: bool = False) -> int:
        """Keep a period's digest; returns its id. A period that has one keeps it, unless a new edition is
        asked for; every edition is kept. What ``data`` names as ``article_id`` is kept from housekeeping."""
        last = self._conn.execute(
            select(DigestTable).where(DigestTable.period == period).order_by(DigestTable.edition.desc()).limit(1)
        ).one_or_none()
        if last is not None and not new_edition:
            return int(last.id)
        canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        statement = insert(DigestTable).values(
            period=period,
            edition=1 if last is None else last.edition + 1,
            sha256=hashlib.sha256(canonical.encode()).hexdigest(),
            data=dict(data),
            at=now,
        )
        digest_id = int(self._conn.execute(statement.returning(DigestTable.id)).scalar_one())
        for article_id in sorted(set(_articles_named(data))):
            self._conn.execute(
                insert(DigestItemTable).values(digest_id=digest_id, article_id=article_id)
            )
        return digest_id

    def get(self, period: str, edition: int | None = None) -> DigestRow:
        """A sealed digest, its latest edition unless one is named. NotFound."""
        query = select(DigestTable).where(DigestTable.period == period).order_by(DigestTable.edition.desc())
        if edition is not None:
            query = query.where(DigestTable.edition == edition)
        row = self._conn.execute(query.limit(1)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("bản tin", "digest"), period)
        return DigestRow(**columns(row, ROW))

    def editions(self, period: str) -> tuple[DigestRow, ...]:
        """Every edition kept of a period, the latest first."""
        query = select(DigestTable).where(DigestTable.period == period).order_by(DigestTable.edition.desc())
        return tuple(DigestRow(**columns(row, ROW)) for row in self._conn.execute(query))

    def by_id(self, digest_id: int) -> DigestRow:
        """One digest. NotFound."""
        row = self._conn.execute(select(DigestTable).where(DigestTable.id == digest_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("bản tin", "digest"), digest_id)
        return DigestRow(**columns(row, ROW))

    def note(self, digest_id: int, kind: DigestEvent, actor: str, now: datetime, **detail: Any) -> None:
        """Append what happened to a digest: approved, handed over, a delivery that failed."""
        self._conn.execute(
            insert(DigestEventTable).values(digest_id=digest_id, kind=kind, actor=actor, at=now, detail=detail)
        )

    def events(self, digest_id: int) -> tuple[DigestEventRow, ...]:
        """What happened to a digest, in order."""
        query = select(DigestEventTable).where(DigestEventTable.digest_id == digest_id).order_by(DigestEventTable.id)
        names = ("id", "digest_id", "kind", "actor", "at", "detail")
        return tuple(DigestEventRow(**columns(row, names)) for row in self._conn.execute(query))

    def approved(self, before: datetime | None = None, limit: int = 60) -> tuple[DigestRow, ...]:
        """Approved digests, the latest approved first; with ``before`` those approved by then."""
        said = select(func.max(DigestEventTable.at)).where(
            DigestEventTable.digest_id == DigestTable.id, DigestEventTable.kind == DigestEvent.APPROVED
        )
        at = said.scalar_subquery()
        query = select(DigestTable).where(at.is_not(None)).order_by(at.desc(), DigestTable.id.desc()).limit(limit)
        if before is not None:
            query = query.where(DigestTable.at < before)
        return tuple(DigestRow(**columns(row, ROW)) for row in self._conn.execute(query))

    def list(self, limit: int = 200) -> tuple[DigestRow, ...]:
        """Digests kept, those of the latest periods first, all editions."""
        query = (
            select(DigestTable).order_by(DigestTable.at.desc(), DigestTable.id.desc()).limit(limit)
        )
        return tuple(DigestRow(**columns(row, ROW)) for row in self._conn.execute(query))

    def volume(self, start: datetime, end: datetime, *, archive: bool = True) -> Volume:
        """Articles published in the period: in all, by topic, by day in Việt Nam."""
        days = []
        day = start.astimezone(VIETNAM)
        while day < end:
            days.append((day.date(), self._published(day, min(day + timedelta(days=1), end), archive)[0]))
            day += timedelta(days=1)
        articles, outlets = self._published(start, end, archive)
        topics = Tags(self._conn).counts(start, end, archive=archive)
        return Volume(articles, outlets, topics, tuple(days))

    def _published(self, start: datetime, end: datetime, archive: bool) -> tuple[int, int]:
        query = select(func.count(), func.count(ArticleTable.outlet_id.distinct())).where(
            ArticleTable.published_at >= start, ArticleTable.published_at < end
        )
        if not archive:
            query = query.where(~ArticleTable.archive)
        articles, outlets = self._conn.execute(query).one()
        return int(articles), int(outlets)

    def counted(self, start: datetime, end: datetime, *, archive: bool = True) -> Volume:
        """``volume`` without its days."""
        articles, outlets = self._published(start, end, archive)
        return Volume(articles, outlets, Tags(self._conn).counts(start, end, archive=archive), ())

    def stories(
        self, start: datetime, end: datetime, limit: int = 10, *, topic: str | None = None
    ) -> tuple[StoryRow, ...]:
        """The stories of the period that most voices reported; ``stories.members`` has their articles."""
        return Stories(self._conn).list(start, end, topic=topic, limit=limit)

    def of_outlets(self, outlet_ids: Iterable[str], start: datetime, end: datetime) -> tuple[OutletOutcome, ...]:
        """What some outlets published in the period, and what became of the alerts on it; in the order of names."""
        n = func.count(distinct(AlertTable.id))
        query = (
            select(
                OutletTable.name.label("outlet_name"),
                func.count(distinct(ArticleTable.id)).label("articles"),
                n.filter(~AlertTable.audit).label("alerts"),
                n.filter(~AlertTable.audit, AlertTable.confirmed).label("confirmed"),
                n.filter(AlertTable.corrected_at.is_not(None)).label("corrected"),
            )
            .select_from(OutletTable)
            .outerjoin(
                ArticleTable,
                and_(
                    ArticleTable.outlet_id == OutletTable.id,
                    ArticleTable.published_at >= start,
                    ArticleTable.published_at < end,
                ),
            )
            .outerjoin(AlertTable, AlertTable.article_id == ArticleTable.id)
            .where(OutletTable.id.in_(list(outlet_ids)))
            .group_by(OutletTable.id, OutletTable.name)
            .order_by(OutletTable.name)
        )
        return tuple(OutletOutcome(**row._mapping) for row in self._conn.execute(query))

    def decided(self, start: datetime, end: datetime, *, confirmed: bool = False) -> tuple[DecidedAlert, ...]:
        """Alerts decided in the period, audit included, with findings, evidence and verdicts in force; with
        ``confirmed`` only the distortions that enough people confirmed."""
        where = [AlertTable.decided_at >= start, AlertTable.decided_at < end]
        return self._decided(*where, *([AlertTable.confirmed] if confirmed else []))

    def verdicts(self, start: datetime, end: datetime, *, topic: str | None = None) -> dict[str, int]:
        """How many alerts were decided in the period, by verdict; with ``topic`` those on articles about it."""
        query = (
            select(AlertTable.verdict, func.count())
            .where(AlertTable.decided_at >= start, AlertTable.decided_at < end, SPEAKS, AlertTable.verdict.is_not(None))
            .group_by(AlertTable.verdict)
        )
        if topic is not None:
            about = select(TagTable.article_id).where(TagTable.topic == topic, TagTable.value)
            query = query.where(AlertTable.article_id.in_(about))
        return {str(Verdict(verdict)): count for verdict, count in self._conn.execute(query) if verdict}

    def of_story(self, story_id: int) -> tuple[DecidedAlert, ...]:
        """Decided alerts on the articles of one story."""
        members = select(ArticleTable.id).where(ArticleTable.story_id == story_id)
        return self._decided(AlertTable.decided_at.is_not(None), AlertTable.article_id.in_(members))

    def _decided(self, *where: Any) -> tuple[DecidedAlert, ...]:
        query = (
            select(AlertTable.id, AlertTable.decided_at)
            .where(*where, SPEAKS)
            .order_by(AlertTable.decided_at, AlertTable.id)
        )
        when = {row.id: row.decided_at for row in self._conn.execute(query)}
        rows = {row.id: row for row in AlertRows(self._conn).by_ids(when)}
        decisions = Decisions(self._conn)
        return tuple(
            DecidedAlert(rows[id_], self._findings(id_), decisions.in_force(id_), at)
            for id_, at in when.items()
        )

    def _findings(self, alert_id: int) -> Any:
        query = (
            select(FindingTable)
            .join(AlertFindingTable, AlertFindingTable.finding_id == FindingTable.id)
            .where(AlertFindingTable.alert_id == alert_id)
            .order_by(AlertFindingTable.position)
        )
        return Findings(self._conn).read(self._conn.execute(query).all())

    def corrected(self, start: datetime, end: datetime) -> tuple[AlertRow, ...]:
        """Alerts whose article its outlet corrected in the period, decided or not."""
        query = select(AlertTable.id).where(AlertTable.corrected_at >= start, AlertTable.corrected_at < end)
        return AlertRows(self._conn).by_ids(self._conn.execute(query).scalars().all())

    def open_alerts(self, at: datetime) -> int:
        """How many alerts (without audit) were open at that moment, as far as their last change tells."""
        ended = or_(
            AlertTable.decided_at < at,
            AlertTable.corrected_at < at,
            and_(AlertTable.state == AlertState.CLOSED, AlertTable.changed_at < at),
        )
        query = select(func.count()).where(
            ~AlertTable.audit, AlertTable.opened_at < at, func.coalesce(ended, False).is_(False), SPEAKS
        )
        return int(self._conn.execute(query).scalar_one())

    def open_counts(self, start: datetime, end: datetime) -> OpenCounts:
        """Open alerts at both ends of the period, opened within it, and settled within it."""
        opened = select(func.count()).where(
            ~AlertTable.audit, AlertTable.opened_at >= start, AlertTable.opened_at < end, SPEAKS
        )
        before, new, after = self.open_alerts(start), self._conn.execute(opened).scalar_one(), self.open_alerts(end)
        return OpenCounts(before, int(new), before + int(new) - after, after)

    def sources_unseen(self, start: datetime, end: datetime) -> tuple[UnseenSource, ...]:
        """Sources that could not be seen in the period, with the reason."""
        return Sources(self._conn).unseen(start, end)

    def audit_outcome(self, start: datetime, end: datetime) -> AuditOutcome:
        """What the blind audit and the alerts opened in the period have shown so far."""
        n = func.count()
        answered = AlertTable.verdict.is_not(None)
        distortion = AlertTable.verdict == "distortion_confirmed"
        settled = AlertTable.state == AlertState.DECIDED
        row = self._conn.execute(
            select(
                n.filter(AlertTable.audit).label("audit_shown"),
                n.filter(AlertTable.audit, answered).label("audit_answered"),
                n.filter(AlertTable.audit, answered, distortion).label("audit_distortions"),
                n.filter(~AlertTable.audit).label("shown"),
                n.filter(~AlertTable.audit, settled).label("decided"),
                n.filter(~AlertTable.audit, settled, AlertTable.confirmed).label("confirmed"),
            ).where(AlertTable.opened_at >= start, AlertTable.opened_at < end, SPEAKS)
        ).one()
        return AuditOutcome(**row._mapping)

    def shown(self, start: datetime, end: datetime) -> tuple[ShownAlert, ...]:
        """Every alert opened in the period, the blind audit's among them, with what came of it so far."""
        table = AlertTable
        query = select(table.score, table.audit, table.sampled, table.verdict, table.state, table.confirmed).where(
            table.opened_at >= start, table.opened_at < end, SPEAKS
        )
        return tuple(
            ShownAlert(
                audit=row.audit,
                score=row.score,
                chance=row.sampled,
                answered=row.verdict is not None,
                distortion=row.verdict is Verdict.DISTORTION,
                settled=row.state is AlertState.DECIDED,
                confirmed=row.confirmed,
            )
            for row in self._conn.execute(query.order_by(table.id))
        )


def _articles_named(data: Any) -> Iterator[int]:
    """Every ``article_id`` anywhere in the digest's data."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "article_id" and str(value).isdigit():
                yield int(value)
            else:
                yield from _articles_named(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _articles_named(value)
