"""What a person types into the search box, read leniently: nothing is malformed, nothing raises.

Words are joined by AND; OR, NOT and parentheses work; ``-word`` excludes; ``word*`` is a beginning;
"quotes" hold a phrase together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.search.terms import exact_form, folded_form, tokens

_LEX = re.compile(r'(?P<minus>-)?"(?P<phrase>[^"]*)"?(?P<star>\*)?|(?P<paren>[()])|(?P<word>[^\s()"]+)')
MAX_LENGTH = 1000
MAX_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase. ``exact`` when it was typed with diacritics; tokens are in that form."""

    tokens: tuple[str, ...]
    exact: bool
    prefix: bool


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = Term | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """``node`` None with ``blank`` means no search was asked for; None alone, that no word was in it."""

    node: Node | None
    blank: bool


def parse(text: str) -> Query:
    """Read a search."""
    if not text.strip():
        return Query(None, blank=True)
    lexemes = [_lexeme(match) for match in _LEX.finditer(text[:MAX_LENGTH])]
    return Query(_Parser(lexemes).either(0), blank=False)


def positive_terms(node: Node | None) -> tuple[Term, ...]:
    """The terms a hit may contain, to mark them."""
    match node:
        case Term():
            return (node,)
        case And(parts) | Or(parts):
            return tuple(term for part in parts for term in positive_terms(part))
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Lexeme:
    sign: str  # "(", ")", "AND", "OR", "NOT", or "" for a term
    term: Term | None = None
    negated: bool = False


def _lexeme(match: re.Match[str]) -> _Lexeme:
    if match["paren"]:
        return _Lexeme(match["paren"])
    word = match["word"]
    if word in ("AND", "OR", "NOT"):
        return _Lexeme(word)
    if word is None:
        return _Lexeme("", _term(match["phrase"], prefix=bool(match["star"])), bool(match["minus"]))
    if word == "-":
        return _Lexeme("NOT")
    negated = word.startswith("-")
    return _Lexeme("", _term(word, prefix=word.endswith("*")), negated)


def _term(text: str, *, prefix: bool) -> Term | None:
    found = tokens(text)
    if not found:
        return None
    exact = any(exact_form(token) != folded_form(token) for token in found)
    form = exact_form if exact else folded_form
    return Term(tuple(filter(None, map(form, found))), exact, prefix)


class _Parser:
    """either := all (OR all)* · all := one ((AND)? one)* · one := NOT one | ( either ) | term"""

    def __init__(self, lexemes: list[_Lexeme]):
        self._left = lexemes[::-1]

    def _next(self) -> str | None:
        return self._left[-1].sign if self._left else None

    def either(self, depth: int) -> Node | None:
        parts = [self._all(depth)]
        while self._next() == "OR" or (depth == 0 and self._next() == ")"):
            sign = self._left.pop().sign
            if sign == ")":  # closes nothing: the search goes on as if it were not there
                parts[-1] = _joined([parts[-1], self._all(depth)])
            else:
                parts.append(self._all(depth))
        known = [part for part in parts if part is not None]
        return known[0] if len(known) == 1 else Or(tuple(known)) if known else None

    def _all(self, depth: int) -> Node | None:
        parts: list[Node | None] = []
        while self._next() not in (None, "OR", ")"):
            if self._next() == "AND":
                self._left.pop()
                continue
            parts.append(self._one(depth))
        return _joined(parts)

    def _one(self, depth: int) -> Node | None:
        negated = False
        while self._next() == "NOT":
            self._left.pop()
            negated = not negated
        if self._next() in (None, "OR", ")", "AND"):
            return None
        lexeme = self._left.pop()
        node: Node | None = lexeme.term
        if lexeme.sign == "(":
            if depth >= MAX_DEPTH:
                return None
            node = self.either(depth + 1)
            if self._next() == ")":
                self._left.pop()
        if node is None:
            return None
        return Not(node) if negated != lexeme.negated else node


def _joined(parts: list[Node | None]) -> Node | None:
    known = [part for part in parts if part is not None]
    return known[0] if len(known) == 1 else And(tuple(known)) if known else None
