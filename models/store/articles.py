"""Articles and their versions, and how far each has come in the flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, insert, select, update

from models.addresses import address_key, spelling
from models.records import Article, Bilingual, DateFrom, Extracted
from models.rows import ArticleRow, EntryRow, Saved, VersionRow
from models.search.index import SearchIndex
from models.store.base import Repository, chunks, columns, plain
from models.store.errors import NotFound
from models.store.stories import Stories
from models.store.values import article_value, article_values
from models.tables import AlertTable, ArticleTable, ComparisonTable, JudgementTable, VersionTable
from models.tables.base import storable
from models.text import fold
from models.wording import akin, wording_hash

_BETTER_DATE = [DateFrom.FEED, DateFrom.PAGE, DateFrom.URL, DateFrom.FIRST_SEEN]
_FUTURE = timedelta(days=1)  # a date further ahead than this is an error, not a date
VERSION = (
    "article_id",
    "version",
    "title",
    "text",
    "text_hash",
    "seen_at",
    "published_at",
    "modified_at",
    "method",
)
_INSERT_VERSION = insert(plain(VersionTable))  # made once


def publication(
    feed: datetime | None, extracted: Extracted, first_seen: datetime
) -> tuple[datetime, DateFrom]:
    """The time an article was published and where that comes from; a date in the future is not believed."""
    latest = first_seen + _FUTURE
    if feed is not None and feed <= latest:
        return feed, DateFrom.FEED
    if extracted.published_at is not None and extracted.published_at <= latest:
        return extracted.published_at, extracted.date_from or DateFrom.PAGE
    return first_seen, DateFrom.FIRST_SEEN


class Articles(Repository):
    def save(
        self,
        extracted: Extracted,
        *,
        outlet_id: str,
        entry: EntryRow | None,
        first_seen: datetime,
        archive: bool,
        summary: str = "",
    ) -> Saved:
        """Store a page as a new article, as a new version of a known one, or not at all when its wording is
        the same. Articles are unique by the key of their address; the first outlet to bring it keeps it."""
        extracted = replace(extracted, title=storable(extracted.title), text=storable(extracted.text))
        published_at, date_from = publication(entry.published_at if entry else None, extracted, first_seen)
        key = self._key(extracted)
        if key != address_key(extracted.canonical_url):
            extracted = replace(extracted, canonical_url=spelling(extracted.url))
        article_id = self._insert_new(
            ArticleTable,
            {
                "key": key,
                "canonical_url": extracted.canonical_url,
                "url": extracted.url,
                "outlet_id": outlet_id,
                "title": extracted.title,
                "summary": summary or (entry.summary if entry else ""),
                "language": extracted.language,
                "published_at": published_at,
                "date_from": date_from,
                "first_seen": first_seen,
                "archive": archive,
                "method": extracted.method,
                "version": 1,
            },
            ArticleTable.id,
        )
        wording = wording_hash(extracted.title, extracted.text)
        if article_id is not None:
            self._add_version(article_id, 1, extracted, wording, first_seen)
            SearchIndex(self._conn).put(article_id, extracted.title, extracted.text)
            return Saved(article_id, 1, "new")
        return self._revise(key, extracted, wording, first_seen, published_at, date_from)

    def _key(self, extracted: Extracted) -> str:
        """The identity of the page: its canonical address, unless that is another article's already.

        Some outlets declare one canonical address on many pages; a text of another title that shares little
        with what is stored there was not moved, and stays under the address it was read at.
        """
        declared, own = address_key(extracted.canonical_url), address_key(extracted.url)
        if declared == own:
            return declared
        known = self.id_of_url(declared)
        if known is None:
            return declared
        latest = self.versions(known)[-1]
        moved = akin(f"{latest.title}\n{latest.text}", f"{extracted.title}\n{extracted.text}")
        return declared if moved or fold(latest.title) == fold(extracted.title) else own

    def _revise(
        self,
        key: str,
        extracted: Extracted,
        wording: str,
        now: datetime,
        published_at: datetime,
        date_from: DateFrom,
    ) -> Saved:
        known = self._conn.execute(
            select(ArticleTable)
            .where(ArticleTable.key == key)
            .with_for_update()
        ).one()
        latest = self.versions(known.id)[-1]
        if wording in (latest.text_hash, wording_hash(latest.title, latest.text)):
            return Saved(known.id, known.version, "same")
        version = known.version + 1
        values: dict[str, Any] = {
            "title": extracted.title,
            "method": extracted.method,
            "version": version,
            "dirty": True,
        }
        if _BETTER_DATE.index(date_from) < _BETTER_DATE.index(known.date_from):
            values |= {"published_at": published_at, "date_from": date_from}
        self._conn.execute(update(ArticleTable).where(ArticleTable.id == known.id).values(**values))
        if "published_at" in values and known.story_id is not None:
            Stories(self._conn).refresh([known.story_id])
        self._add_version(known.id, version, extracted, wording, now)
        index = SearchIndex(self._conn)
        index.remove(known.id, latest.title, latest.text)
        index.put(known.id, extracted.title, extracted.text)
        return Saved(known.id, version, "revised")

    def _add_version(
        self, article_id: int, version: int, extracted: Extracted, wording: str, now: datetime
    ) -> None:
        self._conn.execute(
            _INSERT_VERSION,
            {
                "article_id": article_id,
                "version": version,
                "title": extracted.title,
                "text": extracted.text,
                "text_hash": wording,
                "seen_at": now,
                "published_at": extracted.published_at,
                "modified_at": extracted.modified_at,
                "method": extracted.method,
            },
        )

    def get(self, article_id: int) -> ArticleRow:
        """An article at its latest version. NotFound when there is none."""
        query = (
            article_values()
            .add_columns(JudgementTable.score.label("score"))
            .join(JudgementTable, JudgementTable.article_id == ArticleTable.id, isouter=True)
            .where(ArticleTable.id == article_id)
        )
        row = self._conn.execute(query).one_or_none()
        if row is None:
            raise _no_article(article_id)
        names = [name for name in ArticleRow.__dataclass_fields__ if name in row._mapping]
        return ArticleRow(**columns(row, names))

    def id_of_url(self, url: str) -> int | None:
        """The article stored under this address, in any of its spellings, if there is one."""
        query = select(ArticleTable.id).where(ArticleTable.key == address_key(url))
        return self._conn.execute(query).scalar_one_or_none()

    def versions(self, article_id: int) -> tuple[VersionRow, ...]:
        """All stored texts of an article, oldest first."""
        query = (
            select(VersionTable).where(VersionTable.article_id == article_id).order_by(VersionTable.version)
        )
        return tuple(VersionRow(**columns(row, VERSION)) for row in self._conn.execute(query))

    def as_value(self, article_id: int, version: int | None = None) -> Article:
        """The classifier's value of an article, at its latest or at a given version. NotFound."""
        row = self._conn.execute(article_values().where(ArticleTable.id == article_id)).one_or_none()
        if row is None:
            raise _no_article(article_id)
        value = article_value(row)
        if version is None or version == row.version:
            return value
        stored = {known.version: known for known in self.versions(article_id)}
        if version not in stored:
            raise NotFound(Bilingual("phiên bản của bài", "version of the article"), version)
        return replace(value, title=stored[version].title, text=stored[version].text, version=version)

    def unplaced(self, limit: int) -> tuple[Article, ...]:
        """Latest versions not yet placed in a story and tagged, oldest published first."""
        return self._values(ArticleTable.placed_version < ArticleTable.version, limit)

    def unprocessed(self, limit: int) -> tuple[Article, ...]:
        """Placed articles whose latest version is not compared yet, or must be again; oldest first."""
        waiting = ArticleTable.dirty & (ArticleTable.placed_version >= ArticleTable.version)
        return self._values(waiting, limit)

    def in_window(self, since: datetime) -> tuple[Article, ...]:
        """Every article published since then, oldest first."""
        query = (
            article_values()
            .where(ArticleTable.published_at >= since)
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        return tuple(map(article_value, self._conn.execute(query)))

    def mark_placed(self, article_id: int, version: int) -> None:
        self._set(article_id, placed_version=version)

    def mark_dirty(self, article_ids: Iterable[int]) -> None:
        """These are to be compared again, their surroundings have changed."""
        for ids in chunks(article_ids):
            self._conn.execute(update(ArticleTable).where(ArticleTable.id.in_(ids)).values(dirty=True))

    def mark_all_dirty(self, since: datetime) -> int:
        """Everything published since then is to be compared again (references changed); returns how many."""
        query = update(ArticleTable).where(ArticleTable.published_at >= since).values(dirty=True)
        return self._conn.execute(query).rowcount

    def mark_processed(self, article_id: int, version: int, compared_key: str) -> None:
        """This version was compared; the article still waits if it was revised meanwhile."""
        self._set(article_id, processed_version=version, compared_key=compared_key)
        self._conn.execute(
            update(ArticleTable)
            .where(ArticleTable.id == article_id, ArticleTable.version == version)
            .values(dirty=False)
        )

    def unflagged(self, start: datetime, end: datetime) -> Mapping[int, float]:
        """Compared articles of today's kind first seen in ``[start, end)`` that never had an alert, each with the
        score of its comparison: how much it seemed to disagree, short of a flag."""
        query = (
            select(ArticleTable.id, func.coalesce(ComparisonTable.score, 0.0))
            .join(ComparisonTable, ComparisonTable.id == ArticleTable.comparison_id, isouter=True)
            .where(*_unflagged(start, end))
        )
        return {id_: float(score) for id_, score in self._conn.execute(query)}

    def counts(self, since: datetime) -> Mapping[str, int]:
        """How many articles: ``total``, ``today`` (first seen since then, not archive), ``archive``,
        ``waiting`` (not yet compared)."""
        count = select(func.count()).select_from(ArticleTable)  # each on the index that answers it
        wanted = {
            "total": count,
            "today": count.where(ArticleTable.first_seen >= since, ~ArticleTable.archive),
            "archive": count.where(ArticleTable.archive),
            "waiting": count.where(ArticleTable.dirty),
        }
        row = self._conn.execute(select(*(query.scalar_subquery().label(name) for name, query in wanted.items()))).one()
        return columns(row, tuple(wanted))

    def _values(self, condition: Any, limit: int) -> tuple[Article, ...]:
        first = (
            select(ArticleTable.id)
            .where(condition)
            .order_by(ArticleTable.published_at, ArticleTable.id)
            .limit(limit)
        )
        query = (
            article_values()
            .where(ArticleTable.id.in_(first))
            .order_by(ArticleTable.published_at, ArticleTable.id)
        )
        return tuple(map(article_value, self._conn.execute(query)))

    def _set(self, article_id: int, **values: Any) -> None:
        self._conn.execute(update(ArticleTable).where(ArticleTable.id == article_id).values(**values))


def _no_article(article_id: int) -> NotFound:
    return NotFound(Bilingual("bài", "article"), article_id)


def _unflagged(start: datetime, end: datetime) -> tuple[Any, ...]:
    """Compared articles of today's kind first seen in ``[start, end)`` that never had an alert."""
    return (
        ArticleTable.first_seen >= start,
        ArticleTable.first_seen < end,
        ~ArticleTable.archive,
        ArticleTable.processed_version > 0,
        ~exists().where(AlertTable.article_id == ArticleTable.id),
    )
