"""A local site of outlets for the crawl bench, in a process of its own: invented text in pages as heavy as real ones.

``python -m tests.bench.site OUTLETS PAGES`` prints its ports (JSON) and serves until standard input closes.
Each outlet has a port, a layout, a sitemap or feed that lists all its pages, ETag and Last-Modified.
``/-/served`` answers how many article and listing bodies were sent since the last such question.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)  # noon in Việt Nam; every page is from the day and a half before
WEIGHTS_KB = (60, 90, 120, 180, 300)

_WHO = "Ban quản lý|Sở xây dựng|Ủy ban phường|Hợp tác xã|Trung tâm dự báo|Đội cứu hộ|Trường nghề|Công ty cấp nước".split("|")
_DOES = "cho biết|thông báo|ghi nhận|đề nghị|hoàn thành|kiểm tra|mở rộng|sửa chữa|công bố|khảo sát".split("|")
_WHAT = (
    "tuyến đường ven sông|khu chợ mới|hệ thống thoát nước|lớp học buổi tối|vườn ươm cây bản địa|bến phà số ba|"
    "kho lúa đông xuân|trạm bơm đầu làng|thư viện lưu động|cầu treo bắc qua suối"
).split("|")
_WHEN = "trong tuần này|từ đầu tháng|sau đợt mưa lớn|trước mùa thu hoạch|vào cuối quý|sau ba tháng thử nghiệm".split("|")
_WHERE = "xã Đồng Mây|phường Bến Gạo|huyện Sông Lam Thượng|thị trấn Cây Đa|ấp Giồng Trầu|khu phố Cầu Ván".split("|")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an outlet puts things. ``{…}`` fields are filled by ``page``."""

    body: str
    json_ld: bool
    feed: bool
    weight_kb: int


_BODIES = (
    '<div class="main"><article class="detail"><h1 class="title-detail">{title}</h1><span class="date">{shown}</span>'
    '<p class="sapo">{lead}</p><div class="fck_detail">{paragraphs}</div><div class="tags">{tags}</div></article></div>',
    '<section id="content"><header><h1 itemprop="headline">{title}</h1><time datetime="{iso}">{shown}</time></header>'
    '<h2 class="summary">{lead}</h2><div id="article-body" itemprop="articleBody">{paragraphs}</div>{tags}</section>',
    '<div class="wrap"><div class="col-8"><div class="news-title">{title}</div><div class="meta">{shown}</div>'
    '<div class="news-lead"><strong>{lead}</strong></div><div class="news-text">{paragraphs}</div>{tags}</div></div>',
    '<main><div class="post"><h1>{title}</h1><div class="post-info"><span>{shown}</span></div>'
    '<div class="entry-content"><p><em>{lead}</em></p>{paragraphs}</div><footer>{tags}</footer></div></main>',
    '<table class="portal"><tr><td class="left">{tags}</td><td class="center"><h1 class="tieude">{title}</h1>'
    '<p class="ngay">{shown}</p><div class="tomtat">{lead}</div><div class="noidung">{paragraphs}</div></td></tr></table>',
)


def layout(outlet: int) -> Layout:
    return Layout(_BODIES[outlet % 5], outlet % 2 == 0, outlet % 5 >= 3, WEIGHTS_KB[outlet % 5])


def path_of(outlet: int, number: int) -> str:
    return f"/tin-tuc/ban-tin-so-{outlet + 1}-{number + 1}-{700_000 + number}.html"


def _sentence(rng: random.Random) -> str:
    return (
        f"{rng.choice(_WHO)} {rng.choice(_WHERE)} {rng.choice(_DOES)} {rng.randint(2, 980)} hạng mục của "
        f"{rng.choice(_WHAT)} {rng.choice(_WHEN)}, cùng {rng.randint(2, 90)} hộ dân góp công."
    )


def text_of(outlet: int, number: int) -> tuple[str, str, tuple[str, ...], datetime]:
    """Title, lead, paragraphs and time of one article."""
    rng = random.Random(f"{outlet}/{number}")
    title = f"{rng.choice(_WHERE).capitalize()} {rng.choice(_DOES)} {rng.choice(_WHAT)} đợt {number + 1}"
    paragraphs = tuple(" ".join(_sentence(rng) for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(7, 14)))
    return title, " ".join(_sentence(rng) for _ in range(2)), paragraphs, NOW - timedelta(minutes=5 + number * 2)


def page(outlet: int, number: int, base: str) -> bytes:
    """One article page: its own text between the outlet's head and tail."""
    title, lead, paragraphs, at = text_of(outlet, number)
    local = at + timedelta(hours=7)
    iso = local.strftime("%Y-%m-%dT%H:%M:00+07:00")
    url = base + path_of(outlet, number)
    of = layout(outlet)
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": iso,
            "description": lead, "mainEntityOfPage": url}  # fmt: skip
    before, after = _around(outlet)
    head = (
        f'<title>{title} - Báo mẫu {outlet + 1}</title><link rel="canonical" href="{url}">'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{iso}"><meta name="description" content="{lead}">'
    )
    if of.json_ld:
        head += f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    body = of.body.format(
        title=title, lead=lead, iso=iso, shown=local.strftime("%d/%m/%Y %H:%M (GMT+7)"),
        paragraphs="".join(f"<p>{text}</p>" for text in paragraphs), tags=_links(random.Random(number), 6, "tag"),
    )  # fmt: skip
    whole = f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}'.encode()
    return b"".join((whole, before, body.encode(), after))


