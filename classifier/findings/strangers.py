"""Whether two aligned sentences tell of two events: several names on each side that the other text does not know.

One name in another's place is a mismatch; two or more on both sides are another province's congress, another
general's appointment, told in the words that such events always get. Then a name in another's place says nothing.
"""

from __future__ import annotations

from dataclasses import replace

from classifier.findings.base import Candidate, View
from classifier.text.align import Aligned
from classifier.text.names import Name, same_name, telling
from classifier.text.reading import Reading, Sentence
from models.records import FindingKind

SHORT = 4  # sentences of a text that is one report of one event; of longer ones the sentence itself is looked at
STRANGERS = 2
DAMPED = 0.5


def damped(candidate: Candidate, pair: Aligned, view: View) -> Candidate:
    """The candidate as it is, or with less certainty where a name differs between two events."""
    if candidate.kind is not FindingKind.ENTITY or not other_event(pair, candidate.other, view):
        return candidate
    return replace(candidate, soft=candidate.soft * DAMPED)


def other_event(pair: Aligned, other: Sentence, view: View) -> bool:
    """Whether both sides name at least ``STRANGERS`` that the other side's text lacks, and more of them than
    names that both have."""
    mine, shared = _names(pair.sentence, view.reading, pair.source.reading, view)
    theirs, back = _names(other, pair.source.reading, view.reading, view)
    return min(mine, theirs) >= STRANGERS and mine + theirs > shared + back


def _names(sentence: Sentence, reading: Reading, there: Reading, view: View) -> tuple[int, int]:
    """How many names the text ``there`` lacks, and how many it has."""
    asked = (sentence, id(there))  # the view keeps both texts
    if asked not in view.names_met:
        short = len(reading.sentences) <= SHORT
        named = (n for n in (reading.name_forms if short else sentence.names) if telling(n))
        names = _distinct([n for n in named if not any(i.startswith("unit:") for i in n.ids)])
        known = sum(_knows(there, n) for n in names)
        view.names_met[asked] = len(names) - known, known
    return view.names_met[asked]


def _knows(reading: Reading, name: Name) -> bool:
    return bool(name.ids & reading.name_ids) or any(same_name(name, n) for n in reading.name_index.like(name))


def _distinct(names: list[Name]) -> list[Name]:
    found: list[Name] = []
    for name in names:
        if not any(same_name(name, n) for n in found):
            found.append(name)
    return found
