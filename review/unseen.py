"""What the system could not see today: a pure decision over what collecting left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rows import HealthState, JobRow, SourceHealth

STATES = (HealthState.BLOCKED, HealthState.FAILING, HealthState.QUIET, HealthState.NEVER)
PATIENCE = 4  # passes that may be missing before it is said
LEAST = timedelta(hours=1)  # and never before


Sources = tuple[tuple[HealthState, tuple[SourceHealth, ...]], ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """``sources`` by state, those unwell longest first; ``stopped``: since when no pass has ended, by kind of job;
    ``failed``: jobs that failed today."""

    sources: Sources
    stopped: tuple[tuple[str, datetime], ...]
    failed: tuple[JobRow, ...]

    @property
    def nothing(self) -> bool:
        return not (self.sources or self.stopped or self.failed)


def by_state(sources: Sequence[SourceHealth], now: datetime) -> Sources:
    """The sources that could not be read, those that answer nothing first."""
    found = []
    for state in STATES:
        rows = sorted((row for row in sources if row.state is state), key=lambda row: (row.since or now, row.source_id))
        if rows:
            found.append((state, tuple(rows)))
    return tuple(found)


def stopped(ended: datetime | None, asked: datetime | None, every: timedelta, now: datetime) -> datetime | None:
    """Since when a pass that should come every so often has not: ``ended`` is the last that did, ``asked`` since when
    one waits or runs. None where all is well, or nothing was ever asked for."""
    since = ended or asked
    if since is None:
        return None
    return since if now - since > max(PATIENCE * every, LEAST) else None
