"""Quantities in Vietnamese and English text: a value, its unit, how exact it is and what is counted.

``read_quantities`` also returns the numbers that are not quantities (ordinals, scores, phone and document
numbers, codes, years), marked by ``kind``, so that nobody compares them as figures. Dates and times of
day are left to ``dates``; lengths of time are quantities of dimension ``time`` as well as dates of kind
``duration``.

``agree`` is the tolerance of comparison: rounding, unit change and approximations as intervals. It says
nothing on whether the two figures are about the same thing; that is the aligner's question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifier.text.dates import DateMention, lower, scan
from classifier.text.number_words import plain_figures
from classifier.text.numbers import Number, figure_value, read_number
from classifier.text.quantity_context import (
    APPROX_AFTER,
    approximator_before,
    counted_noun,
    kind_of,
    number_start,
    words_before,
)
from classifier.text.units import (
    CURRENCY_BEFORE,
    CURRENCY_SIGNS,
    PER_AFTER,
    UNIT_AFTER,
    UNITS,
    base_value,
)
from models.records import Language
from models.text import normalise


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit. ``span`` covers approximator, figures and unit in the raw text; ``core``
    the figures with their scale word alone.

    ``value``, ``low`` and ``high`` are in ``unit`` (km are metres, kg tonnes, km² hectares; money stays
    in its currency); ``high`` is infinite for "at least". ``exactness`` is the rounding step in the same
    unit. ``approx``: exact, about, over, under, range. ``noun`` is what is counted (at most four
    lowercase words after the figure), ``before`` the up to four words before it, ``per`` the denominator
    (đồng/kg → "kg").
    """

    span: tuple[int, int]
    text: str
    low: float
    high: float
    value: float
    unit: str
    dimension: str
    approx: str
    exactness: float
    noun: str
    kind: str
    before: str = ""
    per: str = ""
    core: tuple[int, int] = (0, 0)
    scaled: bool = False


def read_quantities(text: str, language: Language = Language.VI) -> tuple[Quantity, ...]:
    """All numbers of a text in reading order. Never raises; linear time."""
    clean = normalise(text)
    low = lower(clean.text)
    out = []
    for found in quantities_in(clean.text, low, language, scan(low, language, None)):
        start, end = clean.raw(*found.span)
        out.append(replace(found, span=(start, end), text=text[start:end], core=clean.raw(*found.core)))
    return tuple(out)


def quantities_in(text: str, low: str, language: Language, dated: Sequence[DateMention]) -> list[Quantity]:
    """The numbers of a normalised text that stand outside its dates; ``low`` is its lowercase, as long as itself.
    Spans count on it, ``text`` is left empty."""
    masked = bytearray(len(low) + 1)
    for mention in dated:
        start, end = mention.span
        masked[start:end] = b"\1" * (end - start)
    out: list[Quantity] = []
    position = 0
    english = language is Language.EN
    while (match := number_start(low, position, english)) is not None:
        at = match.start()
        position = match.end()
        if masked[at]:
            continue
        found = _read_at(text, low, at, language, masked)
        if found is None:
            if run := _RUN.match(low, at):
                position = max(position, run.end())
            continue
        position = max(position, found.core[1], found.span[1])
        out.append(found)
    return out


_PLACE_OR_POINT = re.compile(
    r"[ \t](?:đến|bán|trường|cầu|thi|nóng|sáng|mới|yếu|du lịch|dân cư|kinh doanh|sạt|ngập|đen|tựa)(?!\w)"
)
_RUN = re.compile(r"\d+")


