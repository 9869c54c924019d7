"""Sources as polled: what is due, how each poll went, how well they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, insert, or_, select, update

from models.records import Bilingual
from models.rows import FetchRow, HealthState, PollState, SourceHealth, SourceRow, UnseenSource
from models.store.base import Repository, columns
from models.store.errors import NotFound
from models.store.health import Polled, PolledPeriod, judge, judge_period
from models.store.outlets import Outlets, source_of
from models.tables import EntryTable, FetchTable, OutletTable, SourceTable

FETCH_COLUMNS = ("id", "source_id", "at", "status", "problem", "detail", "entries", "new", "elapsed_s")
ORDER = [
    HealthState.BLOCKED,
    HealthState.FAILING,
    HealthState.QUIET,
    HealthState.NEVER,
    HealthState.OK,
    HealthState.OFF,
]


class Sources(Repository):
    def list(self, enabled: bool | None = None) -> tuple[SourceRow, ...]:
        """All sources by outlet and id; with ``enabled`` only those that are (or are not) polled."""
        query = self._joined()
        polled = and_(SourceTable.enabled, OutletTable.enabled)
        if enabled is not None:
            query = query.where(polled if enabled else ~polled)
        return tuple(map(self._row, self._conn.execute(query)))

    def get(self, source_id: str) -> SourceRow:
        """One source. NotFound when there is none."""
        row = self._conn.execute(self._joined().where(SourceTable.id == source_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("nguồn tin", "source"), source_id)
        return self._row(row)

    def due(self, now: datetime) -> tuple[PollState, ...]:
        """Sources of enabled outlets whose time has come, longest waiting first."""
        query = (
            self._joined()
            .where(SourceTable.enabled, OutletTable.enabled)
            .where(or_(SourceTable.next_poll_at.is_(None), SourceTable.next_poll_at <= now))
            .order_by(None)
            .order_by(SourceTable.next_poll_at.is_not(None), SourceTable.next_poll_at, SourceTable.id)
        )
        return tuple(map(self._poll_state, self._conn.execute(query)))

    def state(self, source_id: str) -> PollState:
        """The poll state of one source, due or not. NotFound when there is none."""
        row = self._conn.execute(self._joined().where(SourceTable.id == source_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("nguồn tin", "source"), source_id)
        return self._poll_state(row)

    def set_enabled(self, source_id: str, enabled: bool, now: datetime) -> None:
        """Switch a source on or off from the desk; this wins over the file."""
        row = self.get(source_id)
        Outlets(self._conn).edit_source(replace(row.source, enabled=enabled), now)

    def poll_now(self, source_id: str, now: datetime) -> None:
        """Make a source due at once."""
        self._conn.execute(update(SourceTable).where(SourceTable.id == source_id).values(next_poll_at=now))

    def record_poll(
        self,
        source_id: str,
        *,
        at: datetime,
        status: int,
        problem: str | None,
        detail: str = "",
        entries: int = 0,
        new: int = 0,
        etag: str | None = None,
        last_modified: str | None = None,
        elapsed_s: float = 0.0,
        next_poll_at: datetime | None = None,
    ) -> None:
        """Write down one poll. ``problem`` None means it answered; a 304 (status 304) does not heal a
        source that failed: the failures end only with a body that could be read."""
        self._conn.execute(
            insert(FetchTable).values(
                source_id=source_id,
                at=at,
                status=status,
                problem=problem,
                detail=detail,
                entries=entries,
                new=new,
                elapsed_s=elapsed_s,
            )
        )
        values: dict[str, Any] = {
            "etag": etag,
            "last_modified": last_modified,
            "last_poll_at": at,
            "next_poll_at": next_poll_at,
        }
        if new:
            values["last_new_at"] = at
        if problem is not None:
            values |= {
                "last_problem": problem,
                "last_detail": detail,
                "failures_in_row": SourceTable.failures_in_row + 1,
                "unwell_since": func.coalesce(SourceTable.unwell_since, at),
            }
        elif status != 304:
            values |= {
                "last_ok_at": at,
                "last_entries": entries,
                "last_problem": None,
                "last_detail": "",
                "failures_in_row": 0,
                "unwell_since": None,
            }
        self._conn.execute(update(SourceTable).where(SourceTable.id == source_id).values(**values))

    def health(self, now: datetime) -> tuple[SourceHealth, ...]:
        """Every source with its state and the reason in words, the unwell first."""
        week = self._counts(
            select(EntryTable.source_id, func.count())
            .where(EntryTable.seen_at >= now - timedelta(days=7))
            .group_by(EntryTable.source_id)
        )
        rows = [self._health(row, now, week.get(row.id, 0)) for row in self._conn.execute(self._joined())]
        return tuple(sorted(rows, key=lambda row: (ORDER.index(row.state), row.outlet_name, row.source_id)))

    def unseen(self, start: datetime, end: datetime) -> tuple[UnseenSource, ...]:
        """Sources the system could not see in a period: never polled in it, more than half of the polls
        failed, or nothing new for longer than is healthy. Sources that are off now are left out."""
        failed = func.sum(case((FetchTable.problem.is_not(None), 1), else_=0))
        polls = {
            row.source_id: row
            for row in self._conn.execute(
                select(
                    FetchTable.source_id,
                    func.count().label("polls"),
                    failed.label("failed"),
                    func.max(FetchTable.problem).label("problem"),
                    func.max(case((FetchTable.new > 0, FetchTable.at))).label("last_new"),
                )
                .where(FetchTable.at >= start, FetchTable.at < end)
                .group_by(FetchTable.source_id)
            )
        }
        found = []
        for row in self._conn.execute(self._joined().where(SourceTable.enabled, OutletTable.enabled)):
            seen = polls.get(row.id)
            judged = judge_period(
                None if seen is None else PolledPeriod(seen.polls, seen.failed, seen.problem, seen.last_new),
                source_of(row).healthy,
                end,
            )
            if judged is not None:
                state, reason = judged
                since = row.unwell_since or (seen.last_new if seen else row.last_poll_at)
                found.append(
                    UnseenSource(row.id, row.outlet_id, row.outlet_name, row.url, state, reason, since)
                )
        return tuple(found)

    @staticmethod
    def _joined() -> Any:
        return (
            select(
                SourceTable,
                OutletTable.name.label("outlet_name"),
                OutletTable.enabled.label("outlet_enabled"),
            )
            .join(OutletTable, OutletTable.id == SourceTable.outlet_id)
            .order_by(OutletTable.name, SourceTable.id)
        )

    @staticmethod
    def _row(row: Any) -> SourceRow:
        return SourceRow(
            source=source_of(row),
            outlet_id=row.outlet_id,
            outlet_name=row.outlet_name,
            edited=row.edited,
            pending=row.pending is not None,
            last_poll_at=row.last_poll_at,
            last_ok=row.last_ok_at,
            next_poll_at=row.next_poll_at,
        )

    @staticmethod
    def _poll_state(row: Any) -> PollState:
        return PollState(
            source=source_of(row),
            outlet_id=row.outlet_id,
            etag=row.etag,
            last_modified=row.last_modified,
            last_ok=row.last_ok_at,
            failures_in_row=row.failures_in_row,
            next_poll_at=row.next_poll_at,
        )

    @staticmethod
    def _health(row: Any, now: datetime, week: int) -> SourceHealth:
        polled = Polled(
            enabled=row.enabled and row.outlet_enabled,
            healthy=source_of(row).healthy,
            last_poll_at=row.last_poll_at,
            last_ok=row.last_ok_at,
            last_new_at=row.last_new_at,
            last_entries=row.last_entries,
            problem=row.last_problem,
            detail=row.last_detail,
            failures=row.failures_in_row,
            since=row.unwell_since,
        )
        state, reason, since = judge(polled, now)
        return SourceHealth(
            source_id=row.id,
            outlet_id=row.outlet_id,
            outlet_name=row.outlet_name,
            url=row.url,
            state=state,
            reason=reason,
            since=since,
            last_poll_at=row.last_poll_at,
            last_ok=row.last_ok_at,
            last_new_at=row.last_new_at,
            last_problem=row.last_problem,
            last_detail=row.last_detail,
            failures_in_row=row.failures_in_row,
            next_poll_at=row.next_poll_at,
            entries_7_days=week,
        )


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
