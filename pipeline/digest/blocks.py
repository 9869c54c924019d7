"""The pieces a digest is set from. Every form (web page, PDF, DOCX, mail, plain text) renders these few kinds alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style. ``url``: an address outside; ``to``: a page of the desk (``alert``, ``article``,
    ``story``) with its number, which only the desk makes a link of."""

    text: str
    bold: bool = False
    soft: bool = False
    url: str | None = None
    to: tuple[str, int] | None = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 2 opens a section, 3 an item of it."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words: a passage of the article, or of the evidence with its source."""

    line: Line


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``numbers``: the columns that hold figures and stand at the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its name (``charts.draw``), with words for those who do not see it."""

    name: str
    alternative: str


Block = Heading | Paragraph | Items | Quotation | Grid | Picture


def plain(text: str) -> Line:
    return (Run(text),)


def soft(text: str) -> Line:
    return (Run(text, soft=True),)


def text_of(line: Line) -> str:
    return "".join(run.text for run in line)
