"""``certainty_shift``: planned, possible or alleged on one side, done on the other.

Cues are read where they stand: before the same predicate on both sides, or, where the predicate is worded
otherwise, as the only cue of
the sentence. "sẽ" and the like against a plain present say little (headlines), "dự kiến" against "đã" says
much. Later
evidence or a later article may simply know more: with times given, a step forward in time is an update and
not a shift.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifier.findings.base import Candidate, View, hedged, quoted
from classifier.text.align import Aligned, Span, says_the_same
from classifier.text.clauses import clause_spans
from classifier.text.cues import Mark
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, FindingKind

_UNREAL = frozenset(("plan", "possible", "alleged", "ask"))
_WEAK = frozenset(
    (
        "sẽ",
        "phải",
        "cần",
        "muốn",
        "will",
        "would",
        "should",
        "must",
        "risk",
        "nguy cơ",
        "khả năng",
        "tính",
        "bàn",
        "trình",
        "to be",
        "expected",
        "đề nghị",
        "mục tiêu",
        "cam kết",
        "hướng tới",
        "chuẩn bị",
        "sắp",
        "điều tra",
        "làm rõ",
        "xác minh",
        "mong muốn",
    )
)
_REACH = 4
_WAITS = 8  # "đang chờ hội đồng thành phố phê duyệt"


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts or _later(pair):
        return
    for other in pair.others[:2]:
        best: Candidate | None = None
        for candidate in (*_by_predicate(pair, view, other), *_by_sentence(pair, view, other)):
            if says_the_same(pair.sentence, pair.sentence.token_range(*candidate.change), view.sources):
                continue
            if best is None or (candidate.soft, candidate.change) > (best.soft, best.change):
                best = candidate
        if best:
            yield best


def _by_predicate(pair: Aligned, view: View, other: Sentence) -> Iterator[Candidate]:
    mine, theirs = _heads(pair.sentence), _heads(other)
    if not mine and not theirs:
        return
    for key in sorted(pair.sentence.term_keys & other.term_keys & (mine.keys() | theirs.keys())):
        a, b = mine.get(key), theirs.get(key)
        side_a, side_b = (a[0] if a else "plain"), (b[0] if b else "plain")
        if side_a == side_b or "unreal" not in (side_a, side_b):
            continue
        unreal = a if side_a == "unreal" else b
        assert unreal is not None
        strong = not _weak(pair.sentence if side_a == "unreal" else other, unreal[1])
        cut, other_cut = _range(pair.sentence, a, key), _range(other, b, key)
        sure, there = (pair.sentence, cut) if side_a != "unreal" else (other, other_cut)
        if _unsure_of(sure, there):
            continue  # that side is unsure elsewhere: its cue may only stand in another place
        done = float("real" in (side_a, side_b))
        yield from _candidate("certainty", pair, view, other, cut, other_cut, done, float(strong))


def _by_sentence(pair: Aligned, view: View, other: Sentence) -> Iterator[Candidate]:
    """One sentence is unsure by a strong cue, the other nowhere: whatever the predicate is called."""
    mine, theirs = _strong(pair.sentence), _strong(other)
    mine = [m for m in mine if _governs_shared(pair.sentence, m, other)]
    theirs = [m for m in theirs if _governs_shared(other, m, pair.sentence)]
    if mine and not _unsure(other) and not _says(pair.source.reading, pair.sentence, mine[0]):
        mark = mine[0]
        real = [m for m in other.marks if m.entry.cue == "done" and _governs_shared(other, m, pair.sentence)]
        other_cut = (real[0].first, real[0].last) if real else _best_place(pair.sentence, other)
        cut = _reach_out(pair.sentence, mark)
        yield from _candidate("mood", pair, view, other, cut, other_cut, 1.0, float(bool(real)))
    elif theirs and not _unsure(pair.sentence) and not _says(pair.sentence.reading, other, theirs[0]):
        real = [
            m
            for m in pair.sentence.marks
            if m.entry.cue == "done" and _governs_shared(pair.sentence, m, other)
        ]
        if real:
            cut, other_cut = _reach_out(pair.sentence, real[0]), _reach_out(other, theirs[0])
            yield from _candidate("mood", pair, view, other, cut, other_cut, 0.0, 1.0)


_NOUNS = frozenset(
    ("kế hoạch", "dự thảo", "phương án", "đe dọa", "khả năng", "hứa hẹn", "hứa", "nguy cơ", "tin đồn")
)


def _governs_shared(sentence: Sentence, mark: Mark, other: Sentence) -> bool:
    """Whether one of the next two telling words after the cue stands in the other sentence too, and the cue
    is no noun."""
    if " ".join(sentence.keys[mark.first : mark.last + 1]) in _NOUNS:
        return False
    before = sentence.keys[max(0, mark.first - 3) : mark.first]
    if ("được" in before or "bị" in before) and any(
        t.key in other.term_keys for t in sentence.terms if t.last < mark.first
    ):
        return True  # "lệnh bắt đang được tòa xem xét": what is governed stands before
    after = [t for t in sentence.terms if mark.last < t.first <= mark.last + 6][:2]
    return any(t.key in other.term_keys for t in after)


def _says(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    """Whether the other text has the cue's words too, or, when it is short, any sign of being unsure."""
    words = " " + " ".join(sentence.keys[mark.first : mark.last + 1]) + " "
    return words in reading.running or (len(reading.sentences) <= 3 and any(map(_unsure, reading.sentences)))


