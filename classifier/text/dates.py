"""Dates, times and durations in Vietnamese and English text, resolved against the day of publication.

A mention keeps what was written (``parts``: year, month, day, each None where the text is silent) and,
where
enough is known, the days it covers (``start`` to ``end``, inclusive). Lunar dates (mùng 5 Tết) are found,
so that
nobody reads them as figures, but never resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from classifier.text.date_patterns import (
    EN,
    MONTHS_EN,
    MONTHS_VI,
    QUARTERS,
    VI,
    WEEKDAYS_EN,
    WEEKDAYS_VI,
    group,
)
from classifier.text.numbers import read_number
from classifier.text.units import UNIT_AFTER, UNITS
from models.records import Language
from models.text import normalise

Parts = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, time or duration. ``span`` and ``text`` are raw. ``kind``: day, month, year, quarter, range,
    term, century, time, duration, lunar. ``days`` is the length of a duration; ``minutes`` the time of day.
    ``others`` are further readings of an ambiguous form (ngày 8-9: 8 September, or the 8th and 9th)."""

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


def read_dates(
    text: str, language: Language = Language.VI, published_at: datetime | date | None = None
) -> tuple[DateMention, ...]:
    """All mentions in reading order, never overlapping. Impossible dates (31/2, 45/13) are not mentions."""
    clean = normalise(text)
    low = lower(clean.text)
    today = published_at.date() if isinstance(published_at, datetime) else published_at
    if today is not None and not 1800 <= today.year <= 2200:
        today = None  # no day of publication: a wrong clock resolves nothing
    found = _scan(low, language, today)
    found += _durations(low, language, found)
    found.sort(key=lambda mention: mention.span)
    out = []
    for mention in found:
        start, end = clean.raw(*mention.span)
        out.append(replace(mention, span=(start, end), text=text[start:end]))
    return tuple(out)


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

    A day inside the month or range of the other agrees with it; silence (no year written) agrees; durations
    agree
    within the coarser unit's rounding; a time of day agrees to the quarter of an hour when one is whole.
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


# ── scanning ───────────────────────────────────────────────────────────────────────────────


def _scan(low: str, language: Language, today: date | None) -> list[DateMention]:
    taken = bytearray(len(low) + 1)
    found: list[DateMention] = []
    english = language is Language.EN
    for name, pattern in EN if english else VI:
        for match in pattern.finditer(low):
            start, end = match.span()
            if taken[start] or taken[end - 1] or any(taken[start:end]):
                continue
            read = _full_english if english and name == "full" else _READERS[name]
            mention = read(match, low, today)
            if mention is None:
                continue
            found.append(replace(mention, span=(start, end)))
            taken[start:end] = b"\1" * (end - start)
    return found


def _mention(
    kind: str,
    start: date | None,
    end: date | None,
    precision: str,
    parts: Parts,
    resolved: bool = False,
    others: tuple[tuple[date | None, date | None, Parts], ...] = (),
) -> DateMention:
    return DateMention((0, 0), "", kind, start, end, precision, resolved, parts, others=others)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _possible(month: int, day: int) -> bool:
    return _make(2000, month, day) is not None


def _nearest(month: int, day: int, today: date | None) -> date | None:
    """The year that puts a day and month closest to the day of publication, the past before the future."""
    if today is None:
        return None
    options = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _make(y, month, day))]
    return min(options, key=lambda d: abs((d - today).days) + (60 if d > today else 0), default=None)


def _relative_year(word: str | None, today: date | None) -> int | None:
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


def _month(match: re.Match[str]) -> int:
    if word := group(match, "mw"):
        return MONTHS_VI[word]
    if word := group(match, "men"):
        return MONTHS_EN[word]
    return int(group(match, "m") or 0)


