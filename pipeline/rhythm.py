"""When to come back: pure decisions, all times given."""

from __future__ import annotations

from datetime import datetime, timedelta

MAX_BACKOFF = timedelta(hours=6)
MIN_INTERVAL = timedelta(minutes=2)
RECHECK_AFTER = (timedelta(hours=2), timedelta(hours=12), timedelta(hours=48))


def next_poll(now: datetime, every: timedelta, failures: int, retry_after_s: float | None) -> datetime:
    """The next poll of a source: its interval, doubled for each failure in a row up to six hours.

    A Retry-After is honoured when it asks for more, up to a day; it never makes a poll come sooner.
    """
    wait = min(every * (1 << min(failures, 10)), max(MAX_BACKOFF, every))
    if retry_after_s is not None:
        wait = max(wait, min(timedelta(seconds=retry_after_s), timedelta(days=1)))
    return now + max(wait, MIN_INTERVAL)


def next_attempt(now: datetime, attempts: int, retry_after_s: float | None) -> datetime:
    """The next try of a page that failed ``attempts`` times: 5, 10, 20 … minutes, or what the site asks for."""
    return next_poll(now, timedelta(minutes=5), attempts - 1, retry_after_s)


def next_recheck(now: datetime, rechecks: int) -> datetime | None:
    """The next re-visit of a stored article for revisions; capped, so a page that embeds the time ends."""
    return now + RECHECK_AFTER[rechecks] if rechecks < len(RECHECK_AFTER) else None
