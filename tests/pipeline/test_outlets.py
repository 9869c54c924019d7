"""Adding an outlet from its address: what is found, what would be stored, what is recommended and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config.errors import ConfigError
from config.settings import Settings
from models.records import Language, Outlet, OutletKind, Source, SourceKind
from models.store import Store
from pipeline.bootstrap import App
from pipeline.preview import preview
from tests.pipeline import outlet_sites as sites

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
KNOWN = Outlet(
    "cu", "Báo Cũ", OutletKind.PRESS, "https://cu.example/", Language.VI,
    sources=(Source("cu-rss", "cu", SourceKind.FEED, "https://cu.example/rss", Language.VI),),
)  # fmt: skip


@pytest.fixture
def app(tmp_path: Path) -> Any:
    store = Store.open(f"sqlite:///{tmp_path / 'a.db'}")
    store.migrate()
    settings = Settings(allow_hosts=("127.0.0.1",), download_delay_s=0.0, fetch_timeout_s=5)
    with store.begin() as tx:
        tx.outlets.seed((KNOWN,), NOW)
    yield App(settings, store, lambda: NOW, (KNOWN,), (), ())
    store.close()


def rows(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["url"].split("/", 3)[3]: row for row in found["sources"]}


def test_feeds_that_add_something_are_recommended_and_the_rest_says_why(app: App) -> None:
    with sites.served(sites.with_feeds(NOW)) as base:
        found = preview(app, base)
    by = rows(found)
    assert found["outlet"]["name"] == "Báo Sông Mới" and found["outlet"]["language"] == "vi"
    assert [path for path, row in by.items() if row["recommended"]] == ["rss/home.rss", "rss/kinh-te.rss"]
    assert "the same entries as" in by["rss/lap.rss"]["reason"]["en"]
    assert "400 days old" in by["rss/cu.rss"]["reason"]["en"]
    assert by["rss/mat.rss"]["problem"] == "http_404"
    assert by["sitemap.xml"]["reason"]["en"] == by[""]["reason"]["en"] == "not needed: there is a feed"
    assert not any("comments" in path or "khac" in path for path in by)
    assert len(found["articles"]) == 5 and found["not_articles"] == 0
    first = found["articles"][0]
    assert first["title"] == "Cầu Sông Mới số 0 thông xe" and first["date_from"] == "feed" and first["kind"] == "article"
    assert first["lead"].startswith("Sáng nay, phường Sông Mới") and first["published_at"].startswith("2026-09-14T09:00")


@pytest.mark.parametrize("path", [sites.link(3), "/rss/kinh-te.rss"])
def test_an_article_or_a_feed_leads_to_the_same_outlet(app: App, path: str) -> None:
    with sites.served(sites.with_feeds(NOW)) as base:
        found = preview(app, base + path)
    assert found["outlet"]["homepage"] == base + "/"
    assert {p for p, row in rows(found).items() if row["recommended"]} == {"rss/home.rss", "rss/kinh-te.rss"}


def test_a_page_of_feeds_is_followed_one_level(app: App) -> None:
    with sites.served(sites.with_feed_list(NOW)) as base:
        found = preview(app, base + "/")
    by = rows(found)
    assert {path for path, row in by.items() if row["recommended"]} == {"rss/thoi-su.rss", "rss/van-hoa.rss"}
    assert by["rss/thoi-su.rss"]["found"] == "listed" and by["rss/thoi-su.rss"]["id"].endswith("-thoi-su")


def test_without_feeds_the_news_sitemap_of_the_index(app: App) -> None:
    with sites.served(sites.with_news_sitemap(NOW)) as base:
        found = preview(app, base)
    by = rows(found)
    assert [path for path, row in by.items() if row["recommended"]] == ["sitemap-news.xml"]
    assert "no usable feed" in by["sitemap-news.xml"]["reason"]["en"]
    assert by["muc-luc.xml"]["reason"]["en"] == "an index of other sitemaps"
    assert found["not_articles"] == 0


def test_a_portal_without_either_is_read_by_its_listing(app: App) -> None:
    with sites.served(sites.portal(NOW)) as base:
        found = preview(app, base)
        article = found["articles"][0]
    (path,) = [path for path, row in rows(found).items() if row["recommended"]]
    assert path == "web/phuong" and rows(found)[path]["kind"] == "listing" and rows(found)[path]["entries"] == 12
    assert found["not_articles"] == 0 and article["date_from"] == "page"
    assert article["published_at"].startswith("2026-09-14T08:30")


def test_nothing_is_recommended_where_no_article_can_be_stored(app: App) -> None:
    pages = {path: page for path, page in sites.with_feeds(NOW).items() if "html" not in path}
    with sites.served(pages) as base:
        found = preview(app, base)
    assert not any(row["recommended"] for row in found["sources"])
    assert found["not_articles"] == 5 and {row["problem"]["en"] for row in found["articles"]} == {
        "the page is not there (404)"
    }


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"/": (302, "https://facebook.com/mot-trang", b"")}, "does not watch people"),
        ({"/": (200, sites.HTML, b'<meta http-equiv="refresh" content="0;url=https://t.me/x">')}, "does not watch"),
        ({}, "404"),
        ({"/": (302, "{base}/", b"")}, "redirects in a loop"),
        ({"/": (302, "http://10.0.0.1/", b"")}, "private"),
    ],
)
def test_where_an_address_leads_is_refused_too(app: App, pages: dict[str, sites.Answer], words: str) -> None:
    with sites.served(pages) as base, pytest.raises(ConfigError, match=words):
        preview(app, base)


def test_a_feed_is_taken_where_the_front_page_fails(app: App) -> None:
    pages = {path: page for path, page in sites.with_feeds(NOW).items() if path != "/"}
    with sites.served(pages) as base:
        found = preview(app, base + "/rss/home.rss")
    assert found["outlet"]["homepage"] == base + "/"
    assert [path for path, row in rows(found).items() if row["recommended"]] == ["rss/home.rss"]


def test_an_article_of_a_site_whose_front_page_is_a_social_network_is_refused(app: App) -> None:
    pages = sites.with_feeds(NOW) | {"/": (302, "https://www.youtube.com/kenh", b"")}
    with sites.served(pages) as base, pytest.raises(ConfigError, match="youtube"):
        preview(app, base + sites.link(1))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("facebook.com/bao", "does not watch people"),
        ("", "needed"),
        ("khong phai", "Not a web address"),
        ("http://10.1.2.3/", "private address refused"),
    ],
)
def test_bad_addresses_are_refused_before_any_fetch(app: App, address: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        preview(app, address)


def test_an_address_already_known_says_who_has_it(app: App) -> None:
    with sites.served(sites.with_feeds(NOW)) as base:
        source = Source("s-home", "s", SourceKind.FEED, base + "/rss/home.rss", Language.VI)
        with app.store.begin() as tx:
            tx.outlets.add(Outlet("s", "Báo S", OutletKind.PRESS, base + "/", Language.VI, sources=(source,)), NOW)
        found = preview(app, base + sites.link(2))
    assert found["known"]["outlet"] == "s" and "Báo S (s)" in found["known"]["en"]
    row = rows(found)["rss/home.rss"]
    assert not row["recommended"] and "source s-home of Báo S" in row["reason"]["en"]
