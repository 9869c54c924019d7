"""Golden pages: layouts of newsrooms and portals with invented texts, and what each must read as.

``golden/<name>.html`` is the page, ``pages/<name>.json`` what it says: url, kind, and of an article title, lines of
the text, time, language. The texts are invented; the markup imitates what is met.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract import extract
from models.records import PageKind

PAGES = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


def test_every_page_has_its_answer() -> None:
    assert len(NAMES) >= 20
    assert sorted(path.stem for path in PAGES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_golden_page(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    page = extract((PAGES / f"{name}.html").read_bytes(), wanted["url"], content_type="text/html", now=NOW)
    assert page.kind.value == wanted["kind"]
    if page.kind is PageKind.ARTICLE:
        assert page.title == wanted["title"]
        assert page.text.split("\n") == wanted["text"]
        assert (page.published_at.isoformat() if page.published_at else None) == wanted["published_at"]
        assert page.language.value == wanted["language"]
        assert page.canonical_url == wanted.get("canonical_url", wanted["url"])
    else:
        assert page.text == ""
        assert page.published_at is None
    if page.kind is PageKind.LISTING:
        assert list(page.links) == wanted["links"]


@pytest.mark.parametrize("name", [n for n in NAMES if json.loads((PAGES / f"{n}.json").read_text())["kind"] == "article"])
def test_a_page_reads_the_same_in_another_encoding(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    text = (PAGES / f"{name}.html").read_text("utf-8")
    page = extract(text.encode("utf-16"), wanted["url"], now=NOW)
    assert page.text.split("\n") == wanted["text"]
