"""``certainty_shift``: planned, possible or alleged on one side, done on the other.

Cues are read where they stand: before the same predicate on both sides. "sẽ" and the like against a plain present say
little (headlines), "dự kiến" against "đã" says much. Later evidence or a later article may simply know more: with times
given, a step forward in time is an update and not a shift.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifier.findings.base import Candidate, View, claim_of_another, quoted, spoken_by_others
from classifier.text.align import Aligned, same_statement, sigmoid, slot
from classifier.text.cues import Mark
from classifier.text.reading import Sentence, Term
from models.records import Bilingual, FindingKind

_UNREAL = frozenset(("plan", "possible", "alleged", "ask"))
_WEAK = frozenset(("sẽ", "phải", "cần", "muốn", "will", "would", "should", "must", "risk", "nguy cơ", "khả năng", "tính", "bàn", "trình", "to be", "expected"))
_REACH = 4


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts or _later(pair):
        return
    mine = heads(pair.sentence)
    for other in pair.others[:2]:
        theirs = heads(other)
        best: Candidate | None = None
        for key in (pair.sentence.term_keys & other.term_keys):
            candidate = _compare(pair, other, key, mine, theirs)
            if candidate and (best is None or (candidate.soft, candidate.change) > (best.soft, best.change)):
                best = candidate
        if best:
            yield best


def heads(sentence: Sentence) -> dict[str, tuple[str, Mark, Term]]:
    """For each term that a cue governs: real or unreal, the cue and the term. The nearest cue wins."""
    out: dict[str, tuple[str, Mark, Term]] = {}
    text = sentence.reading.text
    for mark in sentence.marks:
        cue = mark.entry.cue
        side = "unreal" if cue in _UNREAL else "real" if cue == "done" else ""
        if not side:
            continue
        for term in sentence.terms:
            if mark.last < term.first <= mark.last + _REACH:
                between = text[sentence.words[mark.last].end:sentence.words[term.first].start]
                if any(c in between for c in ",;:.\"“”"):
                    continue
                held = out.get(term.key)
                if held is None or side == "unreal" or held[0] != "unreal":
                    out[term.key] = (side, mark, term)
    return out


def _compare(pair: Aligned, other: Sentence, key: str, mine: dict[str, tuple[str, Mark, Term]],
             theirs: dict[str, tuple[str, Mark, Term]]) -> Candidate | None:
    a, b = mine.get(key), theirs.get(key)
    side_a, side_b = (a[0] if a else "plain"), (b[0] if b else "plain")
    if side_a == side_b or "unreal" not in (side_a, side_b):
        return None
    mark = a[1] if a and side_a == "unreal" else b[1] if b else None
    if mark is None:
        return None
    holder = pair.sentence if side_a == "unreal" else other
    weak = " ".join(holder.keys[mark.first:mark.last + 1]) in _WEAK
    factor = 0.9 if "real" in (side_a, side_b) else 0.6
    if weak:
        factor *= 0.45
    if side_a != "unreal" and any(m.entry.cue in _UNREAL for m in pair.sentence.marks):
        factor *= 0.4  # the article's sentence is unsure elsewhere: the cue may only stand in another place
    if side_b != "unreal" and any(m.entry.cue in _UNREAL for m in other.marks):
        factor *= 0.4
    cut, other_cut = _range(pair.sentence, a, key), _range(other, b, key)
    gate = same_statement(pair, cut, other, other_cut)
    around = slot(pair.sentence, cut, other, other_cut, 6)
    soft = gate * factor * (0.4 + 0.6 * sigmoid((around - 0.25) * 10))
    if spoken_by_others(pair, other):
        soft *= 0.2
    elif claim_of_another(pair, other):
        soft *= 0.4
    change, other_change = _chars(pair.sentence, cut), _chars(other, other_cut)
    x, y = pair.sentence.reading.text[slice(*change)], other.reading.text[slice(*other_change)]
    return Candidate(FindingKind.CERTAINTY, pair.sentence, change, pair.source, other, other_change, soft, Bilingual(
        f"Mức độ chắc chắn khác nhau: bài viết “{quoted(x)}”, bằng chứng “{quoted(y)}”.",
        f"How sure it is differs: the article “{quoted(x)}”, the evidence “{quoted(y)}”.",
    ))


def _range(sentence: Sentence, governed: tuple[str, Mark, Term] | None, key: str) -> tuple[int, int]:
    if governed:
        return governed[1].first, governed[2].last
    term = next(t for t in sentence.terms if t.key == key)
    return term.first, term.last


def _chars(sentence: Sentence, cut: tuple[int, int]) -> tuple[int, int]:
    return sentence.words[cut[0]].start, sentence.words[cut[1]].end


def _later(pair: Aligned) -> bool:
    """Both times known and at least six hours apart: what was planned may have happened since."""
    mine, theirs = pair.sentence.reading.published_at, pair.source.reading.published_at
    if mine is None or theirs is None or (mine.tzinfo is None) != (theirs.tzinfo is None):
        return False
    return abs((mine - theirs).total_seconds()) >= 6 * 3600
