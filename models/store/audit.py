"""Who did what: append-only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from models.rows import AuditRow
from models.store.base import Repository, columns
from models.tables import AuditTable

ROW = ("id", "at", "actor", "action", "target", "detail")


class Audit(Repository):
    def add(
        self, *, actor: str, action: str, target: str, detail: Mapping[str, Any], now: datetime
    ) -> None:
        """Write down that ``actor`` did ``action`` to ``target``."""
        self._conn.execute(
            insert(AuditTable).values(at=now, actor=actor, action=action, target=target, detail=dict(detail))
        )

    def list(
        self,
        *,
        action: str | None = None,
        actor: str | None = None,
        target: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
        before_id: int | None = None,
    ) -> tuple[AuditRow, ...]:
        """Events, newest first; ``before_id`` goes on from an earlier page."""
        query = self._narrowed(select(AuditTable), action, actor, target, since)
        if until is not None:
            query = query.where(AuditTable.at < until)
        if before_id is not None:
            query = query.where(AuditTable.id < before_id)
        query = query.order_by(AuditTable.id.desc()).limit(limit)
        return tuple(AuditRow(**columns(row, ROW)) for row in self._conn.execute(query))

    def kinds(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The actions and the actors there are, to choose from."""
        actions, actors = (
            tuple(str(value) for (value,) in self._conn.execute(select(what).distinct().order_by(what)))
            for what in (AuditTable.action, AuditTable.actor)
        )
        return actions, actors

    def count(
        self,
        *,
        action: str | None = None,
        actor: str | None = None,
        target: str | None = None,
        since: datetime | None = None,
    ) -> int:
        """How many events the filter has."""
        query = self._narrowed(select(func.count()).select_from(AuditTable), action, actor, target, since)
        return int(self._conn.execute(query).scalar_one())

    @staticmethod
    def _narrowed(
        query: Any, action: str | None, actor: str | None, target: str | None, since: datetime | None
    ) -> Any:
        if action is not None:
            query = query.where(AuditTable.action == action)
        if actor is not None:
            query = query.where(AuditTable.actor == actor)
        if target is not None:
            query = query.where(AuditTable.target == target)
        if since is not None:
            query = query.where(AuditTable.at >= since)
        return query
