"""The telling words, concepts and names of a sentence: what two sentences have in common is counted in these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from classifier.text.cues import Mark
from classifier.text.names import Name
from classifier.text.weights import STOPWORDS, UNKNOWN_IDF, idf

_NAME_WEIGHT = 6.0
# Words of figures and units: the figures themselves are compared, these say nothing of what is counted.
_UNITS = frozenset(
    """triệu tỷ tỉ nghìn ngàn trăm chục mươi mười linh đồng usd euro đô la tấn kg km ha hecta héc ta mét phần
    rưỡi hai ba bốn năm sáu bảy tám chín
    thousand million billion percent per cent tonnes tons hectares dollars""".split()
)


class Term(NamedTuple):
    """One telling word, concept or name; ``first``/``last`` token indices. ``key`` is equal for
    paraphrases."""

    key: str
    weight: float
    first: int
    last: int


def _country_first(identity: str) -> tuple[bool, str]:
    """A capital counts as its country: reports use the one for the other."""
    return not identity.startswith("country:"), identity


@lru_cache(maxsize=32768)
def _weight(key: str) -> float:
    """What a word outside names and phrases weighs as a term; 0 for those that say nothing of the matter."""
    return 0.0 if key in STOPWORDS or key in _UNITS or key[0].isdigit() else idf(key)


def terms_of(keys: tuple[str, ...], names: Sequence[Name], marks: Sequence[Mark], english: bool) -> tuple[Term, ...]:
    """The terms of a sentence's tokens, in order: names, concepts of the lexicon, and words that tell something."""
    out: list[Term] = []
    taken = bytearray(len(keys))
    make = tuple.__new__
    for name in names:
        first, last = name.first, name.last
        for i in range(first, last + 1):
            taken[i] = 1
        if name.ids:
            out.append(make(Term, ("@" + min(name.ids, key=_country_first), _NAME_WEIGHT, first, last)))
        else:
            for i in range(first, last + 1):
                if keys[i] not in STOPWORDS:
                    out.append(make(Term, (keys[i], idf(keys[i]), i, i)))
    for first, last, entry, _ in marks:
        if entry.concept and not any(taken[first : last + 1]):
            weight = min(UNKNOWN_IDF, sum([idf(k) for k in keys[first : last + 1]]) * 0.7)
            out.append(make(Term, (entry.concept, weight, first, last)))
        elif not entry.cue:
            continue
        for i in range(first, last + 1):
            taken[i] = 1
    for i, weight in enumerate(map(_weight, keys)):
        if weight and not taken[i]:
            out.append(make(Term, (_stem(keys[i]) if english else keys[i], weight, i, i)))
    out.sort(key=_by_first)
    return tuple(out)


_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s)$")


@lru_cache(maxsize=65536)
def _stem(key: str) -> str:
    """An English word without its ending, so that recalled, recalls and recall are one; others as they are."""
    if not key.isascii() or len(key) < 5 or key.endswith(("ss", "us", "is")):
        return key
    if key.endswith(("ies", "ied")):
        return key[:-3] + "y"
    short = _ENDING.sub("", key)
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "ls" else short.rstrip("e")


_by_first = itemgetter(2)
