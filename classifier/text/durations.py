"""Lengths of time: 11 ngày, ba năm, nửa thế kỷ, 15 năm tù."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.text.date_values import DateMention
from classifier.text.numbers import read_number
from classifier.text.units import UNIT_AFTER, UNITS
from models.records import Language

_NUMBER_START_VI = re.compile(r"\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa")
_NUMBER_START_EN = re.compile(
    r"\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|"
    r"thirty|half"
)
_NOT_LENGTH = re.compile(r"[ \t](?:nay|ngoái|trước đó|này|sinh|học)(?!\w)")


def read_durations(low: str, language: Language, found: list[DateMention]) -> list[DateMention]:
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
        start = match.start()
        before = low[start - 1] if start else " "
        if not (taken[start] or before.isalnum() or before in "_.,/-–"):
            yield start
