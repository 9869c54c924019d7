"""Sources as polled: what is due, how each poll went, how well they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, insert, or_, select, update

from models.records import Bilingual
from models.rows import Acknowledged, HealthState, PollState, SourceHealth, SourceRow, UnseenSource
from models.store.errors import NotFound
from models.store.health import Judged, Polled, PolledPeriod, ends_with, holds, judge, judge_period
from models.store.outlets import Outlets, source_of
from models.store.polls import PollHistory, hour_of
from models.tables import EntryTable, FetchTable, OutletTable, PollHourTable, SourceTable

ORDER = [
    HealthState.BLOCKED,
    HealthState.FAILING,
    HealthState.QUIET,
    HealthState.FLOODING,
    HealthState.NEVER,
    HealthState.OK,
    HealthState.OFF,
]


YESTERDAY = timedelta(days=1)


class Sources(PollHistory):
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
        week = self._week(now)
        return tuple(self._poll_state(row, week.get(row.id, 0)) for row in self._conn.execute(query))

    def state(self, source_id: str, now: datetime | None = None) -> PollState:
        """The poll state of one source, due or not; its rhythm only where ``now`` is given. NotFound when there is
        none."""
        row = self._conn.execute(self._joined().where(SourceTable.id == source_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("nguồn tin", "source"), source_id)
        return self._poll_state(row, 0 if now is None else self._week(now, source_id).get(source_id, 0))

    def set_enabled(self, source_id: str, enabled: bool, now: datetime) -> None:
        """Switch a source on or off from the desk; this wins over the file."""
        row = self.get(source_id)
        Outlets(self._conn).edit_source(replace(row.source, enabled=enabled), now)

    def poll_now(self, source_id: str, now: datetime) -> None:
        """Make a source due at once."""
        self._conn.execute(update(SourceTable).where(SourceTable.id == source_id).values(next_poll_at=now))

    def acknowledge(self, source_id: str, by: str, note: str, now: datetime) -> bool:
        """Note that ``by`` has seen what is wrong with a source; False where nothing is. It holds until the trouble
        is another one, worse, or over. NotFound when there is no such source."""
        self.get(source_id)
        (health,) = self.health(now, source_id)
        if not health.trouble:
            return False
        self._acknowledged(source_id, now, by, note, health.trouble)
        return True

    def unacknowledge(self, source_id: str) -> None:
        """Take an acknowledgement back."""
        self.get(source_id)
        self._acknowledged(source_id, None, None, None, None)

    def _acknowledged(
        self, source_id: str, at: datetime | None, by: str | None, note: str | None, of: str | None
    ) -> None:
        self._conn.execute(
            update(SourceTable)
            .where(SourceTable.id == source_id)
            .values(acknowledged_at=at, acknowledged_by=by, acknowledged_note=note, acknowledged_of=of)
        )

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
        next_poll_reason: Bilingual | None = None,
        weight: float = 1.0,
        period_s: float | None = None,
        body_hash: str | None = None,
        mistrusted: bool = False,
    ) -> None:
        """Write down one poll. ``problem`` None means it answered; a 304 (status 304) does not heal a
        source that failed: the failures end only with a body that could be read.

        ``weight`` is what this failure adds. ``mistrusted``: the validators were found to lie, and stay so.
        """
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
        if problem is None:
            self._count_hour(source_id, at, new)
        values: dict[str, Any] = {
            "etag": etag,
            "last_modified": last_modified,
            "last_poll_at": at,
            "next_poll_at": next_poll_at,
            "next_poll_reason": None if next_poll_reason is None else [next_poll_reason.vi, next_poll_reason.en],
            "first_poll_at": func.coalesce(SourceTable.first_poll_at, at),
        }
        if mistrusted:
            values["mistrusted_at"] = func.coalesce(SourceTable.mistrusted_at, at)
        if new:
            values["last_new_at"] = at
        if problem is not None:
            values |= {
                "last_problem": problem,
                "last_detail": detail,
                "failures_in_row": SourceTable.failures_in_row + 1,
                "failure_weight": SourceTable.failure_weight + weight,
                "unwell_since": func.coalesce(SourceTable.unwell_since, at),
            }
        elif status != 304:
            values |= {
                "last_ok_at": at,
                "last_entries": entries,
                "last_problem": None,
                "last_detail": "",
                "failures_in_row": 0,
                "failure_weight": 0.0,
                "unwell_since": None,
                "period_s": period_s,
                "last_hash": body_hash,
            }
            seen = self._conn.scalar(select(SourceTable.acknowledged_of).where(SourceTable.id == source_id))
            if seen is not None and ends_with(seen, new):
                self._acknowledged(source_id, None, None, None, None)
        self._conn.execute(update(SourceTable).where(SourceTable.id == source_id).values(**values))

    def _count_hour(self, source_id: str, at: datetime, new: int) -> None:
        """Add an answered poll to its hour; what the first one brought is no habit."""
        first = self._conn.scalar(select(SourceTable.first_poll_at).where(SourceTable.id == source_id))
        if first is None or at <= first:
            return
        key = (PollHourTable.source_id == source_id) & (PollHourTable.hour == hour_of(at))
        adding = update(PollHourTable).where(key).values(new=PollHourTable.new + new)
        if not self._conn.execute(adding).rowcount:
            self._conn.execute(insert(PollHourTable).values(source_id=source_id, hour=hour_of(at), new=new))

    def health(self, now: datetime, only: str | None = None) -> tuple[SourceHealth, ...]:
        """Every source (or ``only`` one) with its state and the reason in words: the unwell first, among them those
        nobody has acknowledged."""
        seen = select(func.count()).where(
            EntryTable.source_id == SourceTable.id, EntryTable.seen_at >= now - timedelta(days=7)
        )
        sources = select(SourceTable.id, seen.scalar_subquery())
        week = self._counts(sources if only is None else sources.where(SourceTable.id == only))
        days = self._days(now, only)
        days_before = {id_: {k - 1: n for k, n in some.items() if k} for id_, some in days.items()}
        before = self._answers(now - YESTERDAY, only)
        query = self._joined() if only is None else self._joined().where(SourceTable.id == only)
        rows = []
        for row in self._conn.execute(query):
            yesterday = None
            if row.id in before:
                past = replace(before[row.id], healthy=source_of(row).healthy, days=days_before.get(row.id, {}))
                yesterday = judge(past, now - YESTERDAY).state
            rows.append(self._health(row, now, week.get(row.id, 0), days.get(row.id, {}), yesterday))
        return tuple(sorted(rows, key=_unwell_first))

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
        days = self._days(end)
        found = []
        for row in self._conn.execute(self._joined().where(SourceTable.enabled, OutletTable.enabled)):
            seen = polls.get(row.id)
            judged = judge_period(
                None
                if seen is None
                else PolledPeriod(
                    seen.polls, seen.failed, seen.problem, seen.last_new, days.get(row.id, {})
                ),
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
    def _poll_state(row: Any, week: int) -> PollState:
        return PollState(
            source=source_of(row),
            outlet_id=row.outlet_id,
            etag=row.etag,
            last_modified=row.last_modified,
            last_ok=row.last_ok_at,
            failures_in_row=row.failures_in_row,
            next_poll_at=row.next_poll_at,
            failure_weight=row.failure_weight,
            period_s=row.period_s,
            last_hash=row.last_hash,
            mistrusted_at=row.mistrusted_at,
            first_poll_at=row.first_poll_at,
            entries_7_days=week,
        )

    @staticmethod
    def _health(
        row: Any, now: datetime, week: int, days: dict[int, int], yesterday: HealthState | None
    ) -> SourceHealth:
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
            weight=row.failure_weight,
            days=days,
            first_poll_at=row.first_poll_at,
        )
        judged: Judged = judge(polled, now)
        seen = None
        if holds(judged.trouble, row.acknowledged_of, row.acknowledged_at, now):
            seen = Acknowledged(row.acknowledged_at, row.acknowledged_by or "", row.acknowledged_note or "")
        return SourceHealth(
            source_id=row.id,
            outlet_id=row.outlet_id,
            outlet_name=row.outlet_name,
            url=row.url,
            state=judged.state,
            reason=judged.reason,
            since=judged.since,
            last_poll_at=row.last_poll_at,
            last_ok=row.last_ok_at,
            last_new_at=row.last_new_at,
            last_problem=row.last_problem,
            last_detail=row.last_detail,
            failures_in_row=row.failures_in_row,
            next_poll_at=row.next_poll_at,
            entries_7_days=week,
            next_poll_reason=None if row.next_poll_reason is None else Bilingual(*row.next_poll_reason),
            mistrusted_at=row.mistrusted_at,
            unwell=judged.unwell,
            trouble=judged.trouble,
            acknowledged=seen,
            state_yesterday=yesterday,
        )


def _unwell_first(row: SourceHealth) -> tuple[bool, int, str, str]:
    return row.acknowledged is not None, ORDER.index(row.state), row.outlet_name, row.source_id
