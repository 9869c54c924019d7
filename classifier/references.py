"""The references an article may be held against: those whose keywords it shares.

A contested reference flags nothing, ever, so it is not a source at all. An unchecked one may raise a finding
in ``compare``,
marked so, and never an alert (see ``ranking``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from classifier.text.align import Source
from classifier.text.reading import Reading
from models.records import EvidenceFrom, EvidenceRole, Language, Reference
from models.text import tone_fold

ReadText = Callable[[str, datetime | None, Language | None], Reading]


class ReferenceShelf:
    """References ready to be compared with, found by their keywords."""

    def __init__(self, references: Sequence[Reference], read: ReadText) -> None:
        self._read = read
        self._references = tuple(r for r in references if not r.contested)
        self._keywords = tuple(map(_keywords, self._references))

    def about(self, reading: Reading, beside: Reading) -> tuple[Source, ...]:
        """Sources for the references that speak of what the text (or its title) speaks of."""
        if not self._references:
            return ()
        text = _text_of((reading, beside))
        out = []
        for reference, keywords in zip(self._references, self._keywords, strict=True):
            if _speaks_of(keywords, text):
                statement = (
                    reference.statement.en if reading.language is Language.EN else reference.statement.vi
                )
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
    held = _text_of((Reading(text, None), Reading(title, None)))
    return tuple(r for r in disputed if _speaks_of(_keywords(r), held))


def _keywords(reference: Reference) -> tuple[str, ...]:
    return tuple(f" {tone_fold(k)} " for k in reference.keywords if k.strip())


def _text_of(readings: Sequence[Reading]) -> str:
    return " " + " ".join(k for r in readings for s in r.sentences for k in s.keys) + " "


def _speaks_of(keywords: tuple[str, ...], text: str) -> bool:
    """The first keyword occurs, and at least half of all."""
    return bool(keywords) and keywords[0] in text and _enough(keywords, text)


def _enough(keywords: tuple[str, ...], text: str) -> bool:
    return sum(k in text for k in keywords) >= max(1, (len(keywords) + 1) // 2)
