"""Numbers as they are written in Vietnamese and English: figures in either notation, and words.

``read_number`` reads one number at one place of a lowercased text and says where it ends; it knows
nothing of units, approximations or what is counted (see ``quantities``). Vietnamese writes 1.200 for one
thousand two hundred and 1,2 for one and a fifth; English the other way round. A number that breaks the
rule of its language is read the way that is possible at all (1,200,000 in a Vietnamese text). Every loop
is bounded, so any text is read in linear time.
"""

from __future__ import annotations

import re

from classifier.text.number_values import NOT_SCALE, SCALES_EN, SCALES_VI, SPACES, Number, integer_step
from classifier.text.numerals import read_words
from models.records import Language

__all__ = ["DIGITS", "Number", "figure_value", "read_number"]

DIGITS = re.compile(r"\d{1,18}(?:[.,]\d{1,18}){0,6}")
_SCALE_VI = re.compile(rf"[ \t]{{0,3}}(chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ){NOT_SCALE}")
_SCALE_EN = re.compile(r"[ \t-]{0,3}(hundred|thousand|million|billion|trillion|mn|bn|tn)(?!\w)")
_SCALE_EN_SHORT = re.compile(r"([mbk])(?!\w)")
_HALF_AFTER = re.compile(rf"{SPACES}rưỡi(?!\w)")


def read_number(text: str, at: int, language: Language) -> Number | None:
    """The number that begins exactly at ``at`` of ``text`` (lowercase NFC), or None.

    Does not look at what stands before ``at``: that is the caller's part.
    """
    if text[at].isdigit():
        return _figures(text, at, language)
    return read_words(text, at, language)


def figure_value(figures: str, language: Language) -> tuple[float, float, float | None] | None:
    """``(value, step, other reading)`` of bare figures such as 1.200 or 1,2; None for 1.2.3 and the like.

    ``other reading`` is what the other language's notation would make of it, where both are possible.
    """
    comma, dot = figures.count(","), figures.count(".")
    if not comma and not dot:
        value = float(figures)
        return value, integer_step(figures), None
    group, point = (",", ".") if language is Language.EN else (".", ",")
    native = _by_notation(figures, group, point)
    other = _by_notation(figures, point, group)
    if native is None:
        return None if other is None else (*other, None)
    return (*native, other[0] if other is not None and other[0] != native[0] else None)


def _by_notation(figures: str, group: str, point: str) -> tuple[float, float] | None:
    whole, mark, decimals = figures.partition(point)
    if point in decimals or group in decimals:
        return None
    parts = whole.split(group)
    if len(parts) > 1 and (
        not 1 <= len(parts[0]) <= 3 or parts[0].startswith("0") or any(len(part) != 3 for part in parts[1:])
    ):
        return None
    digits = "".join(parts)
    if not mark:
        return float(digits), integer_step(digits)
    return float(f"{digits}.{decimals}"), 10.0 ** -len(decimals)


def _figures(text: str, at: int, language: Language) -> Number | None:
    match = DIGITS.match(text, at)
    if match is None or (match.end() < len(text) and text[match.end()].isdigit()):
        return None
    read = figure_value(match[0], language)
    if read is None:
        return None
    value, step, _ = read
    end, scaled = match.end(), False
    scale_pattern, scales = (_SCALE_EN, SCALES_EN) if language is Language.EN else (_SCALE_VI, SCALES_VI)
    for _ in range(3):  # "2 nghìn tỷ", "5 trăm nghìn tỷ"
        scale = scale_pattern.match(text, end)
        if scale is None:
            break
        value, step, end, scaled = value * scales[scale[1]], step * scales[scale[1]], scale.end(), True
    if (
        not scaled
        and language is Language.EN
        and (short := _SCALE_EN_SHORT.match(text, end))
        and short[1] != "m"
    ):
        factor = {"b": 1e9, "k": 1e3}[short[1]]
        value, step, end, scaled = value * factor, step * factor, short.end(), True
    if scaled:
        # 1,2 triệu reads two digits; "200 triệu" may be round to hundreds as 200 alone would be
        if half := _HALF_AFTER.match(text, end):
            unit = scales[_last_scale(text[at:end])] if language is not Language.EN else 0.0
            value, step, end = value + unit / 2, unit / 10, half.end()
        elif language is not Language.EN:
            value, step, end = _lesser_part(text, end, value, step)
    return Number(at, end, value, step, "digits", value, value, scaled, match[0])


def _last_scale(piece: str) -> str:
    return piece.split()[-1] if piece.split()[-1] in SCALES_VI else re.sub(r"[\d.,]", "", piece).strip()


_LESSER = re.compile(rf"{SPACES}(\d{{1,3}}){SPACES}(triệu|nghìn|ngàn){NOT_SCALE}")


def _lesser_part(text: str, end: int, value: float, step: float) -> tuple[float, float, int]:
    """1 tỷ 200 triệu, 3 triệu 500 nghìn: the smaller part belongs to the same number."""
    for _ in range(2):
        match = _LESSER.match(text, end)
        if match is None or int(match[1]) * SCALES_VI[match[2]] >= step:
            break
        value += int(match[1]) * SCALES_VI[match[2]]
        step = integer_step(match[1]) * SCALES_VI[match[2]]
        end = match.end()
    return value, step, end
