"""The references an article may be held against: those whose keywords it shares.

A contested reference flags nothing, ever, so it is not a source at all. An unchecked one may raise a finding
in ``compare``,
marked so, and never an alert (see ``ranking``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from classifier.findings.acts import act_of, acts_in
from classifier.findings.base import Candidate
from classifier.text.align import Source
from classifier.text.reading import Reading, Sentence
from models.records import Asserted, EvidenceFrom, EvidenceRole, FindingKind, Language, Reference
from models.text import tone_fold, words

COVERED = 0.75  # of what is told around a date; what tells more is another event of the matter
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s")
_DIGITS = re.compile(r"\d+")
# What may stand before whoever announces: nothing, or when and where.
_OPENING = re.compile(r"\s*(?:(?:ngày|tháng|năm|sáng|chiều|hôm|tại|ở|on|in|at)\b[^,;:]{0,60},\s*)?(?:the\s+)?")
# Somebody's words, also where nobody could be named as their speaker.
_TOLD = re.compile(
    r"(?<!\w)(?:rằng|theo (?:một|các|nhiều|tờ|báo|trang|đài|lời|ông|bà|tin)|"
    r"(?:said|says|say|wrote|writes|claims?|claimed|believes?|argues?|argued) (?:that|how)|"
    r"according to (?:an?|some|one))(?!\w)"
)
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
        """Sources for the references that speak of what the text (or its title) speaks of. A text is held against no
        record that is younger than itself."""
        if not self._references:
            return ()
        text = _text_of((reading, beside))
        language = Language.EN if reading.language is Language.EN else Language.VI
        out = []
        for reference, subject in zip(self._references, self._subjects[language], strict=True):
            if subject.of(text) and not _younger(reference, reading.published_at):
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


def _younger(reference: Reference, published_at: datetime | None) -> bool:
    """Whether the record was made after the text was published. Dates may be a year or a month only."""
    if reference.date is None or published_at is None:
        return False
    return reference.date > published_at.date().isoformat()[: len(reference.date)]


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
    if _TOLD.search(candidate.sentence.reading.low, candidate.sentence.start, candidate.change[0]):
        return False
    return candidate.kind is not FindingKind.CERTAINTY and not (_other_parties(candidate) or _another_act(candidate))


def _another_act(candidate: Candidate) -> bool:
    """Whether the text speaks of another act of the same matter than the record does.

    It dates an act the record does not speak of (it was signed, and the text says when it was approved); it tells more
    around its date than the record does, or denies, or counts something else; or it has, beside another name or word,
    another figure or date as well.
    """
    sentence, record = candidate.sentence, candidate.source.reading
    low = sentence.reading.low
    start, end = candidate.change
    if candidate.kind is not FindingKind.DATE:
        return candidate.kind not in OF_ONE_ACT and not (
            _figures(low[sentence.start : sentence.end]) <= _figures(record.low)
        )
    act = act_of(low[sentence.start : sentence.end], (start - sentence.start, end - sentence.start))
    recorded = {name for name, _, _ in acts_in(record.low)}
    if act is not None and recorded and act not in recorded:
        return True
    first, last = _clause(candidate)
    denials = [sentence.words[mark.first].start for mark in sentence.marks if mark.entry.cue == "negation"]
    denied = any(first <= at < last for at in denials)
    others = _figures(low[first:start]) | _figures(low[end:last])
    return denied or not others <= _figures(record.low) or not _as_told(candidate, first, last)


def _clause(candidate: Candidate) -> tuple[int, int]:
    """The characters of the clause in which the text differs."""
    sentence, (start, end) = candidate.sentence, candidate.change
    low = sentence.reading.low
    before = [cut.end() for cut in _CLAUSE.finditer(low, sentence.start, start)]
    after = _CLAUSE.search(low, end, sentence.end)
    return before[-1] if before else sentence.start, after.start() if after else sentence.end


def _as_told(candidate: Candidate, first: int, last: int) -> bool:
    """Whether the record tells what the clause tells around its date: most of it by weight, and the word before the
    date, which says of what it is the date, unless that is a name."""
    sentence, (start, end) = candidate.sentence, candidate.change
    recorded = candidate.source.reading.term_keys
    told = shared = 0.0
    nearest = ""
    for term in sentence.terms:
        at, until = sentence.words[term.first].start, sentence.words[term.last].end
        if first <= at and until <= last and not (start <= at and until <= end):
            told += term.weight
            shared += term.weight if term.key in recorded else 0.0
            nearest = term.key if until <= start else nearest
    return (nearest in recorded or nearest.startswith("@") or not nearest) and (not told or shared / told >= COVERED)


def _other_parties(candidate: Candidate) -> bool:
    """Whether a country takes part that the record does not name: beside the record's own countries it makes another
    act of any difference, in their place it still may be the wrong country, but of no date or figure."""
    here = _countries((candidate.sentence,))
    record = _countries(candidate.source.reading.sentences)
    return bool(here - record) and (candidate.kind in OF_ONE_ACT or record <= here)


def _told_alike(candidate: Candidate) -> bool:
    """Whether whoever the text names as speaking is who the record names, and nobody is told to say that they did."""
    told = [speaker.keys for speaker in candidate.other.speakers]
    speakers = candidate.sentence.speakers
    low = candidate.sentence.reading.low
    if not told or not _OPENING.fullmatch(low[candidate.sentence.start : min(s.span[0] for s in speakers)]):
        return False
    return all(any(2 * len(s.keys & other) > len(s.keys) for other in told) for s in speakers)


def _figures(low: str) -> set[str]:
    return {figures.lstrip("0") for figures in _DIGITS.findall(low)}


def _countries(sentences: Sequence[Sentence]) -> set[str]:
    return {id_ for s in sentences for name in s.names for id_ in name.ids if id_.startswith("country:")}
