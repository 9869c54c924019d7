"""The schedule (APScheduler): each job puts one row in the job table, which the worker takes.

A late run is run once rather than dropped; a run that was missed all the same is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.settings import Settings
from models.times import VIETNAM
from pipeline.bootstrap import App

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Planned:
    """One job kind and when it runs."""

    kind: str
    trigger: IntervalTrigger | CronTrigger


def plan(settings: Settings) -> tuple[Planned, ...]:
    """What runs when. Times of day are Việt Nam time."""
    feeds = (Planned("claims", CronTrigger(hour=4, minute=50, timezone=VIETNAM)),)
    return (
        Planned("collect", IntervalTrigger(minutes=settings.collect_every_minutes, timezone=VIETNAM)),
        Planned("process", IntervalTrigger(minutes=settings.process_every_minutes, timezone=VIETNAM)),
        Planned("audit", CronTrigger(hour=5, minute=30, timezone=VIETNAM)),
        Planned("label_sample", CronTrigger(hour=5, minute=45, timezone=VIETNAM)),
        Planned("watch", CronTrigger(hour=4, minute=20, timezone=VIETNAM)),
        Planned("train_ranking", CronTrigger(day_of_week="sun", hour=2, minute=40, timezone=VIETNAM)),
        Planned("housekeeping", CronTrigger(hour=3, minute=10, timezone=VIETNAM)),
        *(feeds if settings.claimreview_feeds else ()),
        Planned(
            "digest",
            CronTrigger(day_of_week=settings.digest_weekday, hour=settings.digest_hour, minute=0, timezone=VIETNAM),
        ),
    )


def start(app: App, on_missed: Callable[[str], None]) -> BackgroundScheduler:
    """A running scheduler that enqueues the planned jobs. The caller shuts it down."""
    scheduler = BackgroundScheduler(
        timezone=VIETNAM,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )

    def enqueue(kind: str) -> None:
        with app.store.begin() as tx:
            tx.jobs.enqueue(kind, {}, key=kind, now=app.clock())

    def heard(event: JobExecutionEvent) -> None:
        log.warning("job_not_run", job=event.job_id, missed=event.code == EVENT_JOB_MISSED)
        on_missed(event.job_id)

    for planned in plan(app.settings):
        scheduler.add_job(enqueue, planned.trigger, args=[planned.kind], id=planned.kind)
    scheduler.add_listener(heard, EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    scheduler.start()
    return scheduler
