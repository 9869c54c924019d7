"""Valid feeds, sitemaps and pages with invented words, for the fuzz tests and benchmarks to begin from."""

from __future__ import annotations

_WORDS = "xã phường họp bàn đường mới lũ lụt trường học người dân ngày hội khu phố quỹ vay vốn Huế “lớn” R&amp;D".split()


def words(count: int, start: int = 0) -> str:
    return " ".join(_WORDS[(start * 7 + n * n + n) % len(_WORDS)] for n in range(count))


def rss(entries: int) -> bytes:
    items = "".join(
        f"<item><title><![CDATA[{words(9, n)}]]></title><link>https://bao.vn/{n}-tin-moi-trong-ngay-hom-nay-{100_000 + n}.html</link>"
        f"<description><![CDATA[<a href='/x'><img src='/anh{n}.jpg'></a></br>{words(35, n)}]]></description>"
        f"<pubDate>Mon, {1 + n % 28:02d} Jun 2026 0{n % 10}:{n % 60:02d}:00 +0700</pubDate><guid>https://bao.vn/{n}</guid>"
        f"<media:content url='/anh.jpg'><media:title>Ảnh &amp; chữ</media:title></media:content></item>"
        for n in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Báo</title>'
        f"<link>https://bao.vn</link><ttl>10</ttl>{items}</channel></rss>"
    ).encode()


def atom(entries: int) -> bytes:
    items = "".join(
        f"<entry><title type='html'>{words(9, n)} &amp;quot;</title><link rel='alternate' href='/tin/{n}'/><id>tag:bao.vn,2026:{n}</id>"
        f"<updated>2026-09-{1 + n % 28:02d}T08:00:00Z</updated><summary type='xhtml'><div><p>{words(30, n)}</p></div></summary></entry>"
        for n in range(entries)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://bao.vn/"><title>Báo</title>{items}</feed>'.encode()


def json_feed(entries: int) -> bytes:
    items = ",".join(
        f'{{"id":"{n}","url":"/tin/{n}","title":"{words(9, n)}","date_published":"2026-09-14T08:00:00+07:00"}}' for n in range(entries)
    )
    return f'{{"version":"https://jsonfeed.org/version/1.1","title":"Báo","items":[{items}]}}'.encode()


def sitemap(entries: int) -> bytes:
    items = "".join(
        f"<url><loc>https://bao.vn/{n}-tin.html</loc><lastmod>2026-09-14</lastmod><news:news><news:publication_date>14/09/2026 18:44"
        f"</news:publication_date><news:title>{words(9, n)}</news:title></news:news></url>"
        for n in range(entries)
    )
    return f"<urlset>{items}</urlset>".encode()


def listing(entries: int) -> bytes:
    items = "".join(
        f"<div class='item'><h3><a href='/bai-viet-so-mot-hai-ba-{100_000 + n}.html'>{words(9, n)}</a></h3><span class='time'>{n} giờ trước"
        f"</span><p>{words(30, n)}</p></div>"
        for n in range(entries)
    )
    return f"<!DOCTYPE html><html><head><title>Báo</title></head><body><nav><a href='/a'>A</a></nav>{items}</body></html>".encode()


def page() -> bytes:
    body = "".join(f"<p>{words(60, n)}.</p>" for n in range(8))
    return (
        "<!DOCTYPE html><html><head><title>Tin mới - Báo</title><meta property='og:title' content='Tin mới &amp;quot;'>"
        "<link rel='canonical' href='https://bao.vn/tin-moi-trong-ngay-hom-nay-123456.html'>"
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tin mới","datePublished":"2026-09-14T08:00:00+07:00"}</script>'
        f"</head><body><h1>Tin mới trong ngày hôm nay</h1><div class='date'>Thứ Hai, 14/09/2026 - 18:44 (GMT+7)</div><article>{body}"
        "<figure><img src='/a.jpg'><figcaption>Ảnh</figcaption></figure></article><a href='/tin-khac-trong-ngay-hom-nay-123457.html'>Khác</a>"
        "</body></html>"
    ).encode()
