"""The reference library: versions kept for what rested on them, and who confirmed what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, select, update

from models.records import Bilingual, Reference, ReferencePosition
from models.rows import PendingDifference, ReferenceRow
from models.store.base import Repository
from models.store.errors import Conflict, NotFound
from models.store.seeding import Seen, Step, columns_after, decide, difference
from models.tables import ReferenceTable, ReferenceVersionTable, UserTable
from models.text import fold

FILE = "file"


def content_of(reference: Reference) -> dict[str, Any]:
    """What a version of a reference says, without its number and whether it is confirmed."""
    return {
        "statement": {"vi": reference.statement.vi, "en": reference.statement.en},
        "publisher": reference.publisher,
        "document": reference.document,
        "date": reference.date,
        "url": reference.url,
        "topics": list(reference.topics),
        "keywords": list(reference.keywords),
        "contested": reference.contested,
        "positions": [
            {"holder": position.holder, "vi": position.statement.vi, "en": position.statement.en}
            for position in reference.positions
        ],
    }


def reference_of(id_: str, version: int, content: dict[str, Any], checked: bool) -> Reference:
    return Reference(
        id=id_,
        statement=Bilingual(**content["statement"]),
        publisher=content["publisher"],
        document=content["document"],
        date=content["date"],
        url=content["url"],
        topics=tuple(content["topics"]),
        keywords=tuple(content["keywords"]),
        contested=content["contested"],
        positions=tuple(
            ReferencePosition(position["holder"], Bilingual(position["vi"], position["en"]))
            for position in content["positions"]
        ),
        checked=checked,
        version=version,
    )


class References(Repository):
    def seed(self, references: Sequence[Reference], now: datetime) -> None:
        """Bring the library up to the files; what was edited or confirmed on the desk wins, a later change
        of the file waits as pending. What the files no longer have is taken out of use."""
        self._alone("seed references")
        rows = {row.id: row for row in self._conn.execute(_heads())}
        files = {r.id: {**content_of(r), "checked": r.checked} for r in references}
        for id_, file in files.items():
            row = rows.get(id_)
            if row is None:
                self._insert(id_, file, seed=file, edited=False, by=FILE, now=now)
            else:
                self._seed_one(row, file, now)
        for id_, row in rows.items():
            if id_ not in files and row.seed:
                self._seed_one(row, {}, now)

    def _seed_one(self, row: Any, file: dict[str, Any], now: datetime) -> None:
        seen = Seen({**row.content, "checked": row.checked}, row.seed, row.edited, row.pending)
        step = decide(seen, file)
        values = columns_after(step, seen, file)
        if values:
            self._set(row.id, **values)
        if step is Step.APPLY:
            self._apply(row, file, FILE, now)

    def _apply(self, row: Any, value: dict[str, Any], by: str, now: datetime) -> None:
        """Make a value (content and ``checked``) the one in use; ``{}`` takes the reference out of use."""
        if not value:
            self._set(row.id, active=False)
            return
        content = {key: part for key, part in value.items() if key != "checked"}
        if content != row.content:
            self._add_version(row.id, row.version + 1, content, by, now)
            self._set(row.id, version=row.version + 1)
        checked = bool(value["checked"])
        mark = {"checked_by": by if checked else None, "checked_at": now if checked else None, "looked_at": None}
        self._set(row.id, active=True, checked=checked, **mark)

    def _insert(
        self,
        id_: str,
        value: dict[str, Any],
        *,
        seed: dict[str, Any] | None,
        edited: bool,
        by: str,
        now: datetime,
    ) -> None:
        checked = bool(value["checked"])
        row = {
            "id": id_,
            "version": 1,
            "active": True,
            "checked": checked,
            "checked_by": by if checked else None,
            "checked_at": now if checked else None,
            "looked_at": None,
            "seed": seed,
            "edited": edited,
            "pending": None,
        }
        if self._insert_new(ReferenceTable, row, ReferenceTable.id) is None:
            raise Conflict(Bilingual(f"mã {id_} đã được dùng", f"the id {id_} is taken"))
        content = {key: part for key, part in value.items() if key != "checked"}
        self._add_version(id_, 1, content, by, now)

    def _add_version(self, id_: str, version: int, content: dict[str, Any], by: str, now: datetime) -> None:
        self._conn.execute(
            insert(ReferenceVersionTable).values(
                id=id_, version=version, content=content, changed_by=by, at=now
            )
        )

    def current(self, *, contested_only: bool = False) -> tuple[Reference, ...]:
        """Every reference in use at its latest version, also unchecked and contested ones."""
        query = _heads().where(ReferenceTable.active)
        return tuple(
            reference_of(row.id, row.version, row.content, row.checked)
            for row in self._conn.execute(query)
            if not contested_only or row.content.get("contested")
        )

    def list(
        self,
        *,
        q: str = "",
        topic: str | None = None,
        checked: bool | None = None,
        active: bool | None = True,
    ) -> tuple[ReferenceRow, ...]:
        """The library at its latest versions, by id; ``q`` as in ``found_in``."""
        query = _heads()
        if checked is not None:
            query = query.where(ReferenceTable.checked == checked)
        if active is not None:
            query = query.where(ReferenceTable.active == active)
        rows = (_row(row, current=True) for row in self._conn.execute(query))
        return tuple(
            row
            for row in rows
            if (topic is None or topic in row.reference.topics) and found_in(row.reference, q)
        )

    def get(self, reference_id: str, version: int | None = None) -> ReferenceRow:
        """A reference at its latest or a given version. NotFound."""
        row = self.find(reference_id, version)
        if row is None:
            raise NotFound(Bilingual("tư liệu", "reference"), reference_id)
        return row

    def find(self, reference_id: str, version: int | None = None) -> ReferenceRow | None:
        """As ``get``, None where there is none."""
        found = [row for row in self.versions(reference_id) if row.reference.version == version]
        if version is None:
            found = [row for row in self.versions(reference_id) if row.current]
        return found[0] if found else None

    def versions(self, reference_id: str) -> tuple[ReferenceRow, ...]:
        """All versions of a reference, oldest first."""
        query = (
            select(
                ReferenceTable,
                ReferenceVersionTable.version.label("this_version"),
                ReferenceVersionTable.content,
                ReferenceVersionTable.changed_by,
                ReferenceVersionTable.at,
            )
            .join(ReferenceVersionTable, ReferenceVersionTable.id == ReferenceTable.id)
            .where(ReferenceTable.id == reference_id)
            .order_by(ReferenceVersionTable.version)
        )
        return tuple(
            _row(row, current=row.this_version == row.version) for row in self._conn.execute(query)
        )

    def check(
        self, reference_id: str, user_id: int, now: datetime, *, checked: bool = True, looked_at: str | None = None
    ) -> None:
        """A person confirms the latest version, or takes the confirmation back. ``looked_at``: the address (or the
        shelf) where they read the document."""
        self.get(reference_id)
        mark = (
            {"checked_by": self._user(user_id), "checked_at": now, "looked_at": looked_at}
            if checked
            else {"checked_by": None, "checked_at": None, "looked_at": None}
        )
        self._set(reference_id, checked=checked, edited=True, **mark)

    def add(self, reference: Reference, user_id: int, now: datetime) -> None:
        """A new reference of the desk. Conflict when the id is taken."""
        value = {**content_of(reference), "checked": reference.checked}
        self._insert(reference.id, value, seed=None, edited=True, by=self._user(user_id), now=now)

    def edit(self, reference_id: str, reference: Reference, user_id: int, now: datetime) -> int:
        """A new version with what ``reference`` says, confirmed only if it says so; returns its number.

        Where nothing but the confirmation changed the version stays.
        """
        row = self._head(reference_id)
        value = {**content_of(reference), "checked": reference.checked}
        self._apply(row, value, self._user(user_id), now)
        self._set(reference_id, edited=True)
        return int(self._head(reference_id).version)

    def retire(self, reference_id: str, now: datetime) -> None:
        """Take a reference out of use; what rested on it keeps it."""
        del now
        self._set(reference_id, active=False, edited=True)

    def pending(self) -> tuple[PendingDifference, ...]:
        """What the files would change in references that were edited on the desk."""
        found = []
        for row in self._conn.execute(_heads().where(ReferenceTable.pending.is_not(None))):
            current = {**row.content, "checked": row.checked}
            if row.pending == {}:
                found.append(PendingDifference("reference", row.id, current, None))
            else:
                found.append(PendingDifference("reference", row.id, *difference(current, row.pending)))
        return tuple(found)

    def accept(self, reference_id: str, now: datetime) -> None:
        """Take the file's value: a new version, with the file's confirmation."""
        row = self._head(reference_id)
        if row.pending is None:
            raise _nothing_pending(reference_id)
        self._apply(row, row.pending, FILE, now)
        self._set(reference_id, seed=row.pending, pending=None, edited=False)

    def keep(self, reference_id: str, now: datetime) -> None:
        """Keep the desk's value until the file changes once more."""
        del now
        row = self._head(reference_id)
        if row.pending is None:
            raise _nothing_pending(reference_id)
        self._set(reference_id, seed=row.pending, pending=None)

    def _head(self, reference_id: str) -> Any:
        row = self._conn.execute(_heads().where(ReferenceTable.id == reference_id)).one_or_none()
        if row is None:
            raise NotFound(Bilingual("tư liệu", "reference"), reference_id)
        return row

    def _user(self, user_id: int) -> str:
        return str(self._conn.execute(select(UserTable.name).where(UserTable.id == user_id)).scalar_one())

    def _set(self, reference_id: str, **values: Any) -> None:
        self._conn.execute(update(ReferenceTable).where(ReferenceTable.id == reference_id).values(**values))


