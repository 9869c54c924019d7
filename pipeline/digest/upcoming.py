"""Dates ahead, from the reference library: what is still to come, and round anniversaries of what is on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from models.records import Reference
from pipeline.digest.values import both

Json = dict[str, Any]
AHEAD = timedelta(days=14)
ROUND = 5  # years


def upcoming(references: Sequence[Reference], after: date) -> list[Json]:
    """References whose day, or a round anniversary of it, falls into the two weeks from ``after`` on, by day. A
    contested one is told with that word; one that names no day is left out."""
    found = []
    for reference in references:
        day = _day(reference.date)
        years = 0 if day is None else _anniversary(day, after)
        if day is None or years is None:
            continue
        found.append(
            {
                "day": _in_year(day, day.year + years).isoformat(),
                "years": years,
                "statement": both(reference.statement),
                "citation": f"{reference.publisher}: {reference.document}",
                "url": reference.url,
                "reference_id": reference.id,
                "contested": reference.contested,
            }
        )
    return sorted(found, key=lambda row: (row["day"], row["reference_id"]))


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def _anniversary(day: date, after: date) -> int | None:
    """0 for a day ahead itself, the years of a round anniversary ahead, None for neither."""
    for year in (after.year, after.year + 1):
        years = year - day.year
        if after <= _in_year(day, year) < after + AHEAD and (years == 0 or (years > 0 and years % ROUND == 0)):
            return years
    return None


def _in_year(day: date, year: int) -> date:
    """The day in another year; 29 February is the 28th where there is none."""
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) and not _leap(year) else day.replace(year=year)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