def _strong(sentence: Sentence) -> list[Mark]:
    found: list[Mark] | None = sentence.kept.get("strong")
    if found is None:
        found = sentence.kept["strong"] = [
            m for m in sentence.marks if m.entry.cue in _UNREAL and not _weak(sentence, m)
        ]
    return found


def _unsure(sentence: Sentence) -> bool:
    found: bool | None = sentence.kept.get("unsure")
    if found is None:
        found = sentence.kept["unsure"] = any(m.entry.cue in _UNREAL for m in sentence.marks)
    return found


def _unsure_of(sentence: Sentence, cut: Span) -> bool:
    """Whether a cue that makes unsure stands in the sentence at all, or, where the predicate itself is told as done,
    in its own clause ("nhằm hoàn tất" is not done)."""
    if not _unsure(sentence):
        return False
    if not any(m.entry.cue == "done" and cut[0] <= m.first <= cut[1] for m in sentence.marks):
        return True
    start, end = sentence.char_range(cut)
    clauses = clause_spans(sentence.reading.text, sentence.start, sentence.end)
    low = max((a for a, _ in clauses if a <= start), default=sentence.start)
    high = min((b for _, b in clauses if end <= b), default=sentence.end)
    unsure = _UNREAL | {"purpose"}
    return any(m.entry.cue in unsure and low <= sentence.columns.starts[m.first] < high for m in sentence.marks)


def _weak(sentence: Sentence, mark: Mark) -> bool:
    return " ".join(sentence.keys[mark.first : mark.last + 1]) in _WEAK


def _reach_out(sentence: Sentence, mark: Mark) -> Span:
    """The cue and the word after it, so that a passage says what is unsure."""
    return mark.first, min(mark.last + 1, len(sentence.keys) - 1)


def _best_place(sentence: Sentence, other: Sentence) -> Span:
    """The other sentence's weightiest word in common, as the place to show."""
    common = [t for t in other.terms if t.key in sentence.term_keys]
    term = max(common, key=lambda t: (t.weight, -t.first))
    return term.first, term.last


Head = tuple[str, Mark, Span]


def _heads(sentence: Sentence) -> dict[str, Head]:
    found: dict[str, Head] | None = sentence.kept.get("heads")
    if found is None:
        found = sentence.kept["heads"] = heads(sentence)
    return found


def heads(sentence: Sentence) -> dict[str, Head]:
    """For each term that a cue governs: real or unreal, the cue and the term's tokens. An unreal cue wins
    over a real one."""
    out: dict[str, Head] = {}
    text = sentence.reading.text
    for mark in sentence.marks:
        cue = mark.entry.cue
        side = "unreal" if cue in _UNREAL else "real" if cue == "done" else ""
        if not side:
            continue
        reach = _WAITS if sentence.keys[mark.last] == "chờ" else _REACH
        for term in sentence.terms:
            if term.key[0] != "@" and mark.last < term.first <= mark.last + reach:
                between = text[sentence.columns.ends[mark.last] : sentence.columns.starts[term.first]]
                if any(c in between for c in ',;:."“”'):
                    continue
                held = out.get(term.key)
                if held is None or (side == "unreal" and held[0] != "unreal"):
                    out[term.key] = (side, mark, (term.first, term.last))
    return out


def _range(sentence: Sentence, governed: Head | None, key: str) -> Span:
    if governed:
        return governed[1].first, governed[2][1]
    term = next(t for t in sentence.terms if t.key == key)
    return term.first, term.last


def _candidate(
    model: str, pair: Aligned, view: View, other: Sentence, cut: Span, other_cut: Span, first: float, second: float
) -> Iterator[Candidate]:
    judged = view.judge(
        FindingKind.CERTAINTY, model, pair, cut, other, other_cut, first, second
    )
    if judged is None:
        return
    soft, traits = judged
    soft = hedged(soft, pair, other, 0.2, 0.4)
    change, other_change = pair.sentence.char_range(cut), other.char_range(other_cut)
    x, y = pair.sentence.reading.text[slice(*change)], other.reading.text[slice(*other_change)]
    yield Candidate(
        FindingKind.CERTAINTY,
        pair.sentence,
        change,
        pair.source,
        other,
        other_change,
        soft,
        Bilingual(
            f"Mức độ chắc chắn khác nhau: bài viết “{quoted(x)}”, bằng chứng “{quoted(y)}”.",
            f"How sure it is differs: the article “{quoted(x)}”, the evidence “{quoted(y)}”.",
        ),
        model,
        traits,
    )


def _later(pair: Aligned) -> bool:
    """Both times known and at least six hours apart: what was planned may have happened since."""
    mine, theirs = pair.sentence.reading.published_at, pair.source.reading.published_at
    if mine is None or theirs is None or (mine.tzinfo is None) != (theirs.tzinfo is None):
        return False
    return abs((mine - theirs).total_seconds()) >= 6 * 3600
