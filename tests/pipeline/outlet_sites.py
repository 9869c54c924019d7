"""Local outlets of several shapes, one a server: feeds declared or only listed, a news sitemap, a portal without either."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, str, bytes]  # status, content type or, for a redirect, the address; body

HTML, XML = "text/html; charset=utf-8", "application/xml"
PARAGRAPH = (
    "Sáng nay, phường Sông Mới khánh thành cây cầu dài 120 mét nối hai khu dân cư. Công trình được khởi công năm "
    "ngoái và hoàn thành đúng tiến độ, theo báo cáo của ban quản lý dự án phường. "
)


@contextmanager
def served(pages: Mapping[str, Answer]) -> Iterator[str]:
    """The base address of a server of these pages; ``{base}`` in bodies and redirects is replaced."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://{self.headers['Host']}"
            status, kind, body = pages.get(self.path, (404, HTML, b"khong co"))
            body = body.replace(b"{base}", base.encode())
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", kind.replace("{base}", base))
            else:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def article(number: int, at: datetime) -> Answer:
    return (
        200,
        HTML,
        f"""<html lang="vi"><head><title>Cầu Sông Mới số {number} thông xe sau một năm thi công - Báo Sông Mới</title>
<meta property="og:type" content="article"><meta property="og:title" content="Cầu Sông Mới số {number} thông xe">
<meta property="article:published_time" content="{at.isoformat()}"></head><body><nav><a href="/">Trang chủ</a></nav>
<article><h1>Cầu Sông Mới số {number} thông xe</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></article>
</body></html>""".encode(),
    )


def link(number: int) -> str:
    return f"/cau-song-moi-so-{number}-thong-xe-sau-mot-nam-{100200 + number}.html"


def articles(now: datetime, count: int = 12) -> dict[str, Answer]:
    return {link(n): article(n, now - timedelta(hours=n)) for n in range(count)}


def feed(now: datetime, numbers: range, title: str = "Báo Sông Mới") -> Answer:
    items = "".join(
        f"<item><title>Cầu số {n}</title><link>{{base}}{link(n)}</link>"
        f"<pubDate>{format_datetime(now - timedelta(hours=n))}</pubDate></item>"
        for n in numbers
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>{{base}}/</link>{items}</channel></rss>'
    return 200, "application/rss+xml", body.encode()


def front(now: datetime, head: str = "", extra: str = "", count: int = 12) -> Answer:
    items = "".join(f'<li><h3><a href="{link(n)}">Cầu Sông Mới số {n} thông xe sau một năm</a></h3></li>' for n in range(count))
    script = "window.settings = { theme: 'light', banner: 'see more of what you like every day' };" * 200
    body = (
        f'<html lang="vi"><head><title>Tin mới nhất hôm nay | Báo Sông Mới</title>{head}</head><body>'
        f"<script>{script}</script>{extra}"
        f"<ul>{items}</ul><p>Cơ quan của phường Sông Mới, tin tức trong ngày.</p></body></html>"
    )
    return 200, HTML, body.encode()


def with_feeds(now: datetime) -> dict[str, Answer]:
    """Declares its feed, links another that repeats it, one that adds, comments, a dead one; has a sitemap, too."""
    head = (
        '<meta property="og:site_name" content="Báo Sông Mới">'
        '<link rel="alternate" type="application/rss+xml" title="Mới" href="/rss/home.rss">'
        '<link rel="alternate" type="application/rss+xml" title="Bình luận" href="/comments/feed/">'
    )
    extra = '<a href="/rss/lap.rss">Lặp</a> <a href="/rss/kinh-te.rss">Kinh tế</a> <a href="/rss/mat.rss">Mất</a>'
    extra += ' <a href="/rss/cu.rss">Cũ</a> <a href="https://khac.example/rss/x.rss">Khác</a>'
    return {
        "/": front(now, head, extra),
        "/rss/home.rss": feed(now, range(0, 8)),
        "/rss/lap.rss": feed(now, range(0, 5)),
        "/rss/kinh-te.rss": feed(now, range(6, 12)),
        "/rss/cu.rss": feed(now - timedelta(days=400), range(20, 24)),
        "/sitemap.xml": sitemap(now, range(0, 12)),
        **articles(now),
    }


def sitemap(now: datetime, numbers: range) -> Answer:
    urls = "".join(
        f"<url><loc>{{base}}{link(n)}</loc><lastmod>{(now - timedelta(hours=n)).isoformat()}</lastmod></url>"
        for n in numbers
    )
    return 200, XML, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def with_feed_list(now: datetime) -> dict[str, Answer]:
    """Feeds only on its page of feeds, one of them by what it is called."""
    page = '<html><body><a href="/rss/thoi-su.rss">Thời sự</a> <a href="/api/vh">RSS Văn hóa</a></body></html>'
    return {
        "/": front(now, extra='<a href="/rss">RSS</a>'),
        "/rss": (200, HTML, page.encode()),
        "/rss/thoi-su.rss": feed(now, range(0, 6)),
        "/api/vh": feed(now, range(6, 12)),
        **articles(now),
    }


def with_news_sitemap(now: datetime) -> dict[str, Answer]:
    """No feed; robots.txt names an index of sitemaps, one of them of news."""
    children = ("sitemap-images.xml", "sitemap-2024-01.xml", "sitemap-2026-01.xml", "sitemap-news.xml")
    index = "".join(f"<sitemap><loc>{{base}}/{child}</loc></sitemap>" for child in children)
    return {
        "/": front(now),
        "/robots.txt": (200, "text/plain", b"User-agent: *\nAllow: /\nSitemap: {base}/muc-luc.xml\n"),
        "/muc-luc.xml": (200, XML, f"<sitemapindex>{index}</sitemapindex>".encode()),
        "/sitemap-news.xml": sitemap(now, range(0, 10)),
        **articles(now),
    }


def portal(now: datetime) -> dict[str, Answer]:
    """A ward's portal: no feed, no sitemap, a front page that only sends on, articles without metadata."""
    items = "".join(
        f'<div class="item"><a href="/web/phuong/chi-tiet?newsId={70000 + n}">Phường Sông Mới họp dân bàn việc số {n} trong tuần này</a></div>'
        for n in range(12)
    )
    listing = (
        "<html><head><title>Cổng thông tin phường Sông Mới</title></head><body><h2>Tin tức - Sự kiện</h2>"
        f"{items}<p>Trang thông tin của Ủy ban nhân dân phường Sông Mới.</p></body></html>"
    )
    pages: dict[str, Answer] = {
        "/": (200, HTML, b'<html><head><meta http-equiv="refresh" content="0; url=/web/phuong"></head></html>'),
        "/web/phuong": (200, HTML, listing.encode()),
    }
    for n in range(12):
        day = (now - timedelta(days=n)).astimezone(UTC).strftime("%d/%m/%Y")
        body = (
            "<html><head><title>Cổng thông tin phường Sông Mới</title></head><body><div class='news-detail'>"
            f"<h2>Phường Sông Mới họp dân bàn việc số {n} trong tuần này</h2><span class='date'>{day} 08:30</span>"
            f"<div class='content'><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></div></div></body></html>"
        )
        pages[f"/web/phuong/chi-tiet?newsId={70000 + n}"] = (200, HTML, body.encode())
    return pages
