"""Crawl of a local site of 5 outlets × 1,000 pages: our whole collection (poll, fetch, extract, store in SQLite)
against plain Scrapy with trafilatura in the callback writing JSON lines, same site, same run, no delay.

We ask one page at a time of a host; the peer runs with Scrapy's defaults (8 at a time of a host, robots.txt obeyed).
The peer's rate is steady and taken over its first pages. Then the unchanged site is
crawled again, when every page is due for its re-visit: bodies are what the server sent a second time.
The ratio is of the clock and needs two idle cores; the CPU of a page is the same on a busy machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from config.settings import load_settings
from pipeline.bootstrap import App, build
from pipeline.collect import collect
from pipeline.meter import Silent
from tests.bench.site import NOW, BenchSite, layout

OUTLETS = 5
PAGES = 1000
PEER_PAGES = 200  # of each outlet


def run(pages: int = PAGES, peer_pages: int = PEER_PAGES) -> dict[str, Any]:
    """Pages a second of both, their ratio, and what a second crawl downloads."""
    peer_pages = min(pages, peer_pages)
    with tempfile.TemporaryDirectory() as folder, BenchSite(OUTLETS, pages) as site:
        begun = _cpu()
        theirs = _peer(site, Path(folder) / "peer.jsonl", peer_pages)
        peer_cpu = (_cpu() - begun) / (OUTLETS * peer_pages)
        app = _app(site, Path(folder))
        try:
            ours, figures = _ours(app, site, pages)
        finally:
            app.store.close()
    rates = {"ours": round(ours, 1), "scrapy_with_trafilatura": round(theirs, 1)}
    return {"pages": OUTLETS * pages, "pages_per_second": rates, "ratio": round(ours / theirs, 2),
            "cpu_ms_per_page_of_the_peer": round(1000 * peer_cpu, 1), **figures}  # fmt: skip


def _ours(app: App, site: BenchSite, pages: int) -> tuple[float, dict[str, Any]]:
    """The first crawl's rate, and what both crawls did."""
    _served(site)
    begun, begun_cpu = time.perf_counter(), _cpu()
    first = collect(app, Silent(), Silent())
    spent, spent_cpu = time.perf_counter() - begun, _cpu() - begun_cpu
    sent, _ = _served(site)
    later = replace(app, clock=lambda: NOW + timedelta(hours=3))
    begun = time.perf_counter()
    second = collect(later, Silent(), Silent())
    again_spent = time.perf_counter() - begun
    sent_again, unchanged = _served(site)
    with app.store.read() as tx:
        stored = tx.articles.counts(NOW)["total"]
    assert stored == first.stored == OUTLETS * pages, (stored, first, "a page was lost or doubled")
    figures = {
        "cpu_ms_per_page_of_ours": round(1000 * spent_cpu / (OUTLETS * pages), 1),
        "articles_stored": stored,
        "bodies_sent_first": sent,
        "second_crawl": {
            "asked_for": sent_again + unchanged,
            "bodies_sent": sent_again,
            "stored": second.stored + second.revised,
            "pages_per_second": round((sent_again + unchanged) / again_spent, 1),
        },
    }
    return OUTLETS * pages / spent, figures


def _app(site: BenchSite, folder: Path) -> App:
    (folder / "sources").mkdir()
    for number, port in enumerate(site.ports):
        base = f"http://127.0.0.1:{port}"
        kind = "feed" if layout(number).feed else "sitemap"
        row = {
            "id": f"mau-{number}", "name": f"Báo mẫu {number + 1}", "kind": "press", "homepage": base + "/",
            "language": "vi", "country": "VN",
            "sources": [{"id": f"mau-{number}-{kind}", "kind": kind, "url": base + "/list.xml", "language": "vi"}],
        }  # fmt: skip
        (folder / "sources" / f"mau-{number}.yaml").write_text(yaml.safe_dump(row, allow_unicode=True), "utf-8")
    settings = load_settings(
        None,
        {},
        {
            "data_dir": str(folder / "store"),
            "sources_dir": str(folder / "sources"),
            "allow_hosts": ["127.0.0.1"],
            "download_delay_s": 0,
        },
    )
    return build(settings, lambda: NOW)


def _peer(site: BenchSite, out: Path, pages: int) -> float:
    """Pages a second of the peer, from its first request to its last line."""
    lists = [f"http://127.0.0.1:{port}/list.xml" for port in site.ports]
    command = [sys.executable, "-m", "tests.bench.peer", str(out), str(pages), *lists]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert len(out.read_text("utf-8").splitlines()) == OUTLETS * pages, ran.stderr[-2000:]
    return OUTLETS * pages / float(ran.stdout)


def _cpu() -> float:
    """CPU seconds of this process and of those it has waited for (not of the site's server, which still runs)."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _served(site: BenchSite) -> tuple[int, int]:
    """Bodies sent and 304s since the last question, over all outlets."""
    counts = [json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/-/served")) for port in site.ports]
    return sum(sent for sent, _ in counts), sum(unchanged for _, unchanged in counts)


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=1))
