"""Serves captured feeds and pages from 127.0.0.1, as real input for one pass of the flow.

``python -m tests.captured serve DATA --into FOLDER`` starts a server under which every captured page
answers at ``/<host>/<path>``, links in feeds and pages are rewritten to stay there, and writes source
files and a settings file into FOLDER. What was not captured answers 404.
"""

from __future__ import annotations

import argparse
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import yaml

LINK = re.compile(rb"https?://([a-z0-9.-]+\.[a-z]{2,})(?=[/\"'<\s\]])", re.I)


@dataclass
class Captured:
    """The answers by path, and what they are."""

    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # path → (content type, body)
    feeds: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)


def place(url: str) -> str:
    """The local path of a captured address."""
    parts = urlsplit(url)
    return f"/{parts.netloc}{parts.path or '/'}"


def read(data: Path) -> Captured:
    found = Captured()
    for file in sorted((data / "feeds").iterdir()):
        if file.suffix in (".xml", ".rss"):
            path = f"/feeds/{file.name}"
            found.pages[path] = ("application/rss+xml", file.read_bytes())
            found.feeds.append(path)
    for line in (data / "html" / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        path = place(row["url"])
        found.pages[path] = ("text/html", (data / "html" / row["file"]).read_bytes())
        (found.articles if row["kind"] == "article" else found.listings).append(path)
    return found


def localise(body: bytes, base: str) -> bytes:
    """Links to the outside world rewritten to this server's own paths."""
    return LINK.sub(lambda match: base.encode() + b"/" + match[1], body)


def sitemap(found: Captured, base: str) -> bytes:
    urls = "".join(f"<url><loc>{base}{path}</loc></url>" for path in found.articles)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{urls}</urlset>"
    ).encode()


def server(found: Captured, port: int = 0) -> ThreadingHTTPServer:
    """A server of the captured material; ``server_address`` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://{self.headers['Host']}"
            path = urlsplit(self.path).path
            if path == "/sitemap.xml":
                self._answer(200, "application/xml", sitemap(found, base))
            elif path in found.pages:
                kind, body = found.pages[path]
                self._answer(200, kind, localise(body, base))
            else:
                self._answer(404, "text/plain", b"not captured")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the crawl counts what it met."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def write_config(found: Captured, host: str, folder: Path) -> Path:
    """One source file with every feed, listing and the sitemap, and the settings that point at it."""
    base = f"http://{host}"
    sources = [
        *({"id": f"captured-feed-{n}", "kind": "feed", "url": base + path} for n, path in enumerate(found.feeds)),
        *(
            {"id": f"captured-listing-{n}", "kind": "listing", "url": base + path}
            for n, path in enumerate(found.listings)
        ),
        {"id": "captured-sitemap", "kind": "sitemap", "url": base + "/sitemap.xml"},
    ]
    outlet = {
        "id": "captured",
        "name": "Captured",
        "kind": "press",
        "homepage": base + "/",
        "language": "vi",
        "sources": [{**source, "language": "vi"} for source in sources],
    }
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "sources" / "captured.yaml").write_text(yaml.safe_dump(outlet, allow_unicode=True), "utf-8")
    settings = {
        "data_dir": str(folder / "store"),
        "sources_dir": str(folder / "sources"),
        "allow_hosts": [host],
        "download_delay_s": 0.0,
    }
    path = folder / "doichieu.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("data", type=Path)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8790)
    args = parser.parse_args()
    found = read(args.data)
    running = server(found, args.port)
    path = write_config(found, f"127.0.0.1:{running.server_address[1]}", args.into)
    print(f"doichieu run --once --config {path}", flush=True)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        threading.Thread(target=running.shutdown).start()


if __name__ == "__main__":
    main()
