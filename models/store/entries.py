"""Entries: what feeds, sitemaps and listings announced, until each is an article or a named drop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, insert, literal_column, or_, select, update

from models.addresses import address_key
from models.records import Entry
from models.rows import EntryRow
from models.store.base import Repository, columns, plain
from models.tables import ArticleTable, EntryEventTable, EntryTable, SourceTable

ROW = (
    "id",
    "url",
    "source_id",
    "outlet_id",
    "title",
    "summary",
    "published_at",
    "language",
    "archive",
    "first_poll",
    "attempts",
    "rechecks",
    "etag",
    "last_modified",
    "article_id",
    "seen_at",
)
# Written out, not bound: SQLite uses the partial index only then.
PENDING: Any = literal_column("'pending'")

_DONE = (
    update(plain(EntryTable))
    .where(EntryTable.id == bindparam("entry"))
    .values(
        state="done",
        article_id=bindparam("article"),
        counter=None,
        detail="",
        etag=bindparam("tag"),
        last_modified=bindparam("modified"),
        recheck_at=bindparam("again", type_=EntryTable.recheck_at.type),
        rechecks=EntryTable.rechecks
        + case((bindparam("again", type_=EntryTable.recheck_at.type).is_not(None), 1), else_=0),
    )
)


class Entries(Repository):
    def add(
        self,
        entries: Sequence[Entry],
        *,
        source_id: str,
        now: datetime,
        first_poll: bool,
        archive_before: datetime,
    ) -> int:
        """Store the entries not seen before; returns how many were new.

        Unique by the key of their address, over all sources; an address that another entry led to by a
        redirect or rel=canonical is known too. At a source's first poll those published before
        ``archive_before`` are archive.
        """
        keyed: dict[str, Entry] = {}
        for entry in entries:
            keyed.setdefault(address_key(entry.url), entry)
        known: set[str] = set()
        keys = list(keyed)
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            known.update(self._conn.execute(select(EntryTable.key).where(EntryTable.key.in_(some))).scalars())
            reached = (
                select(ArticleTable.key)
                .where(ArticleTable.key.in_(some))
                .where(exists().where(EntryTable.article_id == ArticleTable.id))
            )
            known.update(filter(None, self._conn.execute(reached).scalars()))
        new = 0
        for key, entry in keyed.items():
            if key in known:
                continue
            latest = entry.published_at or entry.updated_at  # published then, or before it
            archive = first_poll and latest is not None and latest < archive_before
            values: dict[str, Any] = {
                "key": key,
                "url": entry.url,
                "source_id": source_id,
                "entry_id": entry.id,
                "title": entry.title,
                "summary": entry.summary,
                "published_at": entry.published_at,
                "seen_at": now,
                "first_poll": first_poll,
                "archive": archive,
                "next_try_at": now,
            }
            new += self._insert_new(EntryTable, values, EntryTable.id) is not None
        return new

    def pending(self, limit: int, now: datetime) -> tuple[EntryRow, ...]:
        """Entries to be fetched now: today's before the archive, then in the order seen."""
        query = (
            self._rows()
            .where(EntryTable.state == PENDING)
            .where(or_(EntryTable.next_try_at.is_(None), EntryTable.next_try_at <= now))
            .order_by(EntryTable.archive, EntryTable.id)
            .limit(limit)
        )
        return self._read(query)

    def recheck_due(self, limit: int, now: datetime) -> tuple[EntryRow, ...]:
        """Stored articles' entries that are to be visited again now, longest waiting first."""
        query = (
            self._rows()
            .where(EntryTable.state == "done", EntryTable.recheck_at <= now)
            .order_by(EntryTable.recheck_at, EntryTable.id)
            .limit(limit)
        )
        return self._read(query)

    def done(
        self,
        entry_id: int,
        article_id: int,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        recheck_at: datetime | None = None,
    ) -> None:
        """The entry's page was stored as (a version of) this article, to be visited again at ``recheck_at``, or
        never again."""
        done = {"entry": entry_id, "article": article_id, "tag": etag, "modified": last_modified, "again": recheck_at}
        self._conn.execute(_DONE, done)

    def drop(self, entry_id: int, counter: str, detail: str, *, now: datetime) -> None:
        """Give the entry up for good, under a named counter."""
        self._event(entry_id, counter, detail, now, final=True)
        self._set(entry_id, state="dropped", counter=counter, detail=detail)

    def retry(
        self, entry_id: int, counter: str, next_try: datetime, *, now: datetime, detail: str = ""
    ) -> None:
        """The page could not be had this time; try again at ``next_try``."""
        self._event(entry_id, counter, detail, now, final=False)
        self._set(
            entry_id,
            attempts=EntryTable.attempts + 1,
            counter=counter,
            detail=detail,
            next_try_at=next_try,
        )

    def schedule_recheck(self, entry_id: int, at: datetime | None) -> None:
        """Visit the article again at ``at``, or never again. Counts the visits asked for."""
        values: dict[str, Any] = {"recheck_at": at}
        if at is not None:
            values["rechecks"] = EntryTable.rechecks + 1
        self._set(entry_id, **values)

    def counters(self, since: datetime, source_id: str | None = None) -> Mapping[str, int]:
        """How often each drop or retry happened since then, by counter."""
        query = (
            select(EntryEventTable.counter, func.count())
            .where(EntryEventTable.at >= since)
            .group_by(EntryEventTable.counter)
            .order_by(func.count().desc(), EntryEventTable.counter)
        )
        if source_id is not None:
            query = query.where(EntryEventTable.source_id == source_id)
        return self._counts(query)

    def counts(self) -> Mapping[str, int]:
        """Entries by state: pending, done, dropped."""
        query = select(EntryTable.state, func.count()).group_by(EntryTable.state)
        return self._counts(query)

    def _event(self, entry_id: int, counter: str, detail: str, now: datetime, *, final: bool) -> None:
        source = select(EntryTable.source_id).where(EntryTable.id == entry_id).scalar_subquery()
        self._conn.execute(
            insert(plain(EntryEventTable)).values(
                at=now, entry_id=entry_id, source_id=source, counter=counter, detail=detail, final=final
            )
        )

    def _set(self, entry_id: int, **values: Any) -> None:
        self._conn.execute(update(plain(EntryTable)).where(EntryTable.id == entry_id).values(**values))

    @staticmethod
    def _rows() -> Any:
        return select(EntryTable, SourceTable.outlet_id, SourceTable.language).join(
            SourceTable, SourceTable.id == EntryTable.source_id
        )

    def _read(self, query: Any) -> tuple[EntryRow, ...]:
        return tuple(EntryRow(**columns(row, ROW)) for row in self._conn.execute(query))
