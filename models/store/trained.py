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
        """Write down what the gate said of a model; ``verdict["passed"]`` decides on its promotion. NotFound."""
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
        self, name: str, version: str, actor: str, reason: str, now: datetime, *, override: str = ""
    ) -> ModelRow:
        """Put a registered model in charge.

        Conflict: it is in charge already, or the gate has not passed it against the present champion (the first model
        of all needs no gate). ``override``, the reason why it should be promoted all the same, is logged beside what
        the gate said. NotFound.
        """
        row = self.get(name, version)
        if row.champion:
            raise Conflict(Bilingual(f"{row.version} đang được dùng rồi", f"{row.version} is in charge already"))
        champion, verdict = self._champion(name), self.verdict(name, row.version)
        against = _against(name, row.version, verdict, champion)
        if against is not None and not override:
            raise Conflict(against)
        gate: dict[str, Any] = {"state": _state(verdict), "passed": against is None and verdict is not None}
        if override and against is not None:
            gate |= {"override": override, "gate_said": {"vi": against.vi, "en": against.en}}
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


def _state(verdict: Mapping[str, Any] | None) -> str:
    if verdict is None:
        return "unjudged"
    return str(verdict.get("state") or ("passed" if verdict.get("passed") else "refused"))


def _against(name: str, version: str, verdict: Mapping[str, Any] | None, champion: str | None) -> Bilingual | None:
    """Why the gate's word does not let ``version`` follow ``champion``; None when it does."""
    if champion is None:
        return None
    judge = f"doichieu models judge {version}" + ("" if name == "topics" else f" --of {name}")
    if verdict is None:
        return Bilingual(
            f"{version} chưa qua cửa kiểm tra; hãy chạy: {judge}", f"the gate never judged {version}; run: {judge}"
        )
    if not verdict.get("passed"):
        reasons = verdict.get("reasons") or [{"vi": "không rõ", "en": "not said"}]
        vi, en = ("; ".join(str(reason[key]) for reason in reasons) for key in ("vi", "en"))
        if _state(verdict) == "undecided":
            return Bilingual(
                f"cửa kiểm tra chưa kết luận được về {version}: {vi}", f"the gate could not tell of {version}: {en}"
            )
        return Bilingual(f"{version} không qua cửa kiểm tra: {vi}", f"{version} did not pass the gate: {en}")
    if verdict.get("against", champion) != champion:
        return Bilingual(
            f"{version} đã được so với {verdict['against'] or 'không mô hình nào'}, nay {champion} đang được dùng; "
            f"hãy chạy: {judge}",
            f"{version} was judged against {verdict['against'] or 'no model'}, and {champion} is in charge now; "
            f"run: {judge}",
        )
    return None
