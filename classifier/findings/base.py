"""What a detector takes and gives: a pair of aligned statements in, candidates out.

A detector is a function ``find(pair, view) -> Iterable[Candidate]`` in its own file. A candidate's ``soft``
in [0, 1] says how
surely the two do not agree; ``compare`` makes findings of those above the level and a score of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from classifier.findings.judgement import LEVEL, ceiling, probability
from classifier.text.align import Aligned, Source, Span, rest_here, rest_there, slot
from classifier.text.dates import DateMention
from classifier.text.names import Name, same_name
from classifier.text.quantities import Quantity
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, FindingKind

MOST_LAID = 40_000  # pairs of figures, or of dates, of one article and all its sources
MOST_ASKED = 300  # questions of one kind to all sources for one article


@dataclass(frozen=True, slots=True)
class Candidate:
    """One difference. ``change`` is the character span that differs in ``sentence``; ``other_change`` in
    ``other``.

    ``soft``: how surely the two do not agree. ``model`` and ``traits``: what that was judged by (for fitting,
    see ``fit``)."""

    kind: FindingKind
    sentence: Sentence
    change: Span
    source: Source
    other: Sentence
    other_change: Span
    soft: float
    why: Bilingual
    model: str = ""
    traits: tuple[float, ...] = ()


def judge(
    model: str,
    pair: Aligned,
    cut: Span,
    other: Sentence,
    other_cut: Span,
    first: float = 0.0,
    second: float = 0.0,
    least: float = -1.0,
) -> tuple[float, tuple[float, ...]]:
    """How surely two places of two texts say different things of one matter, and the traits that tell.

    The traits say how well the rest agrees (both ways, with weight), how alike the words right around are,
    how much of the sentence
    the source covers, how long the source is; ``first`` and ``second`` are the detector's own. Weights:
    ``judgement``. ``(0, ())`` as soon as it is plain that the answer is no more than ``least``.
    """
    known = (
        slot(pair.sentence, cut, other, other_cut, 5),
        pair.coverage,
        min(1.0, len(pair.source.reading.sentences) / 20.0),
        first,
        second,
    )
    if ceiling(model, (1.0, 1.0, 1.0, *known)) <= least:
        return 0.0, ()
    mine, mass = rest_here(pair, cut)
    mass = min(mass, 60.0) / 60.0
    if ceiling(model, (mine, 1.0, mass, *known)) <= least:
        return 0.0, ()
    traits = (mine, rest_there(pair, other, other_cut), mass, *known)
    return probability(model, traits), traits


@dataclass(frozen=True)
class View:
    """The article's text as a whole and all sources, for what a single pair cannot tell (agreement
    elsewhere).

    ``surest``: of every kind the surest candidate so far. With it, what is no finding and less sure than another of its
    kind is left out early, for only the surest of a kind counts for the score; without it, everything is told."""

    reading: Reading
    sources: Sequence[Source]
    pairs: Sequence[Aligned] = field(default_factory=tuple)
    surest: dict[FindingKind, float] | None = None

    def judge(
        self,
        kind: FindingKind,
        model: str,
        pair: Aligned,
        cut: Span,
        other: Sentence,
        other_cut: Span,
        first: float = 0.0,
        second: float = 0.0,
    ) -> tuple[float, tuple[float, ...]] | None:
        """``judge``, or None where a candidate of the kind would change nothing, whatever else is found."""
        if self.surest is None:
            return judge(model, pair, cut, other, other_cut, first, second)
        least = min(self.surest.get(kind, 0.0), LEVEL - 1e-6)
        judged = judge(model, pair, cut, other, other_cut, first, second, least)
        return judged if judged[0] > least else None

    def matters(self, candidate: Candidate) -> bool:
        """Whether a candidate is a finding or surer than every other of its kind so far."""
        return self.surest is None or candidate.soft >= LEVEL or candidate.soft > self.surest.get(candidate.kind, 0.0)

    def note(self, candidate: Candidate) -> None:
        """Keeps the surest candidate of each kind."""
        if self.surest is not None:
            self.surest[candidate.kind] = max(candidate.soft, self.surest.get(candidate.kind, 0.0))

    @cached_property
    def other_sentences(self) -> tuple[Sentence, ...]:
        """Where figures and dates of the sources are looked for: whole short ones; of long ones the sentences with
        digits and those beside the article's."""
        seen: dict[tuple[int, int], Sentence] = {}
        for number, source in enumerate(self.sources):
            for sentence in source.reading.sentences:
                if sentence.digits or len(source.reading.sentences) <= 6:
                    seen[number, sentence.index] = sentence
        for pair in self.pairs:
            number = next(i for i, s in enumerate(self.sources) if s is pair.source)
            for other in pair.others:
                seen[number, other.index] = other
        return tuple(seen.values())

    @cached_property
    def known_names(self) -> dict[tuple[frozenset[str], tuple[str, ...]], bool]:
        """Forms of names (ids and key) asked for before: whether a source knows them."""
        return {}

    @cached_property
    def asked_names(self) -> dict[Sentence, list[tuple[Name, bool]]]:
        """For sentences of the article asked for before, their telling names and whether a source knows them."""
        return {}

    @cached_property
    def strange_names(self) -> dict[Sentence, list[tuple[Name, Set[str]]]]:
        """For sentences of sources asked for before, their names that the article lacks and the words around."""
        return {}

    @cached_property
    def names_met(self) -> dict[tuple[Sentence, int], tuple[int, int]]:
        """For a sentence and another text (by identity) asked for before: names it lacks, names it has."""
        return {}

    @cached_property
    def given_figures(self) -> dict[Quantity, bool]:
        """For figures of the article asked for before, whether a source gives them."""
        return {}

    @cached_property
    def _laid(self) -> dict[FindingKind, int]:
        return {}

    def tires(self, kind: FindingKind, mine: int, theirs: int) -> bool:
        """Whether, with so many more, things of a kind were laid side by side more often than any article needs: the
        rest of a table is not compared."""
        self._laid[kind] = self._laid.get(kind, 0) + mine * theirs
        return self._laid[kind] > MOST_LAID

    @cached_property
    def met_figures(self) -> dict[int, list[Quantity]]:
        """For figures of the sources asked for before (by identity), the article's figures that agree."""
        return {}

    @cached_property
    def given_dates(self) -> dict[DateMention, bool]:
        """For dates of the article asked for before, whether a source gives them."""
        return {}

    @cached_property
    def relayed(self) -> dict[Span, bool]:
        """For speakers of the article asked for before (by span), whether a source names them as speakers."""
        return {}

    @cached_property
    def held_quotes(self) -> dict[Span, float]:
        """For quotations of the article asked for before (by span), how much of one a source holds at most."""
        return {}


def spoken_by_others(pair: Aligned, other: Sentence) -> bool:
    """Whether both sides are attributed to named speakers and no name is shared: then nothing they say can
    clash."""
    mine = [n for s in pair.sentence.speakers for n in s.names]
    theirs = [n for s in other.speakers for n in s.names]
    return bool(mine and theirs) and not any(same_name(a, b) for a in mine for b in theirs)


def hedged(soft: float, pair: Aligned, other: Sentence, by_others: float, of_another: float) -> float:
    """``soft`` weighed down where the two statements are not the same person's to make."""
    if spoken_by_others(pair, other):
        return soft * by_others
    return soft * of_another if claim_of_another(pair, other) else soft


def claim_of_another(pair: Aligned, other: Sentence) -> bool:
    """Whether the article only reports what somebody says whom the evidence does not name at all."""
    mine = pair.sentence.speakers
    if not mine:
        return False
    tokens = pair.source.reading.tokens
    ids = pair.source.reading.name_ids
    return not any(
        len(s.keys & tokens) >= 0.5 * len(s.keys) or any(n.ids & ids for n in s.names) for s in mine
    )


def quoted(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
