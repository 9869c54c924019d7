"""Which piece of evidence speaks of the same thing as a sentence, and how surely.

A sentence is laid beside the evidence sentences that share most of its weight (inverse document frequency of
terms). The
question that decides everything afterwards is ``rest``: leave out the words that differ on both sides; does
the rest,
near those words, say the same? Added facts, another event of the same saga and a later stage leave little
that agrees.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from classifier.text.reading import Reading, Sentence
from models.records import EvidenceFrom, EvidenceRole

MIN_SHARED = 5.0  # weight two sentences must share to be laid side by side at all
MAX_SIDE = 3  # evidence sentences laid beside one sentence
SHORT_SOURCE = 6  # sentences of a source in which equal figures are looked for too
FIGURE = 4.0  # weight of a figure that two sentences share
_DECAY = 12.0  # tokens over which a word's say in the matter falls to 1/e
_FADED = tuple(math.exp(-distance / _DECAY) for distance in range(1300))  # a sentence has no more tokens
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence, read. ``index`` counts the given evidence; references carry their id, version and
    whether checked."""

    reading: Reading
    origin: EvidenceFrom
    role: EvidenceRole = EvidenceRole.REPORT
    index: int | None = None
    reference_id: str | None = None
    reference_version: int | None = None
    reference_checked: bool | None = None


@dataclass(frozen=True)
class Aligned:
    """One sentence of the article and the sentences of one source that speak of the same, best first."""

    sentence: Sentence
    source: Source
    others: tuple[Sentence, ...]
    alike: float = 0.0  # of the two best sentences; for working through the most telling pairs first

    @cached_property
    def keys(self) -> frozenset[str]:
        """Terms of the aligned sentences and of their neighbours in a short source."""
        if len(self.source.reading.sentences) <= 4:
            return self.source.reading.term_keys
        return frozenset().union(*[other.term_keys for other in self.others])

    @cached_property
    def remarks(self) -> tuple[Span, ...]:
        """Token ranges of clauses that name nobody, give no figure and share no word with the other side ("thật đáng
        tiếc", "true to its oath"): what is thought of the matter must not decide whether it is the same matter."""
        sentence = self.sentence
        spans = sentence.clauses
        if len(spans) < 2:
            return ()
        told = {t.first for t in sentence.terms if t.key in self.keys or t.key[0] == "@"}
        told |= {at for n in sentence.names for at in range(n.first, n.last + 1)}
        ranges = (sentence.token_range(*span) for span in spans)
        return tuple(
            (first, last)
            for first, last in ranges
            if last >= first
            and not any(first <= at <= last for at in told)
            and not any(c.isdigit() for key in sentence.keys[first : last + 1] for c in key)
        )

    @cached_property
    def coverage(self) -> float:
        return sum(t.weight for t in self.sentence.terms if t.key in self.keys) / self.sentence.weight


def align(sentence: Sentence, source: Source) -> Aligned | None:
    """The source's sentences that share enough with ``sentence``; None when there are none."""
    shared: dict[int, float] = {}
    postings = source.reading.postings
    for key in sentence.distinct_keys:
        for index, weight in postings.get(key, ()):
            shared[index] = shared.get(index, 0.0) + weight
    every = source.reading.sentences
    if len(every) <= SHORT_SOURCE and sentence.figures:
        for other in every:
            same = len(sentence.figures & other.figures)
            if same:
                shared[other.index] = shared.get(other.index, 0.0) + FIGURE * same
    scored = [
        (-weight / math.sqrt(every[i].weight + 12.0), i)
        for i, weight in shared.items()
        if weight >= MIN_SHARED
    ]
    if not scored:
        return None
    scored.sort()
    best = scored[0][0]
    others = tuple(every[i] for s, i in scored[:MAX_SIDE] if s <= best * 0.45)
    return Aligned(sentence, source, others, -best / math.sqrt(sentence.weight + 12.0))


def _around(sentence: Sentence, cut: Span) -> tuple[list[tuple[str, float, float]], float]:
    """The terms outside ``cut`` (token range) with their say, nearer ones more, and their plain weight; the sum of
    the say. Worked out once, for the sentence is laid beside many."""
    found: tuple[list[tuple[str, float, float]], float] | None = sentence.around.get(cut)
    if found is None:
        first, last = cut
        rows: list[tuple[str, float, float]] = []
        total = 0.0
        for key, plain, begin, end in sentence.terms:
            if first <= begin <= last:
                continue
            distance = first - end if end < first else begin - last
            weight = plain * _FADED[distance if distance > 0 else 0]
            total += weight
            rows.append((key, weight, plain))
        found = sentence.around[cut] = rows, total
    return found


