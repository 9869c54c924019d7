"""Fact slots of a story: who gives which figure for which question, when first, and who corrected it.

A slot is one question of an event that has a number for an answer: how many died, how many hectares
burned. Two figures stand in one slot when they are measured alike and what is counted, or what is said
around them, is the same. Figures that speak of a part, of another time, or of what may still come are in
no slot.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from classifier.text.align import near_keys
from classifier.text.quantities import Quantity, agree, comparable
from classifier.text.reading import Reading, Sentence
from models.records import Language

MOST_FIGURES = 80  # of one telling: more is a table, not a report


@dataclass(frozen=True)
class Telling:
    """One article of a story, read. ``index`` counts the given evidence. Tellings with one ``voice`` are
    near copies.
    """

    reading: Reading
    index: int = 0
    outlet: str | None = None
    published_at: datetime | None = None
    voice: str | None = None
    id: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of one telling in its slot. ``category`` is a counted thing everybody counts, or "" ."""

    telling: Telling
    sentence: Sentence
    quantity: Quantity
    category: str
    keys: frozenset[str]  # terms around
    speakers: frozenset[str]  # token keys of whoever the figure is attributed to; empty: the outlet itself


# What the press counts in events: the category, and whether the count grows as news comes in.
CATEGORIES: tuple[tuple[str, bool, str], ...] = (
    (
        "dead",
        True,
        r"chết|tử vong|thiệt mạng|tử nạn|bỏ mạng|qua đời|hy sinh|tử trận|killed|dead|died|deaths|"
        r"fatalities",
    ),
    ("injured", True, r"bị thương|thương tích|trọng thương|injured|wounded|hurt"),
    ("missing", False, r"mất tích|mất liên lạc|missing|unaccounted"),
    ("hospital", True, r"nhập viện|cấp cứu|ngộ độc|hospitali[sz]ed|poisoned|sickened"),
    ("arrested", True, r"bắt giữ|bị bắt|tạm giữ|khởi tố|tạm giam|bắt|arrested|detained|charged"),
    ("evacuated", True, r"sơ tán|di dời|evacuated|displaced"),
    ("rescued", True, r"giải cứu|được cứu|cứu sống|cứu được|rescued|saved"),
    ("infected", True, r"ca nhiễm|nhiễm|ca mắc|mắc bệnh|dương tính|infected|cases"),
    # "nhà máy", "nhà trường" are no homes
    (
        "homes",
        True,
        r"nhà(?! (?:máy|nước|trường|xưởng|hàng|chức|thờ|báo|khoa|đầu|thầu|ga|tù|mạng|quản|thuốc|kho))|"
        r"căn nhà|ngôi nhà|homes|houses",
    ),
    ("households", True, r"hộ|hộ dân|households"),
)
_CATEGORY = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, _, words in CATEGORIES))
_OF_CATEGORY = {name: re.compile(words) for name, _, words in CATEGORIES}
GROWING = frozenset(name for name, grows, _ in CATEGORIES if grows) | {"missing"}
_CLAUSE = re.compile(r"[,;.:!?()\n–]|\s(?:và|còn|trong khi|nhưng|and|while|but|gồm|trong đó)\s")
_PART = re.compile(
    r"(?<!\w)(?:trong đó(?: có)?|riêng|gồm|bao gồm|chỉ tính riêng|thêm|nữa là|including|of whom|"
    r"of them|among them|among whom|"
    r"alone|another|trong số đó|trong số này)(?!\w)[^.;]{0,40}$"
)
_NOT_YET = re.compile(
    r"(?<!\w)(?:có thể|có nguy cơ|nguy cơ|dự kiến|lo ngại|e ngại|dự báo|sẽ|kế hoạch|mục tiêu|tối đa|"
    r"sức chứa|could|might|feared|"
    r"expected|planned|up to|target|capacity|nếu|if)(?!\w)[^.;]{0,45}$"
)
_MAY = re.compile(r"(?<!\w)may(?!\w)[^.;]{0,45}$")  # English only: in Vietnamese it sews
_AT_RISK = re.compile(
    r"^[^,.;:]{0,45}?(?<!\w)(?:có nguy cơ|có thể|bị đe dọa|at risk|could|might|under threat|threatened)(?!\w)"
)
_STRETCH = re.compile(r"(?<!\w)(?:đoạn|phân đoạn|section|stretch)(?!\w)[^.;,]{0,65}$")
_ANOTHER = re.compile(
    r"(?<!\w)(?:năm ngoái|năm trước|trước đây|từng|hồi năm|năm (?:19|20)\d\d|vụ tương tự|"
    r"trận động đất năm|thảm họa năm|kỷ lục|so với|"
    r"lịch sử|last year|in (?:19|20)\d\d|previous|earlier disaster|compared with|trung bình|mỗi năm|"
    r"hằng năm|each year|annually)(?!\w)"
)
_CORRECTED = re.compile(
    r"(?<!\w)(?:đính chính|cải chính|sửa lại|thay vì|chứ không phải|không phải|correction|corrected|"
    r"rather than|instead of)(?!\w)"
)


