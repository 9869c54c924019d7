"""Dates, times and durations in Vietnamese and English text, resolved against the day of publication.

A mention keeps what was written (``parts``: year, month, day, each None where the text is silent) and,
where enough is known, the days it covers (``start`` to ``end``, inclusive). Lunar dates (mùng 5 Tết) are
found, so that nobody reads them as figures, but never resolved.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from classifier.text import date_readers as written
from classifier.text import relative_dates as relative
from classifier.text.date_patterns import EN, JOINED, NEEDS, VI
from classifier.text.date_values import DateMention, Parts
from classifier.text.durations import read_durations
from models.records import Language
from models.text import normalise

__all__ = ["DateMention", "dates_conflict", "lower", "read_dates"]


def read_dates(
    text: str, language: Language = Language.VI, published_at: datetime | date | None = None
) -> tuple[DateMention, ...]:
    """All mentions in reading order, never overlapping. Impossible dates (31/2, 45/13) are not mentions."""
    clean = normalise(text)
    low = lower(clean.text)
    out = []
    for mention in with_durations(low, language, scan(low, language, day_of(published_at))):
        start, end = clean.raw(*mention.span)
        out.append(replace(mention, span=(start, end), text=text[start:end]))
    return tuple(out)


def day_of(published_at: datetime | date | None) -> date | None:
    """The day of publication; none for a wrong clock, which resolves nothing."""
    today = published_at.date() if isinstance(published_at, datetime) else published_at
    return today if today is not None and 1800 <= today.year <= 2200 else None


def with_durations(low: str, language: Language, found: list[DateMention]) -> list[DateMention]:
    """What ``scan`` found in a lowercase text and the lengths of time beside it, in reading order."""
    every = found + read_durations(low, language, found)
    every.sort(key=lambda mention: mention.span)
    return every


# Read as dates only where the day of publication is known ("3 ngày trước", "29 tháng 2 năm nay").
_HANGS_ON_DAY = re.compile(r"(?:ngày|days?)[ \t]{1,2}(?:trước|ago)|29[ \t]{1,2}tháng")


def scan_undated(low: str, language: Language, found: list[DateMention]) -> list[DateMention]:
    """What ``scan`` finds without a day of publication; the same places as ``found`` with one, but for few texts."""
    return scan(low, language, None) if _HANGS_ON_DAY.search(low) else found


def lower(text: str) -> str:
    """Lowercase of the same length: the few letters that grow when lowered stay as they are."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    )


def dates_conflict(a: DateMention, b: DateMention) -> bool:
    """Whether the two cannot be the same: of comparable kind and no reading of one fits the other.

    A day inside the month or range of the other agrees with it; silence (no year written) agrees;
    durations agree within the coarser unit's rounding; a time of day agrees to the quarter of an hour
    when one is whole.
    """
    if (a.kind == "duration") != (b.kind == "duration") or (a.kind == "time") != (b.kind == "time"):
        return False
    if a.kind == "lunar" or b.kind == "lunar":
        return False
    if a.days is not None and b.days is not None:
        return abs(a.days - b.days) > max(0.06 * max(a.days, b.days), 0.01)
    if a.minutes is not None and b.minutes is not None:
        gap = abs(a.minutes - b.minutes) % 720
        slack = 15 if a.minutes % 60 == 0 or b.minutes % 60 == 0 else 0
        return min(gap, 720 - gap) > slack
    readings_a = [(a.start, a.end, a.parts), *a.others]
    readings_b = [(b.start, b.end, b.parts), *b.others]
    return not any(_fits(x, y) for x in readings_a for y in readings_b)


def _fits(a: tuple[date | None, date | None, Parts], b: tuple[date | None, date | None, Parts]) -> bool:
    if a[0] and a[1] and b[0] and b[1]:
        return a[0] <= b[1] and b[0] <= a[1]
    return all(x is None or y is None or x == y for x, y in zip(a[2], b[2], strict=True))


_READERS = {
    "iso": written.read_full,
    "full": written.read_full,
    "full_us": written.read_full,
    "day_range": written.read_day_range,
    "day_month": written.read_day_month,
    "half_year": written.read_half_year,
    "month_year": written.read_month_mention,
    "month": written.read_month_mention,
    "quarter": written.read_quarter,
    "term": written.read_years,
    "years": written.read_years,
    "century": written.read_century,
    "decade": written.read_decade,
    "time": written.read_time,
    "dm_cued": written.read_dm_cued,
    "dm_slash": written.read_dm_slash,
    "my": written.read_month_mention,
    "day_only": relative.read_day_only,
    "rel_day": relative.read_rel_day,
    "rel_week": relative.read_rel_week,
    "rel_month": relative.read_rel_month,
    "rel_year": relative.read_rel_year,
    "ago": relative.read_ago,
    "year": written.read_year_mention,
    "bare_year": written.read_year_mention,
    "weekday": relative.read_weekday,
    "lunar": relative.read_lunar,
}


_DIGIT = re.compile(r"\d")


def scan(low: str, language: Language, today: date | None) -> list[DateMention]:
    """Dates and times of a lowercase text, without lengths of time, in the order of the patterns."""
    taken = bytearray(len(low) + 1)
    found: list[DateMention] = []
    english = language is Language.EN
    digits = _DIGIT.search(low) is not None
    joined = JOINED.search(low) is not None
    for name, pattern, any_of in EN if english else VI:
        if any_of:
            for words in any_of:
                if words in low:
                    break
            else:
                continue
        elif not digits:
            continue
        if not english and (needs := NEEDS.get(name)) and not (joined if needs is JOINED else needs.search(low)):
            continue
        for match in pattern.finditer(low):
            start, end = match.span()
            if taken[start] or taken[end - 1] or any(taken[start:end]):
                continue
            read = written.read_full_english if english and name == "full" else _READERS[name]
            mention = read(match, low, today)
            if mention is None:
                continue
            found.append(replace(mention, span=(start, end)))
            taken[start:end] = b"\1" * (end - start)
    return found
