"""``attribution_mismatch``: who said, decided or announced it.

The same content, another speaker. A speaker without a name ("quan chức nước này") cannot be told from
another; an outlet that
relays a speaker and the speaker agree when the evidence knows both.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifier.findings.base import MOST_ASKED, Candidate, View, quoted
from classifier.text.align import Aligned
from classifier.text.attribution import Speaker
from classifier.text.names import same_name
from classifier.text.reading import Sentence
from models.records import Bilingual, FindingKind


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    if pair.sentence.rebuts or not pair.sentence.speakers:
        return
    speakers = [(other, s) for other in pair.others for s in other.speakers]
    if not speakers:
        return
    for mine in pair.sentence.speakers:
        if any(_same(mine, theirs) for _, theirs in speakers) or _relayed(mine, view):
            continue
        best: Candidate | None = None
        for other, theirs in speakers:
            candidate = _compare(pair, view, other, mine, theirs)
            if candidate and (best is None or candidate.soft > best.soft):
                best = candidate
        if best:
            yield best


# Roles that many have: who is meant by them may be the one whom the other text names.
_ROLES = tuple(
    frozenset(role.split())
    for role in (
        "quan chức|chuyên gia|nhân chứng|cầu thủ|tuyển thủ|vận viên|giới phân tích|nhà phân tích|nguồn tin|đại diện|"
        "lãnh đạo|official|officials|expert|experts|witnesses|analysts|sources"
    ).split("|")
)
# Acts of speech that only the same act can stand for; the others (nói, cho biết, công bố …) report alike.
_OTHER_ACT = 0.5
_OFFICES = tuple(
    frozenset(office.split())
    for office in (
        "chủ tịch|tổng thống|thủ tướng|bộ trưởng|ngoại trưởng|giám đốc|bí thư|thống đốc|đại sứ|hiệu trưởng|phát ngôn|"
        "president|minister|chairman|governor|ambassador|director|spokesperson|spokesman"
    ).split("|")
)
_ACTS = (
    frozenset(("đề nghị", "kêu gọi", "yêu cầu", "thúc giục")),
    frozenset(("chỉ trích", "cáo buộc", "phản đối", "lên án")),
    frozenset(("bác bỏ", "phủ nhận", "denied")),
)


def _same(a: Speaker, b: Speaker) -> bool:
    """Whether two speakers can be one: a name in common, or no two names to tell them apart and a word in
    common or nothing telling."""
    lands, others = _lands(a), _lands(b)
    if lands and others and not lands & others:
        return False  # one ministry's name, two countries
    if any(role <= a.keys or role <= b.keys for role in _ROLES):
        return True  # "quan chức CENTCOM" can be the general whom the other names
    if any(office <= a.keys and office <= b.keys for office in _OFFICES) and not (_persons(a) and _persons(b)):
        return True  # "Chủ tịch Cuba" is the chairman whom the other names
    if a.names and b.names:
        return any(same_name(x, y) for x in a.names for y in b.names)
    return bool(a.keys & b.keys) or not a.names or not b.names


def _persons(speaker: Speaker) -> bool:
    return any(n.kind == "person" for n in speaker.names)


def _lands(speaker: Speaker) -> frozenset[str]:
    return frozenset(i for n in speaker.names for i in n.ids if i.startswith("country:"))


def _relayed(mine: Speaker, view: View) -> bool:
    """Whether the evidence names this speaker as one of its speakers anywhere."""
    if mine.span not in view.relayed:
        if len(view.relayed) >= MOST_ASKED:
            return True  # a list of names, no report
        view.relayed[mine.span] = any(
            _same_named(mine, s)
            for source in view.sources
            for sentence in source.reading.sentences
            for s in sentence.speakers
        )
    return view.relayed[mine.span]


def _same_named(a: Speaker, b: Speaker) -> bool:
    lands, others = _lands(a), _lands(b)
    if lands and others and not lands & others:
        return False
    return bool(a.names and b.names) and any(same_name(x, y) for x in a.names for y in b.names)


def _compare(pair: Aligned, view: View, other: Sentence, mine: Speaker, theirs: Speaker) -> Candidate | None:
    there = pair.sentence.reading.name_index
    named = [n for n in theirs.names if n.kind != "country"] or theirs.names
    if not named or all(any(same_name(n, m) for m in there.like(n)) for n in named):
        return None  # the article knows that speaker: it may have said both
    cut, other_cut = pair.sentence.token_range(*mine.span), other.token_range(*theirs.span)
    known = any(all(k in pair.source.reading.tokens for k in n.key) for n in mine.names)
    judged = view.judge(
        FindingKind.ATTRIBUTION, "attribution", pair, cut, other, other_cut, float(known), float(bool(mine.names))
    )
    if judged is None:
        return None
    soft, traits = judged
    if any((mine.verb in acts) != (theirs.verb in acts) for acts in _ACTS):
        soft *= _OTHER_ACT
    a, b = pair.sentence.reading.text[slice(*mine.span)], other.reading.text[slice(*theirs.span)]
    return Candidate(
        FindingKind.ATTRIBUTION,
        pair.sentence,
        mine.span,
        pair.source,
        other,
        theirs.span,
        soft,
        Bilingual(
            f"Bài viết gán cho “{quoted(a)}” điều mà bằng chứng gán cho “{quoted(b)}”.",
            f"The article attributes to “{quoted(a)}” what the evidence attributes to “{quoted(b)}”.",
        ),
        "attribution",
        traits,
    )
