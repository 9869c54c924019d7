"""Times said from now backwards, as listings show them: "3 giờ trước", "Hôm qua 18:44", "14/09 18:44"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawler.zones import VN
from models.text import nfc

_AGO = re.compile(
    r"(?<!\w)(\d{1,3}|một|an?|vài)\s*(giây|phút|giờ|tiếng|ngày|tuần|tháng|seconds?|min(?:ute)?s?|hours?|"
    r"days?|weeks?|months?)\s*(?:trước|ago)(?!\w)",
    re.I,
)
_DAY = re.compile(r"(?<!\w)(hôm nay|hôm qua|hôm kia|today|yesterday)(?!\w)", re.I)
_JUST_NOW = re.compile(r"(?<!\w)(?:vừa xong|vừa đăng|mới đây|just now)(?!\w)", re.I)
_CLOCK = re.compile(r"(?<![\d:/])(\d{1,2})\s?[:hg]\s?(\d{2})(?![\d:/])", re.I)
_NO_YEAR = re.compile(  # nothing else in the text but a clock
    r"^[^\w]*(?:ngày )?(?:\d{1,2}[:h]\d{2}[\s,|-]*(?:ngày )?)?"
    r"(?<![\d/.:-])(\d{1,2})\s?/\s?(\d{1,2})(?![\d/.-])(?=\W*(?:\d{1,2}[:h]\d{2}\W*)?$)"
)
_UNITS = {
    **dict.fromkeys(("giây", "second"), timedelta(seconds=1)),
    **dict.fromkeys(("phút", "min", "minute"), timedelta(minutes=1)),
    **dict.fromkeys(("giờ", "tiếng", "hour"), timedelta(hours=1)),
    **dict.fromkeys(("ngày", "day"), timedelta(days=1)),
    **dict.fromkeys(("tuần", "week"), timedelta(days=7)),
    **dict.fromkeys(("tháng", "month"), timedelta(days=30)),
}
_DAYS_BACK = {"hôm nay": 0, "today": 0, "hôm qua": 1, "yesterday": 1, "hôm kia": 2}


def read_relative(text: str, now: datetime) -> datetime | None:
    """The moment a text says from ``now``, in Việt Nam time, no more exact than the text: minutes to the minute,
    hours to the hour, days and longer to the day. A day and month without a year are the last such day."""
    text, local = nfc(text[:400]), now.astimezone(VN).replace(second=0, microsecond=0)
    if match := _AGO.search(text):
        count = int(match[1]) if match[1].isdigit() else 1
        unit = _UNITS[match[2].lower().removesuffix("s")]
        then = local - count * unit
        if unit >= timedelta(days=1):
            return then.replace(hour=0, minute=0)
        return then.replace(minute=0) if unit == timedelta(hours=1) else then
    if _JUST_NOW.search(text):
        return local
    if match := _DAY.search(text):
        day = local - timedelta(days=_DAYS_BACK[match[1].lower()])
        return _at(day, text)
    if match := _NO_YEAR.search(text):
        return _last(local, int(match[1]), int(match[2]), text)
    return None


def _at(day: datetime, text: str) -> datetime:
    clock = _CLOCK.search(text)
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return day.replace(hour=0, minute=0)
    return day.replace(hour=int(clock[1]), minute=int(clock[2]))


def _last(local: datetime, day: int, month: int, text: str) -> datetime | None:
    for year in (local.year, local.year - 1):
        try:
            found = _at(local.replace(year=year, month=month, day=day), text)
        except ValueError:
            continue
        if found <= local + timedelta(days=1):
            return found
    return None
