"""The fact table of a story as the desk shows it: for each fact, who says what."""

from __future__ import annotations

from typing import Any

from classifier.findings.facts import FactRow
from classifier.findings.facts import fact_table as facts_of
from classifier.findings.outlier import tellings
from models.records import Article, Evidence
from models.store import Transaction

MAX_ROWS = 20


def fact_table(tx: Transaction, story_id: int) -> dict[str, Any] | None:
    """Columns are the story's articles, rows the facts at least two of them speak of; None without any."""
    articles = [tx.articles.as_value(member.article_id) for member in tx.stories.members(story_id)]
    if len(articles) < 2:
        return None
    rows = facts_of(tellings([_evidence(article) for article in articles]))[:MAX_ROWS]
    if not rows:
        return None
    return {
        "columns": [{"article_id": int(a.id), "outlet": a.outlet, "version": a.version} for a in articles],
        "rows": [_row(row, len(articles)) for row in rows],
    }


def _evidence(article: Article) -> Evidence:
    return Evidence(
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        published_at=article.published_at,
        article_id=article.id,
    )


def _row(row: FactRow, columns: int) -> dict[str, Any]:
    cells: list[dict[str, Any] | None] = [None] * columns
    for cell in row.cells:
        if cells[cell.index] is None:
            cells[cell.index] = {"value": cell.written, "passage": cell.passage, "differs": not cell.with_most}
    majority = None if row.first is None else row.first.written
    return {"what": {"vi": row.label, "en": row.label}, "cells": cells, "majority": majority}
