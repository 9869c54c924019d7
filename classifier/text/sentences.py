"""Sentences and tokens of a text, with spans on the text given.

A token is a run of letters or digits (one Vietnamese syllable, one English word). Sentences end at line
breaks and at
``. ! ? …`` before a capital, a digit or an opening quote, but not after abbreviations and initials (TP. HCM,
J. K.).
Every loop is linear in the text; sentences are cut at 1,200 characters so that later stages stay bounded.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from models.text import tone_fold

MAX_SENTENCE = 1200
MAX_TOKEN = 40

_WORD = re.compile(r"(\w+)")
_END = re.compile(r"[.!?…]{1,20}[\"”’')\]»]{0,4}(?=\s{1,9}[\"“‘'(\[«–-]{0,2}\s?(\w))|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:TP|Tp|TS|ThS|Th\.S|PGS|GS|BS|KS|CN|LS|NSND|NSƯT|Q|P|Ts|Mr|Mrs|Ms|Dr|St|"
    r"No|Gen|Sen|Rep|Gov|Prof|Jr|vs|U\.S|U\.K|"
    r"[A-ZĐ])\.)$"
)


class Token(NamedTuple):
    """``key`` is the lowercase tone-folded form; ``raw`` as written."""

    start: int
    end: int
    raw: str
    key: str

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


@lru_cache(maxsize=32768)
def token_key(raw: str) -> str:
    return tone_fold(raw)


class Words:
    """The tokens of a piece of text in columns, one entry a token: ``raws`` as written, ``keys``, ``starts`` and
    ``ends`` counted on the whole text, ``gaps`` what stands between a token and the next (or the end)."""

    __slots__ = ("__dict__", "ends", "gaps", "keys", "raws", "starts")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        parts = _WORD.split(text[start:end])  # gap, word, gap, word … gap
        bounds = list(accumulate(map(len, parts), initial=start))
        self.raws = parts[1::2]
        self.gaps = parts[2::2]
        self.starts = bounds[1:-1:2]
        self.ends = bounds[2::2]
        short = self.raws if max(map(len, self.raws), default=0) <= MAX_TOKEN else [r[:MAX_TOKEN] for r in self.raws]
        self.keys: tuple[str, ...] = tuple(map(token_key, short))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The same as tokens one by one."""
        make = tuple.__new__  # a named tuple's own constructor costs as much as all the rest
        columns = zip(self.starts, self.ends, self.raws, self.keys, strict=True)
        return tuple([make(Token, column) for column in columns])


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of a piece of text, spans counted on the whole text."""
    return Words(text, start, end).tokens


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, without the white space around them; empty ones left out."""
    out: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[1] and match[1].islower():
            continue
        if match[0][0] == "." and _ABBREVIATION.search(
            text, max(start, match.start() - 6), match.start() + 1
        ):
            continue
        _add(text, start, match.end(), out)
        start = match.end()
    _add(text, start, len(text), out)
    return tuple(out)


def _add(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        out.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        out.append((start, end))
