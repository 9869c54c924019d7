"""From a matched form to a date that was written out: days, months, years, terms, times of day.

Every reader takes the match, the lowercased text and the day of publication, and gives a mention without
its span, or None where the words mean something else (a fraction, a count, an impossible day).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from classifier.text.date_patterns import QUARTERS, group
from classifier.text.date_values import (
    DateMention,
    end_of_month,
    make_day,
    mention_of,
    month_of,
    nearest,
    possible,
    year_of,
)
from classifier.text.units import UNIT_AFTER


def read_full(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    short = group(match, "y2")
    year = 2000 + int(short) if short else int(group(match, "y") or 0)
    day = make_day(year, month_of(match), int(match["d"]))
    if day is None:
        return None
    return mention_of("day", day, day, "day", (day.year, day.month, day.day))


def read_full_english(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    """7/12/2016 in English is 7 December or July 12: both readings are kept."""
    mention = read_full(match, low, today)
    if mention is None or match["s"] != "/":
        return mention
    year, month, day = mention.parts
    swapped = make_day(year or 0, day or 0, month or 0) if (day or 13) <= 12 else None
    return replace(mention, others=((swapped, swapped, (year, day, month)),)) if swapped else mention


def read_day_month(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month, day = month_of(match), int(match["d"])
    if not possible(month, day):
        return None
    if (
        "cue" in match.re.groupindex
        and group(match, "cue") is None
        and group(match, "y") is None
        and group(match, "rel") is None
        and low[match.end() : match.end() + 2].strip()[:1].isalpha()
    ):
        return None  # "12 tháng 7 công ty": a duration and a count
    year, resolved = year_of(match, today)
    if year is None:
        near = nearest(month, day, today)
        return mention_of("day", near, near, "day", (None, month, day), near is not None)
    exact = make_day(year, month, day)
    return mention_of("day", exact, exact, "day", (year, month, day), resolved) if exact else None


_FRACTION_AFTER = re.compile(
    r"[ \t](?:số|dân|diện tích|tổng|thời gian|quãng|cử tri|đại biểu|thành viên|phiếu|chiều|người|"
    r"trong|lượng|"
    r"chặng|giá|trận|lãnh thổ|nhân loại|thế giới|các|hộ|xã|nước|đội|chi phí|of)"
)


_TO_DAY = re.compile(r"[ \t](?:đến|tới)(?: hết)?(?: ngày)?[ \t]\d{1,2}[-./]\d{1,2}(?!\d)")


_FIRST_DAY = re.compile(r"(?:ngày|hôm|sáng|trưa|chiều|tối|đêm)[ \t]\d{1,2}([-.–])\d{1,2}[ \t]{1,2}$")


def _second_day(match: re.Match[str], low: str) -> bool:
    """Whether a day after "và" follows another in the same notation: hôm 20-11 và 21-11."""
    first = _FIRST_DAY.search(low, max(0, match.start() - 16), match.start())
    return bool(first and first[1] == match["s"])


def read_dm_cued(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    cue = group(match, "cue")
    separator = match["s"]
    if (separator != "/" and cue is None) or (cue == "và" and not _second_day(match, low)):
        return None
    month, day = int(group(match, "m") or 0), int(match["d"])
    if not possible(month, day) or (separator != "/" and UNIT_AFTER.match(low, match.end())):
        return None
    if scaled_after(low, match.end()) or (
        separator != "/"
        and cue in ("từ", "đến", "tới", "sau", "trước", "hết", "vào", "qua")
        and low[match.end() : match.end() + 2].strip()[:1].isalpha()
        and not _TO_DAY.match(low, match.end())
        and day <= 12  # "từ 30-11 được" goes down: no range of counts
    ):
        return None
    if (
        separator == "/"
        and cue in (None, "từ", "đến", "tới", "sau", "hết", "trước", "qua")
        and _FRACTION_AFTER.match(low, match.end())
    ):
        return None
    mention = read_day_month(match, low, today)
    if mention and separator in "-–" and month > day and cue == "ngày":
        # "ngày 8-9" may be the 8th and 9th of the month of publication
        first = make_day(today.year, today.month, day) if today else None
        last = make_day(today.year, today.month, month) if today else None
        return replace(mention, others=((first, last, (None, None, None)),))
    return mention


def scaled_after(low: str, end: int) -> bool:
    return re.compile(r"[ \t]?(?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|%|điểm)").match(low, end) is not None


def read_dm_slash(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    day, month = int(match["d"]), int(group(match, "m") or 0)
    if not possible(month, day) or _FRACTION_AFTER.match(low, match.end()) or scaled_after(low, match.end()):
        return None
    if (
        day < month
        and day <= 4
        and month <= 10
        and not match["d"].startswith("0")
        and (day, month) not in ((2, 9), (3, 2), (1, 6))
    ):
        return None  # 1/3, 2/5 without a word that says day: as likely a fraction
    return read_day_month(match, low, today)


def read_day_range(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month, first, last = month_of(match), int(match["d"]), int(match["d2"])
    if not (possible(month, first) and possible(month, last)) or first >= last:
        return None
    year, resolved = year_of(match, today)
    if year is None and (near := nearest(month, first, today)):
        year, resolved = near.year, True
    start, end = (make_day(year, month, first), make_day(year, month, last)) if year else (None, None)
    parts = (int(group(match, "y") or 0) if group(match, "y") else None, month, first)
    return mention_of("range", start, end, "day", parts, resolved)


def read_month_mention(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    month = month_of(match)
    if (
        group(match, "mw") in ("năm", "hai", "ba", "một")
        and match.re.groupindex.get("y") is None
        and re.compile(r"[ \t](?:tù|liền|nữa|người|qua|tuổi|lương|sau|trước|gần|này|đầu)").match(
            low, match.end()
        )
    ):
        return None
    year, resolved = year_of(match, today)
    written = year if not resolved else None
    if year is None and (near := nearest(month, 15, today)):
        year, resolved = near.year, True
    if year is None:
        return mention_of("month", None, None, "month", (None, month, None))
    return mention_of(
        "month", date(year, month, 1), end_of_month(year, month), "month", (written, month, None), resolved
    )


def read_quarter(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    quarter = QUARTERS[match["q"]]
    year, resolved = year_of(match, today)
    if year is None and today is not None:
        year, resolved = today.year - (1 if quarter > (today.month + 2) // 3 + 1 else 0), True
    if year is None:
        return mention_of("quarter", None, None, "quarter", (None, 3 * quarter, None))
    return mention_of(
        "quarter",
        date(year, 3 * quarter - 2, 1),
        end_of_month(year, 3 * quarter),
        "quarter",
        (None if resolved else year, None, None),
        resolved,
    )


def read_half_year(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    count = {"ba": 3, "sáu": 6, "chín": 9}.get(match["n"]) or int(match["n"])
    if not 1 <= count <= 11:
        return None
    year, resolved = year_of(match, today)
    if year is None and today is not None:
        year, resolved = today.year, True
    if year is None:
        return mention_of("range", None, None, "month", (None, None, None))
    first, last = (1, count) if match["part"] == "đầu" else (13 - count, 12)
    return mention_of(
        "range",
        date(year, first, 1),
        end_of_month(year, last),
        "month",
        (None if resolved else year, None, None),
        resolved,
    )


def read_years(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    first = int(group(match, "y") or 0)
    second = group(match, "y2") or ""
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if not first < last <= first + 150:
        return None
    return mention_of("term", date(first, 1, 1), date(last, 12, 31), "year", (None, None, None))


def read_year_mention(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    year = int(group(match, "y") or 0)
    return mention_of("year", date(year, 1, 1), date(year, 12, 31), "year", (year, None, None))


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _century_number(word: str) -> int:
    if word.isdigit():
        return int(word)
    values = [_ROMAN[c] for c in word]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def read_century(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    number = _century_number(match["c"])
    if not 1 <= number <= 22:
        return None
    return mention_of(
        "century", date(100 * number - 99, 1, 1), date(100 * number, 12, 31), "century", (None, None, None)
    )


def read_decade(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    first = int(match["dec"])
    if first < 100:
        century = group(match, "c")
        first += 100 * (_century_number(century) - 1) if century else 1900
    return mention_of("term", date(first, 1, 1), date(first + 9, 12, 31), "decade", (None, None, None))


def read_time(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    hour, minute, half = int(match["h"]), group(match, "min"), group(match, "pm")
    if minute is None and half is None:
        written = match[0].rstrip()
        before = low[max(0, match.start() - 6) : match.start()].rstrip()
        if not written.endswith("h") and not before.endswith(("lúc", "hồi", "từ", "đến", "trước", "sau")):
            return None  # "5 giờ" alone is a duration
    if half and (half.startswith("p") or half in ("chiều", "tối")) and hour < 12:
        hour += 12
    mention = mention_of("time", None, None, "minute" if minute else "hour", (None, None, None))
    return replace(mention, minutes=(hour % 24) * 60 + int(minute or 0))
