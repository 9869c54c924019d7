"""Layouts of outlets with invented text, and what a careful reader takes from each; and pages meant to harm.

``pages/NAME.html`` goes with ``pages/NAME.json``: url, kind, title, published_at (to the minute), language, the
lines of the text, fragments that must be absent, links of a listing.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.rows import extracted_row
from models.records import Extracted
from models.text import words
from tests.paths import SHARED_DATA

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages"
GOLDEN = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PAGES.glob("*.json"))}


def read(name: str) -> tuple[Extracted, dict[str, Any]]:
    truth = GOLDEN[name]
    return extract((PAGES / f"{name}.html").read_bytes(), truth["url"], now=NOW), truth


def of_kind(kind: str) -> list[str]:
    return [name for name, truth in GOLDEN.items() if truth["kind"] == kind]


def token_f1(truth: str, text: str) -> float:
    wanted, got = Counter(words(truth)), Counter(words(text))
    return 2 * (wanted & got).total() / max(1, wanted.total() + got.total())


@pytest.mark.parametrize("name", of_kind("article"))
def test_golden_article(name: str) -> None:
    page, truth = read(name)
    assert page.kind.value == "article"
    assert page.text.split("\n") == truth["lines"]
    assert page.title == truth["title"]
    assert page.published_at is not None and page.published_at.isoformat()[:16] == truth["published_at"]
    assert page.language.value == truth["language"]
    assert not [fragment for fragment in truth["absent"] if fragment in page.text]
    assert len(page.claimreview) == truth.get("claims", 0)
    assert page.links == ()


@pytest.mark.parametrize("name", of_kind("listing"))
def test_golden_listing(name: str) -> None:
    page, truth = read(name)
    assert (page.kind.value, page.text, page.published_at) == ("listing", "", None)
    assert list(page.links) == truth["links"]


@pytest.mark.parametrize("name", of_kind("other"))
def test_golden_other(name: str) -> None:
    page, _ = read(name)
    assert (page.kind.value, page.text, page.links) == ("other", "", ())


def test_a_row_has_exactly_the_keys_of_the_command_line() -> None:
    page, _ = read("english")
    keys = "url canonical_url kind title text published_at language method links"
    assert list(extracted_row(page)) == keys.split()


HOSTILE = {
    "nothing": b"",
    "no text": b"\x00\xff\xfe",
    "angles": b"<" * 50_000,
    "deep": b"<div>" * 60_000 + "chữ".encode(),
    "deep tables": b"<table><tr><td>" * 5_000,
    "entities": b"<p>" + b"&#" * 30_000,
    "bad links": b"<a href='http://['>x</a>" * 50,
    "bad canonical": b"<html><head><link rel=canonical href='http://['></head><body><p>x</p>",
    "deep json": b"<script type='application/ld+json'>" + b"[" * 50_000 + b"</script><p>x</p>",
    "long date": b"<meta property='article:published_time' content='" + b"9" * 9_000 + b"'>",
    "other charset": "<p>chữ".encode("utf-16"),
    "one long word": b"<p>" + b"a." * 100_000,
    "a million links": b"<a href='/x-y-z-1-2-3-4'>" * 20_000,
    "sibling paragraphs": b"<p align=center>chu nghieng</p>" * 20_000,
    "many breaks": b"<div>" + b"chu<br>" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_neither_crash_nor_hang(name: str) -> None:
    begun = datetime.now(UTC)
    assert isinstance(extract(HOSTILE[name], "https://bao.vn/x", now=NOW), Extracted)
    assert datetime.now(UTC) - begun < timedelta(seconds=20)


_PIECES = [
    "<p>", "</p>", "<div class='sapo'>", "</div>", "<h1>", "<time datetime='", "'>", "13/11/2026 10:00", "</script>",
    "<script type='application/ld+json'>", '{"@type":"NewsArticle","datePublished":5,"headline":[1]}', '[{"@type":{}}]',
    '{"@type":["ClaimReview"],"@graph":[[null]]}', "<meta property='og:title' content='", "<table>", "<!--", "\x00",
    "chữ " * 30, "<a href='//['>", "<base href='http://['>", "<br>", "<img>", "<em>",
]  # fmt: skip
_pages = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), _pages))
def test_no_bytes_crash(body: bytes | str) -> None:
    extract(body, "https://bao.vn/x", now=NOW)


@pytest.mark.skipif(SHARED_DATA is None, reason="the captured pages are not here")
def test_captured_pages_meet_the_bar() -> None:
    assert SHARED_DATA is not None
    scores = []
    for line in (SHARED_DATA / "html" / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        page = extract((SHARED_DATA / "html" / row["file"]).read_bytes(), row["url"] or "https://example.vn/")
        assert page.kind.value == row["kind"], row["file"]
        if row["kind"] == "article":
            scores.append(token_f1(row["body"], page.text))
    assert sum(scores) / len(scores) >= 0.985
