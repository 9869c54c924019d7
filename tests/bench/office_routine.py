"""What runs by itself in a large invented office: polls, jobs, the audit log; and what analysts add: labels, claims."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text, update

from models.rows.office import JobState
from models.tables import AuditTable, ClaimSuggestionTable, ClaimTable, FetchTable, JobTable, LabelTable, SourceTable
from tests.bench.office_plan import AT, TOPICS, Planned, outlets

if TYPE_CHECKING:
    from tests.bench.big_office import Rows

POLL_MINUTES = 15
FAILING = 7  # every seventh source has a bad time now and then, every such second one fails now
SUMS = (  # what ``Stories.refresh`` and ``Sources.record_poll`` keep, of everything at once
    """UPDATE stories SET articles = s.articles, outlets = s.outlets, voices = s.voices, first_at = s.first_at, last_at = s.last_at
    FROM (SELECT story_id, count(*) AS articles, count(DISTINCT outlet_id) AS outlets, count(DISTINCT coalesce(voice, id)) AS voices,
    min(published_at) AS first_at, max(published_at) AS last_at FROM articles GROUP BY story_id) AS s WHERE s.story_id = stories.id""",
    """INSERT INTO poll_hours (source_id, hour, new) SELECT source_id, CAST(strftime('%s', at) AS INTEGER) / 3600, sum(new)
    FROM fetches JOIN sources ON sources.id = fetches.source_id WHERE problem IS NULL AND at > sources.first_poll_at GROUP BY 1, 2""",
)
JOBS = (("collect", 15), ("process", 5), ("watch", 60 * 24), ("housekeeping", 60 * 24), ("backup", 60 * 24))
CLAIMS, LABELS = 2_000, 4_000


def write(rows: Rows, dice: random.Random, planned: Sequence[Planned], days: int, users: Sequence[str]) -> None:
    _polls(rows, dice, days)
    _jobs(rows, dice, days)
    _claims(rows, dice, planned)
    for n in range(min(LABELS, len(planned) // 4)):
        article_id = n * 3 + 1
        rows.add(
            LabelTable,
            article_id=article_id,
            version=1,
            topic=TOPICS[n % 10][0],
            value=dice.random() < 0.3,
            by="analyst",
            user_id=2,
            view=("uncertain", "diverse", "audit", "correction")[n % 4],
            model_version="m1",
            probability=round(dice.random(), 3),
            undo_of=None,
            at=AT - timedelta(minutes=7 * n),
        )
    actions = ("login", "decide", "decide", "decide", "decide", "undo", "tag", "login_failed", "source_poll")
    for n in range(len(planned) // 4):
        action = dice.choice(actions)
        target = f"alert {dice.randrange(1, 9000)}" if action in ("decide", "undo") else dice.choice(users)
        at = AT - timedelta(seconds=round(days * 86400 * (1 - 4 * n / len(planned))))
        rows.add(AuditTable, at=at, actor=dice.choice(users), action=action, target=target, detail={"n": n})
    rows.flush(LabelTable, AuditTable)
    for statement in SUMS:
        rows.conn.execute(text(statement))


def _polls(rows: Rows, dice: random.Random, days: int) -> None:
    rounds = days * 24 * 60 // POLL_MINUTES
    began = AT - timedelta(days=days)
    for number, source in enumerate(s.id for outlet in outlets() for s in outlet.sources):
        ill, ends_ill = number % FAILING == FAILING - 1, number % (2 * FAILING) == FAILING - 1
        for n in range(rounds):
            last = rounds - n <= 40
            failed = ill and ((ends_ill and last) or (not last and dice.random() < 0.03))
            rows.add(
                FetchTable,
                source_id=source,
                at=began + timedelta(minutes=POLL_MINUTES * (n + 1) - 3),
                status=503 if failed else 200 if n % 4 == 0 else 304,
                problem="http_5xx" if failed else None,
                detail="503" if failed else "",
                entries=0 if failed or n % 4 else 40,
                new=dice.randrange(4) if not failed and n % 4 == 0 else 0,
                elapsed_s=round(dice.uniform(0.1, 2.0), 3),
            )
        rows.flush(FetchTable)
        latest = AT - timedelta(minutes=3)
        failing = ill and ends_ill
        rows.conn.execute(
            update(SourceTable)
            .where(SourceTable.id == source)
            .values(
                first_poll_at=began,
                last_poll_at=latest,
                last_ok_at=latest - timedelta(hours=10) if failing else latest,
                last_new_at=latest - timedelta(hours=11 if failing else 1),
                last_entries=40,
                last_problem="http_5xx" if failing else None,
                unwell_since=latest - timedelta(hours=10) if failing else None,
                failures_in_row=40 if failing else 0,
                failure_weight=10.0 if failing else 0.0,
                next_poll_at=AT + timedelta(minutes=5),
            )
        )


def _jobs(rows: Rows, dice: random.Random, days: int) -> None:
    for kind, minutes in JOBS:
        for n in range(days * 24 * 60 // minutes):
            at = AT - timedelta(days=days) + timedelta(minutes=minutes * n)
            done = at + timedelta(seconds=dice.randrange(2, 90))
            rows.add(
                JobTable,
                kind=kind,
                key=kind,
                payload={},
                state=JobState.FAILED if dice.random() < 0.002 else JobState.DONE,
                inline=False,
                enqueued_at=at,
                run_after=at,
                started_at=at,
                heartbeat_at=done,
                finished_at=done,
                worker="w1",
                attempts=1,
                progress=0,
                progress_total=None,
                progress_label="",
                summary={"new": n % 7},
                error=None,
            )
    rows.flush(JobTable)


def _claims(rows: Rows, dice: random.Random, planned: Sequence[Planned]) -> None:
    for n in range(1, min(CLAIMS, len(planned) // 10) + 1):
        claim = f"Đoạn phim số {n} quay tại cảng Vân Sa."
        rows.add(
            ClaimTable,
            id=n,
            key=f"claim-{n}",
            claim=claim,
            rating="Sai",
            publisher="Nhóm kiểm chứng thử",
            url=f"https://kiemchung.example/{n}",
            article_id=None,
            claim_date=None,
            raw={},
            at=AT - timedelta(hours=n / 2),
            origin="file",
            licence="CC BY",
        )
        if n % 4 == 0:
            rows.add(
                ClaimSuggestionTable,
                article_id=len(planned) - n,
                claim_id=n,
                version=1,
                score=round(dice.uniform(0.5, 0.9), 3),
                part="title",
                start=0,
                end=4,
                passage="",
                held="attributed",
                at=AT,
            )
    rows.flush(ClaimTable, ClaimSuggestionTable)
