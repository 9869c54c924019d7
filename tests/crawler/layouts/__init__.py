"""Made pages: layouts of newsrooms and portals, each filled with invented articles (texts.yaml).

A layout names how each part is marked up (pieces.py); the truth of a page follows from the article that fills it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from tests.crawler.layouts.pieces import Article, render
from tests.crawler.layouts.table import LAYOUTS, Layout

ARTICLES: tuple[Article, ...] = tuple(
    Article(row["title"], row["lang"], datetime.fromisoformat(str(row["at"])), row["lead"], tuple(row["body"]))
    for row in yaml.load((Path(__file__).parent / "texts.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
)


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page and what it says. ``html`` is UTF-8."""

    html: bytes
    url: str
    title: str
    lines: tuple[str, ...]
    published_at: datetime
    language: str


def page(layout: Layout, number: int) -> MadePage:
    """Article ``number`` (any number: they repeat, with another day and address) in a layout."""
    article = ARTICLES[number % len(ARTICLES)]
    address = f"https://{layout.name.replace('_', '-')}.example/{layout.path(article, number)}"
    return MadePage(
        render(layout.pieces, article, address, number).encode(),
        address,
        article.title,
        tuple(_lines(article)),
        article.at,
        article.lang,
    )


def _lines(article: Article) -> list[str]:
    found: list[str] = [article.lead]
    for part in article.body:
        found += _said(part)
    return found


def _said(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    (value,) = part.values()
    return list(value) if isinstance(value, list) else [value]


__all__ = ["ARTICLES", "LAYOUTS", "Layout", "MadePage", "page"]
