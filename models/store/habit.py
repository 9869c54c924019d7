"""Whether a source is unusually quiet or loud against its own habit: a pure decision over daily counts.

Days are windows of 24 hours that end now: window 0 is the last 24 hours, window 7 the same weekday a week ago.
Windows in which the source never answered are unknown, not empty, and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from models.records import Bilingual

HABIT_DAYS = 28
ENOUGH_DAYS = 14  # known windows; with fewer there is no habit to speak of
WINDOWS = 2 * HABIT_DAYS  # as far back as is looked: a silence of 28 days, and the 28 days before it
UNLIKELY = 0.001
FLOOD_AT_LEAST = 10


@dataclass(frozen=True, slots=True)
class Unusual:
    """``kind`` is "silent" (nothing at all), "few" or "flood"."""

    kind: str
    reason: Bilingual
    days: int  # for how many windows


def unusual(counts: Mapping[int, int]) -> Unusual | None:
    """What is unusual about the latest windows; ``counts`` gives the new entries of each known window.

    Counts are taken as Poisson at least as spread as the source's own days (median and MAD, by weekday where four
    weeks are known). A silence must be longer than any in the habit. Abstains with fewer than 14 known days.
    """
    if 0 not in counts:
        return None
    silent = 0
    while silent in counts and counts[silent] == 0 and silent < HABIT_DAYS:
        silent += 1
    if silent:
        return _silent(counts, silent)
    past = _past(counts, 1)
    if len(past) < ENOUGH_DAYS:
        return None
    weekday = [counts[k] for k in (7, 14, 21, 28) if k in counts]
    centres = [median(past), *([median(weekday)] if len(weekday) == 4 else [])]
    return _few(counts[0], past, min(centres)) or _flood(counts, past, max(centres))


def _past(counts: Mapping[int, int], begin: int) -> list[int]:
    return [counts[k] for k in range(begin, begin + HABIT_DAYS) if k in counts]


def _spread(past: list[int], centre: float) -> float:
    """Standard deviation of a day: the robust one of the past, and at least that of a Poisson count."""
    mad = 1.4826 * median(abs(n - centre) for n in past)
    return math.sqrt(max(centre, mad * mad, 1.0))


def _silent(counts: Mapping[int, int], run: int) -> Unusual | None:
    past = _past(counts, run)
    if len(past) < ENOUGH_DAYS:
        return None
    mean = sum(past) / len(past)
    longest = current = 0
    for n in past:
        current = 0 if n else current + 1
        longest = max(longest, current)
    if math.exp(-mean * run) >= UNLIKELY or run <= longest:
        return None
    usual, hours = f"{mean:.1f}", run * 24
    return Unusual(
        "silent",
        Bilingual(
            f"{hours} giờ không có tin mới, thường khoảng {usual.replace('.', ',')} tin mỗi ngày",
            f"nothing new for {hours} hours, usually about {usual} entries a day",
        ),
        run,
    )


def _few(count: int, past: list[int], centre: float) -> Unusual | None:
    rare = _poisson_at_most(count, centre) < UNLIKELY and count < centre - 3 * _spread(past, centre)
    if not rare or count >= min(past) or count > centre / 3:
        return None
    return Unusual("few", _words(count, centre, "chỉ ", "only "), 1)


def _flood(counts: Mapping[int, int], past: list[int], centre: float) -> Unusual | None:
    count = counts[0]
    if 1 not in counts:  # it comes after a day without answers: this is what had piled up
        return None
    if count < FLOOD_AT_LEAST or count <= 1.5 * max(past) or count <= centre + 4 * _spread(past, centre):
        return None
    return Unusual("flood", _words(count, centre, "", ""), 1)


def _words(count: int, centre: float, vi: str, en: str) -> Bilingual:
    usual = f"{centre:g}"
    return Bilingual(
        f"24 giờ qua {vi}có {count} tin mới, thường khoảng {usual.replace('.', ',')} tin mỗi ngày",
        f"{en}{count} new entries in the last 24 hours, usually about {usual} a day",
    )


def _poisson_at_most(count: int, mean: float) -> float:
    """P(X <= count) for a Poisson count of that mean."""
    if mean <= 0:
        return 1.0
    logs = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(count + 1))
    return math.fsum(math.exp(value) for value in logs)
