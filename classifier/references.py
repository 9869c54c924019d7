"""The references an article may be held against: those whose keywords it shares.

A contested reference flags nothing, ever, so it is not a source at all. An unchecked one may raise a finding
in ``compare``,
marked so, and never an alert (see ``ranking``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from classifier.findings.base import Candidate
from classifier.text.align import Source
from classifier.text.reading import Reading, Sentence
from models.records import Asserted, EvidenceFrom, EvidenceRole, FindingKind, Language, Reference
from models.text import tone_fold, words

OF_ONE_ACT = (FindingKind.DATE, FindingKind.QUANTITY)  # a figure or a date is of an act of these parties
ReadText = Callable[[str, datetime | None, Language | None], Reading]


class ReferenceShelf:
    """References ready to be compared with, found by their keywords."""

    def __init__(self, references: Sequence[Reference], read: ReadText) -> None:
        self._read = read
        self._references = tuple(r for r in references if not r.contested)
        self._subjects = {
            language: tuple(_subject(r, language) for r in self._references) for language in (Language.VI, Language.EN)
        }

    def about(self, reading: Reading, beside: Reading) -> tuple[Source, ...]:
        """Sources for the references that speak of what the text (or its title) speaks of."""
        if not self._references:
            return ()
        text = _text_of((reading, beside))
        language = Language.EN if reading.language is Language.EN else Language.VI
        out = []
        for reference, subject in zip(self._references, self._subjects[language], strict=True):
            if subject.of(text):
                statement = reference.statement.en if language is Language.EN else reference.statement.vi
                if statement.strip():
                    out.append(
                        Source(
                            self._read(statement, None, reading.language),
                            EvidenceFrom.REFERENCE,
                            EvidenceRole.REFERENCE,
                            None,
                            reference.id,
                            reference.version,
                            reference.checked,
                        )
                    )
        return tuple(out)


def contested_about(references: Sequence[Reference], title: str, text: str) -> tuple[Reference, ...]:
    """The contested references that an article speaks of: both positions are shown beside it, and nothing is
    flagged."""
    disputed = [r for r in references if r.contested]
    if not disputed:
        return ()
    body = Reading(text, None)
    held = _text_of((body, Reading(title, None, body.language)))
    return tuple(r for r in disputed if _subject(r, body.language).of(held))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a text must speak of for a reference to be held against it: the keywords of one language, the most telling
    first, and how many of them."""

    keywords: tuple[str, ...]
    needed: int

    def of(self, text: str) -> bool:
        return bool(self.keywords) and self.keywords[0] in text and sum(k in text for k in self.keywords) >= self.needed


def _subject(reference: Reference, language: Language) -> _Subject:
    """The keywords that a text in this language can hold: words of its statement, and those that are not words of the
    other one's only. As many must occur as half of all of them, both languages together, as far as it has so many."""
    english = language is Language.EN
    own = _folded(reference.statement.en if english else reference.statement.vi)
    other = _folded(reference.statement.vi if english else reference.statement.en)
    keywords = [k for k in map(_folded, reference.keywords) if k.strip()]
    mine = tuple(k for k in keywords if k in own or (k not in other and k.isascii() is english))
    return _Subject(mine, max(1, min(len(mine), (len(keywords) + 1) // 2)))


def _folded(text: str) -> str:
    """The words of a text as its sentences' keys have them, with blanks around each."""
    return f" {' '.join(tone_fold(word) for word in words(text))} "


def _text_of(readings: Sequence[Reading]) -> str:
    return " " + " ".join(k for r in readings for s in r.sentences for k in s.keys) + " "


def may_meet_a_reference(reading: Reading, candidate: Candidate) -> bool:
    """Whether a difference from a reference says anything: the text asserts it itself, and of the same act.

    Reported and quoted words are never held against whether they are true. Of the library: where the record itself is
    that somebody announced or counted something, the text that says the same body announced it asserts that very
    record; a text that is less certain than a record says nothing false.
    """
    asserted = reading.asserted(candidate.sentence, candidate.change)
    if candidate.source.origin is not EvidenceFrom.REFERENCE:
        return asserted is Asserted.ASSERTED
    if asserted is Asserted.QUOTED or (asserted is Asserted.ATTRIBUTED and not _told_alike(candidate)):
        return False
    return candidate.kind is not FindingKind.CERTAINTY and not _another_act(candidate)


def _another_act(candidate: Candidate) -> bool:
    """Whether a country takes part that the record does not name: beside the record's own countries it makes another
    act of any difference, in their place it still may be the wrong country, but of no date or figure."""
    here = _countries((candidate.sentence,))
    record = _countries(candidate.source.reading.sentences)
    return bool(here - record) and (candidate.kind in OF_ONE_ACT or record <= here)


def _told_alike(candidate: Candidate) -> bool:
    """Whether whoever the text names as speaking is who the record names."""
    told = [speaker.keys for speaker in candidate.other.speakers]
    mine = [speaker.keys for speaker in candidate.sentence.speakers]
    return bool(told) and all(any(2 * len(keys & other) > len(keys) for other in told) for keys in mine)


def _countries(sentences: Sequence[Sentence]) -> set[str]:
    return {id_ for s in sentences for name in s.names for id_ in name.ids if id_.startswith("country:")}