def _heads() -> Any:
    latest = and_(
        ReferenceVersionTable.id == ReferenceTable.id,
        ReferenceVersionTable.version == ReferenceTable.version,
    )
    return (
        select(
            ReferenceTable,
            ReferenceVersionTable.content,
            ReferenceVersionTable.changed_by,
            ReferenceVersionTable.at,
            ReferenceVersionTable.version.label("this_version"),
        )
        .join(ReferenceVersionTable, latest)
        .order_by(ReferenceTable.id)
    )


def _row(row: Any, *, current: bool) -> ReferenceRow:
    checked = bool(row.checked and current)
    return ReferenceRow(
        reference=reference_of(row.id, row.this_version, row.content, checked),
        current=current,
        active=row.active,
        edited=row.edited,
        pending=row.pending is not None,
        checked_by=row.checked_by if checked else None,
        checked_at=row.checked_at if checked else None,
        changed_by=row.changed_by,
        at=row.at,
        looked_at=row.looked_at if checked else None,
    )


def found_in(reference: Reference, query: str) -> bool:
    """Whether every word of a query occurs in what the reference says in either language, in its positions, its
    citation, keywords or id; letters without their marks find those with them."""
    r = reference
    said = [part for p in r.positions for part in (p.holder, p.statement.vi, p.statement.en)]
    where = fold(" ".join((r.id, r.statement.vi, r.statement.en, r.publisher, r.document, *r.keywords, *said)))
    return all(word in where for word in fold(query).split())


def _nothing_pending(reference_id: str) -> NotFound:
    return NotFound(Bilingual("khác biệt đang chờ của", "pending difference of"), reference_id)