def _rest(sentence: Sentence, cut: Span, keys: AbstractSet[str]) -> tuple[float, float]:
    """Share and weight of the terms around ``cut`` (token range) that ``keys`` hold, nearer words counting
    more."""
    rows, total = _around(sentence, cut)
    common = mass = 0.0
    for key, weight, plain in rows:
        if key in keys:
            common += weight
            mass += plain
    return (common / total if total else 0.0), mass


def rest_here(pair: Aligned, cut: Span) -> tuple[float, float]:
    """Without ``cut`` and what is only remarked: the share of the article's sentence that the other side holds, and
    the shared weight."""
    remarks = [r for r in pair.remarks if not r[0] <= cut[0] <= r[1]]
    if not remarks:
        return _rest(pair.sentence, cut, pair.keys)
    rows, total = _around(pair.sentence, cut)
    common = mass = left = 0.0
    kept = [t for t in pair.sentence.terms if not cut[0] <= t.first <= cut[1]]
    for (key, weight, plain), term in zip(rows, kept, strict=True):
        if key in pair.keys:
            common += weight
            mass += plain
        elif any(first <= term.first <= last for first, last in remarks):
            left += weight
    return (common / (total - left) if total > left else 0.0), mass


def rest_there(pair: Aligned, other: Sentence, other_cut: Span) -> float:
    """Without ``other_cut``: the share of the other side's sentence that the article's holds."""
    return _rest(other, other_cut, pair.sentence.around_keys)[0]


_NEGATIONS = frozenset("không chưa chẳng chả not no never without".split())


def says_the_same(sentence: Sentence, cut: Span, sources: Sequence[Source]) -> bool:
    """Whether a source has the changed words in the same wording: three words in a row or more, with the word
    before them, and not under a negation that the sentence lacks."""
    for first in (cut[0] - 2, cut[0] - 1):
        if first < 0:
            continue  # what stands before may turn the sense: it must be the same too
        last = max(cut[1], first + 2)
        run = sentence.keys[first : last + 1]
        if len(run) >= 3:
            words = " " + " ".join(run) + " "
            denied = not _NEGATIONS.isdisjoint(sentence.keys[max(0, first - 2) : first])
            readings = [source.reading for source in sources if source.reading.tokens.issuperset(run)]
            if any(_has(reading.running, words, denied) for reading in readings):
                return True
    return False


def _has(running: str, words: str, denied: bool) -> bool:
    """Whether the words stand in a text, right after a negation only where ``denied``."""
    at = running.find(words)
    while at >= 0:
        before = running[max(0, at - 24) : at].split()[-2:]
        if denied or _NEGATIONS.isdisjoint(before):
            return True
        at = running.find(words, at + 1)
    return False


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def near_keys(sentence: Sentence, cut: Span, reach: int) -> dict[str, float]:
    """Terms within ``reach`` tokens of ``cut``, outside it, with their weights."""
    first, last = cut
    found = sentence.near.get((first, last, reach))
    if found is None:
        low, high = first - reach, last + reach
        terms = sentence.terms
        begin = bisect_left(terms, low - _LONGEST, key=_first)
        found = sentence.near[first, last, reach] = {
            key: weight
            for key, weight, at, to in terms[begin : bisect_right(terms, high, lo=begin, key=_first)]
            if at > last or low <= to < first
        }
    return found


_first = itemgetter(2)
_LONGEST = 40  # tokens of a term at most


def slot(a: Sentence, cut_a: Span, b: Sentence, cut_b: Span, reach: int = 4) -> float:
    """How alike the nearest words around two places are, in [0, 1]: weighted overlap over the smaller
    side."""
    x, y = near_keys(a, cut_a, reach), near_keys(b, cut_b, reach)
    if not x or not y:
        return 0.0
    common = sum([w for k, w in x.items() if k in y])
    if not common:
        return 0.0
    return common / max(6.0, min(sum(x.values()), sum(y.values())))


def best_pairs(reading: Reading, sources: Sequence[Source]) -> list[Aligned]:
    """Every sentence of the article with every source that speaks of the same, in order."""
    return [
        pair
        for s in reading.sentences
        if s.terms and not s.view
        for src in sources
        if (pair := align(s, src))
    ]
