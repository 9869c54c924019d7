"""Writing numbers, in every notation the reader knows: the other half of ``numbers``.

Used for explanations in findings and by the property tests (reading what was written gives it back).
"""

from __future__ import annotations

from models.records import Language

_VI = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_EN_TENS = ("", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split())


def number_figures(value: float, language: Language, decimals: int = 0) -> str:
    """1200 → "1.200" in Vietnamese, "1,200" in English; ``decimals`` digits after the mark."""
    english = f"{value:,.{decimals}f}"
    if language is Language.EN:
        return english
    return english.replace(",", "\0").replace(".", ",").replace("\0", ".")


def plain_figures(value: float, language: Language) -> str:
    """The shortest exact figures of a value: 1.5 → "1,5"; at most four decimals."""
    for decimals in range(5):
        if abs(round(value, decimals) - value) < 1e-9 * max(1.0, abs(value)):
            return number_figures(value, language, decimals)
    return number_figures(value, language, 4)


def scaled_figures(value: float, language: Language) -> str:
    """1 200 000 → "1,2 triệu" or "1.2 million"; below a million plain figures."""
    scales = ((1e9, "tỷ", "billion"), (1e6, "triệu", "million"))
    for scale, vi, en in scales:
        if abs(value) >= scale:
            return f"{plain_figures(value / scale, language)} {en if language is Language.EN else vi}"
    return plain_figures(value, language)


def number_words(value: int, language: Language) -> str:
    """0 ≤ value < 10¹² in words: "một nghìn hai trăm", "one thousand two hundred"."""
    if not 0 <= value < 10**12:
        raise ValueError(f"no words for {value}")
    return _words_en(value) if language is Language.EN else _words_vi(value)


def _words_vi(value: int) -> str:
    if value == 0:
        return _VI[0]
    out: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        block, value = divmod(value, scale)
        if block:
            out += [_block_vi(block, bool(out)), name]
    return " ".join(word for word in out if word)


def _block_vi(block: int, after_higher: bool) -> str:
    hundreds, rest = divmod(block, 100)
    tens, ones = divmod(rest, 10)
    out: list[str] = []
    if hundreds or after_higher:
        out += [_VI[hundreds], "trăm"]
    if tens == 1:
        out.append("mười")
    elif tens:
        out += [_VI[tens], "mươi"]
    elif ones and out:
        out.append("linh")
    if ones == 1 and tens > 1:
        out.append("mốt")
    elif ones == 5 and tens:
        out.append("lăm")
    elif ones:
        out.append(_VI[ones])
    return " ".join(out)


def _words_en(value: int) -> str:
    if value == 0:
        return _EN_ONES[0]
    out: list[str] = []
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (1, "")):
        block, value = divmod(value, scale)
        if block:
            out += [_block_en(block), name]
    return " ".join(word for word in out if word)


def _block_en(block: int) -> str:
    hundreds, rest = divmod(block, 100)
    out = [_EN_ONES[hundreds], "hundred"] if hundreds else []
    if rest:
        if out:
            out.append("and")
        out.append(
            _EN_ONES[rest]
            if rest < 20
            else _EN_TENS[rest // 10] + (f"-{_EN_ONES[rest % 10]}" if rest % 10 else "")
        )
    return " ".join(out)
