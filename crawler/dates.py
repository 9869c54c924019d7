"""Dates as Vietnamese feeds and pages write them. A time without a zone is Việt Nam time (+07:00).

A string is read in three steps: where the day stands, then the clock in what is left, then the zone after
the clock. So every way to write one of them goes with every way to write the others.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from crawler.zones import VN, zone_after
from models.text import nfc, normalise

EARLIEST_YEAR = 1995  # the press was not on the web before; older dates are defaults of some program
LATEST_YEAR = 2100  # beyond, a date is an error even where the present is not known
FUTURE_ALLOWED = timedelta(days=1)
MAX_CHARS = 400  # of a date's text that are looked at

_EN_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VN_MONTHS = {
    "mười hai": 12, "mười một": 11, "chạp": 12, "mười": 10, "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WEEKDAYS = {
    **{f"{before}{name}": day for before in ("thứ ", "th ", "t", "thứ") for name, day in (
        ("hai", 1), ("2", 1), ("ba", 2), ("3", 2), ("tư", 3), ("4", 3), ("năm", 4), ("5", 4), ("sáu", 5), ("6", 5),
        ("bảy", 6), ("7", 6))},
    "chủ nhật": 7, "cn": 7, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
_WEEKDAY = re.compile(
    rf"\W*({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})(?:s|nes|rs|ur)?(?:day)?(?!\w)", re.I
)
_TAGS = re.compile(r"<!\[CDATA\[|\]\]>|</?\w[^<>]{0,200}>")
_VN_NAMED_MONTH = re.compile(rf"(?<!\w)(tháng|thg\.?|th\.?)[\s-]*({'|'.join(_VN_MONTHS)})(?!\w)", re.I)
_EPOCH = re.compile(r"([1-4]\d{9})(?:\d{3}|\d{6})?(?:\.\d{1,9})?|/Date\((-?\d{9,13})(?:[+-]\d{4})?\)/")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(?!\d)")
_YEAR = r"((?:19|20)\d{2}|\d{2})(?!\d)"
_MONTH_WORD = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = re.compile(
    "|".join(
        (
            # 2026-09-14, 2026/9/14, 2026.09.14, 2026年9月14日
            r"(?<![\d.])(?P<iy>\d{4})\s?[-/.年]\s?(?P<im>\d{1,2})\s?[-/.月]\s?(?P<id>\d{1,2})(?!\d)(?:日)?",
            # 14 tháng 9 năm 2026, 14 Th9, 2026, 14-thg 9-2026
            r"(?<!\d)(?P<vd>\d{1,2})[\s/,-]*(?<!\w)(?:tháng|thg\.?|th\.?)[\s-]*(?P<vm>\d{1,2})(?!\d)[\s/,-]*(?:năm\s+)?"
            + _YEAR.replace("(", "(?P<vy>", 1),
            # Tháng 9 14, 2026
            r"(?<!\w)(?:tháng|thg\.?|th\.?)\s*(?P<wm>\d{1,2})[\s,]+(?P<wd>\d{1,2}),?\s+(?P<wy>\d{4})(?!\d)",
            # 14 Sep 2026, 14-Sep-26, 14/Sep/2026, 14th of September, 2026
            rf"(?<!\d)(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s/-]{{0,3}}(?P<em>{_MONTH_WORD})\.?[\s,/-]{{0,3}}"
            + _YEAR.replace("(", "(?P<ey>", 1),
            # Sep 14, 2026; Sep 14 18:44:00 ICT 2026
            rf"(?<![a-z])(?P<am>{_MONTH_WORD})\.?\s+(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]),?\s+"
            r"(?P<ar>\d{1,2}:\d{2}[\d:]{0,3}[^\d]{0,8}(?:[+-]\d{4}\s)?\s?)?(?P<ay>(?:19|20)\d{2})(?![\d:])",
            # 14/09/2026, 14.9.26, 14 - 9 - 2026; which of the two is the month is decided later
            r"(?<![\d:.v])(?P<n1>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<n2>\d{1,2})\s?(?P=sep)\s?"
            + _YEAR.replace("(", "(?P<ny>", 1)
            + r"(?!\.\d)",
            # Mon, 14 09 2026
            r"^\D{0,20}(?<!\d)(?P<s1>\d{1,2}) (?P<s2>\d{1,2}) (?P<sy>(?:19|20)\d{2})(?!\d)",
        )
    ),
    re.I,
)
_CLOCK = re.compile(
    r"(?<![\d:+.])(?<!GMT-)(?<!UTC-)(\d{1,2})\s?(?:(?::|[hg](?![a-zà-ỹ])|giờ)\s?(\d{2})?(?:\s?[:']\s?(\d{1,2})(?!\d))?|\.(\d{2})\.(\d{2})(?!\d))"
    r"(?:[.,:]\d{1,9})?(?:'|’|\s?phút)?\s?(?:(AM|PM|SA|CH|[ap]\.m\.?|sáng|trưa|chiều|tối|đêm)(?!\w))?(?!\d)",
    re.I,
)
_AFTERNOON = {  # the hours to which a word adds twelve
    **dict.fromkeys(("pm", "ch", "chiều", "tối"), range(12)), "trưa": range(4), "đêm": range(7, 12)
}  # fmt: skip
_AMERICAN_CLOCK = re.compile(r"\d:\d{2}:\d{2}\s?(?:AM|PM)\b", re.I)


@dataclass(frozen=True, slots=True)
class DayParts:
    """The numbers of a slashed date in the order written, where both may be the month."""

    first: int
    second: int

    @property
    def ambiguous(self) -> bool:
        return 1 <= self.first <= 12 and 1 <= self.second <= 12 and self.first != self.second

    @property
    def month_first(self) -> bool:
        """Only readable with the month first."""
        return self.second > 12 >= self.first

    @property
    def day_first(self) -> bool:
        return self.first > 12 >= self.second


def read_date(text: str | None, *, month_first: bool | None = None) -> datetime | None:
    """The moment a feed's or page's date string gives, with its own offset; +07:00 where it has none.

    Understands RFC 822 (two-digit years, ``+07``, ``GMT+7``), ISO 8601 in its looser forms, seconds since 1970,
    ``9/14/2026 6:44:00 PM``, day-first and worded Vietnamese forms. Where both numbers of a slashed date may be
    the month, ``month_first`` decides; without it, only AM/PM and seconds give the month-first dialect away.
    Relative dates ("3 giờ trước") are not read here. ``None`` for anything that is no date.
    """
    value = _clean(text)
    if not value:
        return None
    if match := _EPOCH.fullmatch(value):
        seconds = int(match[1]) if match[1] else int(match[2]) // (1000 if len(match[2].lstrip("-")) > 10 else 1)
        return datetime.fromtimestamp(seconds, VN)
    match = _DAY.search(value)
    if match is None:
        return _compact(value)
    day = _day(match, value, month_first)
    if day is None:
        return None
    inner = match["ar"] or ""
    after = inner or value[match.end() :]
    before = value[: match.start()]
    return _moment(day, before, after)


def slashed(text: str | None) -> DayParts | None:
    """The two numbers that may be day and month, if the date is written so."""
    match = _DAY.search(_clean(text))
    if match is None or match["n1"] is None:
        return None
    return DayParts(int(match["n1"]), int(match["n2"]))


def has_clock(moment: datetime) -> bool:
    """Whether a date says more than the day."""
    return bool(moment.hour or moment.minute or moment.second)


def refines(exact: datetime, rounded: datetime) -> bool:
    """Whether one time says more exactly what another says to the day (midnight) or to the hour."""
    if not has_clock(rounded):
        return has_clock(exact) and exact.astimezone(rounded.tzinfo).date() == rounded.date()
    if rounded.minute or rounded.second:
        return False
    return bool(exact.minute) and abs(exact - rounded) < timedelta(hours=1)


def _clean(text: str | None) -> str:
    if not text:
        return ""
    value = text[:MAX_CHARS]
    for _ in range(2):
        value = html.unescape(value)
    value = re.sub(r"\s+", " ", normalise(nfc(_TAGS.sub(" ", value))).text).strip()
    return _VN_NAMED_MONTH.sub(lambda match: f"{match[1]} {_VN_MONTHS[match[2].lower()]}", value)


def _day(match: re.Match[str], value: str, month_first: bool | None) -> tuple[int, int, int] | None:
    """Year, month, day."""
    given = match.groupdict()
    for a, b, c in (("iy", "im", "id"), ("vy", "vm", "vd"), ("wy", "wm", "wd"), ("sy", "s2", "s1")):
        if given[a] is not None:
            month, day = int(given[b]), int(given[c])
            return (_full_year(given[a]), day, month) if month > 12 >= day else (_full_year(given[a]), month, day)
    for a, b, c in (("ey", "em", "ed"), ("ay", "am", "ad")):
        if given[a] is not None:
            return _full_year(given[a]), _EN_MONTHS.index(given[b][:3].lower()) + 1, int(given[c])
    parts = DayParts(int(given["n1"]), int(given["n2"]))
    year = _full_year(given["ny"])
    by_weekday = _order_by_weekday(parts, year, value) if parts.ambiguous else None
    if by_weekday is not None:
        month_first = by_weekday
    elif month_first is None:
        month_first = _AMERICAN_CLOCK.search(value) is not None
    swapped = parts.month_first or (month_first and not parts.day_first)
    month, day = (parts.first, parts.second) if swapped else (parts.second, parts.first)
    return year, month, day


def _order_by_weekday(parts: DayParts, year: int, value: str) -> bool | None:
    """Whether the weekday beside a slashed date fits only the month-first reading, or only the other."""
    match = _WEEKDAY.match(value)
    if match is None:
        return None
    weekday = _WEEKDAYS[match[1].lower()]
    month_first = date(year, parts.first, parts.second).isoweekday() == weekday
    day_first = date(year, parts.second, parts.first).isoweekday() == weekday
    return month_first if month_first != day_first else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)  # as RFC 2822 has it, in our century


def _moment(day: tuple[int, int, int], before: str, after: str) -> datetime | None:
    """The clock nearest after the day, else before it."""
    for rest in (after, before):
        for clock in _CLOCK.finditer(rest):
            time = _clock(clock)
            if time is None:
                continue
            zone = zone_after(rest[clock.end() :]) or zone_after(after if rest is before else "")
            return _build(day, time, zone)
    return _build(day, (0, 0, 0), None)


def _clock(match: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = int(match[1]), int(match[2] or match[4] or 0), int(match[3] or match[5] or 0)
    if match[2] is None and match[4] is None and ":" in match[0]:
        return None  # "Đăng: 5 : …" is no clock
    half = (match[6] or "").lower().replace(".", "")
    if hour in _AFTERNOON.get(half, ()):
        hour += 12
    elif half in ("am", "sa", "sáng", "đêm") and hour == 12:
        hour = 0
    return (hour, minute, min(second, 59)) if hour < 24 and minute < 60 and second <= 60 else None


def _compact(value: str) -> datetime | None:
    """``20260914T184400+0700``."""
    match = _COMPACT.search(value)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(x or 0) for x in match.groups())
    return _build((year, month, day), (hour, minute, second), zone_after(value[match.end() :]) if match[4] else None)


def _build(day: tuple[int, int, int], time: tuple[int, int, int], zone: tzinfo | None) -> datetime | None:
    try:
        return datetime(*day, *time, tzinfo=zone or VN)
    except (ValueError, OverflowError):
        return None


def plausible(moment: datetime | None, now: datetime | None) -> bool:
    """Whether a date may be believed: since 1995, and not more than a day in the future."""
    if moment is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return False
    return now is None or moment <= now + FUTURE_ALLOWED
