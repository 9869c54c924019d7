"""Watching the model: what it counts, its weekly reports, its alarms, and subjects that no topic covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, or_, select, update

from models.records import Bilingual
from models.rows import AlarmRow, EmergingRow, OutletCount, Uncovered
from models.store.base import Repository, columns
from models.store.errors import NotFound
from models.tables import AlarmTable, ArticleTable, EmergingTable, TagTable, WatchTable

GROWN = 2.0  # a dismissed subject comes back once it has so many times the stories it had then
OPEN, NAMED, DISMISSED = "open", "named", "dismissed"


class Watching(Repository):
    def counts(self, start: datetime, end: datetime, edges: Sequence[float]) -> tuple[OutletCount, ...]:
        """What the model said of the articles published in ``[start, end)``, by outlet and topic; the classes of
        probability lie between ``edges``."""
        p = TagTable.probability
        bounds = zip((0.0, *edges), (*edges, 2.0), strict=True)
        classes = [func.sum(case((and_(p >= low, p < high), 1), else_=0)) for low, high in bounds]
        query = (
            select(
                ArticleTable.outlet_id,
                TagTable.topic,
                func.count().label("items"),
                func.sum(case((TagTable.model_value.is_(True), 1), else_=0)).label("tagged"),
                func.sum(case((TagTable.unsure.is_(True), 1), else_=0)).label("unsure"),
                *(column.label(f"class_{n}") for n, column in enumerate(classes)),
            )
            .join(ArticleTable, ArticleTable.id == TagTable.article_id)
            .where(
                TagTable.model_value.is_not(None),
                ArticleTable.published_at >= start,
                ArticleTable.published_at < end,
                ~ArticleTable.archive,
            )
            .group_by(ArticleTable.outlet_id, TagTable.topic)
            .order_by(ArticleTable.outlet_id, TagTable.topic)
        )
        fields = ("outlet_id", "topic", "items", "tagged", "unsure")
        return tuple(
            OutletCount(
                **columns(row, fields), classes=tuple(getattr(row, f"class_{n}") for n in range(len(classes)))
            )
            for row in self._conn.execute(query)
        )

    def population(self, start: datetime, end: datetime) -> dict[str, tuple[int, int]]:
        """By topic how many articles first seen in ``[start, end)`` the model tagged, and how many it did not: those
        that the blind slice is drawn from, so near copies are left out."""
        tagged = func.sum(case((TagTable.model_value.is_(True), 1), else_=0))
        query = (
            select(TagTable.topic, tagged.label("tagged"), func.count().label("items"))
            .join(ArticleTable, ArticleTable.id == TagTable.article_id)
            .where(
                TagTable.model_value.is_not(None),
                ArticleTable.first_seen >= start,
                ArticleTable.first_seen < end,
                ArticleTable.copy_of.is_(None),
            )
            .group_by(TagTable.topic)
        )
        return {row.topic: (row.tagged, row.items - row.tagged) for row in self._conn.execute(query)}

    def headlines(self, start: datetime, end: datetime) -> tuple[tuple[str, str], ...]:
        """Outlet, and title with summary, of the articles published in ``[start, end)``, in that order."""
        query = select(ArticleTable.outlet_id, ArticleTable.title, ArticleTable.summary).where(_within(start, end))
        rows = self._conn.execute(query.order_by(ArticleTable.published_at, ArticleTable.id))
        return tuple((row.outlet_id, f"{row.title}. {row.summary}") for row in rows)

    def uncovered(self, start: datetime, end: datetime) -> tuple[Uncovered, ...]:
        """Articles published in ``[start, end)`` that carry no topic and of which the model is not unsure."""
        touched = exists().where(TagTable.article_id == ArticleTable.id, TagTable.value | TagTable.unsure)
        fields = ("id", "story_id", "outlet_id", "published_at", "title", "summary")
        query = select(*(getattr(ArticleTable, name) for name in fields)).where(_within(start, end), ~touched)
        rows = self._conn.execute(query.order_by(ArticleTable.published_at, ArticleTable.id))
        return tuple(Uncovered(**columns(row, fields)) for row in rows)

    def save(self, week: date, data: Mapping[str, Any], now: datetime) -> None:
        """The report of the week that begins on this Monday."""
        self._upsert(WatchTable, [{"week": week, "data": dict(data), "at": now}], ["week"])

    def latest(self) -> tuple[date, Mapping[str, Any], datetime] | None:
        """The newest report: its week, what it says, when it was made."""
        row = self._conn.execute(select(WatchTable).order_by(WatchTable.week.desc()).limit(1)).one_or_none()
        return None if row is None else (row.week, row.data, row.at)

    def alarm(
        self,
        week: date,
        kind: str,
        topic: str,
        detail: Mapping[str, Any],
        now: datetime,
        *,
        quiet_since: date | None = None,
    ) -> bool:
        """Raise an alarm, once for a week, a kind and a topic ("" for none); False when it is there already.

        An earlier week's alarm of the same kind and topic that nobody has seen yet stands for this one, too; so does
        one of the weeks from ``quiet_since`` on, seen or not: their figures rest in part on the same answers.
        """
        same = select(AlarmTable.id).where(AlarmTable.kind == kind, AlarmTable.topic == topic)
        stands: ColumnElement[bool] = AlarmTable.acknowledged_at.is_(None)
        if quiet_since is not None:
            stands = or_(stands, AlarmTable.week >= quiet_since)
        if self._conn.execute(same.where(stands)).first() is not None:
            return False
        values = {"week": week, "kind": kind, "topic": topic, "detail": dict(detail), "at": now}
        return self._insert_new(AlarmTable, values, AlarmTable.id) is not None

    def alarms(self, *, waiting: bool) -> tuple[AlarmRow, ...]:
        """Alarms, newest first; ``waiting``: only those nobody acknowledged."""
        query = select(AlarmTable).order_by(AlarmTable.week.desc(), AlarmTable.kind, AlarmTable.topic)
        if waiting:
            query = query.where(AlarmTable.acknowledged_at.is_(None))
        fields = tuple(AlarmRow.__dataclass_fields__)
        return tuple(AlarmRow(**columns(row, fields)) for row in self._conn.execute(query))

    def acknowledge(self, alarm_id: int, by: str, now: datetime) -> None:
        """A person has seen it. The first one's name stays. NotFound."""
        if self._conn.execute(select(AlarmTable.id).where(AlarmTable.id == alarm_id)).first() is None:
            raise NotFound(Bilingual("cảnh báo", "alarm"), alarm_id)
        self._conn.execute(
            update(AlarmTable)
            .where(AlarmTable.id == alarm_id, AlarmTable.acknowledged_at.is_(None))
            .values(acknowledged_by=by, acknowledged_at=now)
        )

    def note_emerging(self, terms: Sequence[str], stories: int, data: Mapping[str, Any], now: datetime) -> int | None:
        """Write down a burst and return its id; what shares a term with an open one renews it.

        None when a person dealt with that subject: named it, or dismissed it and it has not grown since.
        """
        known = [row for row in self.emerging() if set(row.terms) & set(terms)]
        if any(row.state == NAMED for row in known):
            return None
        dismissed = [row.stories for row in known if row.state == DISMISSED]
        if dismissed and stories < GROWN * max(dismissed):
            return None
        values = {"terms": list(terms), "stories": stories, "data": dict(data), "seen": now}
        for row in known:
            if row.state == OPEN:
                self._conn.execute(update(EmergingTable).where(EmergingTable.id == row.id).values(**values))
                return row.id
        fresh = insert(EmergingTable).values(**values, state=OPEN, first_seen=now).returning(EmergingTable.id)
        return int(self._conn.execute(fresh).scalar_one())

    def emerging(self, state: str | None = None) -> tuple[EmergingRow, ...]:
        """Subjects that no topic covered, the most stories first."""
        query = select(EmergingTable).order_by(EmergingTable.stories.desc(), EmergingTable.id)
        if state is not None:
            query = query.where(EmergingTable.state == state)
        fields = tuple(EmergingRow.__dataclass_fields__)
        return tuple(EmergingRow(**columns(row, fields)) for row in self._conn.execute(query))

    def settle_emerging(
        self, emerging_id: int, by: str, now: datetime, *, topic: str | None = None, reason: str | None = None
    ) -> EmergingRow:
        """Name it (``topic``) or dismiss it (``reason``). NotFound when it is not open."""
        found = [row for row in self.emerging(OPEN) if row.id == emerging_id]
        if not found:
            raise NotFound(Bilingual("đề tài mới nổi", "emerging subject"), emerging_id)
        state = NAMED if topic else DISMISSED
        values = {"state": state, "topic": topic, "reason": reason, "by": by, "decided_at": now}
        self._conn.execute(update(EmergingTable).where(EmergingTable.id == emerging_id).values(**values))
        return found[0]


def _within(start: datetime, end: datetime) -> Any:
    return and_(ArticleTable.published_at >= start, ArticleTable.published_at < end, ~ArticleTable.archive)
