"""Trained models and the append-only log of what the gate said of them and which one is in charge.

A version may be given as ``champion`` (the model in charge) or ``candidate`` (the newest one that never was).
"""

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

ALIASES = ("champion", "candidate")
JUDGE, PROMOTE, ROLLBACK = "judge", "promote", "rollback"
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

    def judge(self, name: str, version: str, actor: str, verdict: Mapping[str, Any], now: datetime) -> None:
        """Write down what the gate said of a model; ``verdict["passed"]`` decides whether it may be promoted. NotFound."""
        self._log(name, self.get(name, version).version, JUDGE, actor, "", verdict, now)

    def verdict(self, name: str, version: str) -> Mapping[str, Any] | None:
        """The gate's last word on a model; None when it never judged it."""
        query = (
            select(PromotionTable.gate)
            .where(PromotionTable.name == name, PromotionTable.version == version, PromotionTable.action == JUDGE)
            .order_by(PromotionTable.id.desc())
            .limit(1)
        )
        return self._conn.execute(query).scalar_one_or_none()

    def promote(
        self, name: str, version: str, actor: str, reason: str, now: datetime, *, despite_gate: bool = False
    ) -> ModelRow:
        """Put a registered model in charge.

        Conflict: it is in charge already, or the gate did not pass it (the first model of all needs no gate).
        ``despite_gate`` promotes it all the same; the log says so beside the reason. NotFound.
        """
        row = self.get(name, version)
        if row.champion:
            raise Conflict(Bilingual(f"{row.version} đang được dùng rồi", f"{row.version} is in charge already"))
        verdict = self.verdict(name, row.version)
        passed = bool(verdict and verdict.get("passed"))
        if not passed and not despite_gate and self._champion(name) is not None:
            raise Conflict(_not_passed(row.version, verdict))
        gate = {"passed": passed, "despite": despite_gate and not passed}
        self._log(name, row.version, PROMOTE, actor, reason, gate, now)
        return row

    def rollback(self, name: str, actor: str, reason: str, now: datetime) -> ModelRow:
        """Put the model back in charge that was before the present one. Conflict when there was none."""
        stack: list[str] = []
        for row in reversed(self.log(name)):
            if row.action == PROMOTE:
                stack.append(row.version)
            elif row.action == ROLLBACK:
                stack.pop()
        if len(stack) < 2:
            raise Conflict(
                Bilingual("không có mô hình trước đó để quay lại", "there is no earlier model to go back to")
            )
        self._log(name, stack[-2], ROLLBACK, actor, reason, {}, now)
        return self.get(name, stack[-2])

    def champion(self, name: str) -> ModelRow | None:
        """The model in charge; None before the first promotion."""
        version = self._champion(name)
        return None if version is None else self.get(name, version)

    def get(self, name: str, version: str) -> ModelRow:
        """One model, by its version or an alias. NotFound."""
        champion = self._champion(name)
        known = self._alias(name, version) if version in ALIASES else version
        query = select(ModelTable).where(ModelTable.name == name, ModelTable.version == (known or version))
        row = self._conn.execute(query).one_or_none()
        if row is None:
            raise NotFound(Bilingual("mô hình", "model"), f"{name} {version}")
        return self._row(row, champion)

    def list(self, name: str) -> tuple[ModelRow, ...]:
        """All models of that name, newest first."""
        query = select(ModelTable).where(ModelTable.name == name).order_by(ModelTable.id.desc())
        champion = self._champion(name)
        return tuple(self._row(row, champion) for row in self._conn.execute(query))

    def log(self, name: str) -> tuple[PromotionRow, ...]:
        """Who judged, promoted or took back which model, newest first."""
        query = (
            select(PromotionTable).where(PromotionTable.name == name).order_by(PromotionTable.id.desc())
        )
        return tuple(PromotionRow(**columns(row, PROMOTION)) for row in self._conn.execute(query))

    def _alias(self, name: str, alias: str) -> str | None:
        if alias == "champion":
            return self._champion(name)
        tried = select(PromotionTable.version).where(PromotionTable.name == name, PromotionTable.action == PROMOTE)
        query = select(ModelTable.version).where(ModelTable.name == name, ModelTable.version.not_in(tried))
        return self._conn.execute(query.order_by(ModelTable.id.desc()).limit(1)).scalar_one_or_none()

    def _champion(self, name: str) -> str | None:
        query = (
            select(PromotionTable.version)
            .where(PromotionTable.name == name, PromotionTable.action.in_((PROMOTE, ROLLBACK)))
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


def _not_passed(version: str, verdict: Mapping[str, Any] | None) -> Bilingual:
    if verdict is None:
        return Bilingual(
            f"{version} chưa qua cửa kiểm tra: hãy huấn luyện lại để nó được so với mô hình đang dùng",
            f"the gate never judged {version}: train again, so that it is compared with the model in charge",
        )
    reasons = verdict.get("reasons") or [{"vi": "không rõ", "en": "not said"}]
    return Bilingual(
        f"{version} không qua cửa kiểm tra: " + "; ".join(str(r["vi"]) for r in reasons),
        f"{version} did not pass the gate: " + "; ".join(str(r["en"]) for r in reasons),
    )
