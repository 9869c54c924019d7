"""What a date mention is, and the small calendar that completes one from the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from classifier.text.date_patterns import MONTHS_EN, MONTHS_VI, group

Parts = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, time or duration. ``span`` and ``text`` are raw. ``kind``: day, month, year, quarter,
    range, term, century, time, duration, lunar. ``days`` is the length of a duration; ``minutes`` the
    time of day. ``others`` are further readings of an ambiguous form (ngày 8-9: 8 September, or the 8th
    and 9th).
    """

    span: tuple[int, int]
    text: str
    kind: str
    start: date | None = None
    end: date | None = None
    precision: str = "day"
    resolved: bool = False  # relative to, or completed from, the day of publication
    parts: Parts = (None, None, None)
    days: float | None = None
    minutes: int | None = None
    others: tuple[tuple[date | None, date | None, Parts], ...] = ()
    unit: str = ""  # of a duration, as written: day, year, hour …


def mention_of(
    kind: str,
    start: date | None,
    end: date | None,
    precision: str,
    parts: Parts,
    resolved: bool = False,
    others: tuple[tuple[date | None, date | None, Parts], ...] = (),
) -> DateMention:
    return DateMention((0, 0), "", kind, start, end, precision, resolved, parts, others=others)


def make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def possible(month: int, day: int) -> bool:
    return make_day(2000, month, day) is not None


def nearest(month: int, day: int, today: date | None) -> date | None:
    """The year that puts a day and month closest to the day of publication, the past before the future."""
    if today is None:
        return None
    options = [d for y in (today.year - 1, today.year, today.year + 1) if (d := make_day(y, month, day))]
    return min(options, key=lambda d: abs((d - today).days) + (60 if d > today else 0), default=None)


def relative_year(word: str | None, today: date | None) -> int | None:
    if today is None or word is None:
        return None
    return (
        today.year
        + {
            "nay": 0,
            "này": 0,
            "this": 0,
            "ngoái": -1,
            "trước": -1,
            "last": -1,
            "kia": -2,
            "sau": 1,
            "tới": 1,
            "next": 1,
        }[word]
    )


def month_of(match: re.Match[str]) -> int:
    if word := group(match, "mw"):
        return MONTHS_VI[word]
    if word := group(match, "men"):
        return MONTHS_EN[word]
    return int(group(match, "m") or 0)


def year_of(match: re.Match[str], today: date | None) -> tuple[int | None, bool]:
    """The written year, or the one a word such as "năm ngoái" means; True where it was resolved."""
    if written := group(match, "y"):
        return int(written), False
    relative = relative_year(group(match, "rel"), today)
    return relative, relative is not None


def end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def shift_month(today: date, months: int, day: int) -> date | None:
    index = today.year * 12 + today.month - 1 + months
    return make_day(index // 12, index % 12 + 1, day)
