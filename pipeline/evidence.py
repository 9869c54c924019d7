"""What one article is compared with: other outlets' reports of the same event, each with its voice."""

from __future__ import annotations

from models.records import Article, Evidence, EvidenceRole
from models.store import Transaction
from models.wording import wording_hash

MAX_REPORTS = 12


def gather(tx: Transaction, article: Article) -> tuple[Evidence, ...]:
    """The other members of the article's story, oldest first, at most MAX_REPORTS.

    Near copies carry the voice of their origin: copies are not corroboration. A copy of the article itself comes last,
    and only where its words differ: what an outlet changed in a text it took over is to be seen.
    """
    members = tx.stories.reports_beside(int(article.id), MAX_REPORTS)  # own copies come after them
    others = [report for report in members if report.voice != report.own_voice]
    own = [report for report in members if report.voice == report.own_voice]
    others += [report for report in own if not same_words(report.article, article)]
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
            own=report.voice == report.own_voice,
        )
        for report in others[:MAX_REPORTS]
    )


def same_words(one: Article, other: Article) -> bool:
    """Whether two texts differ in no word or figure."""
    return wording_hash(one.title, one.text) == wording_hash(other.title, other.text)