def _read_at(text: str, low: str, at: int, language: Language, masked: bytearray) -> Quantity | None:
    number = read_number(low, at, language)
    if number is None:
        return None
    kind, kind_end = kind_of(text, low, number, language)
    if kind == "word":
        return None
    if kind != "quantity":
        return _plain(number, kind, kind_end)
    number = _whole_count(low, number, language)
    second = _second_of_range(low, number, language, masked)
    last = second or number
    end = last.end
    unit = UNIT_AFTER.match(low, end)
    if unit and unit[1] == "điểm" and _PLACE_OR_POINT.match(low, unit.end()):
        unit = None  # "hai điểm đến" are two places
    sign = CURRENCY_BEFORE.search(low[max(0, at - 4) : at])
    start = at
    if sign:
        unit_name, dimension, factor = CURRENCY_SIGNS[sign[1]], "money", 1.0
        start = max(0, at - 4) + sign.start()
        if low.startswith("m", end) and not low[end + 1 : end + 2].isalnum():  # $5m
            number, end = (
                replace(
                    number,
                    value=number.value * 1e6,
                    low=number.low * 1e6,
                    high=number.high * 1e6,
                    step=number.step * 1e6,
                    scaled=True,
                ),
                end + 1,
            )
            last = second or number
    elif unit:
        found = UNITS[unit[1]]
        unit_name, dimension, factor, end = found.name, found.dimension, found.factor, unit.end()
        if found.name == "VND" and language is Language.EN and unit[1] == "dong":
            unit_name = "VND"
    else:
        unit_name, dimension, factor = (
            ("number" if last.scaled and number.form != "span" else "count"),
            "count",
            1.0,
        )
    if second is None and number.form == "part" and not unit:
        unit_name, dimension, factor = "percent", "share", 100.0
    per = ""
    if (match := PER_AFTER.match(low, end)) and dimension not in ("count", "share", "ratio"):
        per = match[1] or match[2]
        end = match.end() if match[1] else end
    approx, begin = approximator_before(low, start, language)
    if approx == "exact" and (after := APPROX_AFTER[language is Language.EN].match(low, end)):
        approx = after.lastgroup or "exact"
        end = after.end()
    noun_from = end
    low_value, high_value, approx = _interval(number, second, approx)
    return Quantity(
        span=(begin, end),
        text="",
        low=low_value * factor,
        high=high_value * factor,
        value=(number.value if second is None else (low_value + high_value) / 2) * factor,
        unit=unit_name,
        dimension=dimension,
        approx=approx,
        exactness=max(number.step, last.step) * factor,
        noun=_noun(low, noun_from, unit_name, language),
        kind="quantity",
        before=words_before(low, begin),
        per=per,
        core=(at, last.end),
        scaled=last.scaled,
    )


def _noun(low: str, at: int, unit: str, language: Language) -> str:
    noun = counted_noun(low, at, language)
    if unit == "person":
        return f"{'people' if language is Language.EN else 'người'} {noun}".strip()
    return noun


def _plain(number: Number, kind: str, end: int) -> Quantity:
    return Quantity(
        (number.start, max(end, number.end)),
        "",
        number.value,
        number.value,
        number.value,
        "count",
        "none",
        "exact",
        number.step,
        "",
        kind,
        core=(number.start, number.end),
    )


_DIVIDED = re.compile(r"\d{1,3}([.,])\d{3}")


def _whole_count(low: str, number: Number, language: Language) -> Number:
    """1,200 người in a Vietnamese text: nobody counts 1.2 people, so the other notation is meant."""
    if number.scaled or not _DIVIDED.fullmatch(number.raw) or number.value == int(number.value):
        return number
    unit = UNIT_AFTER.match(low, number.end)
    if (unit is None or UNITS[unit[1]].dimension != "count") and not (
        unit is None and counted_noun(low, number.end, language)
    ):
        return number
    value = number.value * 1000
    return replace(number, value=value, low=value, high=value, step=1.0)


_RANGE_JOINT = re.compile(r" ?[-–—] ?| (?:đến|tới|to|and|hoặc|or) ")


def _second_of_range(low: str, first: Number, language: Language, masked: bytearray) -> Number | None:
    """1,2-1,5 tỷ; 8-9 triệu; từ 10 đến 12: the second figure, whose scale word also holds for the first."""
    joint = _RANGE_JOINT.match(low, first.end)
    unit = None
    if joint is None and (unit := UNIT_AFTER.match(low, first.end)):  # 10% đến 12%
        joint = _RANGE_JOINT.match(low, unit.end())
    if joint is None or joint.end() >= len(low) or masked[joint.end()]:
        return None
    word = joint[0].strip()
    before = low[max(0, first.start - 9) : first.start].rstrip()
    if (word in ("and", "to") and not before.endswith(("between", "from"))) or (
        word == "đến" and unit and not before.endswith("từ")
    ):
        return None
    if word in ("hoặc", "or", "tới") and unit:
        return None
    if first.form == "digits" and not low[joint.end()].isdigit():
        return None
    second = read_number(low, joint.end(), language)
    if second is None or second.form == "span":
        return None
    factor = _shared_scale(first, second)
    if not first.value * factor < second.value:
        return None
    if (
        unit is not None
        and (after := UNIT_AFTER.match(low, second.end))
        and UNITS[after[1]] != UNITS[unit[1]]
    ):
        return None
    return second


def _shared_scale(first: Number, second: Number) -> float:
    """The factor a scale word on the second figure lends to a first one that has none."""
    if first.scaled or not second.scaled or not second.raw:
        return 1.0
    bare = figure_value(second.raw, Language.VI) or figure_value(second.raw, Language.EN)
    return second.value / bare[0] if bare and bare[0] else 1.0


