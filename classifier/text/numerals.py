"""Numbers in words: hai mươi mốt, một nghìn hai trăm, trăm rưỡi, hàng trăm, một phần ba; twenty-one, half a million."""

from __future__ import annotations

import re

from classifier.text.number_values import NOT_SCALE, SCALES_EN, SCALES_VI, SPACES, Number, integer_step
from models.records import Language

_UNITS_VI = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "không": 0,
}
_WORD_VI = re.compile(
    r"(một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|không|mười|mươi|trăm|nghìn|ngàn|vạn|triệu|"
    rf"tỷ|tỉ|chục|linh|lẻ|rưỡi){NOT_SCALE}"
)
_ONES_EN = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS_EN = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_WORD_EN = re.compile(
    r"("
    + "|".join(
        [
            *sorted(_ONES_EN, key=len, reverse=True),
            *_TENS_EN,
            "hundred",
            "thousand",
            "million",
            "billion",
            "trillion",
            "dozen",
            "and",
            "a",
        ]
    )
    + r")(?!\w)"
)
_JOIN_EN = re.compile(r"[ \t]{1,3}|-")

_SPAN_VI = re.compile(
    rf"(?:hàng|vài|mấy|dăm)((?:{SPACES}(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)){{1,3}}){NOT_SCALE}"
)
_SPAN_EN = re.compile(
    r"(?:(tens|scores|dozens|hundreds|thousands|millions|billions|trillions)"
    r"(?: of (thousands|millions|billions))?|several (dozen|hundred|thousand|million|billion))(?!\w)"
)
_HALF_VI = re.compile(rf"nửa{SPACES}(triệu|tỷ|tỉ|vạn|nghìn|ngàn|trăm){NOT_SCALE}")
_PART_VI = re.compile(rf"(một|hai|ba|bốn|năm){SPACES}phần{SPACES}(ba|tư|năm|sáu|bảy|tám|mười|hai|trăm)(?!\w)")
_HALF_EN = re.compile(r"half a (million|billion|trillion|thousand|hundred|dozen)(?!\w)")
_PART_EN = re.compile(r"(one|a|two|three)[ -](third|quarter|fifth)s?(?!\w)")
_PARTS = {
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "mười": 10,
    "hai": 2,
    "trăm": 100,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
}
_COUNT = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "one": 1, "a": 1, "two": 2, "three": 3}
_SPANS_EN = {
    "tens": 1e1,
    "scores": 2e1,
    "dozens": 1.2e1,
    "dozen": 1.2e1,
    "hundreds": 1e2,
    "hundred": 1e2,
    "thousands": 1e3,
    "thousand": 1e3,
    "millions": 1e6,
    "million": 1e6,
    "billions": 1e9,
    "billion": 1e9,
    "trillions": 1e12,
}


def read_words(text: str, at: int, language: Language) -> Number | None:
    """The number in words that begins exactly at ``at``: a span, a part of a whole, or a plain numeral."""
    if language is Language.EN:
        return _span_en(text, at) or _part(text, at, _PART_EN) or _words_en(text, at)
    return _span_vi(text, at) or _part(text, at, _PART_VI) or _words_vi(text, at)


def _span_vi(text: str, at: int) -> Number | None:
    if half := _HALF_VI.match(text, at):
        value = SCALES_VI[half[1]] / 2
        return Number(at, half.end(), value, value / 5, "words", value, value, True)
    match = _SPAN_VI.match(text, at)
    if match is None:
        return None
    scale = 1.0
    for word in match[1].split():
        scale *= SCALES_VI[word]
    low, high = (scale, scale * 9.99) if text.startswith("hàng", at) else (scale * 2, scale * 9.99)
    return Number(at, match.end(), (low * high) ** 0.5, scale, "span", low, high, True)


def _span_en(text: str, at: int) -> Number | None:
    if half := _HALF_EN.match(text, at):
        value = _SPANS_EN[half[1]] / 2
        return Number(at, half.end(), value, value / 5, "words", value, value, True)
    match = _SPAN_EN.match(text, at)
    if match is None:
        return None
    scale = _SPANS_EN[match[1] or match[3]] * (_SPANS_EN[match[2]] if match[2] else 1.0)
    return Number(
        at, match.end(), scale * 4, scale, "span", scale * (1 if match[1] else 2), scale * 9.99, True
    )


def _part(text: str, at: int, pattern: re.Pattern[str]) -> Number | None:
    match = pattern.match(text, at)
    if match is None:
        return None
    value = _COUNT[match[1]] / _PARTS[match[2]]
    return Number(at, match.end(), value, 0.01, "part", value, value)


