"""Keeping digests: built and kept, approved by a person, handed to those on the lists.

    build_and_keep ─▶ edition ─approve─▶ send ─▶ a message an address, each with a record of its own

What was kept is never changed; forms of it are made from its data, whatever has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from config.digest import load_digest
from models.periods import Period
from models.records import Bilingual
from models.rows import DigestEvent, DigestRow
from models.store import Conflict, Transaction
from pipeline.bootstrap import App
from pipeline.digest.build import build_digest

SCHEDULE = "schedule"  # the actor where nobody is asked


def build_and_keep(app: App, period: Period, *, new_edition: bool) -> int:
    """Build a period's digest and keep it; the id of the edition kept. One that is kept already stays unless a new
    edition is asked for."""
    now = app.clock()
    with app.store.begin() as tx:
        data = build_digest(tx, app.settings, app.topics, period, now, layout=load_digest())
        return tx.digests.save(period.key, data, now, new_edition=new_edition)


def is_approved(tx: Transaction, digest_id: int) -> bool:
    return any(event.kind is DigestEvent.APPROVED for event in tx.digests.events(digest_id))


def approve(tx: Transaction, digest_id: int, actor: str, now: datetime) -> DigestRow:
    """A person answers for an edition: from now on it is what was told. Conflict when a later edition exists (that
    one is to be approved), or it is approved already."""
    row = tx.digests.by_id(digest_id)
    latest = tx.digests.get(row.period)
    if latest.id != row.id:
        raise Conflict(
            Bilingual("đã có bản dựng mới hơn; hãy duyệt bản đó", "there is a later edition; approve that one instead")
        )
    if is_approved(tx, digest_id):
        raise Conflict(Bilingual("bản này đã được duyệt", "this edition is approved already"))
    tx.digests.note(digest_id, DigestEvent.APPROVED, actor, now, sha256=row.sha256)
    return row


def state_of(tx: Transaction, row: DigestRow) -> Mapping[str, Any]:
    """What became of an edition: who approved it and when, what was sent to how many, what failed and why."""
    events = tx.digests.events(row.id)
    approved = next((event for event in events if event.kind is DigestEvent.APPROVED), None)
    last: dict[tuple[str, str], Any] = {}
    for event in events:
        if event.kind is not DigestEvent.APPROVED:
            last[str(event.detail.get("list", "")), str(event.detail.get("address", ""))] = event
    return {
        "approved_by": None if approved is None else approved.actor,
        "approved_at": None if approved is None else approved.at,
        "sent": sum(event.kind is DigestEvent.SENT for event in last.values()),
        "failed": [
            {"list": name, "address": address, "why": str(event.detail.get("why", ""))}
            for (name, address), event in sorted(last.items())
            if event.kind is DigestEvent.FAILED
        ],
    }
