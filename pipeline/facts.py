"""The fact table of a story as the desk shows it: for each fact, who says what."""

from __future__ import annotations

from typing import Any

from classifier.findings.outlier import fact_table as facts_of

from models.records import Evidence
from models.store import Transaction


def fact_table(tx: Transaction, story_id: int) -> dict[str, Any] | None:
    """Columns are the story's articles, rows the facts at least two of them speak of; None without any."""
    articles = [tx.articles.as_value(member.article_id) for member in tx.stories.members(story_id)]
    if len(articles) < 2:
        return None
    reports = [
        Evidence(text=a.text, title=a.title, outlet=a.outlet, published_at=a.published_at, article_id=a.id)
        for a in articles
    ]
    table = facts_of(reports)
    if not table:
        return None
    return {"columns": [{"article_id": a.id, "outlet": a.outlet, "version": a.version} for a in articles], "rows": table}
