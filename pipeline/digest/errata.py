"""What an earlier digest said and no longer holds: confirmations overturned, reopened, or since corrected.

A digest that was approved is what leaders were told; what changed after it is told once, at the top of the next one,
and marked on the page of the old one for as long as it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models.records import Bilingual
from models.rows import AlertRow, DigestRow
from models.store import Transaction
from pipeline.digest.values import both, moment

Json = dict[str, Any]
_WORDS = {
    "overturned": Bilingual(
        "Kết luận đã bị đảo lại: nay không còn được coi là sai lệch.",
        "The decision was overturned: it is no longer held to be a distortion.",
    ),
    "reopened": Bilingual(
        "Kết luận đang được xem lại, chưa có kết quả.", "The decision is being looked at again; nothing is settled."
    ),
    "corrected": Bilingual(
        "Cơ quan báo chí đã sửa bài sau bản tin này.", "The outlet has corrected the article since this digest."
    ),
}


def changed_since(tx: Transaction, digest: DigestRow) -> list[Json]:
    """What a digest's confirmed items have become by now; [] where all stand as they were told."""
    told = {int(one["alert_id"]): one for one in digest.data.get("confirmed", ())}
    now = {row.id: row for row in tx.alerts.by_ids(told)}
    found = []
    for alert_id, one in told.items():
        what = _what(one, now.get(alert_id))
        if what is not None:
            row = now.get(alert_id)
            found.append(
                {
                    "what": what,
                    "words": both(_WORDS[what]),
                    "alert_id": alert_id,
                    "title": one["title"],
                    "outlet": one["outlet"],
                    "passage": one.get("passage"),
                    "period": digest.period,
                    "edition": digest.edition,
                    "at": None if row is None else moment(row.corrected_at if what == "corrected" else row.changed_at),
                }
            )
    return found


def _what(told: Json, row: AlertRow | None) -> str | None:
    if row is None:
        return None  # deleted by retention: nothing is known to have changed
    if not row.confirmed:
        return "reopened" if row.verdict is None else "overturned"
    was = (told.get("answered") or {}).get("corrected_at")
    return "corrected" if row.corrected_at is not None and not was else None


def errata(tx: Transaction, approved: Sequence[DigestRow]) -> list[Json]:
    """What changed of the approved digests given (any order) and was told by none of them yet."""
    told = set(_told(approved))
    found: dict[tuple[int, str], Json] = {}
    for digest in sorted(approved, key=lambda row: (row.at, row.edition)):
        for one in changed_since(tx, digest):
            key = (one["alert_id"], one["what"])
            if key not in told:
                found.setdefault(key, one)
    return list(found.values())


def _told(digests: Iterable[DigestRow]) -> Iterable[tuple[int, str]]:
    for digest in digests:
        for one in digest.data.get("errata", ()):
            yield int(one["alert_id"]), str(one["what"])
