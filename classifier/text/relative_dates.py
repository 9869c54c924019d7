"""From a matched form to a date that hangs on the day of publication: hôm qua, tuần trước, thứ hai, 3
ngày trước.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from classifier.text.date_patterns import WEEKDAYS_EN, WEEKDAYS_VI, group
from classifier.text.date_readers import scaled_after
from classifier.text.date_values import DateMention, end_of_month, mention_of, relative_year, shift_month
from classifier.text.units import UNIT_AFTER


def read_day_only(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if scaled_after(low, match.end()) or UNIT_AFTER.match(low, match.end()):
        return None
    day = int(match["d"])
    near = None
    if today is not None:
        options = [d for months in (-1, 0, 1) if (d := shift_month(today, months, day))]
        near = min(options, key=lambda d: abs((d - today).days) + (3 if d > today else 0), default=None)
    return mention_of("day", near, near, "day", (None, None, day), near is not None)


def read_rel_day(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
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
    return mention_of("day", day, day, "day", (None, None, None), day is not None)


def read_rel_week(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    word = match["r"]
    if today is None:
        return mention_of("range", None, None, "week", (None, None, None))
    monday = today - timedelta(days=today.weekday())
    shift = (
        -7
        if word.endswith(("trước", "qua", "rồi")) or word.startswith("last")
        else (7 if word.endswith(("tới", "sau")) or word.startswith("next") else 0)
    )
    start = monday + timedelta(days=shift)
    if word.startswith("cuối") and word.endswith("qua") and today.weekday() < 5:
        start = monday - timedelta(days=7)
    return mention_of("range", start, start + timedelta(days=6), "week", (None, None, None), True)


def read_rel_month(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if today is None:
        return mention_of("month", None, None, "month", (None, None, None))
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
    first = shift_month(today, shift, 1) or today
    return mention_of(
        "month", first, end_of_month(first.year, first.month), "month", (None, None, None), True
    )


def read_rel_year(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    year = relative_year(match["r"], today)
    if year is None:
        return mention_of("year", None, None, "year", (None, None, None))
    return mention_of("year", date(year, 1, 1), date(year, 12, 31), "year", (None, None, None), True)


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


def read_ago(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    if match["u"] not in ("ngày", "day") or not match[0].endswith(("trước", "ago")):
        return None  # "3 tháng qua" is a length of time
    if today is None:
        return None
    count = _SMALL.get(match["n"]) or int(match["n"])
    day = today - timedelta(days=min(count, 100_000))
    return mention_of("day", day, day, "week", (None, None, None), True)


def read_weekday(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
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
        return mention_of("day", None, None, "day", (None, None, None))
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
    return mention_of("day", day, day, "week", (None, None, None), True)


def read_lunar(match: re.Match[str], low: str, today: date | None) -> DateMention | None:
    lunar = re.compile(r"tết|âm lịch|giêng|chạp|rằm").search(match[0])
    return mention_of("lunar", None, None, "day", (None, None, None)) if lunar else None
