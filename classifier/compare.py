"""Compares one article with its evidence and says which passages do not agree (DESIGN.md section 2).

The flow, once: read the texts → align the article's sentences with the sources that speak of the same thing →
let every
detector look at each aligned pair → join what they say into a score, and make findings of what is sure
enough. Given
evidence, the office's references and, for the title, the article's own body are sources alike; a reference is
never held against words
that somebody else is reported to have said, a contested one never against anything.

Pure: no clock, network or database. The outlet's name is read only to count independent voices.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from classifier.findings import (
    attribution,
    cause,
    certainty,
    date,
    entity,
    headline,
    polarity,
    quantity,
    quote,
    roles,
)
from classifier.findings.base import Candidate, View
from classifier.findings.facts import Telling
from classifier.findings.outlier import LEAST_VOICES, outlier_findings
from classifier.findings.strangers import damped
from classifier.likeness import applies, contradicted
from classifier.references import ReferenceShelf, may_meet_a_reference
from classifier.resting import collector_resting
from classifier.scoring import LEVEL, base_score, make_findings
from classifier.text.align import Aligned, Source, best_pairs
from classifier.text.cues import is_satire
from classifier.text.reading import Reading
from classifier.verifier import Verifier, verified
from models.records import (
    Comparison,
    Evidence,
    EvidenceFrom,
    EvidenceRole,
    Finding,
    FindingKind,
    Language,
    Reference,
)

if TYPE_CHECKING:
    from classifier.explain import Notes

COMPARER_VERSION = "3"
_KEPT_READINGS = 256
MAX_TITLE = 1000  # characters; more is no headline
MAX_LIKENESS = 0.9 * LEVEL  # ranks, never flags

Detector = Callable[..., Iterable[Candidate]]
DETECTORS: tuple[Detector, ...] = (
    quantity.find,
    date.find,
    entity.find,
    polarity.find,
    certainty.find,
    quote.find,
    attribution.find,
    cause.find,
    roles.find,
)


@dataclass(frozen=True, slots=True)
class CompareItem:
    """One article to compare. ``outlet`` serves only to count voices (an outlet that cites itself is one)."""

    id: str
    text: str
    title: str = ""
    published_at: datetime | None = None
    outlet: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Comparer:
    """Compares articles with evidence and with a shelf of references. Keeps the last readings: evidence comes
    again."""

    def __init__(self, references: Sequence[Reference] = (), verifier: Verifier | None = None) -> None:
        self._verifier = verifier
        self._readings: OrderedDict[tuple[str, datetime | None], Reading] = OrderedDict()
        self._shelf = ReferenceShelf(references, self._read)

    @property
    def version(self) -> str:
        """What a comparison was made with: the rules, and the verifier where there is one."""
        return COMPARER_VERSION if self._verifier is None else f"{COMPARER_VERSION}+{self._verifier.name}"

    def compare(self, item: CompareItem, notes: Notes | None = None) -> Comparison:
        """The findings of one article, strongest first, and its score. Never raises on any text.

        ``notes``, where given, hears what was looked at on the way (``explain``); it changes nothing."""
        with collector_resting():
            return self._compare(item, notes)

    def _compare(self, item: CompareItem, notes: Notes | None) -> Comparison:
        body = self._read(item.text, item.published_at)
        title = self._read(item.title[:MAX_TITLE], item.published_at, body.language if item.text.strip() else None)
        if is_satire(title.text + "\n" + body.text):
            if notes is not None:
                notes.satire = True
            return Comparison(item.id, 0.0, ())
        given = tuple(
            Source(self._read(e.text, e.published_at), EvidenceFrom.GIVEN, e.role, index)
            for index, e in enumerate(item.evidence)
            if e.text.strip()
        )
        outlets = [name for name in (item.outlet, *(e.outlet for e in item.evidence)) if name]
        candidates: list[tuple[str, Candidate]] = []
        score = 0.0
        near: set[int | None] = set()
        for part, reading in (("title", title), ("text", body)):
            if not reading.text.strip():
                continue
            pairs = best_pairs(reading, given)
            if part == "text":
                near = {pair.source.index for pair in pairs}
            ranks = part == "text" and any(applies(reading, source.reading) for source in given)
            every = ranks or notes is not None or self._verifier is not None
            seen = noticed = verified(_judge(reading, given, pairs, every), self._verifier, outlets)
            likeness = _likeness(reading, given, seen) if ranks else 0.0
            candidates += [(part, c) for c in seen if may_meet(reading, c)]
            about = self._shelf.about(reading, title if part == "text" else body)
            told = verified(_detect(reading, about), self._verifier, outlets)
            candidates += [(part, c) for c in told if may_meet(reading, c)]
            if notes is not None:
                notes.read(part, reading, given, about, pairs, [*noticed, *told])
            score = max(score, base_score(reading, given), likeness)
        if title.text.strip() and body.text.strip():
            noted, doubt = headline.find(title, body)
            found = verified(noted, self._verifier, outlets)
            candidates += [("title", c) for c in found if c.soft >= LEVEL]  # slighter ones are in ``doubt`` already
            if notes is not None:
                notes.doubts += [("title", c) for c in found]
            score = max(score, doubt) if not given else score
        return make_findings(item.id, candidates, score, self._outliers(item, body, near))

    def _outliers(self, item: CompareItem, body: Reading, near: set[int | None]) -> tuple[Finding, ...]:
        """What stands alone among independent reports of the same event (``near``); () below three of them."""
        reports = tuple(
            Telling(
                self._read(e.text, e.published_at),
                index,
                e.outlet,
                e.published_at,
                e.voice,
                e.article_id or str(index),
            )
            for index, e in enumerate(item.evidence)
            if e.role is EvidenceRole.REPORT and index in near
        )
        return outlier_findings(body, reports, outlet=item.outlet) if len(reports) >= LEAST_VOICES else ()

    def forget(self) -> None:
        """Drops the readings kept, so that the next texts are read anew."""
        self._readings.clear()

    def _read(self, text: str, published_at: datetime | None, language: Language | None = None) -> Reading:
        key = (text, published_at)
        reading = self._readings.pop(key, None) or Reading(text, published_at, language)
        self._readings[key] = reading
        while len(self._readings) > _KEPT_READINGS:
            self._readings.popitem(last=False)
        return reading


def _likeness(reading: Reading, sources: Sequence[Source], seen: Sequence[Candidate]) -> float:
    """For ranking a short statement against long texts, below the level of a finding: how likely the kindest of them
    contradicts it."""
    chances = [
        contradicted(reading, source.reading, _doubts(c for c in seen if c.source is source))
        for source in sources
        if applies(reading, source.reading)
    ]
    return MAX_LIKENESS * min(chances) if chances else 0.0


def _doubts(candidates: Iterable[Candidate]) -> dict[FindingKind, float]:
    """How surely the detectors found a difference, by kind."""
    doubts: dict[FindingKind, float] = {}
    for candidate in candidates:
        doubts[candidate.kind] = max(candidate.soft, doubts.get(candidate.kind, 0.0))
    return doubts


def doubts_of(statement: Reading, text: Reading) -> dict[FindingKind, float]:
    """How surely the detectors find that a statement and one text differ, in [0, 1] by kind (for fitting)."""
    source = Source(text, EvidenceFrom.GIVEN, EvidenceRole.REPORT, 0)
    return _doubts(_judge(statement, (source,), best_pairs(statement, (source,))))


def _detect(reading: Reading, sources: Sequence[Source]) -> list[Candidate]:
    """What the detectors say against references, each held beside the one sentence that speaks of it most.

    A reference is one statement; an article's other sentences that resemble it speak of something else.
    """
    best: dict[str | None, tuple[float, Aligned]] = {}
    for pair in best_pairs(reading, sources):
        shared = sum(term.weight for term in pair.sentence.terms if term.key in pair.keys)
        if shared > best.get(pair.source.reference_id, (0.0, pair))[0]:
            best[pair.source.reference_id] = shared, pair
    return _judge(reading, sources, [pair for _, pair in best.values()]) if best else []


def _judge(
    reading: Reading, sources: Sequence[Source], pairs: Sequence[Aligned], every: bool = True
) -> list[Candidate]:
    """What every detector says of every aligned pair; never of what is only asked or wished, or is named only to be
    denied.

    Without ``every``, what can change neither findings nor score may be missing."""
    view = View(reading, sources, pairs, None if every else {})
    found: list[list[Candidate]] = [[] for _ in pairs]
    for n in range(len(pairs)) if every else sorted(range(len(pairs)), key=lambda n: -pairs[n].alike):
        for detector in DETECTORS:
            for c in detector(pairs[n], view):
                if c.soft > 0.01 and not (
                    c.other.view or c.sentence.denies(c.change) or c.other.denies(c.other_change)
                ):
                    found[n].append(damped(c, pairs[n], view))
                    view.note(found[n][-1])
    return [c for of_pair in found for c in of_pair]


def may_meet(reading: Reading, candidate: Candidate) -> bool:
    """Attributed and quoted words are never compared with a reference on whether they are true."""
    if candidate.source.role is not EvidenceRole.REFERENCE:
        return True
    return may_meet_a_reference(reading, candidate)
