"""Which of a feed's dates are believed, judged over the feed as a whole.

One slashed date may be ambiguous, a feed of them seldom is; one date may be the moment of fetching by chance,
all of them are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from crawler.dates import has_clock, plausible, read_date, slashed
from crawler.zones import VN

VN_OFFSET = timedelta(hours=7)
CLOCK_SKEW = timedelta(minutes=15)  # between a server's clock and ours
AT_ONCE = timedelta(minutes=2)
FEW = 3  # below so many dates, that all are alike says nothing
MANY = 5  # from so many on, one moment for all is no publication time, whenever it was


def believed(texts: Sequence[Sequence[str]], now: datetime | None, counters: Counter[str]) -> list[datetime | None]:
    """One moment or None for each entry's candidate date texts, best first.

    Counted: ``unreadable_date``, ``future_date`` and ``old_date`` (not believed), ``month_first_date`` (the feed's
    other dates show the month first), ``ambiguous_date`` (both orders fit; the likelier one was taken),
    ``zone_corrected`` (Việt Nam's clock labelled as UTC), ``fetch_time_date`` (every entry dated at the fetch).
    The last two and ``future_date`` need ``now``.
    """
    order = _order([each[0] for each in texts if each], now, counters)
    moments = [_first(each, order, now, counters) for each in texts]
    if now is None:
        return [moment if plausible(moment, None) else None for moment in moments]
    moments = _zone_corrected(moments, now, counters)
    kept: list[datetime | None] = []
    for moment in moments:
        if moment is not None and not plausible(moment, now):
            counters["future_date" if moment > now else "old_date"] += 1
            moment = None
        kept.append(moment)
    return _not_fetch_time(kept, now, counters)


def _first(texts: Sequence[str], order: bool | None, now: datetime | None, counters: Counter[str]) -> datetime | None:
    """The first believable reading; else the first reading at all, for its fault to be counted."""
    readings = [moment for text in texts if (moment := read_date(text, month_first=order)) is not None]
    if texts and not readings:
        counters["unreadable_date"] += 1
    if now is None:
        good = [moment for moment in readings if plausible(moment, None)]
        counters["old_date"] += bool(readings and not good)
        counters += Counter()
        return good[0] if good else None
    return next((moment for moment in readings if plausible(moment, now)), readings[0] if readings else None)


def _order(texts: Sequence[str], now: datetime | None, counters: Counter[str]) -> bool | None:
    """Whether slashed dates have the month first; None leaves each date to itself."""
    parts = [found for text in texts if (found := slashed(text)) is not None]
    if not parts:
        return None
    month_first = sum(each.month_first for each in parts)
    day_first = sum(each.day_first for each in parts)
    if month_first and day_first:
        return None
    if month_first:
        counters["month_first_date"] += len(parts)
        return True
    if day_first:
        return False
    ambiguous = sum(each.ambiguous for each in parts)
    if not ambiguous:
        return None
    counters["ambiguous_date"] += ambiguous
    days, months = (_unlikely([read_date(text, month_first=order) for text in texts], now) for order in (False, True))
    if days == months:
        return None
    return months < days


def _unlikely(moments: Sequence[datetime | None], now: datetime | None) -> tuple[int, int, int]:
    """How little a reading looks like a feed: dates to come, breaks in the order of time, and the span in days
    where there are enough entries for a span to mean something."""
    read = [moment for moment in moments if moment is not None]
    ahead = sum(not plausible(moment, now) for moment in read)
    falls = sum(later > earlier for earlier, later in pairwise(read))
    rises = sum(later < earlier for earlier, later in pairwise(read))
    span = (max(read) - min(read)).days if len(read) >= FEW else 0
    return ahead, min(falls, rises), span


def _zone_corrected(moments: list[datetime | None], now: datetime, counters: Counter[str]) -> list[datetime | None]:
    """Việt Nam's clock under the name of UTC: the newest entry would be hours ahead, and as local time none is."""
    utc = [moment for moment in moments if moment is not None and moment.utcoffset() == timedelta(0)]
    ahead = [moment for moment in utc if now + CLOCK_SKEW < moment <= now + VN_OFFSET + CLOCK_SKEW]
    if not ahead or max(utc) - VN_OFFSET > now + CLOCK_SKEW:
        return moments
    counters["zone_corrected"] += len(utc)
    return [
        moment.replace(tzinfo=VN) if moment is not None and moment.tzinfo is UTC else moment for moment in moments
    ]


def _not_fetch_time(moments: list[datetime | None], now: datetime, counters: Counter[str]) -> list[datetime | None]:
    """Nothing believed where every entry has one and the same moment, or the moment of the fetch."""
    dated = [moment for moment in moments if moment is not None and has_clock(moment)]
    if len(dated) < FEW or len(dated) < sum(moment is not None for moment in moments):
        return moments
    spread = max(dated) - min(dated)
    same = len(dated) >= MANY and spread <= timedelta(seconds=2)
    just_now = spread <= AT_ONCE and abs(now - max(dated)) <= CLOCK_SKEW
    if not same and not just_now:
        return moments
    counters["fetch_time_date"] += len(dated)
    return [None] * len(moments)
