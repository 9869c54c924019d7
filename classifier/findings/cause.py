"""``cause_mismatch``: the reason given for the same effect.

Reads what follows vì, do, bởi, nhờ, nguyên nhân là, and what stands before khiến, dẫn đến; where the rest of
the sentence agrees
with the evidence, none of the reason's words do, and the evidence gives a reason of its own, the two differ.
Silence of the
evidence about reasons is not a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.findings.base import Candidate, View, quoted, spoken_by_others
from classifier.text.align import Aligned
from classifier.text.clauses import clause_spans
from classifier.text.reading import Sentence
from models.records import Bilingual, FindingKind

_MIN_WEIGHT = 5.0
_MOST_REASONS = 12  # of one sentence


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts:
        return
    for cut in _reasons(pair.sentence):
        terms = [t for t in pair.sentence.terms if cut[0] <= t.first <= cut[1]]
        weight = sum(t.weight for t in terms)
        if weight < _MIN_WEIGHT:
            continue
        held = (
            sum(t.weight for t in terms if any(t.key in s.reading.term_keys for s in view.sources)) / weight
        )
        best: Candidate | None = None
        for other in pair.others[:2]:
            for other_cut, stated in _given(other):
                candidate = _compare(pair, view, other, cut, other_cut, held, stated)
                if candidate and (best is None or candidate.soft > best.soft):
                    best = candidate
        if best:
            yield best


def _reasons(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    found = sentence.kept.get("reasons")
    if found is None:
        found = sentence.kept["reasons"] = reasons(sentence)
    return tuple(found)


def _given(sentence: Sentence) -> tuple[tuple[tuple[int, int], bool], ...]:
    """The reasons and circumstances of a sentence, each with whether it is stated as a reason; worked out once."""
    found = sentence.kept.get("given")
    if found is None:
        stated = [(cut, True) for cut in _reasons(sentence)]
        found = sentence.kept["given"] = (*stated, *((cut, False) for cut in _circumstances(sentence)))
    return tuple(found)


def reasons(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Token ranges of the reasons a sentence gives."""
    out = []
    cues = [mark for mark in sentence.marks if mark.entry.cue in ("cause", "effect")]
    clauses = clause_spans(sentence.reading.text, sentence.start, sentence.end) if cues else ()
    for mark in cues[:_MOST_REASONS]:
        at = sentence.columns.starts[mark.first]
        low, high = next(((a, b) for a, b in clauses if a <= at < b), (sentence.start, sentence.end))
        if mark.entry.cue == "cause" and _DOER.match(sentence.reading.low, at, high):
            continue
        if mark.entry.cue == "cause":
            inside = [i for i in range(mark.last + 1, len(sentence.keys)) if sentence.columns.ends[i] <= high]
        else:
            inside = [i for i in range(mark.first) if sentence.columns.starts[i] >= low]
            if inside and _no_reason(sentence, inside[0], mark.first):
                continue
        if inside:
            out.append((inside[0], inside[-1]))
    keys = sentence.keys
    for i in range(len(keys) - 4 if "nguyên" in keys else 0):
        if keys[i : i + 2] == ("nguyên", "nhân") and "là" in keys[i + 2 :]:
            at = keys.index("là", i + 2)
            if at + 1 < len(keys) and (at + 1, len(keys) - 1) not in out:
                out.append((at + 1, len(keys) - 1))
            break
    return tuple(out)


def _no_reason(sentence: Sentence, first: int, effect: int) -> bool:
    """Whether what stands before a word of effect is no reason: a denial ("không gây"), or itself an effect."""
    return any(
        m.entry.cue in ("effect", "cause") or (m.entry.cue == "negation" and effect - m.last <= 2)
        for m in sentence.marks
        if first <= m.first < effect
    )