def figures_of(telling: Telling, like: Sequence[Figure] | None = None) -> tuple[Figure, ...]:
    """The figures of one telling that answer a question about the event itself; with ``like``, at least those that
    could stand in one slot with one of these."""
    out: list[Figure] = []
    for sentence in telling.reading.sentences:
        if like is not None and not any(_speaks_of(sentence, other) for other in like):
            continue
        for quantity in sentence.quantities:
            if like is not None and not any(comparable(quantity, other.quantity) for other in like):
                continue
            figure = _figure(telling, sentence, quantity)
            if figure is not None:
                out.append(figure)
        if len(out) >= MOST_FIGURES:
            break
    return tuple(out)


def _speaks_of(sentence: Sentence, figure: Figure) -> bool:
    """Whether a sentence can hold a figure in the slot of another: its category, or a word around it."""
    if figure.category:
        low = sentence.reading.low
        return _OF_CATEGORY[figure.category].search(low, sentence.start, sentence.end) is not None
    return not figure.keys.isdisjoint(sentence.term_keys)


def _figure(telling: Telling, sentence: Sentence, quantity: Quantity) -> Figure | None:
    if quantity.kind != "quantity" or quantity.dimension in ("time", "age", "ratio", "point", "degree"):
        return None
    low = telling.reading.low
    start, end = quantity.span
    before = low[max(sentence.start, start - 70) : start]
    if _PART.search(before) or _NOT_YET.search(before) or _ANOTHER.search(low[sentence.start : sentence.end]):
        return None
    if telling.reading.language is Language.EN and _MAY.search(before):
        return None
    if _AT_RISK.search(low[end : min(sentence.end, end + 60)]):
        return None
    if quantity.dimension == "length" and _STRETCH.search(before):
        return None
    if sentence.rebuts or _CORRECTED.search(low[sentence.start : sentence.end]):
        return None
    cut = sentence.token_range(start, end)
    keys = frozenset(k for k in near_keys(sentence, cut, 8) if not k[0].isdigit())
    category = _category(low, sentence, start, end) if quantity.dimension == "count" else ""
    speakers = frozenset(k for s in sentence.speakers for k in s.keys)
    return Figure(telling, sentence, quantity, category, keys, speakers)


def _category(low: str, sentence: Sentence, start: int, end: int) -> str:
    """What is counted: the first category word after the figure in its clause, else the last before it."""
    after = low[end : min(sentence.end, end + 45)]
    stop = _CLAUSE.search(after)
    if match := _CATEGORY.search(after[: stop.start()] if stop else after):
        return match.lastgroup or ""
    before = low[max(sentence.start, start - 45) : start]
    cuts = [m.end() for m in _CLAUSE.finditer(before)]
    found = [m.lastgroup or "" for m in _CATEGORY.finditer(before, cuts[-1] if cuts else 0)]
    return found[-1] if found else ""


def same_slot(a: Figure, b: Figure) -> bool:
    """Whether two figures answer one question."""
    if not comparable(a.quantity, b.quantity):
        return False
    common = a.keys & b.keys
    if a.quantity.dimension == "count":
        if a.category or b.category:
            return a.category == b.category
        mine, theirs = _counted(a.quantity.noun), _counted(b.quantity.noun)
        if a.quantity.unit != "person":
            return bool(mine) and mine == theirs and bool(common)
    return len(common) >= 2 and len(common) > 0.5 * min(len(a.keys), len(b.keys))


def same_figure(a: Quantity, b: Quantity) -> bool:
    """``agree``, but "at least 12" does not agree with ten times as many: it is read as at most half as
    many again.
    """
    return agree(_bounded(a), _bounded(b))


def _bounded(quantity: Quantity) -> Quantity:
    return replace(quantity, high=1.5 * quantity.value) if math.isinf(quantity.high) else quantity


def _counted(noun: str) -> tuple[str, ...]:
    return tuple(noun.split()[:2])


def same_voice(a: Figure, b: Figure) -> bool:
    """One voice: near copies, one outlet, or figures attributed to the same speaker."""
    x, y = a.telling, b.telling
    if (
        x is y
        or (x.voice is not None and x.voice == y.voice)
        or (x.outlet is not None and x.outlet == y.outlet)
    ):
        return True
    if a.speakers and b.speakers:
        return len(a.speakers & b.speakers) >= 0.5 * min(len(a.speakers), len(b.speakers))
    return _copies(x, y)


