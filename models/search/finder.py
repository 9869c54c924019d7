"""Searching: the index answers the words, the articles table the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, bindparam, column, false, func, not_, or_, select, text

from models.rows import Hit, SearchFilter, SearchResult
from models.search.index import SearchIndex, fts5, is_one_question, is_positive, tsquery
from models.search.query import And, Node, Not, Or, parse, positive_terms
from models.search.snippet import marks, snippet
from models.tables import ArticleTable, OutletTable, TagTable, VersionTable

ANYTHING = SearchFilter()
RARE = 5_000  # matches


class Search:
    """Full-text search inside one transaction. No query raises, however it is written."""

    def __init__(self, conn: Connection):
        self._conn = conn
        self._postgresql = conn.dialect.name == "postgresql"

    def find(
        self, query: str, where: SearchFilter = ANYTHING, limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """One page of what matches, newest first, with the count of the whole listing.

        An empty query lists everything the filter lets through; one without any word finds nothing.
        """
        parsed = parse(query)
        condition, matches = self._condition(parsed.node, parsed.blank, where)
        if matches is None or where != ANYTHING:
            counting = select(func.count()).select_from(ArticleTable).where(condition)
            if parsed.blank and where.topics and where == SearchFilter(topics=where.topics):  # the tags say it alone
                tagged = TagTable.value & TagTable.topic.in_(where.topics)
                counting = select(func.count(TagTable.article_id.distinct())).where(tagged)
            matches = int(self._conn.execute(counting).scalar_one())
        ids = self._conn.execute(_newest_first(condition).limit(limit).offset(offset)).scalars().all()
        terms = positive_terms(parsed.node)
        return SearchResult(matches, tuple(_hit(row, terms) for row in self._rows(ids)))

    def ids(self, query: str, where: SearchFilter = ANYTHING, limit: int | None = None) -> Iterator[int]:
        """The ids of everything that matches, newest first: as many as ``find`` counts, or the first ``limit``."""
        parsed = parse(query)
        condition, _ = self._condition(parsed.node, parsed.blank, where)
        yield from self._conn.execute(_newest_first(condition).limit(limit)).scalars()

    def rebuild(self) -> int:
        """Build the index anew from the stored texts; returns how many articles it holds."""
        index = SearchIndex(self._conn)
        index.clear()
        count = 0
        last = 0
        latest = (VersionTable.article_id == ArticleTable.id) & (VersionTable.version == ArticleTable.version)
        while True:
            query = (
                select(ArticleTable.id, VersionTable.title, VersionTable.text)
                .join(VersionTable, latest)
                .where(ArticleTable.id > last)
                .order_by(ArticleTable.id)
                .limit(500)
            )
            rows = self._conn.execute(query).all()
            if not rows:
                return count
            for row in rows:
                index.put(row.id, row.title, row.text)
            count += len(rows)
            last = rows[-1].id

    def _condition(self, node: Node | None, blank: bool, where: SearchFilter) -> tuple[Any, int | None]:
        """What an article must fulfil; and how many hold the words, where the index says that at once."""
        conditions: list[Any] = []
        matches: int | None = None
        if node is not None:
            if is_one_question(node):
                found = self._match(node).columns(column("id")).subquery()
                matches = int(self._conn.execute(select(func.count()).select_from(found)).scalar_one())
            conditions.append(self._words(node, matches is not None and matches <= RARE))
        elif not blank:
            conditions.append(false())
        if where.topics:
            tagged = select(TagTable.article_id).where(TagTable.value, TagTable.topic.in_(where.topics))
            conditions.append(ArticleTable.id.in_(tagged))
        if where.outlets:
            conditions.append(ArticleTable.outlet_id.in_(where.outlets))
        if where.since is not None:
            conditions.append(ArticleTable.published_at >= where.since)
        if where.until is not None:
            conditions.append(ArticleTable.published_at < where.until)
        if where.language is not None:
            conditions.append(ArticleTable.language == where.language)
        if where.archive is not None:
            conditions.append(ArticleTable.archive == where.archive)
        return (and_(*conditions) if conditions else text("1 = 1")), matches

    def _words(self, node: Node, rare: bool = False) -> Any:
        """As few questions to the index as can be, joined by plain SQL."""
        if is_one_question(node):
            # By its bare id SQLite looks up every match and sorts them all by time: good where there are few. Else it
            # goes through the articles from the newest on, until the page is full.
            return (ArticleTable.id if rare else ArticleTable.id + 0).in_(self._match(node))
        match node:
            case Not(part):
                return not_(self._words(part))
            case And(parts):
                with_words = tuple(part for part in parts if is_positive(part))
                rest = [self._words(part) for part in parts if not is_positive(part)]
                return and_(*([self._words(And(with_words))] if with_words else []), *rest)
            case Or(parts):
                return or_(*map(self._words, parts))
        raise AssertionError(f"unknown search node {node!r}")

    def _match(self, node: Node) -> Any:
        if self._postgresql:
            sql = "SELECT article_id FROM article_search WHERE document @@ CAST(:words AS tsquery)"
            return _subquery(sql, tsquery(node))
        return _subquery("SELECT rowid FROM article_search WHERE article_search MATCH :words", fts5(node))

    def _rows(self, ids: Any) -> list[Any]:
        latest = (VersionTable.article_id == ArticleTable.id) & (VersionTable.version == ArticleTable.version)
        query = (
            select(ArticleTable, VersionTable.text.label("text"), OutletTable.name.label("outlet_name"))
            .join(VersionTable, latest)
            .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
            .where(ArticleTable.id.in_(ids))
        )
        rows = {row.id: row for row in self._conn.execute(query)}
        return [rows[id_] for id_ in ids]


def _newest_first(condition: Any) -> Any:
    newest = (ArticleTable.published_at.desc(), ArticleTable.id.desc())
    return select(ArticleTable.id).where(condition).order_by(*newest)


def _subquery(sql: str, words: str) -> Any:
    # Unique: several questions stand side by side in one statement.
    return text(sql).bindparams(bindparam("words", words, unique=True))


def _hit(row: Any, terms: Any) -> Hit:
    line, found = snippet(row.text, terms)
    return Hit(
        article_id=row.id,
        title=row.title,
        title_marks=marks(row.title, terms),
        outlet_id=row.outlet_id,
        outlet_name=row.outlet_name,
        url=row.canonical_url,
        published_at=row.published_at,
        archive=row.archive,
        story_id=row.story_id,
        snippet=line,
        marks=found,
    )
