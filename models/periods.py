"""The periods a digest tells of: an ISO week, a month, a quarter, a year, or a range of days, in Việt Nam time.

Keys are what people type and addresses hold: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``,
``2026-11-01..2026-11-15`` (both days within). All are half-open ``[start, end)`` in time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.records import Bilingual
from models.times import VIETNAM, week_bounds

LONGEST_RANGE = timedelta(days=400)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEAR = re.compile(r"\d{4}")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


class NoPeriod(ValueError):
    """Not a period; ``args[0]`` says what one looks like, in both languages."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``start`` and ``end`` are midnights in Việt Nam."""

    key: str
    kind: PeriodKind
    start: datetime
    end: datetime

    @property
    def last_day(self) -> date:
        return (self.end - timedelta(days=1)).date()

    @property
    def name(self) -> Bilingual:
        """The period as a heading names it: "tuần 47 năm 2026", "November 2026"."""
        first, last = self.start.date(), self.last_day
        if self.kind is PeriodKind.WEEK:
            year, week, _ = first.isocalendar()
            return Bilingual(f"tuần {week} năm {year}", f"week {week} of {year}")
        if self.kind is PeriodKind.MONTH:
            return Bilingual(f"tháng {first.month} năm {first.year}", f"{_MONTHS[first.month - 1]} {first.year}")
        if self.kind is PeriodKind.QUARTER:
            quarter = (first.month - 1) // 3
            return Bilingual(f"quý {_ROMAN[quarter]} năm {first.year}", f"quarter {quarter + 1} of {first.year}")
        if self.kind is PeriodKind.YEAR:
            return Bilingual(f"năm {first.year}", f"the year {first.year}")
        days = (f"{first.day}/{first.month}/{first.year}", f"{last.day}/{last.month}/{last.year}")
        return Bilingual(f"từ {days[0]} đến {days[1]}", f"{first.isoformat()} to {last.isoformat()}")

    def previous(self) -> Period:
        """The period of the same kind right before; of a range one of as many days."""
        if self.kind is PeriodKind.RANGE:
            days = self.end - self.start
            return _range((self.start - days).date(), (self.start - timedelta(days=1)).date())
        return period_of(self.kind, self.start - timedelta(days=1))


_MONTHS = "January February March April May June July August September October November December".split()
_ROMAN = ("I", "II", "III", "IV")


def parse_period(key: str) -> Period:
    """The period of a key. NoPeriod when it is none, ends before it begins, or is a range over 400 days."""
    try:
        found = _parse(key.strip())
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise NoPeriod(
            Bilingual(
                f"không phải một kỳ: {key!r}; ví dụ 2026-W47, 2026-11, 2026-Q4, 2026, 2026-11-01..2026-11-15",
                f"not a period: {key!r}; for example 2026-W47, 2026-11, 2026-Q4, 2026, 2026-11-01..2026-11-15",
            )
        )
    return found


def _parse(key: str) -> Period | None:
    if match := _RANGE.fullmatch(key):
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        return _range(first, last) if timedelta() <= last - first < LONGEST_RANGE else None
    if match := _QUARTER.fullmatch(key):
        return _months(key, PeriodKind.QUARTER, int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _MONTH.fullmatch(key):
        return _months(key, PeriodKind.MONTH, int(match[1]), int(match[2]), 1)
    if _YEAR.fullmatch(key):
        return _months(key, PeriodKind.YEAR, int(key), 1, 12)
    return Period(key, PeriodKind.WEEK, *week_bounds(key))


def period_of(kind: PeriodKind, moment: datetime) -> Period:
    """The week, month, quarter or year a moment is in; of a range the day itself."""
    day = moment.astimezone(VIETNAM).date()
    if kind is PeriodKind.RANGE:
        return _range(day, day)
    year, week, _ = day.isocalendar()
    keys = {
        PeriodKind.WEEK: f"{year}-W{week:02d}",
        PeriodKind.MONTH: f"{day.year}-{day.month:02d}",
        PeriodKind.QUARTER: f"{day.year}-Q{(day.month + 2) // 3}",
        PeriodKind.YEAR: str(day.year),
    }
    return parse_period(keys[kind])


def _range(first: date, last: date) -> Period:
    key = f"{first.isoformat()}..{last.isoformat()}"
    return Period(key, PeriodKind.RANGE, _midnight(first), _midnight(last + timedelta(days=1)))


def _months(key: str, kind: PeriodKind, year: int, month: int, count: int) -> Period:
    after = month + count
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return Period(key, kind, _midnight(date(year, month, 1)), _midnight(end))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
