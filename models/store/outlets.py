"""Outlets and the definition of their sources. How polls went is in ``sources``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from models.addresses import address_key
from models.records import Bilingual, Healthy, Language, Outlet, OutletKind, Source, SourceKind
from models.rows import OutletRow, PendingDifference
from models.store.base import Repository, columns
from models.store.errors import Conflict, NotFound
from models.store.seeding import Seen, Step, columns_after, decide, difference
from models.tables import OutletTable, SourceTable

OUTLET_KEYS = ("name", "kind", "homepage", "language", "aliases", "country", "enabled", "own")
SOURCE_KEYS = ("outlet_id", "kind", "url", "language", "enabled", "confirmed", "healthy")
Table = type[OutletTable] | type[SourceTable]
NOUNS: dict[str, tuple[Table, tuple[str, ...]]] = {
    "outlet": (OutletTable, OUTLET_KEYS),
    "source": (SourceTable, SOURCE_KEYS),
}


def outlet_value(outlet: Outlet) -> dict[str, Any]:
    """An outlet without its sources as its row and its file hold it."""
    return {key: _plain(getattr(outlet, key)) for key in OUTLET_KEYS}


def source_value(source: Source) -> dict[str, Any]:
    healthy = source.healthy
    return {
        **{key: _plain(getattr(source, key)) for key in SOURCE_KEYS if key != "healthy"},
        "healthy": {
            "max_silence_hours": healthy.max_silence_hours,
            "min_entries": healthy.min_entries,
            "min_article_chars": healthy.min_article_chars,
        },
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, OutletKind | Language | SourceKind) else value


def source_of(row: Any) -> Source:
    return Source(
        id=row.id,
        outlet_id=row.outlet_id,
        kind=row.kind,
        url=row.url,
        language=row.language,
        enabled=row.enabled,
        confirmed=row.confirmed,
        healthy=Healthy(**row.healthy),
    )


def outlet_of(row: Any, sources: Iterable[Source] = ()) -> Outlet:
    return Outlet(
        id=row.id,
        name=row.name,
        kind=row.kind,
        homepage=row.homepage,
        language=row.language,
        aliases=tuple(row.aliases),
        country=row.country,
        enabled=row.enabled,
        own=row.own,
        sources=tuple(sources),
    )


class Outlets(Repository):
    def seed(self, outlets: Sequence[Outlet], now: datetime) -> None:
        """Bring the store up to the files: new ones inserted, unedited ones refreshed, a change under an
        edited one kept as pending. What the files no longer have is switched off, never deleted."""
        self._alone("seed outlets")
        self._seed("outlet", {outlet.id: outlet_value(outlet) for outlet in outlets}, now)
        sources = {source.id: source_value(source) for outlet in outlets for source in outlet.sources}
        self._seed("source", sources, now)

    def _seed(self, noun: str, files: dict[str, dict[str, Any]], now: datetime) -> None:
        table, keys = NOUNS[noun]
        rows = {row.id: row for row in self._conn.execute(select(table))}
        for id_, file in files.items():
            row = rows.get(id_)
            if row is None:
                self._conn.execute(
                    table.__table__.insert().values(  # type: ignore[attr-defined]
                        id=id_, **file, seed=file, edited=False, pending=None, changed_at=now
                    )
                )
                continue
            self._apply(table, row, keys, file, now)
        for id_, row in rows.items():
            if id_ not in files and row.seed is not None and row.seed != {}:
                self._apply(table, row, keys, {}, now)

    def _apply(
        self, table: Table, row: Any, keys: tuple[str, ...], file: dict[str, Any], now: datetime
    ) -> None:
        seen = Seen(self._value(row, keys), row.seed, row.edited, row.pending)
        step = decide(seen, file)
        values = columns_after(step, seen, file)
        if step is Step.APPLY:
            values |= file or {"enabled": False}
        if values:
            self._conn.execute(update(table).where(table.id == row.id).values(**values, changed_at=now))

    @staticmethod
    def _value(row: Any, keys: tuple[str, ...]) -> dict[str, Any]:
        return {key: _plain(value) for key, value in columns(row, keys).items()}

    def list(self) -> tuple[OutletRow, ...]:
        """Every outlet with its sources, by name."""
        sources: dict[str, tuple[Source, ...]] = {}
        pending: set[str] = set()
        for row in self._conn.execute(select(SourceTable).order_by(SourceTable.id)):
            sources[row.outlet_id] = (*sources.get(row.outlet_id, ()), source_of(row))
            if row.pending is not None:
                pending.add(row.outlet_id)
        rows = self._conn.execute(select(OutletTable).order_by(OutletTable.name, OutletTable.id))
        return tuple(
            OutletRow(
                outlet_of(row, sources.get(row.id, ())),
                edited=row.edited,
                pending=row.pending is not None or row.id in pending,
            )
            for row in rows
        )

    def get(self, outlet_id: str) -> Outlet:
        """An outlet with its sources. NotFound when there is none."""
        row = self._conn.execute(select(OutletTable).where(OutletTable.id == outlet_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("cơ quan báo chí", "outlet"), outlet_id)
        query = select(SourceTable).where(SourceTable.outlet_id == outlet_id).order_by(SourceTable.id)
        return outlet_of(row, map(source_of, self._conn.execute(query)))

    def add(self, outlet: Outlet, now: datetime) -> None:
        """A new outlet of the desk, with its sources. Conflict when the id of either is taken."""
        value = outlet_value(outlet)
        if self._insert_new(OutletTable, _desk_row(outlet.id, value, now), OutletTable.id) is None:
            raise _taken(outlet.id)
        for source in outlet.sources:
            self.add_source(source, now)

    def add_source(self, source: Source, now: datetime) -> None:
        """A new source of an outlet that exists. Conflict when the id is taken, or the address is a source's."""
        place = address_key(source.url)
        for id_, outlet_id, url in self._conn.execute(select(SourceTable.id, SourceTable.outlet_id, SourceTable.url)):
            if id_ != source.id and address_key(url) == place:
                raise Conflict(
                    Bilingual(
                        f"{source.url} đã là nguồn {id_} của {outlet_id}",
                        f"{source.url} is the source {id_} of {outlet_id} already",
                    )
                )
        row = _desk_row(source.id, source_value(source), now)
        if self._insert_new(SourceTable, row, SourceTable.id) is None:
            raise _taken(source.id)

    def edit(self, outlet: Outlet, now: datetime) -> None:
        """The desk changes an outlet (not its sources): from now on this wins over the file."""
        self.get(outlet.id)
        self._edit(OutletTable, outlet.id, outlet_value(outlet), now)

    def edit_source(self, source: Source, now: datetime) -> None:
        """The desk changes a source: from now on this wins over the file, and it is polled anew."""
        row = self._conn.execute(select(SourceTable).where(SourceTable.id == source.id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("nguồn tin", "source"), source.id)
        value = source_value(source)
        if row.url != source.url:  # another page: its validators and failures are not this one's
            value |= {"etag": None, "last_modified": None, "failures_in_row": 0, "next_poll_at": None}
            value |= {"failure_weight": 0.0, "last_hash": None, "mistrusted_at": None, "period_s": None}
        self._edit(SourceTable, source.id, value, now)

    def set_enabled(self, outlet_id: str, enabled: bool, now: datetime) -> None:
        """Switch a whole outlet on or off from the desk."""
        self.edit(replace(self.get(outlet_id), enabled=enabled), now)

    def _edit(self, table: Table, id_: str, value: dict[str, Any], now: datetime) -> None:
        self._conn.execute(update(table).where(table.id == id_).values(**value, edited=True, changed_at=now))

    def pending(self) -> tuple[PendingDifference, ...]:
        """What the files would change in outlets and sources that were edited on the desk."""
        found = []
        for noun, (table, keys) in NOUNS.items():
            for row in self._conn.execute(select(table).where(table.pending.is_not(None)).order_by(table.id)):
                if row.pending == {}:
                    found.append(PendingDifference(noun, row.id, self._value(row, keys), None))
                else:
                    ours, theirs = difference(self._value(row, keys), row.pending)
                    found.append(PendingDifference(noun, row.id, ours, theirs))
        return tuple(found)

    def accept(self, kind: str, id_: str, now: datetime) -> None:
        """Take the file's value over the desk's. ``kind`` is "outlet" or "source"."""
        table, _ = NOUNS[kind]
        pending = self._pending(table, id_)
        values = dict(pending) or {"enabled": False}
        self._conn.execute(
            update(table)
            .where(table.id == id_)
            .values(**values, seed=pending, pending=None, edited=False, changed_at=now)
        )

    def keep(self, kind: str, id_: str, now: datetime) -> None:
        """Keep the desk's value; the file is asked about again only when it changes once more."""
        table, _ = NOUNS[kind]
        pending = self._pending(table, id_)
        self._conn.execute(
            update(table).where(table.id == id_).values(seed=pending, pending=None, changed_at=now)
        )

    def _pending(self, table: Table, id_: str) -> dict[str, Any]:
        row = self._conn.execute(select(table).where(table.id == id_)).one_or_none()
        if row is None or row.pending is None:
            raise NotFound(Bilingual("khác biệt đang chờ của", "pending difference of"), id_)
        return dict(row.pending)


def _desk_row(id_: str, value: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {"id": id_, **value, "seed": None, "edited": True, "pending": None, "changed_at": now}


def _taken(id_: str) -> Conflict:
    return Conflict(Bilingual(f"mã {id_} đã được dùng", f"the id {id_} is taken"))
