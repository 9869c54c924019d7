"""The office's own corrections as ClaimReview (schema.org), for others to use: what people confirmed, nothing else.

A machine's flag is never in it, nor an alert before the required number of people confirmed it, nor one that rests on
no evidence they ticked, nor one whose outlet has corrected the text since. The item reviewed is the article with its
outlet as publisher; neither its author nor the people who decided are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from config.settings import Settings
from models.records import Bilingual, Verdict
from models.rows import DecidedAlert, EvidenceRow, FindingRow
from models.store import Transaction

Json = dict[str, Any]
CONTEXT = "https://schema.org"
RATING = Bilingual("Không khớp với chứng cứ đã dẫn", "Does not agree with the evidence cited")
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


class CannotExport(ValueError):
    """Why nothing can be published; ``message`` in both languages."""

    def __init__(self, message: Bilingual):
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Corrections:
    """``feed`` is a schema.org DataFeed; ``counters`` what went into it and what was left out, by reason."""

    feed: Mapping[str, Any]
    counters: Mapping[str, int]


def export_corrections(tx: Transaction, settings: Settings, now: datetime) -> Corrections:
    """Every confirmed correction up to ``now``. CannotExport while the office has no name of its own."""
    return corrections(tx.digests.decided(_ALWAYS, now + timedelta(seconds=1)), settings, now)


def corrections(decided: Sequence[DecidedAlert], settings: Settings, now: datetime) -> Corrections:
    """As ``export_corrections``, of these alerts."""
    office = settings.office_name.strip()
    if office in ("", Settings.model_fields["office_name"].default):
        raise CannotExport(
            Bilingual(
                "chưa đặt office_name: đính chính công bố phải mang tên cơ quan chịu trách nhiệm",
                "office_name is not set: a published correction must name the office that answers for it",
            )
        )
    counters: Counter[str] = Counter()
    reviews: list[Json] = []
    for one in decided:
        found, reason = _confirmed(one, settings.confirmations_required)
        counters[reason] += 1
        reviews += [_review(one, finding, office, settings.office_url) for finding in found]
    feed = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": f"{office}: ClaimReview",
        "dateModified": now.isoformat(timespec="seconds"),
        "provider": _office(office, settings.office_url),
        "dataFeedElement": [
            {"@type": "DataFeedItem", "dateCreated": review["datePublished"], "item": review} for review in reviews
        ],
    }
    return Corrections(feed, {"corrections": len(reviews), **counters})


def _confirmed(one: DecidedAlert, required: int) -> tuple[tuple[FindingRow, ...], str]:
    """The findings people confirmed with their evidence, and the counter the alert ends in."""
    alert = one.alert
    standing = [row for row in one.decisions if row.verdict is Verdict.DISTORTION]
    if alert.verdict is not Verdict.DISTORTION:
        return (), "not_a_distortion"
    if not alert.confirmed or len({row.user_id for row in standing}) < required:
        return (), "not_confirmed_yet"
    if alert.corrected_at is not None:
        return (), "corrected_by_the_outlet"
    ticked = {finding_id for row in standing for finding_id in row.evidence_ticked}
    found = tuple(finding for finding in one.findings if finding.id in ticked and finding.evidence)
    return found, "confirmed" if found else "no_evidence_ticked"


def _review(one: DecidedAlert, finding: FindingRow, office: str, url: str | None) -> Json:
    alert = one.alert
    review: Json = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "identifier": f"doichieu:{alert.id}:{finding.id}",
        "claimReviewed": finding.passage,
        "datePublished": one.decided_at.date().isoformat(),
        "author": _office(office, url),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": f"{RATING.vi} / {RATING.en}",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "ratingExplanation": f"{finding.why.vi} / {finding.why.en}",
        },
        "itemReviewed": {
            "@type": "NewsArticle",
            "headline": alert.title,
            "url": alert.url,
            "datePublished": alert.published_at.isoformat(timespec="seconds"),
            "publisher": {"@type": "NewsMediaOrganization", "name": alert.outlet_name},
        },
        "citation": [_citation(row, alert.outlet_name, alert.url) for row in finding.evidence],
    }
    if url:
        review["url"] = f"{url}#doichieu-{alert.id}-{finding.id}"
    return review


def _office(name: str, url: str | None) -> Json:
    return {"@type": "Organization", "name": name, **({"url": url} if url else {})}


def _citation(row: EvidenceRow, outlet: str, url: str) -> Json:
    """One piece of evidence as a work that can be looked up; the article's own body is cited as the article."""
    publisher, name, link = row.outlet, row.title, row.url
    published = None if row.published_at is None else row.published_at.isoformat(timespec="seconds")
    if row.reference is not None:
        held = row.reference.reference
        publisher, name, link, published = held.publisher, held.document, held.url, held.date
    elif publisher is None and name is None:
        publisher, link = outlet, url
    cited: Json = {"@type": "CreativeWork", "text": row.passage}
    if name:
        cited["name"] = name
    if publisher:
        cited["publisher"] = {"@type": "Organization", "name": publisher}
    if link:
        cited["url"] = link
    if published:
        cited["datePublished"] = published
    return cited