def _copies(x: Telling, y: Telling) -> bool:
    """Near copies although nobody marked them: three quarters of the word triples are shared."""
    a, b = _triples(x.reading), _triples(y.reading)
    return len(a & b) >= 0.75 * max(min(len(a), len(b)), 1)


@lru_cache(maxsize=128)
def _triples(reading: Reading) -> frozenset[tuple[str, ...]]:
    words = [k for s in reading.sentences[:40] for k in s.keys]
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def voices(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures grouped by voice; the number of groups is how many independent voices there are."""
    groups: list[list[Figure]] = []
    for figure in figures:
        touching = [g for g in groups if any(same_voice(figure, other) for other in g)]
        merged = [figure, *(f for g in touching for f in g)]
        groups = [g for g in groups if g not in touching] + [merged]
    return groups


# ── the fact table ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FactCell:
    """One value of one telling in a slot: raw span and passage in that telling's text, whose word it is,
    whether the same outlet (or voice) gave another value before (``corrects``), and whether it goes with
    most voices.
    """

    telling_id: str
    index: int
    outlet: str | None
    at: datetime | None
    value: float
    written: str
    span: tuple[int, int]
    passage: str
    speaker: str
    corrects: bool
    with_most: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """One slot: ``label`` (category, or what is counted and its unit), who says what in order of time,
    ``first`` the cell that had the prevailing value first, ``voices`` how many independent voices there
    are.
    """

    label: str
    unit: str
    cells: tuple[FactCell, ...]
    first: FactCell | None
    voices: int


def fact_table(tellings: Sequence[Telling]) -> tuple[FactRow, ...]:
    """The matrix of a story: slots that at least two tellings answer, those with most voices first."""
    slots: list[list[Figure]] = []
    for telling in tellings:
        for figure in figures_of(telling):
            home = next((s for s in slots if same_slot(s[0], figure)), None)
            if home is None:
                slots.append([figure])
            elif not any(f.telling is telling and same_figure(f.quantity, figure.quantity) for f in home):
                home.append(figure)
    rows = [_row(slot) for slot in slots if len({id(f.telling) for f in slot}) >= 2]
    return tuple(sorted(rows, key=lambda row: (-row.voices, -len(row.cells), row.label)))


def _row(slot: list[Figure]) -> FactRow:
    ordered = sorted(
        slot, key=lambda f: (f.telling.published_at is None, f.telling.published_at or 0, f.telling.index)
    )
    support = {id(f): len(voices([g for g in slot if same_figure(f.quantity, g.quantity)])) for f in slot}
    most = max(support.values())
    prevailing = next(f for f in ordered if support[id(f)] == most)
    cells: list[FactCell] = []
    for figure in ordered:
        earlier = [
            f
            for f in ordered[: len(cells)]
            if same_voice(f, figure) and not f.speakers and not figure.speakers
        ]
        cells.append(
            _cell(
                figure,
                bool(earlier) and not same_figure(earlier[-1].quantity, figure.quantity),
                same_figure(figure.quantity, prevailing.quantity),
            )
        )
    first = next((c for c in cells if c.with_most), None)
    head = slot[0]
    label = (
        head.category or " ".join(_counted(head.quantity.noun)) or head.quantity.before or head.quantity.unit
    )
    return FactRow(label, head.quantity.unit, tuple(cells), first, len(voices(slot)))


def _cell(figure: Figure, corrects: bool, with_most: bool) -> FactCell:
    reading, quantity = figure.telling.reading, figure.quantity
    start, end = passage_of(figure)
    speaker = next((reading.text[s.span[0] : s.span[1]] for s in figure.sentence.speakers), "")
    return FactCell(
        figure.telling.id,
        figure.telling.index,
        figure.telling.outlet,
        figure.telling.published_at,
        quantity.value,
        reading.text[quantity.span[0] : quantity.span[1]],
        reading.raw((start, end)),
        reading.text[start:end],
        speaker,
        corrects,
        with_most,
    )


def passage_of(figure: Figure, words: int = 6) -> tuple[int, int]:
    """The figure with up to ``words`` words on either side, inside its sentence."""
    first, last = figure.sentence.token_range(*figure.quantity.span)
    tokens = figure.sentence.words
    if last < first:
        return figure.quantity.span
    begin = min(tokens[max(0, first - words)].start, figure.quantity.span[0])
    return begin, max(tokens[min(len(tokens) - 1, last + words)].end, figure.quantity.span[1])
