"""Quotations: what stands between quotation marks, told apart from scare quotes and names of works.

Understands “ ”, " ", « », „ “ and ' ' around several words. A quotation is never longer than ``MAX_QUOTE``;
an unclosed
mark opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_QUOTE = 1500

_PAIRS = re.compile(
    r"“([^“”\n]{1,1500})”|„([^“”„\n]{1,1500})[“”]|«([^«»\n]{1,1500})»|"
    r"\"([^\"\n]{1,1500})\"|(?<!\w)['‘]([^'‘’\n]{3,600})['’](?!\w)"
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quote:
    """``span`` covers the words without the marks; ``words`` is their number."""

    span: tuple[int, int]
    text: str
    words: int

    @property
    def speech(self) -> bool:
        """Long enough to be somebody's words: two words and more. One quoted word is a name or a scare
        quote."""
        return self.words >= 2


def read_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations in reading order."""
    out = []
    for match in _PAIRS.finditer(text):
        group = match.lastindex or 1
        start, end = match.span(group)
        out.append(Quote((start, end), text[start:end], len(_WORD.findall(match[group]))))
    return tuple(out)