def _interval(number: Number, second: Number | None, approx: str) -> tuple[float, float, str]:
    if second is not None:
        return number.value * _shared_scale(number, second), second.value, "range"
    if number.form == "span":
        return number.low, number.high, "range"
    value, step = number.value, number.step
    if number.scaled and number.raw:
        step = max(step, 10 ** (math.floor(math.log10(value)) - 1)) if value > 0 else step
    share = 0.25 if abs(value) <= 10 * step else 0.15  # "hơn 4 tỷ" leaves more room than "hơn 1.100"
    slack = min(max(step, 0.1 * abs(value)), share * abs(value)) if value >= 4 else 0.5 * min(1.0, abs(value))
    if approx == "about":
        about = min(max(step / 2, 0.05 * abs(value)), 0.10 * abs(value))
        return value - about, value + about, approx
    if approx == "over":
        return value, value + slack, approx
    if approx == "under":
        return value - slack, value, approx
    if approx == "at_least":
        return value, math.inf, "over"
    if approx == "at_most":
        return 0.0, value, "under"
    return value, value, "exact"


# ── comparison ─────────────────────────────────────────────────────────────────────────────


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the two are measured alike: both quantities, of one dimension, money of one currency and
    denominator.

    A bare scaled figure ("5 tỷ", no unit) is comparable with money and with counts.
    """
    if a.kind != "quantity" or b.kind != "quantity":
        return False
    if "number" in (a.unit, b.unit) and {a.dimension, b.dimension} <= {"count", "money"}:
        return True
    if a.dimension != b.dimension:
        return False
    if a.dimension == "money" and a.unit != b.unit:
        return False
    return not (a.per and b.per and a.per != b.per)


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two comparable quantities can be the same figure. Not comparable is not agreement."""
    if not comparable(a, b):
        return False
    return _meet(a, b)


def _meet(a: Quantity, b: Quantity) -> bool:
    a_base, b_base = base_value(1.0, a.unit), base_value(1.0, b.unit)
    below, above = a.low * a_base - b.high * b_base, b.low * b_base - a.high * a_base
    if below <= 0 and above <= 0:
        return True
    slack = _rounding(a, b)
    return a.low * a_base - slack <= b.high * b_base and b.low * b_base - slack <= a.high * a_base


def _rounding(a: Quantity, b: Quantity) -> float:
    """How far the coarser writing may lie from the finer: half its step, never more than 3 % (5 % where
    the figure itself shows rounding by a scale word or a decimal mark), nothing where both are equally
    fine.
    """
    step_a, step_b = base_value(a.exactness, a.unit), base_value(b.exactness, b.unit)
    largest = max(abs(base_value(a.value, a.unit)), abs(base_value(b.value, b.unit)))
    time = 0.02 * largest if a.dimension == "time" and a.unit != b.unit else 0.0
    if a.unit == b.unit == "percent" and any(not any(map(str.isdigit, q.text)) for q in (a, b)):
        return base_value(1.0, "percent")  # a third is 33 %
    if math.isclose(step_a, step_b):
        return max(time, 1e-9 * largest)
    coarse = a if step_a > step_b else b
    share = 0.05 if coarse.scaled or coarse.exactness < 1 else 0.03
    # journalists cut as often as they round: 4.759 becomes 4.700
    reach = max(step_a, step_b) * (0.999 if coarse.scaled or coarse.exactness >= 100 else 0.5)
    return max(min(reach, share * largest), time, 1e-9 * largest)


# ── writing ────────────────────────────────────────────────────────────────────────────────

_UNIT_NAMES = {
    "VND": ("đồng", "dong"),
    "USD": ("USD", "USD"),
    "EUR": ("euro", "euros"),
    "percent": ("%", "%"),
    "percentage_point": ("điểm phần trăm", "percentage points"),
    "person": ("người", "people"),
    "tonne": ("tấn", "tonnes"),
    "hectare": ("ha", "hectares"),
    "metre": ("m", "metres"),
    "nautical_mile": ("hải lý", "nautical miles"),
    "degree_c": ("độ C", "degrees Celsius"),
    "day": ("ngày", "days"),
    "week": ("tuần", "weeks"),
    "month": ("tháng", "months"),
    "year": ("năm", "years"),
    "hour": ("giờ", "hours"),
    "minute": ("phút", "minutes"),
    "tael": ("lượng", "taels"),
    "times": ("lần", "times"),
    "litre": ("lít", "litres"),
    "age": ("tuổi", "years old"),
    "point": ("điểm", "points"),
}
_APPROX_NAMES = {"about": ("khoảng ", "about "), "over": ("hơn ", "more than "), "under": ("gần ", "nearly ")}


def write_quantity(value: float, unit: str, language: Language, approx: str = "exact") -> str:
    """A figure with its unit as the language writes it: "hơn 1.200 tấn", "more than 1,200 tonnes"."""
    english = language is Language.EN
    name = _UNIT_NAMES.get(unit, ("", ""))[english]
    figures = plain_figures(value, language)
    joined = figures + name if name == "%" else f"{figures} {name}".rstrip()
    return _APPROX_NAMES.get(approx, ("", ""))[english] + joined
