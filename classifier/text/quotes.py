"""Quotations: what stands between quotation marks, told apart from scare quotes and names of works.

Understands “ ”, " ", « », „ “ and ' ' around several words. A quotation is never longer than ``MAX_QUOTE``;
an unclosed
mark opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_QUOTE = 1500

_PAIRS = re.compile(
    r"“([^“”\n]{1,1500})”|„([^“”„\n]{1,1500})[“”]|«([^«»\n]{1,1500})»|"
    r"\"([^\"\n]{1,1500})\"|(?<!\w)['‘]([^'‘’\n]{3,600})['’](?!\w)"
)
_WORD = re.compile(r"\w+")
# What bears a name in quotation marks: a work, a show, a campaign. The last words before the mark.
_NAMED = re.compile(
    r"(?<!\w)(?:bài(?: hát| thơ| viết| ca)?|ca khúc|bản hit|hit|album|mv|phim|bộ phim|vở(?: kịch| diễn)?|tác phẩm|"
    r"tranh|bức tranh|sách|cuốn(?: sách)?|tiểu thuyết|truyện|bộ sưu tập|triển lãm|chương trình|show|sàn diễn|gameshow|"
    r"giải|giải thưởng|danh hiệu|cuộc thi|hội thảo|tọa đàm|diễn đàn|lễ hội|dự án|phong trào|cuộc vận động|"
    r"đề án|đề tài|chủ đề|chuyên đề|chuyên mục|thương hiệu|mang tên|có tên|tên là|với tên|biệt danh|"
    r"song|film|movie|book|novel|album|show|exhibition|award|titled|called|named|entitled)\s*$",
    re.IGNORECASE,
)
_BEFORE = 24  # characters looked at before the mark


@dataclass(frozen=True, slots=True)
class Quote:
    """``span`` covers the words without the marks; ``words`` is their number."""

    span: tuple[int, int]
    text: str
    words: int
    named: bool = False  # the name of a work, a show, a campaign

    @property
    def speech(self) -> bool:
        """Long enough to be somebody's words: two words and more, and no name. One quoted word is a name or a scare
        quote."""
        return self.words >= 2 and not self.named


def read_quotes(text: str) -> tuple[Quote, ...]:
    """All quotations in reading order."""
    out = []
    for match in _PAIRS.finditer(text):
        group = match.lastindex or 1
        start, end = match.span(group)
        words = _WORD.findall(match[group])
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        out.append(Quote((start, end), text[start:end], len(words), bool(_NAMED.search(before)) or _capitals(words)))
    return tuple(out)


def _capitals(words: list[str]) -> bool:
    """Whether the words are written like a name: at least two more capitals after the first word, and most of them."""
    rest = [word for word in words[1:] if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in rest)
    return len(words) <= 12 and capitals >= 2 and capitals > len(rest) / 2
