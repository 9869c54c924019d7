"""Claims that named fact-checkers have judged (ClaimReview)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from models.rows import ClaimRow
from models.store.base import Repository, columns
from models.tables import ClaimTable

ROW = ("id", "claim", "rating", "publisher", "url", "article_id", "claim_date", "raw", "at")


class Claims(Repository):
    def save(
        self,
        claim: str,
        rating: str,
        publisher: str,
        url: str,
        article_id: int | None,
        claim_date: date | None,
        raw: Mapping[str, object],
        now: datetime,
    ) -> bool:
        """Store a judged claim, once for each address and claim; True when it was new."""
        values = {
            "key": hashlib.sha256(f"{url}\n{claim}".encode()).hexdigest(),
            "claim": claim,
            "rating": rating,
            "publisher": publisher,
            "url": url,
            "article_id": article_id,
            "claim_date": claim_date,
            "raw": dict(raw),
            "at": now,
        }
        return self._insert_new(ClaimTable, values, ClaimTable.id) is not None

    def list(self, limit: int = 1000) -> tuple[ClaimRow, ...]:
        """Stored claims, newest first."""
        query = select(ClaimTable).order_by(ClaimTable.at.desc(), ClaimTable.id.desc()).limit(limit)
        return tuple(ClaimRow(**columns(row, ROW)) for row in self._conn.execute(query))
