"""Every made page reads as what it says: in full, and by the template learned from other pages of its layout."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from crawler.extract import extract
from crawler.templates import Learned, read
from models.records import Extracted, PageKind
from tests.crawler.layouts import ARTICLES, LAYOUTS, Layout, MadePage, page

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
IDS = [layout.name for layout in LAYOUTS]


def check(extracted: Extracted, made: MadePage) -> None:
    assert extracted.kind is PageKind.ARTICLE
    assert extracted.title == made.title
    assert extracted.text.split("\n") == list(made.lines)
    assert extracted.published_at == made.published_at
    assert extracted.language.value == made.language


def test_there_are_thirty_layouts_of_different_names() -> None:
    assert len(set(IDS)) == len(IDS) >= 30


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_a_page_never_seen_before(layout: Layout) -> None:
    for number in range(len(ARTICLES)):
        made = page(layout, number)
        check(extract(made.html, made.url, now=NOW), made)


@pytest.mark.parametrize("layout", LAYOUTS, ids=IDS)
def test_a_page_of_a_learned_layout(layout: Layout) -> None:
    learned, methods = Learned(), Counter[str]()
    for number in range(3 * len(ARTICLES)):
        made = page(layout, number)
        extracted, learned = read(learned, made.html, made.url, now=NOW)
        check(extracted, made)
        methods[extracted.method] += 1
    assert methods["template"] >= len(ARTICLES)
