"""Text cut at spans, so that a template can escape every piece and mark some of them.

Spans are half-open code-point offsets into the raw text, as in ``models.records``. Nothing here makes HTML:
the pieces are plain strings and the template escapes them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be marked; ``number`` ties it to the finding it belongs to, as the reader sees it (from 1)."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the numbers of the marks over it (none: plain text).

    ``opens`` holds the marks that begin with this piece: there the page puts their anchors. ``closes`` those of which
    this is the last piece shown: there it puts their numbers.
    """

    text: str
    numbers: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


Paragraph = tuple[Piece, ...]


def paragraphs(text: str, marks: Iterable[Mark] = ()) -> list[Paragraph]:
    """The text line by line, cut at the marks; empty lines are left out, overlapping marks are kept.

    A mark that reaches outside the text is clipped; an empty or inverted one is ignored.
    """
    usable = [Mark(max(0, m.start), min(len(text), m.end), m.number) for m in marks]
    usable = [m for m in usable if m.start < m.end]
    out: list[Paragraph] = []
    opened: set[int] = set()
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            out.append(_cut(text, start, end, usable, opened))
        start = end + 1
    return _closed(out)


def _closed(shown: list[Paragraph]) -> list[Paragraph]:
    """The same with every mark's number at its last piece."""
    last: dict[int, Piece] = {}
    for piece in itertools.chain.from_iterable(shown):
        last |= dict.fromkeys(piece.numbers, piece)
    closing = {id(piece): tuple(sorted(n for n in piece.numbers if last[n] is piece)) for piece in last.values()}
    return [tuple(replace(piece, closes=closing.get(id(piece), ())) for piece in paragraph) for paragraph in shown]


def _cut(text: str, start: int, end: int, marks: Sequence[Mark], opened: set[int]) -> Paragraph:
    inside = [m for m in marks if m.start < end and m.end > start]
    edges = {start, end}
    for mark in inside:
        edges |= {max(start, mark.start), min(end, mark.end)}
    points = sorted(edges)
    pieces = []
    for left, right in itertools.pairwise(points):
        over = tuple(sorted({m.number for m in inside if m.start <= left and right <= m.end}))
        opens = tuple(n for n in over if n not in opened)
        opened.update(opens)
        pieces.append(Piece(text[left:right], over, opens))
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with some of its surroundings; ``cut_before``/``cut_after`` say where more text stands."""

    before: str
    passage: str
    after: str
    cut_before: bool
    cut_after: bool


def excerpt(text: str, span: tuple[int, int], room: int = 160) -> Excerpt:
    """The passage with up to ``room`` code points on each side, cut at words, never across a line."""
    start = min(max(0, span[0]), len(text))
    end = min(max(start, span[1]), len(text))
    line_start = text.rfind("\n", 0, start) + 1
    next_break = text.find("\n", end)
    line_end = len(text) if next_break < 0 else next_break
    left = max(line_start, start - room)
    if left > line_start:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else left
    right = min(line_end, end + room)
    if right < line_end:
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return Excerpt(text[left:start], text[start:end], text[end:right], left > 0, right < len(text))
