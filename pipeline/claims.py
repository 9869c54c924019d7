"""Checked claims (ClaimReview) on their way into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from config.claimreview import ClaimReview, read_claims
from models.store import Transaction
from models.store.claims import Saved

COUNTERS: Mapping[Saved, str] = {"new": "claims_new", "changed": "claims_changed", "same": "claims_known"}


def save_claims(
    tx: Transaction,
    reviews: Iterable[ClaimReview],
    now: datetime,
    *,
    article_id: int | None = None,
    origin: str,
    licence: str = "",
) -> Counter[str]:
    """Store claims, each once; counts the new, the changed and the known. A licence of the claim's own wins."""
    counters: Counter[str] = Counter()
    for review in reviews:
        saved = tx.claims.save(
            review.claim,
            review.rating,
            review.publisher,
            review.url,
            article_id,
            review.date,
            review.kept,
            now,
            origin=origin,
            licence=review.licence or licence,
        )
        counters[COUNTERS[saved]] += 1
    return counters


def save_page_claims(
    tx: Transaction, nodes: Sequence[Mapping[str, Any]], article_id: int, url: str, outlet: str, now: datetime
) -> Counter[str]:
    """The claims of one crawled page; those refused are counted by their reason."""
    read = read_claims(list(nodes), url, page=url, publisher=outlet)
    counters = save_claims(tx, read.reviews, now, article_id=article_id, origin=url)
    counters.update(f"claim_{bad.counter}" for bad in read.refused)
    return counters
