"""The worker: takes rows of the job table and does them, one at a time, until told to stop.

Several workers on several machines may share one PostgreSQL. A worker that dies leaves its row with a
heartbeat that grows old; the next worker takes it up again, which is safe because every job is
idempotent.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from pipeline.bootstrap import App
from pipeline.jobs import JOBS, run_job

log = structlog.get_logger()

HEARTBEAT_SECONDS = 15.0


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def drain(app: App, kinds: Sequence[str] = tuple(JOBS)) -> int:
    """Do every job that waits now; returns how many were done."""
    done = 0
    while work_one(app, kinds):
        done += 1
    return done


def work_one(app: App, kinds: Sequence[str] = tuple(JOBS)) -> bool:
    """Take one waiting job and do it. A job that raises is marked failed with its error and kept."""
    with app.store.begin() as tx:
        job = tx.jobs.take(kinds, worker_name(), app.clock())
    if job is None:
        return False
    log.info("job_started", job=job.kind, id=job.id)
    try:
        with _heartbeat(app, job.id):
            summary = run_job(app, job.kind, job.payload)
    except Exception as err:
        log.exception("job_failed", job=job.kind, id=job.id)
        with app.store.begin() as tx:
            tx.jobs.fail(job.id, f"{type(err).__name__}: {err}", app.clock())
        return True
    with app.store.begin() as tx:
        tx.jobs.finish(job.id, summary, app.clock())
    log.info("job_done", job=job.kind, id=job.id, summary={key: value for key, value in summary.items() if value})
    return True


@contextmanager
def _heartbeat(app: App, job_id: int) -> Iterator[None]:
    """Keep telling the store that the job is alive while it runs."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(HEARTBEAT_SECONDS):
            with app.store.begin() as tx:
                tx.jobs.heartbeat(job_id, app.clock())

    thread = threading.Thread(target=beat, daemon=True, name="heartbeat")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def work(app: App, parent: int | None = None, idle_seconds: float = 1.0) -> None:
    """Work until interrupted, or until the process ``parent`` that started this one is gone."""
    while parent is None or os.getppid() == parent:
        if not work_one(app):
            time.sleep(idle_seconds)
