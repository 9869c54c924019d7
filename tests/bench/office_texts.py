"""Texts of a large invented office: sentences in the press's own syllable frequencies, events with names and figures.

Nothing is taken from anybody: syllables are drawn by ``classifier/text/weights.tsv``, places are two drawn syllables.
The words of a pool sentence are prepared once for the full-text index, so that two hundred thousand articles can be
indexed in minutes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from classifier.text import weights
from models.search.index import _columns

SENTENCES = 30_000
BODIES = ("ban quản lý", "ủy ban quận", "sở giao thông", "chi cục thủy sản", "trung tâm dự báo", "hội đồng huyện")
THINGS = (("đón", "chuyến tàu"), ("sửa", "căn nhà"), ("cấp", "giấy phép"), ("trồng", "cây xanh"), ("mở", "lớp học"))
WHEN = ("trong tháng Mười", "từ đầu tuần", "trong quý III", "sau đợt mưa", "trước kỳ nghỉ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its two columns of the index (``models.search.index``): as written, and without diacritics."""

    text: str
    exact: str
    folded: str


@dataclass(frozen=True, slots=True)
class Event:
    """What the articles of one story share."""

    place: str
    body: str
    verb: str
    unit: str
    figure: int
    when: str
    about: str  # a few words of its own


@dataclass(frozen=True, slots=True)
class Written:
    """A title and a text, ready for the index. ``passage`` is the figure with its unit, as the text has it."""

    title: str
    text: str
    passage: str
    exact: str
    folded: str


def piece(text: str) -> Piece:
    exact, folded = _columns("", text)
    return Piece(text, _after_gap(exact), _after_gap(folded))


def _after_gap(column: str) -> str:
    return column.lstrip("\ue000 ")


class Writer:
    """Writes the articles of events; the same dice write the same ones."""

    def __init__(self, dice: random.Random, sentences: int = SENTENCES):
        self._dice = dice
        rows = (
            line.split("\t") for line in Path(weights.__file__).with_name("weights.tsv").read_text("utf-8").splitlines()
        )
        table = [(row[0], 2.718 ** -float(row[1])) for row in rows if row[0].isalpha()]
        self._syllables = [word for word, _ in table]
        self._often = list(accumulate(often for _, often in table))
        self._pool = [piece(self._sentence()) for _ in range(sentences)]

    def _draw(self, count: int) -> list[str]:
        return self._dice.choices(self._syllables, cum_weights=self._often, k=count)

    def _sentence(self) -> str:
        words = self._draw(self._dice.randrange(14, 30))
        return " ".join(words).capitalize() + "."

    def event(self) -> Event:
        place = " ".join(self._dice.choices(self._syllables, k=2)).title()
        verb, unit = self._dice.choice(THINGS)
        figure = self._dice.randrange(12, 990)
        about = " ".join(self._draw(4))
        return Event(place, self._dice.choice(BODIES), verb, unit, figure, self._dice.choice(WHEN), about)

    def article(self, event: Event, *, wrong: bool = False, english: bool = False) -> Written:
        """A report of the event; a wrong one has ten times the figure."""
        figure = f"{event.figure * (10 if wrong else 1):,}".replace(",", "," if english else ".")
        passage = f"{figure} {event.unit}"
        title = self._dice.choice(
            (
                f"{event.place} {event.verb} {figure} {event.unit} {event.when}",
                f"{event.when.capitalize()}, {event.place} {event.verb} thêm nhiều {event.unit}: {event.about}",
                f"{event.body.capitalize()} {event.place} nói về {event.about}",
            )
        )
        lead = f"{event.body.capitalize()} {event.place} cho biết {event.when} nơi này {event.verb} {passage}, {event.about}."
        chosen = self._dice.choices(self._pool, k=self._dice.randrange(8, 18))
        lines = [lead] + [" ".join(p.text for p in some) for some in (chosen[:3], chosen[3:7], chosen[7:]) if some]
        exact, folded = _columns(title, lead)
        return Written(
            title,
            "\n".join(lines),
            passage,
            _joined(exact, (p.exact for p in chosen)),
            _joined(folded, (p.folded for p in chosen)),
        )


def _joined(first: str, rest: Iterable[str]) -> str:
    return " ".join((first, *rest))
