"""Trained models and the append-only log of which one is in charge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from models.records import Bilingual
from models.rows import ModelRow, PromotionRow
from models.store.base import Repository, columns
from models.store.errors import Conflict, NotFound
from models.tables import ModelTable, PromotionTable

PROMOTION = ("id", "name", "version", "action", "actor", "reason", "gate", "at")


class Models(Repository):
    """``name`` says what a model is for, such as "topics"; ``version`` which one it is."""

    def register(
        self, name: str, version: str, path: str, sha256: str, card: Mapping[str, Any], now: datetime
    ) -> None:
        """Note a trained model, once. It is a candidate until it is promoted."""
        values = {
            "name": name,
            "version": version,
            "path": path,
            "sha256": sha256,
            "card": dict(card),
            "at": now,
        }
        self._insert_new(ModelTable, values, ModelTable.id)

    def promote(
        self,
        name: str,
        version: str,
        actor: str,
        reason: str,
        now: datetime,
        gate: Mapping[str, Any] | None = None,
    ) -> None:
        """Put a registered model in charge; ``gate`` is what the gate said. NotFound."""
        self.get(name, version)
        self._log(name, version, "promote", actor, reason, gate or {}, now)

    def rollback(self, name: str, actor: str, reason: str, now: datetime) -> ModelRow:
        """Put the model back in charge that was before the present one. Conflict when there was none."""
        stack: list[str] = []
        for row in reversed(self.log(name)):
            if row.action == "promote":
                stack.append(row.version)
            else:
                stack.pop()
        if len(stack) < 2:
            raise Conflict(
                Bilingual("không có mô hình trước đó để quay lại", "there is no earlier model to go back to")
            )
        self._log(name, stack[-2], "rollback", actor, reason, {}, now)
        return self.get(name, stack[-2])

    def champion(self, name: str) -> ModelRow | None:
        """The model in charge; None before the first promotion."""
        version = self._champion(name)
        return None if version is None else self.get(name, version)

    def get(self, name: str, version: str) -> ModelRow:
        """One model. NotFound."""
        query = select(ModelTable).where(ModelTable.name == name, ModelTable.version == version)
        row = self._conn.execute(query).one_or_none()
        if row is None:
            raise NotFound(Bilingual("mô hình", "model"), f"{name} {version}")
        return self._row(row, self._champion(name))

    def list(self, name: str) -> tuple[ModelRow, ...]:
        """All models of that name, newest first."""
        query = select(ModelTable).where(ModelTable.name == name).order_by(ModelTable.id.desc())
        champion = self._champion(name)
        return tuple(self._row(row, champion) for row in self._conn.execute(query))

    def log(self, name: str) -> tuple[PromotionRow, ...]:
        """Who put which model in charge, newest first."""
        query = (
            select(PromotionTable).where(PromotionTable.name == name).order_by(PromotionTable.id.desc())
        )
        return tuple(PromotionRow(**columns(row, PROMOTION)) for row in self._conn.execute(query))

    def _champion(self, name: str) -> str | None:
        query = (
            select(PromotionTable.version)
            .where(PromotionTable.name == name)
            .order_by(PromotionTable.id.desc())
            .limit(1)
        )
        return self._conn.execute(query).scalar_one_or_none()

    def _log(
        self,
        name: str,
        version: str,
        action: str,
        actor: str,
        reason: str,
        gate: Mapping[str, Any],
        now: datetime,
    ) -> None:
        self._conn.execute(
            insert(PromotionTable).values(
                name=name,
                version=version,
                action=action,
                actor=actor,
                reason=reason,
                gate=dict(gate),
                at=now,
            )
        )

    @staticmethod
    def _row(row: Any, champion: str | None) -> ModelRow:
        return ModelRow(
            **columns(row, ("id", "name", "version", "path", "sha256", "card", "at")),
            champion=row.version == champion,
        )
