"""The piece of a text around what was found, with the spans of the matches."""

from __future__ import annotations

from collections.abc import Sequence

from models.search.query import Term
from models.search.terms import exact_form, folded_form, spans
from models.text import normalise

Span = tuple[int, int]
LENGTH = 260
BEFORE = 80
_READ = 60_000  # characters looked through for a match; the rest of a longer text is not


def marks(text: str, terms: Sequence[Term]) -> tuple[Span, ...]:
    """The spans of the raw text that the terms match, in order, not overlapping."""
    if not terms:
        return ()
    clean = normalise(text[:_READ])
    found = list(spans(clean))
    exact = [exact_form(token) for token, _, _ in found]
    folded = [folded_form(token) for token, _, _ in found]
    hits = [
        clean.raw(found[at][1], found[at + len(term.tokens) - 1][2])
        for term in terms
        for at in _places(exact if term.exact else folded, term)
    ]
    result: list[Span] = []
    for start, end in sorted(hits):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _places(words: Sequence[str], term: Term) -> list[int]:
    first, length = term.tokens[0], len(term.tokens)
    single = length == 1 and term.prefix
    return [
        at
        for at in range(len(words) - length + 1)
        if (words[at].startswith(first) if single else words[at] == first) and _fits(words, at, term)
    ]


def _fits(words: Sequence[str], at: int, term: Term) -> bool:
    last = words[at + len(term.tokens) - 1]
    closing = last.startswith(term.tokens[-1]) if term.prefix else last == term.tokens[-1]
    return closing and all(words[at + n] == token for n, token in enumerate(term.tokens[:-1]))


def snippet(text: str, terms: Sequence[Term]) -> tuple[str, tuple[Span, ...]]:
    """About LENGTH characters around the first match on one line, and the matches in it."""
    found = marks(text, terms)
    start = max(0, found[0][0] - BEFORE) if found else 0
    while start and not text[start - 1].isspace():
        start -= 1
    end = min(len(text), max(start + LENGTH, found[0][1] if found else 0))
    while end < len(text) and not text[end].isspace() and end - start < 2 * LENGTH:
        end += 1
    lead = "… " if start else ""
    line = text[start:end].replace("\r", " ").replace("\n", " ")
    shift = len(lead) - start
    inside = tuple((a + shift, b + shift) for a, b in found if a >= start and b <= end)
    return lead + line + (" …" if end < len(text) else ""), inside
