"""What one article is compared with: other outlets' reports of the same event, each with its voice."""

from __future__ import annotations

from models.records import Article, Evidence, EvidenceRole
from models.store import Transaction

MAX_REPORTS = 12


def gather(tx: Transaction, article: Article) -> tuple[Evidence, ...]:
    """The other members of the article's story, oldest first, at most MAX_REPORTS.

    Near copies carry the voice of their origin: copies are not corroboration. The article's own near
    copies carry its own voice and are left out, for a text cannot disagree with itself usefully.
    """
    members = tx.stories.reports_beside(int(article.id))
    return tuple(
        Evidence(
            text=report.article.text,
            title=report.article.title,
            role=EvidenceRole.REPORT,
            outlet=report.article.outlet,
            published_at=report.article.published_at,
            article_id=report.article.id,
            version=report.article.version,
            url=report.article.url,
            voice=report.voice,
        )
        for report in members
        if report.voice != report.own_voice
    )[:MAX_REPORTS]
