"""The digest as plain text, for mail readers without HTML and for the console."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from models.records import Language
from pipeline.digest.blocks import Block, Grid, Heading, Items, Line, Paragraph, Picture, Quotation
from pipeline.digest.document import document
from pipeline.digest.words import Words

WIDTH = 78


def plain_text(data: Mapping[str, Any], language: Language, sections: Sequence[str] | None = None) -> bytes:
    """UTF-8, lines of at most 78 characters where words allow."""
    t = Words(language)
    out = [t.of(data["title"]), "=" * min(WIDTH, len(t.of(data["title"]))), ""]
    for block in document(data, language, sections):
        out += [*_lines(block), ""]
    return "\n".join(out).encode()


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(level, line):
            told = _told(line)
            return [told.upper() if level == 2 else told, ("-" if level == 2 else "·") * min(WIDTH, len(told))]
        case Paragraph(line):
            return _wrapped(_told(line))
        case Quotation(line):
            return _wrapped(_told(line), "  | ", "  | ")
        case Items(lines):
            return [row for line in lines for row in _wrapped(_told(line), "* ", "  ")]
        case Grid(head, rows, _):
            return [row for cells in rows for row in _wrapped(_row(head, [_told(cell) for cell in cells]), "* ", "  ")]
        case Picture(_, alternative):
            return _wrapped(f"[{alternative}]")


def _row(head: Sequence[str], cells: Sequence[str]) -> str:
    pairs = [f"{name}: {cell}" if name else cell for name, cell in zip(head, cells, strict=True) if cell]
    return "; ".join(pairs)


def _told(line: Line) -> str:
    return "".join(run.text + (f" <{run.url}>" if run.url else "") for run in line)


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False) or [""]