def _words_vi(text: str, at: int) -> Number | None:
    """một nghìn hai trăm · hai mươi mốt · trăm rưỡi · ba triệu rưỡi; at most 24 words."""
    taken: list[str] = []
    end, position = at, at
    for _ in range(24):
        match = _WORD_VI.match(text, position)
        if match is None:
            break
        if not _continues_vi(taken, match[1]):
            break
        taken.append(match[1])
        end = position = match.end()
        if not text.startswith(" ", position):
            break
        position += 1
    while taken and taken[-1] in ("linh", "lẻ", "không"):
        end = text.rfind(taken.pop(), at, end)
        end = len(text[:end].rstrip()) if taken else at
    if not taken:
        return None
    value = _value_vi(taken)
    if value is None:
        return None
    step = value / 5 if taken[-1] == "rưỡi" else _word_step(taken, value)
    return Number(at, end, value, step, "words", value, value, any(w in SCALES_VI for w in taken))


def _word_step(taken: list[str], value: float) -> float:
    if value < 100:
        return 1.0
    return integer_step(str(int(value)))


_HIGH_VI = ("trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ")


def _continues_vi(taken: list[str], word: str) -> bool:
    """Whether ``word`` can follow within one number: 'hai mươi' yes, 'hai ba' no."""
    if not taken:
        return (word in _UNITS_VI and word not in ("mốt", "lăm", "nhăm", "tư", "không")) or word in (
            "mười",
            "trăm",
            "nghìn",
        )
    last = taken[-1]
    if last == "rưỡi":
        return False
    if word in ("mốt", "lăm", "nhăm", "tư"):
        return (
            last in ("mươi", "mười", "linh", "lẻ") and not (last == "mười" and word in ("mốt", "tư"))
        ) or (last == "trăm" and word == "tư")
    if word == "rưỡi":
        return last in _HIGH_VI
    if word in ("linh", "lẻ"):
        return last in ("trăm", "nghìn", "ngàn")
    if word == "không":
        return last in ("nghìn", "ngàn", "triệu", "tỷ", "tỉ")
    if word in ("mươi", "chục"):
        return (
            last in _UNITS_VI
            and last not in ("không",)
            and (len(taken) < 2 or taken[-2] not in ("mươi", "mười"))
        )
    if word == "trăm":
        return last in _UNITS_VI and (len(taken) < 2 or taken[-2] not in ("mươi", "mười", "linh", "lẻ"))
    if word in ("nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"):
        return last not in ("linh", "lẻ", "không") or last == "không"
    if word == "mười":
        return last in _HIGH_VI or last in ("linh", "lẻ")
    # a unit digit: after mươi, mười, a scale, linh
    return last in ("mươi", "mười", "linh", "lẻ", *_HIGH_VI)


def _value_vi(taken: list[str]) -> float | None:
    total = 0.0
    section = 0.0  # below one thousand
    unit: float | None = None
    largest = float("inf")
    last_scale = 1.0
    for word in taken:
        if word in ("linh", "lẻ"):
            continue
        if word == "rưỡi":
            total, section, unit = total + section + (unit or 0) + last_scale / 2, 0.0, None
        elif word == "mười":
            section, unit = section + 10, None
        elif word in ("mươi", "chục"):
            section, unit = section + (unit or 1) * 10, None
        elif word == "trăm":
            section, unit, last_scale = section + (1 if unit is None else unit) * 100, None, 100.0
        elif word in SCALES_VI:
            scale = SCALES_VI[word]
            block = section + (unit or 0)
            if scale > largest:  # "hai nghìn tỷ"
                total, section, unit = (total + block) * scale, 0.0, None
            else:
                total, section, unit = total + (block if block or unit is not None else 1) * scale, 0.0, None
            largest, last_scale = scale, scale
        else:
            if unit is not None:
                section += unit
            unit = float(_UNITS_VI[word])
    return total + section + (unit or 0)


def _words_en(text: str, at: int) -> Number | None:
    """one thousand two hundred · twenty-one · a dozen; at most 24 words."""
    total, section, end, position, count = 0.0, 0.0, at, at, 0
    scaled = False
    last = ""
    for _ in range(24):
        match = _WORD_EN.match(text, position)
        if match is None:
            break
        word = match[1]
        if word == "and":
            if last not in ("hundred", "thousand", "million"):
                break
        elif word == "a":
            if count or not re.compile(r"a (hundred|thousand|million|billion|trillion|dozen)(?!\w)").match(
                text, at
            ):
                break
            section = 1
        elif word in _ONES_EN:
            if last in _ONES_EN or (last in _TENS_EN and not 1 <= _ONES_EN[word] <= 9):
                break
            section += _ONES_EN[word]
        elif word in _TENS_EN:
            if last in _ONES_EN or last in _TENS_EN:
                break
            section += _TENS_EN[word]
        elif word == "dozen":
            if not count:
                break
            section *= 12
        elif word == "hundred":
            if not count:
                break
            section, scaled = section * 100, True
        else:
            if not count:
                break
            total, section, scaled = total + section * SCALES_EN[word], 0.0, True
        if word != "and":
            end, count = match.end(), count + 1
        last, position = word, match.end()
        joint = _JOIN_EN.match(text, position)
        if joint is None:
            break
        position = joint.end()
    if not count or text[at:end] == "a":
        return None
    value = total + section
    return Number(at, end, value, _word_step([], value), "words", value, value, scaled)
