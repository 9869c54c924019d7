"""Cues of a sentence: negations, how sure it is, oppositions, causes; and the text's voice as a whole.

``read_marks`` walks once over the tokens and returns what the lexicon knows, longest phrase first. A negation
is carried by
the next few tokens ("không tăng"), never across a comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from classifier.text.lexicon import Entry, look_up
from classifier.text.sentences import Token

NEGATION_REACH = 3  # tokens
PASSIVE_REACH = 8  # "không được hội đồng thành phố chấp thuận"


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase of the lexicon at tokens ``first`` to ``last`` inclusive. ``negated``: stands right after a
    negation."""

    first: int
    last: int
    entry: Entry
    negated: bool

    @property
    def sign(self) -> int:
        return -self.entry.sign if self.negated else self.entry.sign


def read_marks(
    text: str, words: tuple[Token, ...], keys: tuple[str, ...], english: bool = False
) -> tuple[Mark, ...]:
    """All lexicon phrases of one sentence in order, never overlapping."""
    out: list[Mark] = []
    at, negation = 0, -9
    while at < len(keys):
        found = look_up(keys, at, english)
        if found is None:
            at += 1
            continue
        size, entry = found
        reach = PASSIVE_REACH if negation >= 0 and keys[negation] in ("được", "bị") else NEGATION_REACH
        near = at - negation <= reach and not _cut(text, words, negation, at)
        out.append(Mark(at, at + size - 1, entry, near and entry.cue != "negation"))
        if entry.cue == "negation":
            negation = at + size - 1
        elif entry.axis and near:
            negation = -9
        at += size
    return tuple(out)


def _cut(text: str, words: tuple[Token, ...], first: int, last: int) -> bool:
    return first < 0 or any(c in text[words[first].end : words[last].start] for c in ",;:.")


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
    return sentence.rstrip("\"”’' )").endswith("?") or bool(_OPINION.search(sentence))


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
