"""``entity_mismatch``: the actor, place or body of the same statement.

Names are compared by the place they fill: a name the evidence does not know, where the evidence has another
of the same type
that the article does not know, both beside the same words. A new name alone says nothing: it is an added
fact. Claims of belonging ("thuộc …") are positions and are never compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from classifier.findings.base import Candidate, View, quoted, spoken_by_others
from classifier.text.align import Aligned, near_keys, slot
from classifier.text.cues import is_position
from classifier.text.names import Name, clashing, same_name, telling
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, EvidenceFrom, FindingKind

_MIN_SLOT = 0.22
_KNOWN = 0.75  # a name that the source has in another sentence may fill the place there too
_REACH = 4  # tokens around a name that say which place it fills


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    sentence = pair.sentence
    if sentence.rebuts:
        return
    for name, known in _asked(sentence, view):
        if known and any(_in_sentence(name, other) for other in pair.others):
            continue
        near = near_keys(sentence, (name.first, name.last), _REACH)
        best: Candidate | None = None
        for other in pair.others:
            for theirs, beside in _strange(other, view):
                if beside.isdisjoint(near):
                    continue  # no telling word around the two in common: nothing says that they fill one place
                candidate = _compare(pair, view, other, name, theirs, known)
                if candidate and (best is None or candidate.soft > best.soft):
                    best = candidate
        if best:
            yield best


def _asked(sentence: Sentence, view: View) -> list[tuple[Name, bool]]:
    """The names of the article's sentence that say who or where it was, each with whether a source knows it."""
    if sentence not in view.asked_names:
        view.asked_names[sentence] = [
            (name, _known(name, view))
            for name in sentence.names
            if telling(name)
            and not _in_speaker(name, sentence)
            and not is_position(sentence.reading.text[max(sentence.start, name.start - 60) : name.start])
        ]
    return view.asked_names[sentence]


def _in_sentence(name: Name, other: Sentence) -> bool:
    """Whether a sentence has the name, or at least all its syllables."""
    return all(k in other.key_set for k in name.key) or any(same_name(name, n) for n in other.names)


def _in_speaker(name: Name, sentence: Sentence) -> bool:
    return any(s.span[0] <= name.start and name.end <= s.span[1] for s in sentence.speakers)


def _known(name: Name, view: View) -> bool:
    """Whether any source knows the name; asked once for a form, however often the article names it."""
    form = (name.ids, name.key)
    if form not in view.known_names:
        view.known_names[form] = any(_present(name, source.reading) for source in view.sources)
    return view.known_names[form]


def _strange(other: Sentence, view: View) -> list[tuple[Name, Set[str]]]:
    """The names of a source's sentence that the article lacks, only such a name can stand in another's place, each
    with the telling words around it."""
    if other not in view.strange_names:
        view.strange_names[other] = [
            (name, near_keys(other, (name.first, name.last), _REACH).keys())
            for name in other.names
            if telling(name) and not _in_speaker(name, other) and not _has(view.reading, name)
        ]
    return view.strange_names[other]


def _present(name: Name, reading: Reading) -> bool:
    """Whether a text knows the name, under any of its forms or at least by all its syllables."""
    asked = ("present", name.ids, name.key)
    if asked not in reading.answered:
        reading.answered[asked] = (
            bool(name.ids & reading.name_ids)
            or all(k in reading.tokens for k in name.key)
            or any(same_name(name, m) for m in reading.name_index.like(name))
        )
    return reading.answered[asked]


def _has(reading: Reading, name: Name) -> bool:
    """Whether a text has the name; a capital that only stands for the country does not count."""
    asked = ("has", name.ids, name.key)
    if asked not in reading.answered:
        reading.answered[asked] = any(
            name.ids == n.ids if name.ids and n.ids else same_name(name, n) for n in reading.name_index.like(name)
        )
    return reading.answered[asked]


def _compare(
    pair: Aligned, view: View, other: Sentence, mine: Name, theirs: Name, known: bool
) -> Candidate | None:
    if not clashing(mine, theirs) or _other_level(mine, theirs):
        return None
    article = pair.sentence.reading
    cut, other_cut = (mine.first, mine.last), (theirs.first, theirs.last)
    side = _side(pair.sentence, cut, other, other_cut)
    typed = float(bool(mine.kind) and mine.kind == theirs.kind)
    if known and not (side and typed and pair.source.origin is not EvidenceFrom.BODY):
        return None
    if not side and slot(pair.sentence, cut, other, other_cut, _REACH) < _MIN_SLOT:
        return None  # nothing says that the two names fill one place: an added fact
    judged = view.judge(
        FindingKind.ENTITY, "entity", pair, cut, other, other_cut, side, typed
    )
    if judged is None:
        return None
    soft, traits = judged
    if known:
        soft *= _KNOWN
    if spoken_by_others(pair, other):
        soft *= 0.3
    a = article.text[mine.start : mine.end]
    b = other.reading.text[theirs.start : theirs.end]
    return Candidate(
        FindingKind.ENTITY,
        pair.sentence,
        (mine.start, mine.end),
        pair.source,
        other,
        (theirs.start, theirs.end),
        soft,
        Bilingual(
            f"Bài viết nêu “{quoted(a)}” ở chỗ bằng chứng nêu “{quoted(b)}”.",
            f"The article has “{quoted(a)}” where the evidence has “{quoted(b)}”.",
        ),
        "entity",
        traits,
    )


# How large a place is, by the word before its name; places of two sizes can hold one another.
_LEVELS = {
    word: level
    for level, words in enumerate(
        (
            "đường phố ngõ hẻm cầu trạm chợ trường street road bridge station",
            "thôn làng bản ấp khóm xóm buôn tổ village hamlet",
            "xã phường thị trấn đặc khu commune ward township",
            "huyện quận thị xã district county",
            "tỉnh thành tp tp.hcm province city state",
        )
    )
    for word in words.split()
}


def _other_level(a: Name, b: Name) -> bool:
    """Whether two places are of two sizes (a ward, a province), so that both can be true of one event."""
    if not {a.kind, b.kind} <= {"place", ""}:
        return False
    mine, theirs = _level(a), _level(b)
    return mine is not None and theirs is not None and mine != theirs


def _level(name: Name) -> int | None:
    if name.head in _LEVELS:
        return _LEVELS[name.head]
    return _LEVELS["tỉnh"] if any(i.startswith(("place:", "city:")) for i in name.ids) else None


def _side(a: Sentence, cut_a: tuple[int, int], b: Sentence, cut_b: tuple[int, int]) -> float:
    """1 when the telling word right before or right after the name is the same on both sides, else 0."""
    for step in (-1, 1):
        x, y = _next(a, cut_a, step), _next(b, cut_b, step)
        if x and x == y:
            return 1.0
    return 0.0


def _next(s: Sentence, cut: tuple[int, int], step: int) -> str:
    asked = ("next", cut, step)
    if asked not in s.kept:
        if step < 0:
            found = [t.key for t in s.terms if cut[0] - 3 <= t.last < cut[0]][-1:]
        else:
            found = [t.key for t in s.terms if cut[1] < t.first <= cut[1] + 3][:1]
        s.kept[asked] = found[0] if found else ""
    return str(s.kept[asked])
