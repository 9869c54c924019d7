"""Dates written as newsrooms write them, counted from the day the demo is started.

Articles say ``{{ day(-3) }}`` where a reader should see the date three days before ``today``; the same
text is therefore consistent on whatever day it is served.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """The date helpers of one language, relative to ``today``. Offsets are days; 0 is ``today``."""

    today: date
    language: str  # "vi" or "en"

    def on(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, clock: str) -> datetime:
        """The moment ``HH:MM`` Việt Nam time on that day."""
        return datetime.combine(self.on(offset), time.fromisoformat(clock), tzinfo=VIETNAM)

    def day(self, offset: int) -> str:
        """``20/11/2026`` or ``20 November 2026``."""
        d = self.on(offset)
        if self.language == "vi":
            return f"{d.day}/{d.month}/{d.year}"
        return f"{d.day} {_MONTHS[d.month - 1]} {d.year}"

    def short(self, offset: int) -> str:
        """``20/11`` or ``20 November``."""
        d = self.on(offset)
        return f"{d.day}/{d.month}" if self.language == "vi" else f"{d.day} {_MONTHS[d.month - 1]}"

    def long(self, offset: int) -> str:
        """``20 tháng 11 năm 2026`` or ``November 20, 2026``."""
        d = self.on(offset)
        if self.language == "vi":
            return f"{d.day} tháng {d.month} năm {d.year}"
        return f"{_MONTHS[d.month - 1]} {d.day}, {d.year}"

    def weekday(self, offset: int) -> str:
        return _WEEKDAYS[self.language][self.on(offset).weekday()]

    def month(self, offset: int) -> str:
        """``tháng 11/2026`` or ``November 2026``."""
        d = self.on(offset)
        return f"tháng {d.month}/{d.year}" if self.language == "vi" else f"{_MONTHS[d.month - 1]} {d.year}"

    def year(self, offset: int) -> str:
        return str(self.on(offset).year)

    def helpers(self) -> dict[str, Callable[[int], str]]:
        """What a text may call between ``{{ }}``."""
        return {
            "day": self.day,
            "short": self.short,
            "long": self.long,
            "weekday": self.weekday,
            "month": self.month,
            "year": self.year,
        }
