"""The clauses of a sentence: where a passage that differs begins and ends.

Cut at commas, semicolons, colons, dashes and brackets (never inside a number or a quotation) and before
conjunctions that open a new statement. A passage is the clause that holds the change, at most a dozen words
around it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from classifier.text.sentences import Token

_CUT = re.compile(
    r"(?<!\d)[,;:](?=\s)|(?<=\d)[,;:](?=\s)|\s[–—-]\s|[()\[\]…]|[.!?]\s"
    r"|\s(?=(?:nhưng|song|tuy nhiên|trong khi|trong đó|còn|sau khi|trước khi|vì|bởi|do đó|nhằm|nếu|dù|mặc dù|"
    r"while|but|because|although|after|before|which)\s)"
)
# An alternative that is set aside: "do lũ, không phải do động đất", "not the company", "thay vì 5 triệu".
_SET_ASIDE = re.compile(
    r"(?:(?<=[,;:(–—])\s*|(?<!\w)(?:chứ|mà|mà là|and|but)\s+)(?:không phải(?: là)?|not)\s|"
    r"(?<!\w)(?:chứ không|(?<!bị )(?<!được )thay vì|instead of|rather than)\s|"
    r"(?<!\w)không(?: phải)?(?: là)?\s(?=[^,;:.]{2,60},?\s(?:mà|mà là)\s)"
)
MAX_AROUND = 5  # words kept on each side of a change inside its clause


def clause_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of ``text[start:end]``."""
    cuts = [start]
    for match in _CUT.finditer(text, start, end):
        cuts.append(match.end())
    cuts.append(end)
    return tuple((a, b) for a, b in pairwise(cuts) if text[a:b].strip(" ,;:–—-()[]…."))


def set_aside(low: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the alternatives that ``low[start:end]`` (lowercase) names only to say that they are not so."""
    out = []
    for match in _SET_ASIDE.finditer(low, start, end):
        stop = re.search(r"[,;:.)–—]\s|\s(?:mà|mà là|nhưng|but)\s", low[match.end() : end])
        out.append((match.end(), match.end() + stop.start() if stop else end))
    return tuple(out)


def passage(
    text: str, sentence: tuple[int, int], words: tuple[Token, ...], start: int, end: int
) -> tuple[int, int]:
    """The tight passage around ``[start, end)``: its clause, at most ``MAX_AROUND`` words on each side."""
    low, high = sentence
    for a, b in clause_spans(text, *sentence):
        if a <= start < b:
            low = max(low, a)
        if a < end <= b:
            high = min(high, b)
    inside = [t for t in words if low <= t.start and t.end <= high]
    before = [t for t in inside if t.end <= start][-MAX_AROUND:]
    after = [t for t in inside if t.start >= end][:MAX_AROUND]
    first = before[0].start if before else start
    last = after[-1].end if after else end
    return min(first, start), max(last, end)
