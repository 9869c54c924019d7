"""``attribution_mismatch``, its second form: who did it to whom.

Two names that both texts know, around the same act, the other way round: X attacked Y, Y attacked X; X was sued by Y.
Only acts that seldom go both ways are read (no visits, no accusations), and nothing is said where either text tells of
both directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.findings.base import Candidate, View, quoted, spoken_by_others
from classifier.text.align import Aligned, rest_here, rest_there
from classifier.text.names import Name, same_name, telling
from classifier.text.reading import Reading, Sentence
from models.records import Bilingual, FindingKind

_ACTS = re.compile(
    r"(?<!\w)(?:"
    r"(?P<attack>tấn công|không kích|pháo kích|nã pháo|tập kích|xâm lược|attack(?:ed|s)|invade[ds]|shelled|bombed)|"
    r"(?P<sue>kiện|khởi kiện|sue[ds]|suing)|"
    r"(?P<beat>đánh bại|hạ gục|thắng|hạ|vượt qua|loại|beat|beats|defeat(?:ed|s)|knocked out)|"
    r"(?P<buy>mua lại|thâu tóm|thôn tính|acquire[ds]|bought|took over)|"
    r"(?P<punish>trừng phạt|trục xuất|phạt|bắt giữ|cấm vận|sanction(?:ed|s)|expel(?:led|s)|fine[ds]|arrest(?:ed|s))|"
    r"(?P<ram>đâm chìm|đâm vào|đâm|tông|ram(?:med|s)|hit|hits|collided with)|"
    r"(?P<help>viện trợ cho|hỗ trợ|cho vay|cứu|giúp|lent|aid(?:ed|s)|rescue[ds])|"
    r"(?P<dismiss>sa thải|cách chức|bổ nhiệm|dismiss(?:ed|es)|sack(?:ed|s)|appoint(?:ed|s))"
    r")(?!\w)"
)
_PASSIVE = re.compile(r"(?<!\w)(?:bị|được|was|were|been|is|are)(?!\w)")
_SUFFERED = re.compile(r"(?:bị|được)(?: \w+){0,2}")
_BY = re.compile(r"(?<!\w)(?:bởi|by)(?!\w)")
_ASIDE = re.compile(r"[,;:.()]|(?<!\w)(?:và|với|cùng|tại|ở|trong|từ|trên|sau|khi|and|with|in|at|from|after)\s*$")
REACH = 45  # characters between an act and its doer or its object
LEAST = 0.6  # share of the rest of the sentence that must agree both ways
Role = tuple[str, Name, Name, int, int]  # act, doer, object, first and last character of all three


def find(pair: Aligned, view: View) -> Iterator[Candidate]:
    mine = _roles(pair.sentence)
    if not mine or pair.sentence.rebuts:
        return
    for act, doer, done_to, start, end in mine:
        if _told(view.reading, act, done_to, doer) or any(_told(s.reading, act, doer, done_to) for s in view.sources):
            continue
        for other in pair.others[:2]:
            for theirs in _roles(other):
                if theirs[0] == act and same_name(theirs[1], done_to) and same_name(theirs[2], doer):
                    candidate = _candidate(pair, other, (start, end), theirs[3:])
                    if candidate:
                        yield candidate
                    return


def _told(reading: Reading, act: str, doer: Name, done_to: Name) -> bool:
    return any(
        role[0] == act and same_name(role[1], doer) and same_name(role[2], done_to)
        for sentence in reading.sentences
        for role in _roles(sentence)
    )


def _roles(sentence: Sentence) -> tuple[Role, ...]:
    found: tuple[Role, ...] | None = sentence.kept.get("roles")
    if found is None:
        found = sentence.kept["roles"] = tuple(_read(sentence))
    return found


def _read(sentence: Sentence) -> Iterator[Role]:
    low = sentence.reading.low
    names: list[Name] | None = None
    for match in _ACTS.finditer(low, sentence.start, sentence.end):
        if names is None:
            names = [name for name in sentence.names if telling(name)]
        before = [n for n in names if n.end <= match.start() and match.start() - n.end <= REACH]
        after = [n for n in names if n.start >= match.end() and n.start - match.end() <= REACH]
        act = match.lastgroup or ""
        if not before:
            continue
        near = before[-1]
        passive = _PASSIVE.search(low, near.end, match.start())
        if passive and after and _BY.search(low, match.end(), after[0].start):
            yield act, after[0], near, near.start, after[0].end  # X bị kiện bởi Y
        elif not passive and len(before) > 1 and _SUFFERED.fullmatch(low[before[-2].end : near.start].strip()):
            yield act, near, before[-2], before[-2].start, match.end()  # X bị Y kiện
        elif not passive and after and not any(
            _ASIDE.search(gap) for gap in (low[match.end() : after[0].start].strip(), low[near.end : match.start()])
        ):
            yield act, near, after[0], near.start, after[0].end


def _candidate(
    pair: Aligned, other: Sentence, change: tuple[int, int], other_change: tuple[int, int]
) -> Candidate | None:
    cut, other_cut = pair.sentence.token_range(*change), other.token_range(*other_change)
    mine, theirs = rest_here(pair, cut)[0], rest_there(pair, other, other_cut)
    bare = not any(t.last < cut[0] or t.first > cut[1] for t in pair.sentence.terms)
    agreed = 1.0 if bare else min(mine, theirs)
    if agreed < LEAST:
        return None
    soft = 0.4 + 0.5 * agreed
    if spoken_by_others(pair, other):
        soft *= 0.3
    a, b = pair.sentence.reading.text[slice(*change)], other.reading.text[slice(*other_change)]
    return Candidate(
        FindingKind.ATTRIBUTION,
        pair.sentence,
        change,
        pair.source,
        other,
        other_change,
        soft,
        Bilingual(
            f"Ai làm với ai bị đảo: bài viết “{quoted(a)}”, bằng chứng “{quoted(b)}”.",
            f"Who did it to whom is turned round: the article “{quoted(a)}”, the evidence “{quoted(b)}”.",
        ),
    )
