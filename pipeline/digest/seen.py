"""What the system saw and what not, how far its alerts and its silence can be trusted, and which models did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.periods import Period
from models.rows import UnseenSource
from models.store import Transaction
from pipeline.digest import trust
from pipeline.digest.values import both, moment

Json = dict[str, Any]
MODELS = ("topics", "ranking")


def how_far(tx: Transaction, period: Period, required: int, now: datetime) -> Json:
    """Alerts shown, decided and confirmed; precision, recall and what was missed as estimates with their intervals."""
    outcome = tx.digests.audit_outcome(period.start, period.end)
    shown = tx.digests.shown(period.start, period.end)
    lost = trust.missed(shown)
    number = (None, None, None) if lost is None else tuple(round(part, 1) for part in lost.number)
    return {
        "alerts_shown": outcome.shown,
        "decided": outcome.decided,
        "confirmed": outcome.confirmed,
        "precision": trust.as_row(trust.precision(shown)),
        "recall": trust.recall(shown),
        "audit": {
            "answered": outcome.audit_answered,
            "distortions": outcome.audit_distortions,
            "articles": 0 if lost is None else round(lost.articles),
            "rate": trust.as_row(None if lost is None else lost.rate),
            "rate_high": None if lost is None else lost.rate.high,
            "missed": {"value": number[0], "low": number[1], "high": number[2]},
        },
        "sources": _states(tx, min(period.end, now)),
        "confirmations_required": required,
    }


def _states(tx: Transaction, at: datetime) -> Mapping[str, int]:
    rows = [row for row in tx.sources.health(at) if row.state.value != "off"]
    return {
        "ok": sum(row.state.value in ("ok", "flooding") for row in rows),
        "silent": sum(row.state.value in ("quiet", "never") for row in rows),
        "unwell": sum(row.state.value in ("failing", "blocked") for row in rows),
    }


def unseen(rows: Sequence[UnseenSource]) -> list[Json]:
    """Sources that could not be seen for part of the period, with the reason in words."""
    return [
        {
            "source_id": row.source_id,
            "outlet": row.outlet_name,
            "url": row.url,
            "state": row.state.value,
            "reason": both(row.reason),
            "since": moment(row.since, "seconds"),
        }
        for row in rows
    ]


def models(tx: Transaction, period: Period) -> Json:
    """The models in charge, and what was put in charge or taken back in the period, by whom and why."""
    in_use, changes = [], []
    for name in MODELS:
        champion = tx.models.champion(name)
        if champion is not None:
            in_use.append({"name": name, "version": champion.version, "since": moment(champion.at)})
        for row in tx.models.log(name):
            if row.action != "judge" and period.start <= row.at < period.end:
                told = {"version": row.version, "action": row.action, "by": row.actor, "reason": row.reason}
                changes.append({"name": name, **told, "at": moment(row.at)})
    return {"in_use": in_use, "changes": sorted(changes, key=lambda row: str(row["at"]))}
