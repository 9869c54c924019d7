"""What people confirmed: each passage with its evidence, who confirmed it, and what was answered since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.records import Bilingual, Verdict
from models.rows import AlertRow, DecidedAlert
from models.store import Transaction
from pipeline.digest.kinds import KIND_NAMES
from pipeline.digest.values import both, evidence, moment

Json = dict[str, Any]


def confirmed(tx: Transaction, decided: Sequence[DecidedAlert], required: int) -> list[Json]:
    """The alerts among ``decided`` that enough people confirmed. Never one on the machine's word."""
    return [_one(tx, one, required) for one in decided if one.alert.confirmed]


def _one(tx: Transaction, one: DecidedAlert, required: int) -> Json:
    alert = one.alert
    standing = [row for row in one.decisions if row.verdict is Verdict.DISTORTION]
    ticked = {finding_id for row in standing for finding_id in row.evidence_ticked}
    findings = [f for f in one.findings if f.id in ticked] or list(one.findings)
    first = findings[0] if findings else None
    return {
        "alert_id": alert.id,
        "article_id": alert.article_id,
        "title": alert.title,
        "outlet": alert.outlet_name,
        "carried_by": list(alert.carried_by),
        "url": alert.url,
        "published_at": moment(alert.published_at),
        "topics": list(alert.topics),
        "kind": None if first is None else first.kind.value,
        "kind_name": both(Bilingual("", "") if first is None else KIND_NAMES[first.kind]),
        "passage": None if first is None else first.passage,
        "why": None if first is None else both(first.why),
        "asserted": None if first is None else first.asserted.value,
        "evidence": [evidence(row) for finding in findings for row in finding.evidence],
        "confirmed_by": [row.user_name for row in standing],
        "confirmations": alert.confirmations,
        "required": required,
        "decided_at": moment(one.decided_at),
        "notes": [row.note for row in standing if row.note],
        "answered": answered(tx, alert),
    }


def answered(tx: Transaction, alert: AlertRow) -> Json:
    """What followed: a note written by the office (when, by whom), and the outlet's own correction."""
    notes = tx.notes.of(alert.id)
    return {
        "note_at": moment(notes[0].at) if notes else None,
        "note_by": notes[0].user_name if notes else None,
        "corrected_at": moment(alert.corrected_at),
    }


def corrected(rows: Sequence[AlertRow]) -> list[Json]:
    """Alerts whose article the outlet itself corrected in the period."""
    return [
        {
            "alert_id": row.id,
            "article_id": row.article_id,
            "title": row.title,
            "outlet": row.outlet_name,
            "url": row.url,
            "corrected_at": moment(row.corrected_at),
        }
        for row in rows
    ]


def by_verdict(counts: Mapping[str, int]) -> list[Json]:
    """Every verdict there is with how often it was given, in the order of the keys."""
    return [{"verdict": verdict.value, "count": counts.get(verdict.value, 0)} for verdict in Verdict]