# "do bộ tổ chức": who did it, no reason.
_DOER = re.compile(
    r"do\s[^,.;:]{2,60}?\s(?:tổ chức|cầm đầu|chủ trì|thực hiện|đứng đầu|làm chủ|sản xuất|ban hành|soạn thảo|đề xuất|"
    r"quản lý|cấp|phát hành|điều hành|xây dựng|thiết kế|đầu tư|sáng lập|dẫn đầu|đưa ra|công bố|sở hữu|chế tạo|viết|"
    r"đạo diễn|khởi xướng|phát động|tài trợ|phối hợp|lập|trao|gửi|bầu|bổ nhiệm)(?!\w)"
)


_CIRCUMSTANCE = re.compile(r"(?<!\w)(?:sau khi|nếu|trong bối cảnh|after|amid)\s")


def _circumstances(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Clauses that give a circumstance ("sau khi …", "nếu …"), which reports use for a reason."""
    text = sentence.reading.low
    out: list[tuple[int, int]] = []
    if not _CIRCUMSTANCE.search(text, sentence.start, sentence.end):
        return ()
    for low, high in clause_spans(sentence.reading.text, sentence.start, sentence.end):
        match = _CIRCUMSTANCE.search(text, low, high)
        if match:
            first, last = sentence.token_range(match.end(), high)
            if last >= first:
                out.append((first, last))
    return tuple(out[:2])


_SAME_REASON = 0.25


def _shared(a: Sentence, cut: tuple[int, int], b: Sentence, other_cut: tuple[int, int]) -> float:
    """The weight two reasons share, over the lighter one's."""
    mine = {t.key: t.weight for t in a.terms if cut[0] <= t.first <= cut[1]}
    theirs = {t.key: t.weight for t in b.terms if other_cut[0] <= t.first <= other_cut[1]}
    least = min(sum(mine.values()), sum(theirs.values()))
    return sum(w for k, w in mine.items() if k in theirs) / least if least else 0.0


def _effect(sentence: Sentence, cut: tuple[int, int], reach: int) -> frozenset[str]:
    """The telling words nearest to a reason on each side: what it is the reason of."""
    before = [t.key for t in sentence.terms if t.last < cut[0]][-reach:]
    after = [t.key for t in sentence.terms if t.first > cut[1]][:reach]
    return frozenset(before + after)


def _compare(
    pair: Aligned,
    view: View,
    other: Sentence,
    cut: tuple[int, int],
    other_cut: tuple[int, int],
    held: float,
    stated: bool,
) -> Candidate | None:
    theirs = [t for t in other.terms if other_cut[0] <= t.first <= other_cut[1]]
    weight = sum(t.weight for t in theirs)
    if weight < _MIN_WEIGHT:
        return None
    unused = sum(t.weight for t in theirs if t.key not in pair.sentence.reading.term_keys) / weight
    judged = view.judge(
        FindingKind.CAUSE, "cause", pair, cut, other, other_cut, held, unused
    )
    if judged is None:
        return None
    soft, traits = judged
    if spoken_by_others(pair, other):
        soft *= 0.2
    if _shared(pair.sentence, cut, other, other_cut) >= _SAME_REASON:
        soft *= 0.4  # the same reason in other words
    if _effect(pair.sentence, cut, 6).isdisjoint(_effect(other, other_cut, 8)):
        soft *= 0.5  # the reasons of two effects
    if not stated:
        soft *= 0.6  # "sau khi …" need not be the reason
    change, other_change = pair.sentence.char_range(cut), other.char_range(other_cut)
    a, b = pair.sentence.reading.text[slice(*change)], other.reading.text[slice(*other_change)]
    return Candidate(
        FindingKind.CAUSE,
        pair.sentence,
        change,
        pair.source,
        other,
        other_change,
        soft,
        Bilingual(
            f"Bài viết nêu nguyên nhân “{quoted(a)}”, bằng chứng nêu “{quoted(b)}”.",
            f"The article gives the reason “{quoted(a)}”, the evidence gives “{quoted(b)}”.",
        ),
        "cause",
        traits,
    )