def _links(rng: random.Random, count: int, name: str) -> str:
    rows = (
        f'<li class="{name}-item"><a class="{name}-link" href="/{name}/{rng.randint(1, 9999)}.html" title="{name}">'
        f'<img class="lazy" data-src="/img/{rng.randint(1, 9999)}.jpg" alt="">{rng.choice(_WHERE)}: {rng.choice(_WHAT)}</a></li>'
        for _ in range(count)
    )
    return f'<ul class="{name}">{"".join(rows)}</ul>'


@cache
def _around(outlet: int) -> tuple[bytes, bytes]:
    """What every page of the outlet has before and after its text: styles, scripts, menus, lists, a footer.

    Two thirds of the outlet's weight are styles and scripts, a third is markup, as pages of news sites go.
    """
    rng = random.Random(outlet)
    weight = layout(outlet).weight_kb * 1000
    menu, side, bottom = _links(rng, 40, "menu"), _links(rng, weight // 1100, "side"), _links(rng, 30, "bottom")
    style = "".join(f".c{n}{{margin:{n % 9}px;color:#{n % 4096:03x}}}" for n in range(weight // 200))
    script = "".join(f'window.q{n}=function(a,b){{return a["k{n}"]<b&&"{n % 77}"||null}};' for n in range(weight // 120))
    before = f"<style>{style}</style><script>{script}</script></head><body><nav>{menu}</nav>"
    after = f'<aside class="side"><h3>Tin khác</h3>{side}</aside><div class="more">{bottom}</div><footer>Báo mẫu</footer></body></html>'
    return before.encode(), after.encode()


def listing(outlet: int, pages: int, base: str) -> bytes:
    """The outlet's sitemap or feed, all pages in it."""
    rows = []
    for number in range(pages):
        title, _lead, _text, at = text_of(outlet, number)
        url = base + path_of(outlet, number)
        if layout(outlet).feed:
            when = format_datetime(at)
            rows.append(f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{when}</pubDate></item>")
        else:
            rows.append(f"<url><loc>{url}</loc><lastmod>{at.isoformat()}</lastmod></url>")
    inner = "".join(rows)
    if layout(outlet).feed:
        return f'<rss version="2.0"><channel><title>Báo mẫu</title><link>{base}</link>{inner}</channel></rss>'.encode()
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</urlset>'.encode()


@dataclass
class Outlet:
    """One outlet's port: what it answers and how many bodies it gave."""

    number: int
    pages: int
    port: int = 0
    served: int = 0
    unchanged: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    listed: bytes = b""

    def ready(self, port: int) -> None:
        self.port = port
        self.numbers = {path_of(self.number, n): n for n in range(self.pages)}
        self.listed = listing(self.number, self.pages, f"http://127.0.0.1:{port}")
        _around(self.number)

    def answer(self, path: str, etag: str | None) -> bytes:
        if path == "/-/served":
            counts, self.served, self.unchanged = (self.served, self.unchanged), 0, 0
            return _response("200 OK", json.dumps(counts).encode(), "application/json")
        if path == "/list.xml":
            kind, tag = "application/xml", f'"list-{self.number}"'
        elif path in self.numbers:
            kind, tag = "text/html; charset=utf-8", '"' + hashlib.md5(path.encode()).hexdigest() + '"'
        else:
            return _response("404 Not Found", b"", "text/plain")
        if etag == tag:
            self.unchanged += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        self.served += 1
        body = self.listed if path == "/list.xml" else page(self.number, self.numbers[path], f"http://127.0.0.1:{self.port}")
        return _response("200 OK", body, kind, f"ETag: {tag}\r\nLast-Modified: {format_datetime(NOW, usegmt=True)}\r\n")


def _response(status: str, body: bytes, kind: str, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


class _Connection(asyncio.Protocol):
    """HTTP/1.1 as far as a crawler speaks it: GET, kept alive."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while (end := self.rest.find(b"\r\n\r\n")) >= 0:
            lines, self.rest = self.rest[:end].decode("latin-1").split("\r\n"), self.rest[end + 4 :]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            self.transport.write(self.outlet.answer(lines[0].split(" ")[1], headers.get("if-none-match")))


class BenchSite:
    """The site in a process of its own; ``ports`` in the order of the outlets."""

    def __init__(self, outlets: int, pages: int) -> None:
        self._arguments = [str(outlets), str(pages)]

    def __enter__(self) -> BenchSite:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.site", *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.ports: list[int] = json.loads(self._process.stdout.readline())
        return self

    def __exit__(self, *args: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


async def _serve(outlets: int, pages: int) -> None:
    loop = asyncio.get_running_loop()
    ports = []
    for number in range(outlets):
        outlet = Outlet(number, pages)
        server = await loop.create_server(lambda outlet=outlet: _Connection(outlet), "127.0.0.1", 0)
        outlet.ready(server.sockets[0].getsockname()[1])
        ports.append(outlet.port)
    print(json.dumps(ports), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
