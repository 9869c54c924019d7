"""What changed between two versions of an article, for reading: by sentence, then by word, with a little around it.

Differences of typography alone (quotes, dashes, spacing, tone placement) are not shown.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.wording import wording_hash
from review.diff import Change, changes

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[”\"’»)]*(?=\s)|$)", re.MULTILINE)
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*\s?%?")
_ALIKE = 0.5  # two sentences of more common words than this are one that was edited
MAX_PAIRS = 400  # beyond this many sentence pairs of one change they are set as taken out and added


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text, ``same``, ``added`` or ``removed``; ``figure`` where it is a number that was changed."""

    kind: str
    text: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence ``added``, ``removed`` or ``edited``, an unchanged one beside it (``context``), or a ``gap``
    of ``skipped`` unchanged sentences."""

    kind: str
    runs: tuple[Run, ...] = ()
    skipped: int = 0


def passages(old: str, new: str, around: int = 1) -> list[Passage]:
    """The changed sentences in order, each with ``around`` unchanged ones before and after. Empty when the
    wording is the same."""
    before, after = _sentences(old), _sentences(new)
    steps = difflib.SequenceMatcher(None, _keys(before), _keys(after), autojunk=False).get_opcodes()
    if all(tag == "equal" for tag, *_ in steps):
        return []
    out: list[Passage] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag == "equal":
            out += _unchanged(after[j1:j2], around if number else 0, around if number + 1 < len(steps) else 0)
        else:
            out += _changed(before[i1:i2], after[j1:j2])
    return out


def counted(found: Sequence[Passage]) -> dict[str, int]:
    """How many sentences were ``added``, ``removed``, ``edited``, and how many changed ``figures`` there are."""
    kinds = [one.kind for one in found]
    figures = sum(run.figure for one in found for run in one.runs)
    return {kind: kinds.count(kind) for kind in ("added", "removed", "edited")} | {"figures": figures}


def _sentences(text: str) -> list[str]:
    return [part for match in _SENTENCE.finditer(text) if (part := match[0].strip())]


def _keys(sentences: list[str]) -> list[str]:
    return [wording_hash(sentence, "") for sentence in sentences]


def _unchanged(sentences: list[str], head: int, tail: int) -> list[Passage]:
    if len(sentences) <= head + tail + 1:
        return [_whole("context", "same", sentence) for sentence in sentences]
    first = [_whole("context", "same", sentence) for sentence in sentences[:head]]
    last = [_whole("context", "same", sentence) for sentence in sentences[len(sentences) - tail :]]
    return [*first, Passage("gap", skipped=len(sentences) - head - tail), *last]


def _changed(before: list[str], after: list[str]) -> list[Passage]:
    """Pair each new sentence with the next old one it was edited from, in order; the rest come and go."""
    out: list[Passage] = []
    start = 0
    pairing = len(before) * len(after) <= MAX_PAIRS
    for sentence in after:
        partner = next((i for i in range(start, len(before)) if _alike(before[i], sentence)), None) if pairing else None
        if partner is None:
            out.append(_whole("added", "added", sentence))
            continue
        out += [_whole("removed", "removed", gone) for gone in before[start:partner]]
        edits = changes(before[partner], sentence)
        out.append(Passage("edited", tuple(run for change in edits for run in _runs(change))))
        start = partner + 1
    return out + [_whole("removed", "removed", gone) for gone in before[start:]]


def _alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() > _ALIKE


def _whole(kind: str, run: str, sentence: str) -> Passage:
    return Passage(kind, tuple(_runs(Change(run, sentence))))


def _runs(change: Change) -> list[Run]:
    """The change cut where a figure stands, so that changed figures can be set off."""
    if change.kind == "same":
        return [Run("same", change.text)]
    out, last = [], 0
    for match in _FIGURE.finditer(change.text):
        out += [Run(change.kind, change.text[last : match.start()]), Run(change.kind, match[0], True)]
        last = match.end()
    return [run for run in [*out, Run(change.kind, change.text[last:])] if run.text]
