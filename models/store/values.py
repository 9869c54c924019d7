"""How stored articles become the values the classifier takes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from models.records import Article, DateFrom
from models.tables import ArticleTable, OutletTable, VersionTable


def article_values() -> Any:
    """A query of articles at their latest version, with text and the outlet's name."""
    return (
        select(
            ArticleTable,
            VersionTable.text.label("text"),
            OutletTable.name.label("outlet_name"),
        )
        .join(
            VersionTable,
            and_(VersionTable.article_id == ArticleTable.id, VersionTable.version == ArticleTable.version),
        )
        .join(OutletTable, OutletTable.id == ArticleTable.outlet_id)
    )


def article_value(row: Any) -> Article:
    """A row of ``article_values`` as the classifier's value. An archive article whose date nobody gave has
    none: the day it was found says nothing about it."""
    dated = not (row.archive and row.date_from is DateFrom.FIRST_SEEN)
    return Article(
        id=str(row.id),
        title=row.title,
        text=row.text,
        summary=row.summary,
        published_at=row.published_at if dated else None,
        outlet=row.outlet_name,
        url=row.canonical_url,
        language=row.language,
        version=row.version,
    )
