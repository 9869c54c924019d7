"""Copies: texts that are one voice however many outlets carry them.

Candidates come from MinHash bands (Broder 1997; rensa); what they share is then measured on a sketch of their
three-word runs kept with each article: a fixed share of all runs by hash value (FracMinHash, Irber et al. 2022), from
which both the overlap of two texts and the containment of one in the other are estimated without the texts. Read are
words only: never outlet, byline or topic.

A text that repeats another's form with other figures on another day (a daily price, a forecast) is no copy of it; on
the same day it is, whatever figures were changed.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from rensa import RMinHash

from models.text import nfc, tone_fold

PERMUTATIONS = 126
BAND = 3  # values in a band: texts that share a third of their runs nearly always meet in one of 42
KEPT_SHARE = 4  # one run in so many is kept of a long text
KEEP_ALL = 160  # runs up to which all are kept
LEAST_RUNS = 12  # a text of fewer is too short to be called anybody's copy
_SEED = 20260101
_MOST_WORDS = 3000
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"(?<![\w./,-])\d[\d.,]*(?![\w/]|-\d)")
_HEAD = struct.Struct("<BBIHH")
_VERSION = 1

WHOLE = 0.30  # overlap (Jaccard) from which two texts are copies: one word in five changed leaves more
PART = 0.45  # containment from which the shorter stands in the longer
LONG = 60  # runs of a text from which those hold; below, as of a summary,
SHORT_WHOLE = 0.60  # more must be shared
OTHER_FIGURES = 0.34  # share of common figures under which the same words report something else
FIGURES = 4
SAME_DAY_S = 14 * 3600.0
_CHAIN = 8  # of a chain of copies the first few stand for all


class CopyKind(StrEnum):
    """How a text depends on another: all of it, or the shorter within the longer (an excerpt, a new lead)."""

    COPY = "copy"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to know its copies: about two kilobytes."""

    digest: tuple[int, ...]  # MinHash values
    runs: int  # of three words, in the whole text
    every: int  # one run in so many is in ``kept``
    kept: frozenset[int]
    figures: frozenset[int]


NOTHING = Sketch((), 0, 1, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share. ``jaccard`` of their runs, ``contained``: share of the shorter's runs in the longer."""

    jaccard: float
    contained: float
    kind: CopyKind | None


def sketch(title: str, text: str) -> Sketch:
    """The sketch of a text; the title counts where there is no text."""
    said = tone_fold(nfc(text) or nfc(title))
    words = _WORD.findall(said)[:_MOST_WORDS]
    runs = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)} or {" ".join(words)}
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update(sorted(runs))
    hashed = {crc32(run.encode()) for run in runs}
    every = 1 if len(runs) <= KEEP_ALL else KEPT_SHARE
    figures = {crc32(found.rstrip(".,").encode()) for found in _FIGURE.findall(said)}
    return Sketch(
        tuple(minhash.digest()),
        len(hashed),
        every,
        frozenset(value for value in hashed if value % every == 0),
        frozenset(sorted(figures)[:200]),
    )


def overlap(a: Sketch, b: Sketch, *, apart: bool = False) -> Overlap:
    """What two sketched texts share, and whether that makes one the other's copy. ``apart``: they were published on
    different days, so that the same words with other figures report something else."""
    if a.every != b.every:
        a, b = _thinned(a), _thinned(b)
    smaller, larger = sorted((a, b), key=lambda one: len(one.kept))
    common = len(smaller.kept & larger.kept)
    jaccard = common / max(1, len(smaller.kept) + len(larger.kept) - common)
    contained = common / max(1, len(smaller.kept))
    kind: CopyKind | None = None
    if min(a.runs, b.runs) >= LEAST_RUNS and not (apart and _other_figures(a, b)):
        long = min(a.runs, b.runs) >= LONG
        if jaccard >= (WHOLE if long else SHORT_WHOLE):
            kind = CopyKind.COPY
        elif contained >= PART and long:
            kind = CopyKind.PART
    return Overlap(jaccard, contained, kind)


def share_of(mine: Sketch, theirs: Sketch) -> float:
    """The share of the first text's runs that the second has too."""
    if mine.every != theirs.every:
        mine, theirs = _thinned(mine), _thinned(theirs)
    return len(mine.kept & theirs.kept) / max(1, len(mine.kept))


