"""How moments, numbers and shares are written, in the reader's language and in Việt Nam time."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.records import Bilingual
from models.times import VIETNAM
from review.words import Words


class Formats:
    """``now`` is when the page is made; everything is relative to it. Naive datetimes are not accepted."""

    def __init__(self, words: Words, now: datetime):
        self._words = words
        self._now = now

    def moment(self, at: datetime | None) -> str:
        """``14:05 22/11/2026``; a dash where there is none."""
        if at is None:
            return "–"
        local = at.astimezone(VIETNAM)
        return f"{local:%H:%M} {local.day}/{local.month}/{local.year}"

    def day(self, at: datetime | None) -> str:
        if at is None:
            return "–"
        local = at.astimezone(VIETNAM)
        return f"{local.day}/{local.month}/{local.year}"

    def machine(self, at: datetime) -> str:
        """For ``<time datetime>``."""
        return at.astimezone(VIETNAM).isoformat(timespec="seconds")

    def ago(self, at: datetime | None) -> str:
        """How long ago (or until), in one unit."""
        if at is None:
            return "–"
        gap = self._now - at
        ahead, gap = gap < timedelta(0), abs(gap)
        if gap < timedelta(minutes=1):
            return self._words("time.now")
        for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
            count = int(gap.total_seconds() // size)
            if count >= (2 if unit == "days" else 1):
                break
        name = unit if count != 1 else unit[:-1]
        return self._words(f"time.{'in' if ahead else 'ago'}", span=self._words(f"time.{name}", n=count))

    def number(self, value: float | int | None, digits: int = 0) -> str:
        """Thousands by dot and decimals by comma in Vietnamese, the reverse in English."""
        if value is None:
            return "–"
        text = f"{round(value, digits) or 0:,.{digits}f}"  # never -0
        if self._words.language == "vi":
            text = text.translate(str.maketrans(",.", ".,"))
        return text

    def share(self, value: float | None) -> str:
        return "–" if value is None else f"{self.number(100 * value)} %"

    def strength(self, value: float) -> Bilingual:
        """How sure the comparison is, in words."""
        if value >= 0.8:
            return Bilingual("rất rõ", "very clear")
        if value >= 0.6:
            return Bilingual("khá rõ", "fairly clear")
        return Bilingual("nên xem", "worth a look")

    def link(self, url: str | None) -> str:
        """The address where it is a web address; nothing that could run as script."""
        return url if url and url.startswith(("https://", "http://")) else "#"

    def title(self, text: str) -> str:
        """A title that can be clicked even where the page had none."""
        return text.strip() or self._words("common.untitled")
