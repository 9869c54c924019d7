"""The history of polls: each of them, and what they say of a source's days."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, literal, or_, select

from models.records import Healthy
from models.rows import FetchRow
from models.store.base import Repository, columns
from models.store.habit import WINDOWS
from models.store.health import Polled
from models.tables import FetchTable, PollHourTable, SourceTable

FETCH_COLUMNS = ("id", "source_id", "at", "status", "problem", "detail", "entries", "new", "elapsed_s")


def hour_of(at: datetime) -> int:
    """The hour as ``PollHourTable`` counts them."""
    return int(at.timestamp()) // 3600


class PollHistory(Repository):
    """Reads the polls of all sources, or of ``only`` one."""

    def _days(self, now: datetime, only: str | None = None) -> dict[str, dict[int, int]]:
        """New entries of each source by windows of 24 hours that end with the hour of ``now``; only windows that lie
        wholly after the first poll and in which it answered. One more than ``WINDOWS``: yesterday's are the same, one
        on."""
        this = hour_of(now)
        numbers = select(literal(0).label("n")).cte("windows", recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < WINDOWS))
        # One stretch of the index a window: grouping all hours would sort them first, which takes three times as long.
        news = select(func.sum(PollHourTable.new)).where(
            PollHourTable.source_id == SourceTable.id,
            PollHourTable.hour <= this - 24 * numbers.c.n,
            PollHourTable.hour > this - 24 * numbers.c.n - 24,
        )
        query = select(SourceTable.id, numbers.c.n, news.scalar_subquery(), SourceTable.first_poll_at).join(
            numbers, SourceTable.first_poll_at.is_not(None)
        )
        if only is not None:
            query = query.where(SourceTable.id == only)
        days: dict[str, dict[int, int]] = {}
        for id_, number, count, first in self._conn.execute(query):
            if count is not None and (number + 1) * timedelta(days=1) <= now - first:
                days.setdefault(id_, {})[int(number)] = int(count)
        return days

    def _answers(self, at: datetime, only: str | None = None) -> dict[str, Polled]:
        """What was known of each source at a moment of the last weeks, from the history of its polls."""
        polls = select(FetchTable).where(
            FetchTable.source_id == SourceTable.id, FetchTable.at <= at, FetchTable.at > at - timedelta(days=WINDOWS)
        )
        latest = polls.order_by(FetchTable.at.desc(), FetchTable.id.desc()).limit(1)
        telling = latest.where(or_(FetchTable.status != 304, FetchTable.problem.is_not(None)))
        query = select(
            SourceTable.id.label("source_id"),
            latest.with_only_columns(FetchTable.at).scalar_subquery().label("last_poll_at"),
            telling.with_only_columns(FetchTable.id).scalar_subquery().label("telling"),
            latest.where(FetchTable.new > 0).with_only_columns(FetchTable.at).scalar_subquery().label("last_new"),
        )
        if only is not None:
            query = query.where(SourceTable.id == only)
        known = query.subquery()
        told = select(known, FetchTable.problem, FetchTable.entries)
        joined = told.join(FetchTable, FetchTable.id == known.c.telling)
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
            for row in self._conn.execute(joined)
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
