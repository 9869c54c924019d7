"""Cues of a sentence: negations, how sure it is, oppositions, causes; and the text's voice as a whole.

``read_marks`` walks once over the tokens and returns what the lexicon knows, longest phrase first. A negation
is carried by
the next few tokens ("không tăng"), never across a comma.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from classifier.text.lexicon import Entry, beginnings, look_up
from classifier.text.sentences import Words

NEGATION_REACH = 3  # tokens
PASSIVE_REACH = 8  # "không được hội đồng thành phố chấp thuận"


class Mark(NamedTuple):
    """A phrase of the lexicon at tokens ``first`` to ``last`` inclusive. ``negated``: stands right after a
    negation."""

    first: int
    last: int
    entry: Entry
    negated: bool

    @property
    def sign(self) -> int:
        return -self.entry.sign if self.negated else self.entry.sign


def read_marks(words: Words, english: bool = False) -> tuple[Mark, ...]:
    """All lexicon phrases of one sentence in order, never overlapping."""
    keys = words.keys
    out: list[Mark] = []
    free, negation = 0, -9
    for at in beginnings(keys, english):
        found = look_up(keys, at, english) if at >= free else None
        if found is None:
            continue
        size, entry = found
        if keys[at] == "might" and _is_noun(words, at):
            continue
        near = False
        if negation >= 0:
            reach = PASSIVE_REACH if keys[negation] in ("được", "bị") else NEGATION_REACH
            near = at - negation <= reach and not _cut(words, negation, at)
        out.append(Mark(at, at + size - 1, entry, near and entry.cue != "negation"))
        if entry.cue == "negation":
            negation = at + size - 1
        elif entry.axis and near:
            negation = -9
        free = at + size
    return tuple(out)


_BEFORE_NOUN = frozenset("the its their his her our of over by with and military naval economic all whose".split())


def _is_noun(words: Words, at: int) -> bool:
    """Whether the word at a token is a noun, not a modal: after an article or a preposition, or before a cut."""
    after = words.gaps[at] if at < len(words.gaps) else "."
    return (at > 0 and words.keys[at - 1] in _BEFORE_NOUN) or any(c in after for c in ",;:.")


def _cut(words: Words, first: int, last: int) -> bool:
    return any(c in gap for gap in words.gaps[first:last] for c in ",;:.")


_SATIRE = re.compile(
    r"châm biếm|trào phúng|hư cấu|truyện cười|chuyện cười|đùa vui|tiểu phẩm|cá tháng tư|"
    r"satire|satirical|parody|fiction(?!al)|april fool",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"(?<!\w)(?:tôi (?:nghĩ|cho rằng|tin|thấy|muốn)|theo tôi|thiết nghĩ|phải chăng|"
    r"ước gì|giá như|giả sử|tưởng tượng|nếu như|"
    r"i think|i believe|in my view|imagine|suppose|if only)(?!\w)",
    re.IGNORECASE,
)


def is_satire(text: str) -> bool:
    """Whether a text says of itself, near its beginning or end, that it is satire or fiction."""
    return bool(_SATIRE.search(text[:400]) or _SATIRE.search(text[-300:]))


def is_view(sentence: str) -> bool:
    """Whether a sentence asks, wishes, supposes or speaks in the first person: nothing in it is a record."""
    return sentence.rstrip("\"”’' )").endswith("?") or bool(_OPINION.search(_QUOTED.sub(" ", sentence)))


_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")  # what somebody else thinks is his word, not the text's view


_POSITION = re.compile(
    r"(?<!\w)(?:thuộc(?: về)?|thuộc chủ quyền(?: của)?|chủ quyền(?: không thể tranh cãi)?(?: "
    r"của)?|là của|vốn là của|lãnh thổ của|phần lãnh thổ|"
    r"belongs to|sovereignty of|part of|territory of)\s*$",
    re.IGNORECASE,
)


def is_position(before: str) -> bool:
    """Whether the words before a name make it a claim of sovereignty or belonging: a position, never a
    record."""
    return bool(_POSITION.search(before[-60:]))
