"""What costs time to work out and may be a minute old, kept between requests of one process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

Kept = TypeVar("Kept")


class Memo:
    """A few values by name. Two requests that find one too old both work it out; neither waits for the other."""

    def __init__(self, lasts: timedelta):
        self._lasts = lasts
        self._kept: dict[str, tuple[datetime, Any]] = {}

    def get(self, name: str, now: datetime, make: Callable[[], Kept]) -> Kept:
        """The value kept under the name; made anew where there is none, or it is older than it may be (or newer than
        ``now``: a clock that was set back)."""
        known = self._kept.get(name)
        if known is not None and timedelta(0) <= now - known[0] < self._lasts:
            value: Kept = known[1]
            return value
        made = make()
        self._kept[name] = (now, made)
        return made
