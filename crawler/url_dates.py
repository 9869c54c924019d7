"""The publication time that an address carries."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.zones import VN

# three digits of the site, then yyMMddHHmmss and up to three of milliseconds: one content system of many outlets
_PREFIXED_TIMESTAMP = re.compile(
    r"(?<!\d)\d{3}([12]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)[0-5]\d\d{1,3}(?!\d)"
)
_TIMESTAMP = re.compile(r"(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d))?")
_PATH_DATE = re.compile(
    r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|-|$)"
    r"|/(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-"
)


def date_in_url(url: str) -> datetime | None:
    """The publication time that an address carries (``…-20260307080054340.htm``, ``/20190208-…``), if any.

    To the minute where the address has it, else midnight of the day; Việt Nam time. Plausibility is the
    caller's to judge.
    """
    path = re.sub(r"^\w{1,20}://[^/]*", "", url[:4000])
    if match := _PATH_DATE.search(path):
        year, month, day = (int(x) for x in match.groups() if x is not None)
        return _build(year, month, day)
    for run in re.findall(r"(?<!\d)\d{12,20}(?!\d)", path):
        if match := _TIMESTAMP.search(run):
            moment = _build(*(int(x or 0) for x in match.groups()))
            if moment is not None:
                return moment
    if match := _PREFIXED_TIMESTAMP.search(path):
        year, *rest = (int(x) for x in match.groups())
        return _build(2000 + year, *rest)
    return None


def _build(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, tzinfo=VN)
    except ValueError:
        return None
