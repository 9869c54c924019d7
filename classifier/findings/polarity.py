"""``polarity_mismatch``: negation and antonyms.

Two ways to differ: the sides of one opposition (đồng ý / bác bỏ, tăng / giảm), where a negation turns a side
round; and a
predicate negated on one side only. A text that holds both sides, or the evidence's own side elsewhere, is
left alone, and so is
what a body says of its own conduct against a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from classifier.findings.base import Candidate, View, hedged, quoted
from classifier.text.align import Aligned, says_the_same
from classifier.text.cues import Mark
from classifier.text.names import same_name
from classifier.text.reading import Reading, Sentence
from classifier.text.terms import Term
from classifier.text.weights import STOPWORDS, idf
from models.records import Bilingual, FindingKind, Language

# Words of refusal stand on one side of two oppositions.
_GROUP = {"confirm": "agree", "win": "success"}
_REACH = 4


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts:
        return
    for candidate in (*_opposites(pair, view), *_negations(pair, view)):
        if not says_the_same(pair.sentence, pair.sentence.token_range(*candidate.change), view.sources):
            yield candidate


def _opposites(pair: Aligned, view: View) -> Iterator[Candidate]:
    mine = [m for m in pair.sentence.marks if m.entry.axis]
    for mark in mine:
        group = _GROUP.get(mark.entry.axis, mark.entry.axis)
        theirs = [
            (o, m)
            for o in pair.others
            for m in o.marks
            if m.entry.axis and _GROUP.get(m.entry.axis, m.entry.axis) == group
        ]
        if any(m.sign == mark.sign for _, m in theirs):
            continue
        if any(_GROUP.get(m.entry.axis, m.entry.axis) == group and m.sign == -mark.sign for m in mine):
            continue
        best: Candidate | None = None
        for other, opposite in theirs:
            if _in_vain(pair.sentence, mark) or _in_vain(other, opposite):
                continue
            if mark.entry.axis in _NOMINAL and (mark.negated or opposite.negated):
                continue
            if _unreal(pair.sentence, mark) != _unreal(other, opposite):
                continue  # what is hoped or planned, and what came of it
            if mark.entry.axis in _TWO_SIDED and not _same_doer(pair.sentence, mark, other, opposite):
                continue  # one's victory is the other's defeat
            refused = "bác" in (pair.sentence.keys[mark.first], other.keys[opposite.first])
            same = float(refused or opposite.entry.axis == mark.entry.axis)
            turned = float(mark.negated or opposite.negated)
            candidate = _candidate(
                "opposite", pair, view, other, _cut(pair.sentence, mark), _cut(other, opposite), same, turned
            )
            if candidate and (best is None or candidate.soft > best.soft):
                best = candidate
        if best:
            yield best


_TWO_SIDED = frozenset(("win", "buy", "lend", "trade", "attack", "advance", "welcome", "rank"))
# Words that name a kind and no act: a negation before them denies the act.
_NOMINAL = frozenset(("bound", "lasting", "duty", "indirect", "incumbent", "test", "penalty"))
_UNREAL = frozenset(("plan", "possible", "purpose", "alleged"))
_BEFORE = 7  # tokens before a word in which a cue that makes it unreal stands


def _unreal(sentence: Sentence, mark: Mark) -> bool:
    """Whether the sentence only plans, supposes or aims at what the mark says."""
    return any(m.entry.cue in _UNREAL and 0 <= mark.first - m.last <= _BEFORE for m in sentence.marks if m is not mark)


def _same_doer(a: Sentence, mark: Mark, b: Sentence, opposite: Mark) -> bool:
    """Whether the same name stands nearest before both words, or no name before either."""
    mine = [n for n in a.names if n.last < mark.first][-1:]
    theirs = [n for n in b.names if n.last < opposite.first][-1:]
    if not mine or not theirs:
        return not mine and not theirs
    return same_name(mine[0], theirs[0])


def _in_vain(sentence: Sentence, mark: Mark) -> bool:
    """Whether the sentence says near the mark that it failed: "nỗ lực bắt giữ bất thành"."""
    return any(
        m.entry.axis == "success" and m.sign < 0 and m is not mark and abs(m.first - mark.first) <= 5
        for m in sentence.marks
    )


def _cut(sentence: Sentence, mark: Mark) -> tuple[int, int]:
    """Token range of a mark with the negation that turns it."""
    first = mark.first
    if mark.negated:
        for m in sentence.marks:
            if m.entry.cue == "negation" and m.last < mark.first <= m.last + 8:
                first = m.first
    return first, mark.last


_CALLED_OFF = frozenset(("hủy", "hoãn", "cancelled", "canceled", "scrapped"))


def _negated(sentence: Sentence) -> dict[str, tuple[Mark, Term]]:
    found: dict[str, tuple[Mark, Term]] | None = sentence.kept.get("negated")
    if found is None:
        found = sentence.kept["negated"] = negated_terms(sentence)
    return found


def negated_terms(sentence: Sentence) -> dict[str, tuple[Mark, Term]]:
    """Terms that stand within reach after a negation, in the same clause, with the negation."""
    out: dict[str, tuple[Mark, Term]] = {}
    text = sentence.reading.text
    for mark in sentence.marks:
        for term in _inside(sentence, mark):
            out.setdefault(term.key, (mark, term))
        called_off = sentence.keys[mark.first] in _CALLED_OFF and mark.entry.sign < 0
        if mark.entry.cue != "negation" and not called_off:
            continue
        if sentence.denies(sentence.char_range((mark.last, mark.last))) or _of_one_side(sentence, mark):
            continue
        passive = sentence.keys[mark.last] in ("được", "bị")
        denied: Term | None = None
        for term in sentence.terms:
            if term.first <= mark.last:
                continue
            if passive and term.key[-2:] not in ("+1", "-1") and term.first > mark.last + 1:
                continue  # "không được hội đồng chấp thuận": the negation is not the council's
            if term.key in _QUANTIFIERS:
                continue  # "chưa … toàn bộ": what is denied is not the number
            between = text[sentence.columns.ends[mark.last] : sentence.columns.starts[term.first]]
            far = term.first > mark.last + (2 if called_off else _REACH)
            if far or any(c in between for c in ',;:."“”') or (denied and not _one_word(denied, term)):
                break
            out.setdefault(term.key, (mark, term))
            if denied:
                break
            denied = term
    return out


_NOT = frozenset(("không", "chưa", "chẳng", "not"))


def _inside(sentence: Sentence, mark: Mark) -> Iterator[Term]:
    """The words that a phrase of the lexicon itself denies: "đạt" in "không đạt"."""
    if mark.last == mark.first or mark.entry.cue == "negation" or sentence.keys[mark.first] not in _NOT:
        return
    for at in range(mark.first + 1, mark.last + 1):
        key = sentence.keys[at]
        if key not in STOPWORDS:
            yield Term(key, idf(key), at, at)


def _done_to(sentence: Sentence, term: Term, following: str) -> bool:
    """Whether a term is what was done: right after được, bị or đã, and with the same word ``following`` it."""
    after = "".join(sentence.keys[term.last + 1 : term.last + 2])
    return after == following and not _PASSIVE.isdisjoint(sentence.keys[max(0, term.first - 2) : term.first])


_PASSIVE = frozenset(("được", "bị", "đã"))


def _one_word(first: Term, second: Term) -> bool:
    """Whether two terms can be the syllables of one word: what a negation denies is the word after it."""
    return second.first == first.last + 1 and not {first.key[0], second.key[0]} & {"=", "@"}


_QUANTIFIERS = frozenset(("=all+1", "=all-1", "=majority+1", "=majority-1"))
_RELATIONS = frozenset("do thuộc ở tại từ của by from in at".split())


def _of_one_side(sentence: Sentence, mark: Mark) -> bool:
    """Whether a negation is a comparison's ("không lớn hơn"), a relation's ("không do bộ quản lý") or that of being the
    only one ("không phải nơi duy nhất"), or grants something ("không thi vẫn được nhận"): the words after it are not
    denied by themselves."""
    after = sentence.keys[mark.last + 1 : mark.last + 9]
    if (after[:1] and after[0] in _RELATIONS) or "vẫn" in after:
        return True
    if any(pair in (("duy", "nhất"), ("the", "only")) for pair in pairwise(after)):
        return True
    return any(m.entry.axis == "higher" and mark.last < m.first <= mark.last + 2 for m in sentence.marks)


def _negations(pair: Aligned, view: View) -> Iterator[Candidate]:
    mine = _negated(pair.sentence)
    if any(mine.keys() & _negated(other).keys() for other in pair.others):
        return
    for other in pair.others[:2]:
        theirs = _negated(other)
        for mark, terms in _by_mark(mine):
            if theirs or _called_off_too(mark, other):
                continue
            for term in terms:
                plain = _plain(other, term.key, _followed(pair.sentence, mark, term))
                if plain and not _turned(other, plain) and not _denied_in(pair.source.reading, term.key):
                    last, end = _whole_word(terms, term, other, plain)
                    yield from _negation(pair, view, other, (mark.first, last), (plain.first, end), term)
                    break
        for mark, terms in _by_mark(theirs):
            if mine or _called_off_too(mark, pair.sentence):
                continue
            for term in terms:
                plain = _plain(pair.sentence, term.key, _followed(other, mark, term))
                if plain and not _turned(pair.sentence, plain) and not _denied_in(view.reading, term.key):
                    last, end = _whole_word(terms, term, pair.sentence, plain)
                    yield from _negation(pair, view, other, (plain.first, end), (mark.first, last), term)
                    break


def _by_mark(negated: dict[str, tuple[Mark, Term]]) -> Iterator[tuple[Mark, list[Term]]]:
    """Each negation with the terms it denies, in order."""
    found: dict[int, tuple[Mark, list[Term]]] = {}
    for mark, term in negated.values():
        found.setdefault(mark.first, (mark, []))[1].append(term)
    yield from found.values()


def _whole_word(terms: list[Term], term: Term, there: Sentence, plain: Term) -> tuple[int, int]:
    """The last tokens of what is denied and of its counterpart: both syllables of "cơ sở" where both have them."""
    last, end = term.last, plain.last
    for following in terms[terms.index(term) + 1 :]:
        if following.first != last + 1 or not any(t.key == following.key and t.first == end + 1 for t in there.terms):
            break
        last, end = following.last, end + 1
    return last, end


def _called_off_too(mark: Mark, sentence: Sentence) -> bool:
    """Whether the mark is an act (hủy, cancelled) that the sentence tells as well, wherever it names what it was done
    to: "hủy hợp đồng", "hợp đồng bị hủy"."""
    axis = mark.entry.axis
    return bool(axis) and any(m.entry.axis == axis and m.sign == mark.sign for m in sentence.marks)


_TURNS = frozenset(
    """rút tước mất hết thôi ngừng dừng bỏ hủy cấm thiếu từ tránh ngăn chống khỏi miễn hoãn hụt chậm khó ngoại
    trừ siết chế vắng bị loại chỉ lệch sai
    without lack lost stop ban deny deprived except only""".split()
)


def _turned(sentence: Sentence, term: Term) -> bool:
    """Whether a word that turns the sense without being a negation stands near: "rút quyền", "chỉ"."""
    near = sentence.keys[max(0, term.first - 5) : term.last + 3]
    return any(k in _TURNS for k in near) or any(
        m.sign < 0 for m in sentence.marks if m.entry.axis and term.first - 5 <= m.first <= term.last + 3
    )


def _followed(sentence: Sentence, mark: Mark, term: Term) -> str | None:
    """The word after a term that a passive negation ("chưa được") denies and that is no word of a side, for it may be
    the doer; None for others."""
    if sentence.keys[mark.last] not in ("được", "bị") or term.key[-2:] in ("+1", "-1"):
        return None
    return "".join(sentence.keys[term.last + 1 : term.last + 2])


def _forms(key: str) -> tuple[str, ...]:
    """Of a regular English verb as it stands after "did not", how it stands without: "attend", "attended"."""
    if not key.isalpha() or len(key) < 4:
        return ()
    past = f"{key}d" if key.endswith("e") else f"{key[:-1]}ied" if key.endswith("y") else f"{key}ed"
    return past, f"{key}s"


def _plain(sentence: Sentence, key: str, after: str | None) -> Term | None:
    """Where a sentence has the term as it is: not in what it sets aside, and where ``after`` is given as what was done,
    with that word after it."""
    forms = _forms(key) if sentence.reading.language is Language.EN else ()
    same = (t for t in sentence.terms if t.key == key or (t.first == t.last and sentence.keys[t.first] in forms))
    found = next((t for t in same if after is None or _done_to(sentence, t, after)), None)
    if found is None or sentence.denies(sentence.char_range((found.first, found.last))):
        return None
    return found


def _denied_in(reading: Reading, key: str) -> bool:
    """Whether a text denies the term in any of its sentences."""
    return any(key in _negated(sentence) for sentence in reading.sentences)


def _negation(
    pair: Aligned, view: View, other: Sentence, cut: tuple[int, int], other_cut: tuple[int, int], term: Term
) -> Iterator[Candidate]:
    concept = float(term.key[0] == "=")
    candidate = _candidate("negation", pair, view, other, cut, other_cut, min(term.weight, 9.0) / 9.0, concept)
    if candidate:
        yield candidate


def _candidate(
    model: str,
    pair: Aligned,
    view: View,
    other: Sentence,
    cut: tuple[int, int],
    other_cut: tuple[int, int],
    first: float,
    second: float,
) -> Candidate | None:
    judged = view.judge(
        FindingKind.POLARITY, model, pair, cut, other, other_cut, first, second
    )
    if judged is None:
        return None
    soft, traits = judged
    if _own_account(pair, other):
        return None
    soft = hedged(soft, pair, other, 0.2, 0.4)
    change, other_change = pair.sentence.char_range(cut), other.char_range(other_cut)
    changed = pair.sentence.reading.low[slice(*change)]
    if not other.speakers and any(s.verb not in changed for s in pair.sentence.speakers):
        soft *= 0.5  # what somebody says is not held against what is so
    a, b = pair.sentence.reading.text[slice(*change)], other.reading.text[slice(*other_change)]
    return Candidate(
        FindingKind.POLARITY,
        pair.sentence,
        change,
        pair.source,
        other,
        other_change,
        soft,
        Bilingual(
            f"Bài viết nói “{quoted(a)}”, bằng chứng nói ngược lại: “{quoted(b)}”.",
            f"The article says “{quoted(a)}”, the evidence says the opposite: “{quoted(b)}”.",
        ),
        model,
        traits,
    )


def _own_account(pair: Aligned, other: Sentence) -> bool:
    """The evidence is somebody's word on itself, and the article asserts the matter without quoting
    anybody."""
    if pair.sentence.speakers or not other.speakers:
        return False
    names = [n for s in other.speakers for n in s.names]
    return any(a.ids & b.ids or a.key == b.key for a in names for b in pair.sentence.names)
