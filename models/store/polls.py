"""The history of polls: each of them, and what they say of a source's days."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, case, cast, extract, func, or_, select

from models.records import Healthy
from models.rows import FetchRow
from models.store.base import Repository, columns
from models.store.habit import WINDOWS
from models.store.health import Polled
from models.tables import FetchTable, SourceTable

FETCH_COLUMNS = ("id", "source_id", "at", "status", "problem", "detail", "entries", "new", "elapsed_s")


class PollHistory(Repository):
    """Reads the polls of all sources, or of ``only`` one."""

    def _days(self, now: datetime, only: str | None = None) -> dict[str, dict[int, int]]:
        """New entries of each source by windows of 24 hours that end ``now``; only windows that lie wholly after
        the first poll and in which it answered."""
        age = cast(int(now.timestamp()) - extract("epoch", FetchTable.at), BigInteger)
        window = (age // 86400).label("window")
        query = (
            select(FetchTable.source_id, window, func.sum(FetchTable.new))
            .join(SourceTable, SourceTable.id == FetchTable.source_id)
            .where(FetchTable.at > now - timedelta(days=WINDOWS), FetchTable.at <= now)
            .where(FetchTable.problem.is_(None), FetchTable.at > SourceTable.first_poll_at)
            .group_by(FetchTable.source_id, window)
        )
        if only is not None:
            query = query.where(FetchTable.source_id == only)
        firsts = self._conn.execute(select(SourceTable.id, SourceTable.first_poll_at))
        begun = {row.id: row.first_poll_at for row in firsts}
        days: dict[str, dict[int, int]] = {}
        for id_, number, count in self._conn.execute(query):
            first = begun[id_]
            if first is not None and (number + 1) * timedelta(days=1) <= now - first:
                days.setdefault(id_, {})[int(number)] = int(count)
        return days

    def _answers(self, at: datetime, only: str | None = None) -> dict[str, Polled]:
        """What was known of each source at a moment of the last weeks, from the history of its polls."""
        until = select(FetchTable).where(FetchTable.at <= at, FetchTable.at > at - timedelta(days=WINDOWS))
        if only is not None:
            until = until.where(FetchTable.source_id == only)
        polls = until.subquery()
        telling = or_(polls.c.status != 304, polls.c.problem.is_not(None))
        known = (
            select(
                polls.c.source_id,
                func.max(polls.c.at).label("last_poll_at"),
                func.max(case((telling, polls.c.id))).label("telling"),
                func.max(case((polls.c.new > 0, polls.c.at))).label("last_new"),
            )
            .group_by(polls.c.source_id)
            .subquery()
        )
        query = select(known, FetchTable.problem, FetchTable.entries).join(
            FetchTable, FetchTable.id == known.c.telling
        )
        return {
            row.source_id: Polled(
                enabled=True,
                healthy=Healthy(),
                last_poll_at=row.last_poll_at,
                last_ok=None,
                last_new_at=row.last_new,
                last_entries=row.entries,
                problem=row.problem,
                detail="",
                failures=0,
                since=None,
            )
            for row in self._conn.execute(query)
        }

    def _week(self, now: datetime, only: str | None = None) -> dict[str, int]:
        """New entries of the last seven days, without those of the first poll."""
        query = (
            select(FetchTable.source_id, func.sum(FetchTable.new))
            .join(SourceTable, SourceTable.id == FetchTable.source_id)
            .where(FetchTable.at > now - timedelta(days=7), FetchTable.at > SourceTable.first_poll_at)
            .group_by(FetchTable.source_id)
        )
        return self._counts(query if only is None else query.where(FetchTable.source_id == only))


class Fetches(Repository):
    def history(self, source_id: str, limit: int = 100) -> tuple[FetchRow, ...]:
        """The latest polls of a source, newest first."""
        query = (
            select(FetchTable)
            .where(FetchTable.source_id == source_id)
            .order_by(FetchTable.at.desc(), FetchTable.id.desc())
            .limit(limit)
        )
        return tuple(FetchRow(**columns(row, FETCH_COLUMNS)) for row in self._conn.execute(query))
