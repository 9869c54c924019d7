"""The job table: work for any number of workers, on one machine or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import aliased

from models.records import Bilingual
from models.rows import JobRow, JobState
from models.store.base import Repository, columns
from models.store.errors import NotFound
from models.tables import JobTable

ROW = tuple(JobRow.__dataclass_fields__)
DEAD_AFTER = timedelta(minutes=2)  # without a heartbeat
MAX_ATTEMPTS = 3


class Jobs(Repository):
    def enqueue(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        key: str | None = None,
        now: datetime,
        run_after: datetime | None = None,
    ) -> int:
        """Ask for work; returns the job's id. While a job of the same ``key`` waits, that one is returned."""
        values = {
            "kind": kind,
            "key": key,
            "payload": dict(payload),
            "state": JobState.WAITING,
            "enqueued_at": now,
            "run_after": run_after or now,
            "summary": {},
        }
        twin = select(JobTable.id).where(JobTable.key == key, JobTable.state == JobState.WAITING)
        while True:
            job_id = self._insert_new(JobTable, values, JobTable.id)
            if job_id is None:
                job_id = self._conn.execute(twin).scalar_one_or_none()
            if job_id is not None:  # otherwise a worker took the twin between the two questions
                return int(job_id)

    def take(
        self, kinds: Sequence[str], worker: str, now: datetime, dead_after: timedelta = DEAD_AFTER
    ) -> JobRow | None:
        """Take the longest waiting job of these kinds, or None. Two jobs of one key never run at once.

        Jobs whose worker has shown no sign of life for ``dead_after`` go back to waiting first; after
        MAX_ATTEMPTS of them they fail.
        """
        self._requeue_dead(now - dead_after, now)
        running = aliased(JobTable)
        same_key = (
            select(running.id)
            .where(running.key == JobTable.key, running.state == JobState.RUNNING)
            .exists()
        )
        query = (
            select(JobTable.id)
            .where(JobTable.state == JobState.WAITING, JobTable.run_after <= now)
            .where(JobTable.kind.in_(kinds), or_(JobTable.key.is_(None), ~same_key))
            .order_by(JobTable.run_after, JobTable.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        job_id = self._conn.execute(query).scalar_one_or_none()
        if job_id is None:
            return None
        self._set(
            job_id,
            state=JobState.RUNNING,
            worker=worker,
            started_at=now,
            heartbeat_at=now,
            attempts=JobTable.attempts + 1,
        )
        return self.get(job_id)

    def _requeue_dead(self, silent_since: datetime, now: datetime) -> None:
        query = (
            select(JobTable)
            .where(JobTable.state == JobState.RUNNING, ~JobTable.inline)
            .where(JobTable.heartbeat_at < silent_since)
            .with_for_update(skip_locked=True)
        )
        for job in self._conn.execute(query).all():
            twin = select(JobTable.id).where(JobTable.key == job.key, JobTable.state == JobState.WAITING)
            replaced = job.key is not None and self._conn.execute(twin).first() is not None
            if replaced or job.attempts >= MAX_ATTEMPTS:
                self._set(
                    job.id,
                    state=JobState.FAILED,
                    finished_at=now,
                    error=f"worker {job.worker} ended without finishing",
                )
            else:
                self._set(job.id, state=JobState.WAITING, worker=None, run_after=now)

    def heartbeat(
        self,
        job_id: int,
        now: datetime,
        *,
        progress: int | None = None,
        total: int | None = None,
        label: str | None = None,
    ) -> None:
        """The worker lives; optionally how far it has come."""
        given = {"progress": progress, "progress_total": total, "progress_label": label}
        values = {name: value for name, value in given.items() if value is not None}
        self._set(job_id, heartbeat_at=now, **values)

    def finish(self, job_id: int, summary: Mapping[str, Any], now: datetime) -> None:
        self._set(job_id, state=JobState.DONE, finished_at=now, summary=dict(summary), error=None)

    def fail(self, job_id: int, error: str, now: datetime) -> None:
        self._set(job_id, state=JobState.FAILED, finished_at=now, error=error)

    def start_run(self, kind: str, now: datetime) -> int:
        """Write down that a pass is run here and now, not by a worker; returns its id."""
        statement = insert(JobTable).values(
            kind=kind,
            key=None,
            payload={},
            state=JobState.RUNNING,
            inline=True,
            enqueued_at=now,
            run_after=now,
            started_at=now,
            heartbeat_at=now,
            attempts=1,
            summary={},
        )
        return int(self._conn.execute(statement.returning(JobTable.id)).scalar_one())

    def end_run(
        self, run_id: int, now: datetime, *, ok: bool, summary: Mapping[str, Any], error: str | None = None
    ) -> None:
        state = JobState.DONE if ok else JobState.FAILED
        self._set(run_id, state=state, finished_at=now, summary=dict(summary), error=error)

    def get(self, job_id: int) -> JobRow:
        """One job. NotFound."""
        row = self._conn.execute(select(JobTable).where(JobTable.id == job_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("việc", "job"), job_id)
        return JobRow(**columns(row, ROW))

    def list(
        self, limit: int = 50, *, kind: str | None = None, state: JobState | None = None
    ) -> tuple[JobRow, ...]:
        """Jobs, newest first."""
        query = select(JobTable).order_by(JobTable.id.desc()).limit(limit)
        if kind is not None:
            query = query.where(JobTable.kind == kind)
        if state is not None:
            query = query.where(JobTable.state == state)
        return tuple(JobRow(**columns(row, ROW)) for row in self._conn.execute(query))

    def last_ended(self, kind: str) -> datetime | None:
        """When the latest job of the kind that was done ended."""
        query = select(JobTable.finished_at).where(JobTable.kind == kind, JobTable.state == JobState.DONE)
        return self._conn.execute(query.order_by(JobTable.id.desc()).limit(1)).scalar_one_or_none()

    def asked_since(self, kind: str) -> datetime | None:
        """Since when a job of the kind waits or runs; None where none does."""
        pending = JobTable.state.in_((JobState.WAITING, JobState.RUNNING))
        query = select(JobTable.enqueued_at).where(JobTable.kind == kind, pending)
        return min(self._conn.execute(query).scalars(), default=None)

    def failed_since(self, since: datetime, limit: int = 20) -> tuple[JobRow, ...]:
        """Jobs that failed since then, the latest first."""
        query = select(JobTable).where(JobTable.state == JobState.FAILED, JobTable.finished_at >= since)
        rows = self._conn.execute(query.order_by(JobTable.finished_at.desc(), JobTable.id.desc()).limit(limit))
        return tuple(JobRow(**columns(row, ROW)) for row in rows)

    def _set(self, job_id: int, **values: Any) -> None:
        self._conn.execute(update(JobTable).where(JobTable.id == job_id).values(**values))
