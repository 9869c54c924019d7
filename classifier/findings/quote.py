"""``quote_alteration``: words in quotation marks against the same quotation elsewhere.

A quotation whose words the evidence has (in quotation marks or not, shortened, translated a little
differently) is left alone. One the
evidence does not have counts only where the evidence has another quotation in the same place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from classifier.findings.base import Candidate, View, quoted, spoken_by_others
from classifier.text.align import Aligned
from classifier.text.quotes import Quote
from classifier.text.reading import Reading, Sentence
from classifier.text.weights import STOPWORDS, idf
from models.records import Bilingual, FindingKind

_LONG, _RUN = 8, 5  # words of a quotation, and of a run in common, from which two are one, reworded
_ALIKE = 0.2  # overlap from which two quotations are the same words, changed
_NEGATIONS = frozenset("không chưa chẳng chả đừng not never no nobody nothing none cannot".split())


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    for mine in pair.sentence.quotes:
        if not mine.speech:
            continue
        if not any(theirs.speech for other in pair.others for theirs in other.quotes):
            return  # nothing that could stand in its place
        keys = _keys(pair.sentence, mine)
        if mine.span not in view.held_quotes:
            view.held_quotes[mine.span] = max((_held(keys, source.reading) for source in view.sources), default=0.0)
        held = view.held_quotes[mine.span]
        if held >= 0.8:
            continue
        best: Candidate | None = None
        for other in pair.others:
            for theirs in other.quotes:
                candidate = _compare(pair, view, other, mine, theirs, keys, held)
                if candidate and (best is None or candidate.soft > best.soft):
                    best = candidate
        if best:
            yield best


def _keys(sentence: Sentence, quote: Quote) -> list[str]:
    start, end = quote.span
    words = sentence.columns
    return list(words.keys[bisect_left(words.starts, start) : bisect_right(words.ends, end)])


@lru_cache(maxsize=8192)
def _weight(key: str) -> float:
    return 1.0 if key in STOPWORDS and key not in _NEGATIONS else idf(key)


def _share(keys: list[str], held: frozenset[str] | set[str]) -> float:
    weights = list(map(_weight, keys))
    total = sum(weights)
    return sum([w for k, w in zip(keys, weights, strict=True) if k in held]) / total if total else 1.0


def _held(keys: list[str], reading: Reading) -> float:
    """The most of the quotation that one sentence of a text holds; nothing where the negations differ."""
    best = 0.0
    if " " + " ".join(keys) + " " in reading.running:
        return 1.0
    for sentence in reading.sentences:
        share = _share(keys, sentence.key_set)
        if share > best:
            best = share
    for sentence in reading.sentences:
        for quote in sentence.quotes:
            theirs = _keys(sentence, quote)
            if _share(keys, set(theirs)) > 0.6 and (_turned(keys, theirs) or _reworded(keys, theirs)):
                best *= 0.6
    return best


def _reworded(mine: list[str], theirs: list[str]) -> bool:
    """Whether two quotations are the same long words but for a piece that says other things: most of both the same in
    order, and in one place telling words on each side that the other quotation lacks.

    What one only leaves out or goes on to say is no change."""
    if min(len(mine), len(theirs)) < _LONG:
        return False
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False)
    if max((block.size for block in blocks.get_matching_blocks()), default=0) < _RUN or blocks.ratio() < 0.6:
        return False
    return any(
        kind == "replace" and _tells(mine[a:b], theirs) and _tells(theirs[c:d], mine)
        for kind, a, b, c, d in blocks.get_opcodes()
    )


def _tells(piece: list[str], other: list[str]) -> bool:
    return any(key not in other and (key not in STOPWORDS or key in _NEGATIONS) for key in piece)


def _turned(mine: list[str], theirs: list[str]) -> bool:
    """Whether one of two quotations of the same words denies what the other asserts: a negation of the one before a
    word that the other has without it."""
    a, b = _denied(mine), _denied(theirs)
    return any(k in theirs for k in a - b) or any(k in mine for k in b - a)


def _denied(keys: list[str]) -> frozenset[str]:
    """The telling words right after negations, over at most one word that tells nothing."""
    out = set()
    for at, key in enumerate(keys):
        if key in _NEGATIONS:
            out.update([k for k in keys[at + 1 : at + 3] if k not in STOPWORDS][:1])
    return frozenset(out)


def _compare(
    pair: Aligned, view: View, other: Sentence, mine: Quote, theirs: Quote, keys: list[str], held: float
) -> Candidate | None:
    if not theirs.speech:
        return None
    their_keys = _keys(other, theirs)
    changed = _turned(keys, their_keys) or _reworded(keys, their_keys)
    if not changed and _share(their_keys, pair.sentence.reading.tokens) >= 0.8:
        return None  # the evidence's words stand in the article too
    overlap = max(_share(keys, set(their_keys)), _share(their_keys, set(keys)))
    cut, other_cut = pair.sentence.token_range(*mine.span), other.token_range(*theirs.span)
    judged = view.judge(
        FindingKind.QUOTE, "quote", pair, cut, other, other_cut, overlap, held
    )
    if judged is None:
        return None
    soft, traits = judged
    if overlap < _ALIKE and not (pair.sentence.speakers and other.speakers):
        soft *= 0.5  # nothing says that both are somebody's words on one thing
    if spoken_by_others(pair, other):
        soft *= 0.2
    return Candidate(
        FindingKind.QUOTE,
        pair.sentence,
        mine.span,
        pair.source,
        other,
        theirs.span,
        soft,
        Bilingual(
            f"Lời trích “{quoted(mine.text)}” khác với lời trong bằng chứng: “{quoted(theirs.text)}”.",
            f"The quotation “{quoted(mine.text)}” differs from the evidence's: “{quoted(theirs.text)}”.",
        ),
        "quote",
        traits,
    )
