"""What the comparer heard itself say about one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from classifier.findings.base import Candidate
from classifier.text.align import Aligned, Source, best_pairs
from classifier.text.reading import Reading
from models.records import EvidenceFrom

Key = tuple[EvidenceFrom, int | None, str | None]  # names a source: its origin, index, reference


@dataclass
class Notes:
    """What ``Comparer.compare`` heard itself say; filled in the order of its work."""

    satire: bool = False
    readings: dict[str, Reading] = field(default_factory=dict)
    given: tuple[Source, ...] = ()
    about: dict[str, Source] = field(default_factory=dict)
    pairs: list[tuple[str, Aligned]] = field(default_factory=list)
    doubts: list[tuple[str, Candidate]] = field(default_factory=list)

    def read(
        self,
        part: str,
        reading: Reading,
        given: Sequence[Source],
        about: Sequence[Source],
        pairs: Sequence[Aligned],
        doubts: Sequence[Candidate],
    ) -> None:
        """One part of the article, the sources it was held against, and every difference noticed."""
        self.readings[part] = reading
        self.given = tuple({source.index: source for source in (*self.given, *given)}.values())
        self.about |= {str(source.reference_id): source for source in about}
        self.pairs += [(part, pair) for pair in (*pairs, *best_pairs(reading, about))]
        self.doubts += [(part, doubt) for doubt in doubts]


def key_of(source: Source) -> Key:
    return source.origin, source.index, source.reference_id
