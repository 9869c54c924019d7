"""Names of topics and outlets for chips and filters."""

from __future__ import annotations

from models.records import Bilingual
from models.store import Transaction


def topic_names(tx: Transaction) -> dict[str, Bilingual]:
    """The topics in use by id, core topics first."""
    return {row.id: row.topic.name for row in tx.topics.list()}


def outlet_names(tx: Transaction) -> dict[str, str]:
    """The outlets by id, by name."""
    rows = sorted(tx.outlets.list(), key=lambda r: r.name.casefold())
    return {row.id: row.name for row in rows}
