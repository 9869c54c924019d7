"""The full-text index: kept in step with the articles inside the same transaction.

SQLite holds an FTS5 table without content, PostgreSQL a tsvector with GIN; both are made by the migration.
Only the first ``MAX_TOKENS`` words of an article are searchable.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from models.search.query import And, Node, Not, Or, Term
from models.search.terms import exact_form, folded_form, tokens

# Between title and text, so that no phrase runs from one into the other.
_GAP = 3


class SearchIndex:
    def __init__(self, conn: Connection):
        self._conn = conn
        self._postgresql = conn.dialect.name == "postgresql"

    def put(self, article_id: int, title: str, body: str) -> None:
        """Index an article that is not in the index."""
        if self._postgresql:
            self._conn.execute(
                text("INSERT INTO article_search (article_id, document) VALUES (:id, CAST(:doc AS tsvector))"),
                {"id": article_id, "doc": _vector(title, body)},
            )
            return
        exact, folded = _columns(title, body)
        self._conn.execute(
            text("INSERT INTO article_search (rowid, exact, folded) VALUES (:id, :exact, :folded)"),
            {"id": article_id, "exact": exact, "folded": folded},
        )

    def remove(self, article_id: int, title: str, body: str) -> None:
        """Take an article out; ``title`` and ``body`` must be those it was put in with (FTS5 needs them)."""
        if self._postgresql:
            self._conn.execute(
                text("DELETE FROM article_search WHERE article_id = :id"), {"id": article_id}
            )
            return
        exact, folded = _columns(title, body)
        self._conn.execute(
            text(
                "INSERT INTO article_search (article_search, rowid, exact, folded)"
                " VALUES ('delete', :id, :exact, :folded)"
            ),
            {"id": article_id, "exact": exact, "folded": folded},
        )

    def clear(self) -> None:
        """Empty the index, to build it anew."""
        if self._postgresql:
            self._conn.execute(text("DELETE FROM article_search"))
        else:
            self._conn.execute(text("INSERT INTO article_search (article_search) VALUES ('delete-all')"))


def _streams(title: str, body: str) -> list[str]:
    return [*tokens(title), *["" for _ in range(_GAP)], *tokens(body)]


def _columns(title: str, body: str) -> tuple[str, str]:
    stream = _streams(title, body)
    return _filled(map(exact_form, stream)), _filled(map(folded_form, stream))


def _filled(words: Iterable[str]) -> str:
    """The words on one line, a gap for each that is empty."""
    gap = "\ue000"  # a word to FTS5, none to us: nobody can ask for it, and no phrase crosses it
    return " ".join([word or gap for word in words])


def _vector(title: str, body: str) -> str:
    """A tsvector literal: every word folded, and exact behind "=", at the same position."""
    words = (
        f"'{folded_form(token)}':{at} '={exact_form(token)}':{at}"
        for at, token in enumerate(_streams(title, body)[:16_000], start=1)
        if folded_form(token)
    )
    return " ".join(words)


def is_positive(node: Node) -> bool:
    """No NOT anywhere: one question to the index answers it."""
    match node:
        case Term():
            return True
        case And(parts) | Or(parts):
            return all(map(is_positive, parts))
    return False


def is_one_question(node: Node) -> bool:
    """Whether the index can answer the node by itself: it is positive, or words with others taken away from them."""
    if is_positive(node):
        return True
    if not isinstance(node, And):
        return False
    wanted, unwanted = _apart(node)
    return bool(wanted) and len(wanted) + len(unwanted) == len(node.parts)


def _apart(node: And) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The positive parts, and what the parts that are a plain NOT take away."""
    wanted = tuple(part for part in node.parts if is_positive(part))
    return wanted, tuple(part.part for part in node.parts if isinstance(part, Not) and is_positive(part.part))


def fts5(node: Node) -> str:
    """A node that is one question as an FTS5 MATCH expression."""
    if isinstance(node, And) and not is_positive(node) and is_one_question(node):
        wanted, unwanted = _apart(node)
        return fts5(And(wanted)) + "".join(f" NOT ({fts5(part)})" for part in unwanted)
    match node:
        case Term(words, exact, prefix):
            return f'{"exact" if exact else "folded"} : "{" ".join(words)}"{" *" if prefix else ""}'
        case And(parts):
            return "(" + " AND ".join(map(fts5, parts)) + ")"
        case Or(parts):
            return "(" + " OR ".join(map(fts5, parts)) + ")"
    raise ValueError(f"not a positive search: {node!r}")


def tsquery(node: Node) -> str:
    """A node that is one question as a tsquery literal."""
    if isinstance(node, And) and not is_positive(node) and is_one_question(node):
        wanted, unwanted = _apart(node)
        return tsquery(And(wanted)) + "".join(f" & !({tsquery(part)})" for part in unwanted)
    match node:
        case Term(words, exact, prefix):
            mark = "=" if exact else ""
            phrase = " <-> ".join(f"'{mark}{word}'" for word in words)
            return f"({phrase}{':*' if prefix else ''})"
        case And(parts):
            return "(" + " & ".join(map(tsquery, parts)) + ")"
        case Or(parts):
            return "(" + " | ".join(map(tsquery, parts)) + ")"
    raise ValueError(f"not a positive search: {node!r}")
