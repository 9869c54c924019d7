"""Dates as Vietnamese feeds and pages write them. A time without a zone is Việt Nam time (+07:00)."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

VN = timezone(timedelta(hours=7))
EARLIEST_YEAR = 1990
LATEST_YEAR = 2100  # beyond, a date is an error even where the present is not known
FUTURE_ALLOWED = timedelta(hours=26)

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.I,
)
_DMY = re.compile(r"(?<![\d:])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?!\d)")
_VN_WORDS = re.compile(r"(?<!\d)(\d{1,2})\s+(?:tháng|thg)\s*(\d{1,2})\b,?\s+(?:năm\s+)?(\d{4})", re.I)
_VN_MONTH_FIRST = re.compile(r"\b(?:tháng|thg)\s*(\d{1,2})\s+(\d{1,2}),\s*(\d{4})", re.I)
_EN_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:[\d:]{5,8}\s+)?(\d{4})\b")
_EN_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")
_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VN_MONTHS = {
    "mười hai": 12, "mười một": 11, "mười": 10, "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_VN_NAMED_MONTH = re.compile(rf"\b(tháng|thg)\s+({'|'.join(_VN_MONTHS)})\b", re.I)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})?(?:\s*[:']\s*(\d{2}))?\s*(AM|PM|SA|CH)?(?![\d])", re.I)
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+-]\s*\d{1,2})(?::?(\d{2}))?|([+-]\d{2}):?(\d{2})\b", re.I)
# three digits of the site, then yyMMddHHmmss and up to three of milliseconds: one content system of many outlets
_PREFIXED_TIMESTAMP = re.compile(
    r"(?<!\d)\d{3}([12]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)[0-5]\d\d{1,3}(?!\d)"
)
_TIMESTAMP_IN_URL = re.compile(r"(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d))?")
_PATH_DATE = re.compile(
    r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|-|$)"
    r"|/(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-"
)
_WEEKDAYS = re.compile(
    r"^\s*(thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s*nhật|cn|t[2-7]|(?:mon|tues?|wednes|wed|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?)\s*,?\s*",
    re.I,
)


def read_date(text: str | None, *, us_order: bool = False) -> datetime | None:
    """The moment a feed's or page's date string gives, with its own offset; +07:00 where it has none.

    Understands RFC 822 (two-digit years, ``+07``), ISO 8601 in its looser forms, ``9/14/2026 6:44:00 PM`` and
    day-first Vietnamese forms. ``us_order`` says month-first where both readings are possible. ``None`` for
    anything that is no date.
    """
    if not text:
        return None
    value = re.sub(r"\s+", " ", html.unescape(text)).strip()[:200]
    if match := _ISO.match(value):
        return _iso(match)
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), VN)
    bare = _WEEKDAYS.sub("", value)
    if re.match(r"\d{1,2}[ -][A-Za-z]{3}", bare) and (moment := _rfc822(bare)) is not None:
        return moment
    return _numeric(_VN_NAMED_MONTH.sub(_month_number, value), us_order)


def _month_number(match: re.Match[str]) -> str:
    return f"{match[1]} {_VN_MONTHS[match[2].lower()]}"


def _english_month(name: str) -> int | None:
    short = name[:3].lower()
    return _EN_MONTHS.index(short) + 1 if short in _EN_MONTHS else None


def _iso(match: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second, zone = match.groups()
    return _build(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), _offset(zone))


def _offset(zone: str | None) -> timezone:
    if zone is None:
        return VN
    if zone.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = re.sub(r"\D", "", zone).ljust(4, "0")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if delta >= timedelta(hours=15):
        return VN
    return timezone(-delta if zone.strip().startswith("-") else delta)


def _rfc822(value: str) -> datetime | None:
    value = re.sub(r"([+-]\d{2})$", r"\g<1>00", value)
    value = re.sub(r"([+-]\d{2}):(\d{2})$", r"\1\2", value)
    value = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", value).replace("-", " ", 2) if re.match(r"\d+-", value) else value
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.replace(tzinfo=VN) if moment.tzinfo is None and "-0000" not in value else _aware(moment)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _numeric(value: str, us_order: bool) -> datetime | None:
    if match := _VN_WORDS.search(value):
        day, month, year = (int(x) for x in match.groups())
    elif match := _VN_MONTH_FIRST.search(value):
        month, day, year = (int(x) for x in match.groups())
    elif (match := _EN_DAY_FIRST.search(value)) and (named := _english_month(match[2])):
        day, month, year = int(match[1]), named, int(match[3])
    elif (match := _EN_MONTH_FIRST.search(value)) and (named := _english_month(match[1])):
        day, month, year = int(match[2]), named, int(match[3])
    elif match := _DMY.search(value):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
        # month-first: only where the day cannot be a month, or AM/PM and seconds give the dialect away
        american = us_order or re.search(r"\d:\d{2}:\d{2}\s*(AM|PM)", value, re.I) is not None
        day, month = (second, first) if second > 12 or (american and first <= 12) else (first, second)
    else:
        return None
    rest = value[: match.start()] + " " + value[match.end() :]
    hour = minute = seconds = 0
    if clock := _TIME.search(rest):
        hour, minute, seconds = int(clock[1]), int(clock[2] or 0), int(clock[3] or 0)
        half = (clock[4] or "").upper()
        if half in ("PM", "CH") and hour < 12:
            hour += 12
        if half in ("AM", "SA") and hour == 12:
            hour = 0
    zone = VN
    if given := _ZONE.search(rest):
        hours = int((given[1] or given[3]).replace(" ", ""))
        zone = timezone(timedelta(hours=hours)) if abs(hours) < 15 else VN
    return _build(year, month, day, hour, minute, seconds, zone)


def _build(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: timezone) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def date_in_url(url: str) -> datetime | None:
    """The publication time that an address carries (``…-20260307080054340.htm``, ``/20190208-…``), if any.

    To the minute where the address has it, else midnight of the day; Việt Nam time.
    """
    path = re.sub(r"^\w+://[^/]*", "", url)
    if match := _PATH_DATE.search(path):
        year, month, day = (int(x) for x in match.groups() if x is not None)
        return _build(year, month, day, 0, 0, 0, VN)
    for run in re.findall(r"\d{12,20}", path):
        if match := _TIMESTAMP_IN_URL.search(run):
            year, month, day, hour, minute = (int(x or 0) for x in match.groups())
            moment = _build(year, month, day, hour, minute, 0, VN)
            if moment is not None:
                return moment
    if match := _PREFIXED_TIMESTAMP.search(path):
        year, month, day, hour, minute = (int(x) for x in match.groups())
        return _build(2000 + year, month, day, hour, minute, 0, VN)
    return None


def plausible(moment: datetime | None, now: datetime | None) -> bool:
    """Whether a date may be believed: after 1990, and not more than a day in the future."""
    if moment is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return False
    return now is None or moment <= now + FUTURE_ALLOWED
