"""ClaimReview JSON-LD (schema.org) of fact-checkers, as stored claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crawler.dates import read_date
from models.store import Transaction

MAX_CLAIM_CHARS = 2000


def save_claim(tx: Transaction, node: Mapping[str, Any], article_id: int | None, url: str, now: datetime) -> bool:
    """Store one ClaimReview; False where it names no claim or is known already."""
    claim = _text(node.get("claimReviewed"))
    rating = node.get("reviewRating")
    verdict = _text(rating.get("alternateName") or rating.get("ratingValue")) if isinstance(rating, Mapping) else ""
    author = node.get("author")
    publisher = _text(author.get("name")) if isinstance(author, Mapping) else _text(author)
    if not claim or not verdict:
        return False
    address = _text(node.get("url")) or url
    return tx.claims.save(
        claim[:MAX_CLAIM_CHARS], verdict, publisher or url, address, article_id, _day(node), _kept(node), now
    )


def _kept(node: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of the markup: never who made the claim, which is often a private person."""
    rating = node["reviewRating"]
    return {
        "claimReviewed": _text(node.get("claimReviewed")),
        "reviewRating": {key: _text(rating.get(key)) for key in ("alternateName", "ratingValue", "bestRating")},
        "datePublished": _text(node.get("datePublished")),
    }


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _day(node: Mapping[str, Any]) -> date | None:
    moment = read_date(_text(node.get("datePublished")))
    return None if moment is None else moment.date()