def _year(match: re.Match[str], today: date | None) -> tuple[int | None, bool]:
    """The written year, or the one a word such as "năm ngoái" means; True where it was resolved."""
    if written := group(match, "y"):
        return int(written), False
    relative = _relative_year(group(match, "rel"), today)
    return relative, relative is not None


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _full(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    short = group(match, "y2")
    year = 2000 + int(short) if short else int(group(match, "y") or 0)
    day = _make(year, _month(match), int(match["d"]))
    if day is None:
        return None
    return _mention("day", day, day, "day", (day.year, day.month, day.day))


def _full_english(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    """7/12/2016 in English is 7 December or July 12: both readings are kept."""
    mention = _full(match, low, today)
    if mention is None or match["s"] != "/":
        return mention
    year, month, day = mention.parts
    swapped = _make(year or 0, day or 0, month or 0) if (day or 13) <= 12 else None
    return replace(mention, others=((swapped, swapped, (year, day, month)),)) if swapped else mention


def _day_month(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month, day = _month(match), int(match["d"])
    if not _possible(month, day):
        return None
    if (
        "cue" in match.re.groupindex
        and group(match, "cue") is None
        and group(match, "y") is None
        and group(match, "rel") is None
        and low[match.end() : match.end() + 2].strip()[:1].isalpha()
    ):
        return None  # "12 tháng 7 công ty": a duration and a count
    year, resolved = _year(match, today)
    if year is None:
        nearest = _nearest(month, day, today)
        return _mention("day", nearest, nearest, "day", (None, month, day), nearest is not None)
    exact = _make(year, month, day)
    return _mention("day", exact, exact, "day", (year, month, day), resolved) if exact else None


_FRACTION_AFTER = re.compile(
    r"[ \t](?:số|dân|diện tích|tổng|thời gian|quãng|cử tri|đại biểu|thành viên|phiếu|chiều|người|"
    r"trong|lượng|"
    r"chặng|giá|trận|lãnh thổ|nhân loại|thế giới|các|hộ|xã|nước|đội|chi phí|of)"
)


def _dm_cued(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    cue = group(match, "cue")
    separator = match["s"]
    if separator != "/" and cue is None:
        return None
    month, day = int(group(match, "m") or 0), int(match["d"])
    if not _possible(month, day) or (separator != "/" and UNIT_AFTER.match(low, match.end())):
        return None
    if _scaled_after(low, match.end()) or (
        separator != "/"
        and cue in ("từ", "đến", "tới", "sau", "trước", "hết", "vào", "qua")
        and low[match.end() : match.end() + 2].strip()[:1].isalpha()
    ):
        return None
    if (
        separator == "/"
        and cue in (None, "từ", "đến", "tới", "sau", "hết", "trước", "qua")
        and _FRACTION_AFTER.match(low, match.end())
    ):
        return None
    mention = _day_month(match, low, today)
    if mention and separator in "-–" and month > day and cue == "ngày":
        # "ngày 8-9" may be the 8th and 9th of the month of publication
        first = _make(today.year, today.month, day) if today else None
        last = _make(today.year, today.month, month) if today else None
        return replace(mention, others=((first, last, (None, None, None)),))
    return mention


def _scaled_after(low: str, end: int) -> bool:
    return re.compile(r"[ \t]?(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|%|điểm)").match(low, end) is not None


def _dm_slash(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    day, month = int(match["d"]), int(group(match, "m") or 0)
    if (
        not _possible(month, day)
        or _FRACTION_AFTER.match(low, match.end())
        or _scaled_after(low, match.end())
    ):
        return None
    if (
        day < month
        and day <= 4
        and month <= 10
        and not match["d"].startswith("0")
        and (day, month) not in ((2, 9), (3, 2), (1, 6))
    ):
        return None  # 1/3, 2/5 without a word that says day: as likely a fraction
    return _day_month(match, low, today)


def _day_range(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month, first, last = _month(match), int(match["d"]), int(match["d2"])
    if not (_possible(month, first) and _possible(month, last)) or first >= last:
        return None
    year, resolved = _year(match, today)
    if year is None and (near := _nearest(month, first, today)):
        year, resolved = near.year, True
    start, end = (_make(year, month, first), _make(year, month, last)) if year else (None, None)
    parts = (int(group(match, "y") or 0) if group(match, "y") else None, month, first)
    return _mention("range", start, end, "day", parts, resolved)


def _month_mention(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month = _month(match)
    if (
        group(match, "mw") in ("năm", "hai", "ba", "một")
        and match.re.groupindex.get("y") is None
        and re.compile(r"[ \t](?:tù|liền|nữa|người|qua|tuổi|lương|sau|trước|gần|này|đầu)").match(
            low, match.end()
        )
    ):
        return None
    year, resolved = _year(match, today)
    written = year if not resolved else None
    if year is None and (near := _nearest(month, 15, today)):
        year, resolved = near.year, True
    if year is None:
        return _mention("month", None, None, "month", (None, month, None))
    return _mention(
        "month", date(year, month, 1), _end_of_month(year, month), "month", (written, month, None), resolved
    )


def _quarter(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    quarter = QUARTERS[match["q"]]
    year, resolved = _year(match, today)
    if year is None and today is not None:
        year, resolved = today.year - (1 if quarter > (today.month + 2) // 3 + 1 else 0), True
    if year is None:
        return _mention("quarter", None, None, "quarter", (None, 3 * quarter, None))
    return _mention(
        "quarter",
        date(year, 3 * quarter - 2, 1),
        _end_of_month(year, 3 * quarter),
        "quarter",
        (None if resolved else year, None, None),
        resolved,
    )


def _half_year(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    count = {"ba": 3, "sáu": 6, "chín": 9}.get(match["n"]) or int(match["n"])
    if not 1 <= count <= 11:
        return None
    year, resolved = _year(match, today)
    if year is None and today is not None:
        year, resolved = today.year, True
    if year is None:
        return _mention("range", None, None, "month", (None, None, None))
    first, last = (1, count) if match["part"] == "đầu" else (13 - count, 12)
    return _mention(
        "range",
        date(year, first, 1),
        _end_of_month(year, last),
        "month",
        (None if resolved else year, None, None),
        resolved,
    )


def _years(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    first = int(group(match, "y") or 0)
    second = group(match, "y2") or ""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if not first < last <= first + 150:
        return None
    return _mention("term", date(first, 1, 1), date(last, 12, 31), "year", (None, None, None))


def _year_mention(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    year = int(group(match, "y") or 0)
    return _mention("year", date(year, 1, 1), date(year, 12, 31), "year", (year, None, None))


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _century_number(word: str) -> int:
    if word.isdigit():
        return int(word)
    values = [_ROMAN[c] for c in word]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def _century(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    number = _century_number(match["c"])
    if not 1 <= number <= 22:
        return None
    return _mention(
        "century", date(100 * number - 99, 1, 1), date(100 * number, 12, 31), "century", (None, None, None)
    )


def _decade(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    first = int(match["dec"])
    if first < 100:
        century = group(match, "c")
        first += 100 * (_century_number(century) - 1) if century else 1900
    return _mention("term", date(first, 1, 1), date(first + 9, 12, 31), "decade", (None, None, None))


def _time(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    hour, minute, half = int(match["h"]), group(match, "min"), group(match, "pm")
    if minute is None and half is None:
        written = match[0].rstrip()
        before = low[max(0, match.start() - 6) : match.start()].rstrip()
        if not written.endswith("h") and not before.endswith(("lúc", "hồi", "từ", "đến", "trước", "sau")):
            return None  # "5 giờ" alone is a duration
    if half and (half.startswith("p") or half in ("chiều", "tối")) and hour < 12:
        hour += 12
    mention = _mention("time", None, None, "minute" if minute else "hour", (None, None, None))
    return replace(mention, minutes=(hour % 24) * 60 + int(minute or 0))


def _day_only(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if _scaled_after(low, match.end()) or UNIT_AFTER.match(low, match.end()):
        return None
    day = int(match["d"])
    near = None
    if today is not None:
        options = [d for months in (-1, 0, 1) if (d := _shift_month(today, months, day))]
        near = min(options, key=lambda d: abs((d - today).days) + (3 if d > today else 0), default=None)
    return _mention("day", near, near, "day", (None, None, day), near is not None)


def _shift_month(today: date, months: int, day: int) -> date | None:
    index = today.year * 12 + today.month - 1 + months
    return _make(index // 12, index % 12 + 1, day)


def _rel_day(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    word = match["r"]
    shift = -2 if word == "hôm kia" else 2 if word == "ngày kia" else 0
    if not shift:
        shift = (
            -1
            if word.endswith(("qua", "yesterday", "last night"))
            else 1
            if word.endswith(("mai", "tomorrow"))
            else 0
        )
    day = today + timedelta(days=shift) if today else None
    return _mention("day", day, day, "day", (None, None, None), day is not None)


def _rel_week(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    word = match["r"]
    if today is None:
        return _mention("range", None, None, "week", (None, None, None))
    monday = today - timedelta(days=today.weekday())
    shift = (
        -7
        if word.endswith(("trước", "qua", "rồi")) or word.startswith("last")
        else (7 if word.endswith(("tới", "sau")) or word.startswith("next") else 0)
    )
    start = monday + timedelta(days=shift)
    if word.startswith("cuối") and word.endswith("qua") and today.weekday() < 5:
        start = monday - timedelta(days=7)
    return _mention("range", start, start + timedelta(days=6), "week", (None, None, None), True)


def _rel_month(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if today is None:
        return _mention("month", None, None, "month", (None, None, None))
    shift = {
        "này": 0,
        "this": 0,
        "trước": -1,
        "qua": -1,
        "rồi": -1,
        "last": -1,
        "tới": 1,
        "sau": 1,
        "next": 1,
    }[match["r"]]
    first = _shift_month(today, shift, 1) or today
    return _mention("month", first, _end_of_month(first.year, first.month), "month", (None, None, None), True)


def _rel_year(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    year = _relative_year(match["r"], today)
    if year is None:
        return _mention("year", None, None, "year", (None, None, None))
    return _mention("year", date(year, 1, 1), date(year, 12, 31), "year", (None, None, None), True)


_SMALL = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "a": 1,
    "an": 1,
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
}


def _ago(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if match["u"] not in ("ngày", "day") or not match[0].endswith(("trước", "ago")):
        return None  # "3 tháng qua" is a length of time
    if today is None:
        return None
    count = _SMALL.get(match["n"]) or int(match["n"])
    day = today - timedelta(days=min(count, 100_000))
    return _mention("day", day, day, "week", (None, None, None), True)


def _weekday(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    word = match["w"]
    if word in WEEKDAYS_EN:
        number = WEEKDAYS_EN[word]
    elif word == "chủ nhật":
        number = 6
    else:
        number = WEEKDAYS_VI[word.split()[1]]
        if group(match, "cue") in ("đến", "tới", "ngày", "từ", "và", "vào") and re.compile(
            r"[ \t](?:của|trong|tại|liên tiếp|thế giới|trên)"
        ).match(low, match.end()):
            return None  # "ngày thứ ba của hội nghị": the third day
    if today is None:
        return _mention("day", None, None, "day", (None, None, None))
    said = group(match, "r") or ""
    monday = today - timedelta(days=today.weekday())
    if said.endswith(("trước", "last")):
        day = (
            monday + timedelta(days=number - 7)
            if said.startswith("tuần")
            else today - timedelta(days=(today.weekday() - number) % 7 or 7)
        )
    elif said.endswith(("tới", "sau", "next")):
        day = (
            monday + timedelta(days=number + 7)
            if said.startswith("tuần")
            else today + timedelta(days=(number - today.weekday()) % 7 or 7)
        )
    else:
        day = min(
            (monday + timedelta(days=number + shift) for shift in (-7, 0, 7)),
            key=lambda d: abs((d - today).days) + (2 if d > today else 0),
        )
    return _mention("day", day, day, "week", (None, None, None), True)


def _lunar(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    lunar = re.compile(r"tết|âm lịch|giêng|chạp|rằm").search(match[0])
    return _mention("lunar", None, None, "day", (None, None, None)) if lunar else None


_READERS = {
    "iso": _full,
    "full": _full,
    "full_us": _full,
    "day_range": _day_range,
    "day_month": _day_month,
    "half_year": _half_year,
    "month_year": _month_mention,
    "month": _month_mention,
    "quarter": _quarter,
    "term": _years,
    "years": _years,
    "century": _century,
    "decade": _decade,
    "time": _time,
    "dm_cued": _dm_cued,
    "dm_slash": _dm_slash,
    "my": _month_mention,
    "day_only": _day_only,
    "rel_day": _rel_day,
    "rel_week": _rel_week,
    "rel_month": _rel_month,
    "rel_year": _rel_year,
    "ago": _ago,
    "year": _year_mention,
    "bare_year": _year_mention,
    "weekday": _weekday,
    "lunar": _lunar,
}


# ── durations ──────────────────────────────────────────────────────────────────────────────

_NUMBER_START_VI = re.compile(r"(?<![\w.,/\-–])(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa)")
_NUMBER_START_EN = re.compile(
    r"(?<![\w.,/\-–])(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|"
    r"thirty|half)"
)
_NOT_LENGTH = re.compile(r"[ \t](?:nay|ngoái|trước đó|này|sinh|học)(?!\w)")


def _durations(low: str, language: Language, found: list[DateMention]) -> list[DateMention]:
    """Lengths of time: 11 ngày, ba năm, nửa thế kỷ, 15 năm tù. Only where no date was found."""
    taken = bytearray(len(low) + 1)
    for mention in found:
        taken[mention.span[0] : mention.span[1]] = b"\1" * (mention.span[1] - mention.span[0])
    out: list[DateMention] = []
    for start in _duration_starts(low, language, taken):
        half = low.startswith(("nửa ", "half a "), start)
        if half:
            value, position = 0.5, start + (3 if low.startswith("nửa", start) else 6)
        else:
            number = read_number(low, start, language)
            if number is None or number.form == "span":
                continue
            value, position = number.value, number.end
        unit = UNIT_AFTER.match(low, position)
        if unit is None or UNITS[unit[1]].dimension != "time" or _NOT_LENGTH.match(low, unit.end()):
            continue
        if unit[1] in ("tiếng", "đêm") and not half and value > 100:
            continue
        kind = UNITS[unit[1]]
        days = value * kind.factor * kind.base
        out.append(
            DateMention((start, unit.end()), "", "duration", precision=kind.name, days=days, unit=kind.name)
        )
    return out


def _duration_starts(low: str, language: Language, taken: bytearray) -> Iterator[int]:
    pattern = _NUMBER_START_EN if language is Language.EN else _NUMBER_START_VI
    for match in pattern.finditer(low):
        if not taken[match.start()]:
            yield match.start()