def _thinned(one: Sketch) -> Sketch:
    if one.every == KEPT_SHARE:
        return one
    kept = frozenset(value for value in one.kept if value % KEPT_SHARE == 0)
    return Sketch(one.digest, one.runs, KEPT_SHARE, kept, one.figures)


def _other_figures(a: Sketch, b: Sketch) -> bool:
    least = min(len(a.figures), len(b.figures))
    return least >= FIGURES and len(a.figures & b.figures) < OTHER_FIGURES * least


def pack(one: Sketch) -> bytes:
    """A sketch as bytes for the store."""
    numbers = array("I", (*one.digest, *sorted(one.kept), *sorted(one.figures)))
    return _HEAD.pack(_VERSION, one.every, one.runs, len(one.kept), len(one.figures)) + numbers.tobytes()


def unpack(data: bytes | None) -> Sketch | None:
    """Inverse of ``pack``; None for nothing, and for bytes of another version, whose text is sketched anew."""
    if not data or data[0] != _VERSION:
        return None
    _, every, runs, kept, figures = _HEAD.unpack_from(data)
    numbers = array("I")
    numbers.frombytes(data[_HEAD.size :])
    if len(numbers) != PERMUTATIONS + kept + figures:
        return None
    middle = PERMUTATIONS + kept
    return Sketch(
        tuple(numbers[:PERMUTATIONS]), runs, every, frozenset(numbers[PERMUTATIONS:middle]), frozenset(numbers[middle:])
    )


class CopyIndex:
    """The sketches of a window of time, found again by what they share. Used by one thread.

    Rows are kept packed and bands as plain numbers, so that a hundred thousand texts stay cheap to hold.
    """

    def __init__(self, window: timedelta) -> None:
        self._window = window.total_seconds()
        self._rows: dict[int, tuple[str, float, bytes]] = {}
        self._numbers: dict[str, int] = {}
        self._first: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}
        self._order: deque[tuple[float, int]] = deque()
        self._next = 0

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, identity: str, at: datetime, one: Sketch, packed: bytes | None = None) -> None:
        """Take a text in; one known already keeps its place. ``packed``: its sketch packed, where it is at hand."""
        if identity in self._numbers or one.runs < LEAST_RUNS:
            return
        number, when = self._next, at.timestamp()
        self._next += 1
        self._numbers[identity] = number
        self._rows[number] = identity, when, packed or pack(one)
        self._order.append((when, number))
        for band in _bands(one.digest):
            if self._first.setdefault(band, number) != number:
                held = self._more.setdefault(band, [])
                if len(held) < _CHAIN:
                    held.append(number)

    def find(self, at: datetime, one: Sketch, own: str = "") -> tuple[str, Overlap] | None:
        """The text within the window that this one shares most with, if it is a copy of it; (id, overlap). ``own``
        is the text's own id, which is no answer."""
        if one.runs < LEAST_RUNS:
            return None
        near: set[int] = set()
        for band in _bands(one.digest):
            first = self._first.get(band)
            if first is not None:
                near.add(first)
                near.update(self._more.get(band, ()))
        best: tuple[str, Overlap] | None = None
        for number in sorted(near):
            identity, when, packed = self._rows[number]
            between = abs(when - at.timestamp())
            other = unpack(packed) if between <= self._window else None
            found = None if other is None else overlap(one, other, apart=between >= SAME_DAY_S)
            if found is None or found.kind is None or identity == own:
                continue
            if best is None or found.contained > best[1].contained:
                best = identity, found
        return best

    def forget(self, before: datetime) -> None:
        """Drop what is older, as far as it came in order of time."""
        while self._order and self._order[0][0] < before.timestamp():
            _, number = self._order.popleft()
            identity, _, packed = self._rows.pop(number)
            del self._numbers[identity]
            gone = unpack(packed)
            for band in () if gone is None else _bands(gone.digest):
                self._leave(band, number)

    def _leave(self, band: int, number: int) -> None:
        held = self._more.get(band, [])
        if self._first.get(band) == number:
            if held:
                self._first[band] = held.pop(0)
            else:
                del self._first[band]
        elif number in held:
            held.remove(number)
        if not held:
            self._more.pop(band, None)


def _bands(digest: tuple[int, ...]) -> list[int]:
    return [hash((n, *digest[n : n + BAND])) for n in range(0, PERMUTATIONS, BAND)]
