"""The fact table of a story as the desk shows it: for each fact, who says what."""

from __future__ import annotations

from typing import Any

from classifier.findings.facts import FactRow
from classifier.findings.facts import fact_table as facts_of
from classifier.findings.outlier import tellings
from models.records import Article, Bilingual, Evidence
from models.store import Transaction

MAX_ROWS = 20
SLOT_NAMES: dict[str, Bilingual] = {
    "dead": Bilingual("người chết", "dead"),
    "injured": Bilingual("người bị thương", "injured"),
    "missing": Bilingual("người mất tích", "missing"),
    "hospital": Bilingual("người nhập viện", "in hospital"),
    "arrested": Bilingual("người bị bắt", "arrested"),
    "evacuated": Bilingual("người sơ tán", "evacuated"),
    "rescued": Bilingual("người được cứu", "rescued"),
    "infected": Bilingual("ca mắc", "cases"),
    "homes": Bilingual("nhà", "homes"),
    "households": Bilingual("hộ dân", "households"),
    "VND": Bilingual("tiền (đồng)", "money (đồng)"),
    "USD": Bilingual("tiền (USD)", "money (USD)"),
    "EUR": Bilingual("tiền (euro)", "money (euro)"),
    "percent": Bilingual("tỷ lệ", "share"),
    "percentage_point": Bilingual("điểm phần trăm", "percentage points"),
    "person": Bilingual("người", "people"),
    "tonne": Bilingual("khối lượng (tấn)", "mass (tonnes)"),
    "hectare": Bilingual("diện tích (ha)", "area (ha)"),
    "metre": Bilingual("chiều dài (m)", "length (m)"),
    "nautical_mile": Bilingual("hải lý", "nautical miles"),
    "degree_c": Bilingual("nhiệt độ (°C)", "temperature (°C)"),
    "count": Bilingual("số lượng", "count"),
    "number": Bilingual("con số", "figure"),
}


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
    what = SLOT_NAMES.get(row.label, Bilingual(row.label, row.label))
    return {"what": {"vi": what.vi, "en": what.en}, "cells": cells, "majority": majority}
