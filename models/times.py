"""Times: the zone of Việt Nam and the ISO weeks the digest counts in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEK = re.compile(r"(\d{4})-W(\d{2})")


def day_start(now: datetime) -> datetime:
    """Midnight in Việt Nam, of the day it is there."""
    return now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def week_of(moment: datetime) -> str:
    """The ISO week of a moment in Việt Nam, as ``2026-W47``."""
    year, week, _ = moment.astimezone(VIETNAM).isocalendar()
    return f"{year}-W{week:02d}"


def week_bounds(week: str) -> tuple[datetime, datetime]:
    """``[start, end)`` of an ISO week in Việt Nam time. ValueError when it is no such week."""
    match = _WEEK.fullmatch(week)
    if match is None:
        raise ValueError(f"không phải tuần ISO như 2026-W47 / not an ISO week like 2026-W47: {week!r}")
    start = datetime.fromisocalendar(int(match[1]), int(match[2]), 1).replace(tzinfo=VIETNAM)
    return start, start + timedelta(days=7)


def midnight_of(text: str, plus: timedelta = timedelta(0)) -> datetime | None:
    """Midnight in Việt Nam of an ISO date; ``None`` for anything else."""
    try:
        day = datetime.fromisoformat(text[:10]).replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return day + plus if 1970 <= day.year <= 2200 else None
