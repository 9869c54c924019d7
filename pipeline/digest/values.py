"""Values of the store as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.records import Bilingual
from models.rows import EvidenceRow

Json = dict[str, Any]
SHAPE = 2  # of a digest's data; a form refuses one it does not know


def both(message: Bilingual) -> Json:
    return {"vi": message.vi, "en": message.en}


def moment(at: datetime | None, timespec: str = "minutes") -> str | None:
    return None if at is None else at.isoformat(timespec=timespec)


def evidence(row: EvidenceRow) -> Json:
    """One piece of evidence: the passage, whose it is, where it can be read, of when."""
    if row.reference is not None:
        held = row.reference.reference
        return {
            "passage": row.passage,
            "citation": f"{held.publisher}: {held.document}",
            "url": held.url,
            "date": held.date,
        }
    citation = row.outlet or row.title or row.source.value
    return {"passage": row.passage, "citation": citation, "url": row.url, "date": moment(row.published_at)}
