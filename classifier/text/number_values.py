"""What a number is, and the scale words both notations share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from ``start`` to ``end``. ``step`` is the rounding step its writing shows (100 for
    1.200, 0.1 for 1,2, 100 000 for 1,2 triệu). ``low``/``high`` differ from ``value`` only for words that
    name a span (vài chục, hundreds of). ``form``: digits, words, span, part (một phần ba).
    """

    start: int
    end: int
    value: float
    step: float
    form: str
    low: float
    high: float
    scaled: bool = False  # carries a scale word: triệu, tỷ, million
    raw: str = ""  # the bare figures as written


SCALES_VI = {
    "chục": 1e1,
    "trăm": 1e2,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
}
SCALES_EN = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
}
# "hai tỷ phú" are two rich men, "tỷ lệ" is a rate: the word is a scale only where nothing else follows.
NOT_SCALE = r"(?!\w|(?<=t[ỷỉ])[ \t]{1,3}(?:phú|lệ|trọng|suất|giá|số)(?!\w))"
SPACES = r"[ \t]{1,3}"


def integer_step(digits: str) -> float:
    """1.200 was rounded to hundreds at most; 10 to ones (a ten is a count as often as a round figure)."""
    stripped = digits.rstrip("0")
    zeros = len(digits) - len(stripped) if stripped else 0
    return 10.0**zeros if len(digits) > 2 else 1.0
