"""Two versions of one text, set against each other word by word."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_TOKENS = re.compile(r"\s+|\d+(?:[.,:/]\d+)+|\w+|[^\w\s]")  # a figure is one word
_BETWEEN = re.compile(r"(?<=[.!?…])(?=\s)|(?<=\n)")
MAX_TOKENS = 3000  # beyond this the comparison goes line by line: difflib is quadratic in the worst case


@dataclass(frozen=True, slots=True)
class Change:
    """``kind`` is ``same``, ``added`` or ``removed``; ``text`` is a run of the new or the old version."""

    kind: str
    text: str


def changes(old: str, new: str) -> list[Change]:
    """The runs that turn ``old`` into ``new``. Joining ``same`` and ``added`` gives ``new``; ``same`` and
    ``removed`` give ``old``. Unchanged text is returned whole: the template decides how much to show.

    Sentences that stayed are set apart first: word by word a long article would take half a second.
    """
    before, after = _sentences(old), _sentences(new)
    out: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[i1:i2]), "".join(after[j1:j2])
        for run in [Change("same", left)] if tag == "equal" else _by_word(left, right):
            if out and out[-1].kind == run.kind:
                out[-1] = Change(run.kind, out[-1].text + run.text)
            else:
                out.append(run)
    return out


def _sentences(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part]


def _by_word(old: str, new: str) -> list[Change]:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) + len(after) > MAX_TOKENS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    out: list[Change] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(Change("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            out.append(Change("removed", "".join(before[i1:i2])))
        if j2 > j1:
            out.append(Change("added", "".join(after[j1:j2])))
    return out


def shortened(runs: list[Change], keep: int = 120) -> list[Change]:
    """The same runs with long unchanged ones cut in the middle (`` … ``), for reading what changed."""
    out = []
    for run in runs:
        if run.kind == "same" and len(run.text) > 2 * keep + 20:
            out.append(Change("same", f"{run.text[:keep]} … {run.text[-keep:]}"))
        else:
            out.append(run)
    return out
