"""Numbers as they are written in Vietnamese and English: figures in either notation, and words.

``read_number`` reads one number at one place of a lowercased text and says where it ends; it knows
nothing of units, approximations or what is counted (see ``quantities``). Vietnamese writes 1.200 for one
thousand two hundred and 1,2 for one and a fifth; English the other way round. A number that breaks the
rule of its language is read the way that is possible at all (1,200,000 in a Vietnamese text). Every loop
is bounded, so any text is read in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.records import Language


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


DIGITS = re.compile(r"\d{1,18}(?:[.,]\d{1,18}){0,6}")
_SPACES = r"[ \t]{1,3}"

_SCALES_VI = {
    "chục": 1e1,
    "trăm": 1e2,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
}
_SCALES_EN = {
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
_NOT_SCALE = r"(?!\w|[ \t]{1,3}(?:phú|lệ|trọng|suất|giá|số\b))"
_SCALE_VI = re.compile(rf"[ \t]{{0,3}}(chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ){_NOT_SCALE}")
_SCALE_EN = re.compile(r"[ \t-]{0,3}(hundred|thousand|million|billion|trillion|mn|bn|tn)(?!\w)")
_SCALE_EN_SHORT = re.compile(r"([mbk])(?!\w)")
_HALF_AFTER = re.compile(rf"{_SPACES}rưỡi(?!\w)")

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
    rf"tỷ|tỉ|chục|linh|lẻ|rưỡi){_NOT_SCALE}"
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
    rf"(?:hàng|vài|mấy|dăm)((?:{_SPACES}(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)){{1,3}}){_NOT_SCALE}"
)
_SPAN_EN = re.compile(
    r"(?:(tens|scores|dozens|hundreds|thousands|millions|billions|trillions)"
    r"(?: of (thousands|millions|billions))?|several (dozen|hundred|thousand|million|billion))(?!\w)"
)
_HALF_VI = re.compile(rf"nửa{_SPACES}(triệu|tỷ|tỉ|vạn|nghìn|ngàn|trăm){_NOT_SCALE}")
_PART_VI = re.compile(
    rf"(một|hai|ba|bốn|năm){_SPACES}phần{_SPACES}(ba|tư|năm|sáu|bảy|tám|mười|hai|trăm)(?!\w)"
)
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


def read_number(text: str, at: int, language: Language) -> Number | None:
    """The number that begins exactly at ``at`` of ``text`` (lowercase NFC), or None.

    Does not look at what stands before ``at``: that is the caller's part.
    """
    if text[at].isdigit():
        return _figures(text, at, language)
    if language is Language.EN:
        return _span_en(text, at) or _part(text, at, _PART_EN) or _words_en(text, at)
    return _span_vi(text, at) or _part(text, at, _PART_VI) or _words_vi(text, at)


def figure_value(figures: str, language: Language) -> tuple[float, float, float | None] | None:
    """``(value, step, other reading)`` of bare figures such as 1.200 or 1,2; None for 1.2.3 and the like.

    ``other reading`` is what the other language's notation would make of it, where both are possible.
    """
    comma, dot = figures.count(","), figures.count(".")
    if not comma and not dot:
        value = float(figures)
        return value, _integer_step(figures), None
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
        return float(digits), _integer_step(digits)
    return float(f"{digits}.{decimals}"), 10.0 ** -len(decimals)


def _integer_step(digits: str) -> float:
    """1.200 was rounded to hundreds at most; 10 to ones (a ten is a count as often as a round figure)."""
    stripped = digits.rstrip("0")
    zeros = len(digits) - len(stripped) if stripped else 0
    return 10.0**zeros if len(digits) > 2 else 1.0


def _figures(text: str, at: int, language: Language) -> Number | None:
    match = DIGITS.match(text, at)
    if match is None or (match.end() < len(text) and text[match.end()].isdigit()):
        return None
    read = figure_value(match[0], language)
    if read is None:
        return None
    value, step, _ = read
    end, scaled = match.end(), False
    scale_pattern, scales = (_SCALE_EN, _SCALES_EN) if language is Language.EN else (_SCALE_VI, _SCALES_VI)
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
    return piece.split()[-1] if piece.split()[-1] in _SCALES_VI else re.sub(r"[\d.,]", "", piece).strip()


_LESSER = re.compile(rf"{_SPACES}(\d{{1,3}}){_SPACES}(triệu|nghìn|ngàn){_NOT_SCALE}")


def _lesser_part(text: str, end: int, value: float, step: float) -> tuple[float, float, int]:
    """1 tỷ 200 triệu, 3 triệu 500 nghìn: the smaller part belongs to the same number."""
    for _ in range(2):
        match = _LESSER.match(text, end)
        if match is None or int(match[1]) * _SCALES_VI[match[2]] >= step:
            break
        value += int(match[1]) * _SCALES_VI[match[2]]
        step = _integer_step(match[1]) * _SCALES_VI[match[2]]
        end = match.end()
    return value, step, end


def _span_vi(text: str, at: int) -> Number | None:
    if half := _HALF_VI.match(text, at):
        value = _SCALES_VI[half[1]] / 2
        return Number(at, half.end(), value, value / 5, "words", value, value, True)
    match = _SPAN_VI.match(text, at)
    if match is None:
        return None
    scale = 1.0
    for word in match[1].split():
        scale *= _SCALES_VI[word]
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
    return Number(at, end, value, step, "words", value, value, any(w in _SCALES_VI for w in taken))


def _word_step(taken: list[str], value: float) -> float:
    if value < 100:
        return 1.0
    return _integer_step(str(int(value)))


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
        elif word in _SCALES_VI:
            scale = _SCALES_VI[word]
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
            total, section, scaled = total + section * _SCALES_EN[word], 0.0, True
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
