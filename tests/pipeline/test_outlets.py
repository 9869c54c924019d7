"""Adding an outlet from its address: what is found, what would be stored, what is recommended and why."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.errors import ConfigError
from config.outlet_yaml import outlet_yaml
from config.outlets import load_outlets
from config.settings import Settings, load_settings
from models.records import Language, Outlet, OutletKind, Source, SourceKind
from models.store import Store
from pipeline.bootstrap import App
from pipeline.collect import collect
from pipeline.jobs import run_job
from pipeline.meter import Silent
from pipeline.outlet_files import outlet_of, save
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
    assert {path for path, row in by.items() if row["recommended"]} == {"rss/thoi-su.rss", "api/vh"}
    assert "rss" not in by, "the page of feeds is no feed"
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


def test_what_the_preview_promised_is_what_the_flow_stores(app: App) -> None:
    with sites.served(sites.portal(NOW)) as base:
        found = preview(app, base)
        outlet = outlet_of(found, {"id": "song-moi", "name": "Phường Sông Mới"})
        save(app, outlet)
        done = collect(app, Silent(), Silent(), only=[source.id for source in outlet.sources])
    assert done.failed == () and done.stored == 12 and not done.counters
    with app.store.read() as tx:
        stored = {row.title: row for row in tx.articles.in_window(NOW - timedelta(days=30))}
    promised = {row["title"]: row for row in found["articles"]}
    assert len(promised) == 5 and set(promised) <= set(stored)
    for title, row in promised.items():
        at = stored[title].published_at
        assert at is not None and at == datetime.fromisoformat(row["published_at"])


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


def test_a_refusal_is_an_answer_to_the_desk_and_no_failed_job(app: App) -> None:
    said = run_job(app, "preview", {"url": "tiktok.com/@bao"})
    assert set(said) == {"refused"} and "không theo dõi cá nhân" in said["refused"]["vi"]


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


CLI = [sys.executable, "-m", "pipeline.cli", "sources"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The settings of an office with one outlet, which may ask 127.0.0.1."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "cu.yaml").write_text(outlet_yaml(KNOWN), "utf-8")
    settings = {"data_dir": str(tmp_path / "data"), "sources_dir": str(tmp_path / "sources")}
    settings |= {"allow_hosts": ["127.0.0.1"], "download_delay_s": 0.0, "fetch_timeout_s": 5}
    path = tmp_path / "office.yaml"
    path.write_text(yaml.safe_dump(settings), "utf-8")
    return path


def run(office: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*CLI, *map(str, args), "--config", str(office)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


def test_from_the_console_look_add_export_and_load_again(office: Path, tmp_path: Path) -> None:
    with sites.served(sites.with_feeds(datetime.now(UTC))) as base:
        seen = run(office, "show", base, "--json")
        assert seen.returncode == 0, seen.stderr
        assert [row["recommended"] for row in json.loads(seen.stdout)["sources"]].count(True) == 2
        unsure = run(office, "add", base, "--id", "song-moi")
        assert unsure.returncode == 1 and "add --yes to save" in unsure.stderr
        options = ("--yes", "--id", "song-moi", "--kind", "portal", "--country", "VN", "--own")
        added = run(office, "add", base + "/rss/home.rss", *options)
        assert added.returncode == 0 and "added song-moi with 2 sources" in added.stderr, added.stderr
        again = run(office, "add", base, "--yes")
    assert again.returncode == 2 and "Báo Sông Mới (song-moi), known already" in again.stderr
    out = tmp_path / "out"
    assert run(office, "export", "song-moi", "--to", out).returncode == 0
    (outlet,) = load_outlets(out)
    assert (outlet.id, outlet.name, outlet.kind, outlet.own) == ("song-moi", "Báo Sông Mới", OutletKind.PORTAL, True)
    assert [source.id for source in outlet.sources] == ["song-moi-kinh-te", "song-moi-rss"]
    # what was exported may stand among the office's files: it agrees with the store, nothing waits
    (tmp_path / "sources" / "song-moi.yaml").write_bytes((out / "song-moi.yaml").read_bytes())
    settings = load_settings(office, {})
    store = Store.open(settings.database)
    with store.begin() as tx:
        tx.outlets.seed(load_outlets(tmp_path / "sources"), NOW)
        assert tx.outlets.get("song-moi") == outlet and tx.outlets.pending() == ()
        assert any(event.action == "outlet_add" for event in tx.audit.list())
    store.close()
    unknown = run(office, "export", "song-mo", "--to", out)
    assert unknown.returncode == 2 and "song-moi?" in unknown.stderr


def test_opml_goes_out_and_comes_in_from_the_console(office: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.opml"
    assert run(office, "opml-export", file).returncode == 0
    same = run(office, "opml-import", file)
    assert same.returncode == 0 and "added 0 outlets, 0 sources; 1 duplicates skipped" in same.stderr
    file.write_text(
        '<opml version="2.0"><body><outline text="Báo Mới [/]" xmlUrl="https://moi.example/rss"/>'
        '<outline text="Trang [x]" xmlUrl="https://facebook.com/a.rss"/></body></opml>'
    )
    tried = run(office, "opml-import", file, "--dry-run")
    assert tried.returncode == 1 and "would add 1 outlets, 1 sources" in tried.stderr
    assert "line 1" in tried.stderr and "does not watch people" in tried.stderr and "Trang [x]" in tried.stderr
    assert "added 1 outlets" in run(office, "opml-import", file).stderr
    assert "1 duplicates" in run(office, "opml-import", file).stderr
    file.write_bytes(b'<!DOCTYPE a [<!ENTITY b "c">]><opml/>')
    bad = run(office, "opml-import", file)
    assert bad.returncode == 2 and "DOCTYPE" in bad.stderr and "Traceback" not in bad.stderr
    gone = run(office, "opml-import", tmp_path / "khong-co.opml")
    assert gone.returncode == 2 and "cannot read" in gone.stderr
    social = run(office, "add", "facebook.com/bao", "--yes")
    assert social.returncode == 2 and "không theo dõi cá nhân" in social.stderr and "watch people" in social.stderr
