"""The demo's server over real sockets: pages, feeds, sitemaps, conditional requests, corrections, shutdown."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest

from demo.server import DemoSite
from demo.texts import DemoArticle

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(TODAY, ports=0) as running:
        yield running


def get(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def text_of(site: DemoSite, ref: str) -> str:
    return get(site.url_of(ref))[2].decode()


def of(site: DemoSite, outlet_id: str) -> list[DemoArticle]:
    return [a for a in site.articles() if a.outlet_id == outlet_id]


def test_every_article_has_a_page_with_its_words(site: DemoSite) -> None:
    for article in site.articles():
        status, headers, body = get(site.url_of(article.ref))
        page = body.decode("utf-8")
        assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        assert title and title[1].strip()
        assert page.count("<h1") == 1
        plain = page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        assert article.title in plain and article.summary in plain
        for block in article.blocks:
            assert block.text in plain, (article.ref, block.text)
        assert "None" not in re.sub(r"(?s)<style.*?</style>|<script.*?</script>", "", page)


def test_outlets_lay_their_pages_out_differently(site: DemoSite) -> None:
    shapes = set()
    for outlet in site.outlets:
        page = text_of(site, of(site, outlet.id)[0].ref)
        shapes.add(tuple(re.findall(r'<(?:div|section|article|td|main)[^>]*class="([^"]+)"', page))[:6])
    assert len(shapes) == len(site.outlets)


def test_feeds_parse_and_list_the_outlets_articles(site: DemoSite) -> None:
    dialects = set()
    for outlet in site.outlets:
        for feed in outlet.feeds:
            dialects.add(feed.dialect)
            status, headers, body = get(site.bases[outlet.id] + feed.path)
            assert status == 200 and "xml" in headers["Content-Type"]
            parsed = feedparser.parse(body)
            assert not parsed.bozo, (outlet.id, parsed.get("bozo_exception"))
            expected = {site.bases[outlet.id] + a.path for a in of(site, outlet.id) if a.language == feed.language}
            assert {e.link for e in parsed.entries} == expected
            assert all(e.title and e.summary for e in parsed.entries)
            assert all(e.get("published") or e.get("updated") for e in parsed.entries)
    assert len(dialects) >= 6


def test_the_portals_feed_writes_american_dates_without_a_zone(site: DemoSite) -> None:
    body = get(site.bases["ngoc-dinh"] + "/rss.ashx")[2].decode()
    stamps = re.findall(r"<pubDate>(.*?)</pubDate>", body)
    assert stamps
    assert all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M", stamp) for stamp in stamps)


def test_one_outlet_has_no_feed_but_a_news_sitemap_and_a_listing(site: DemoSite) -> None:
    (outlet,) = [o for o in site.outlets if not o.feeds]
    base = site.bases[outlet.id]
    assert outlet.news_sitemap and outlet.listing
    tree = ElementTree.fromstring(get(base + outlet.news_sitemap)[2])
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    places = {e.text for e in tree.findall("s:url/s:loc", spaces)}
    assert places == {base + a.path for a in of(site, outlet.id)}
    assert len(tree.findall(".//n:publication_date", spaces)) == len(places)
    front = get(base + outlet.listing)[2].decode()
    assert all(a.path in front for a in of(site, outlet.id) if not a.archive)


def test_every_outlet_has_robots_sitemap_and_front_page(site: DemoSite) -> None:
    for outlet in site.outlets:
        base = site.bases[outlet.id]
        robots = get(base + "/robots.txt")[2].decode()
        assert "User-agent: *" in robots and f"Sitemap: {base}/sitemap.xml" in robots
        tree = ElementTree.fromstring(get(base + "/sitemap.xml")[2])
        assert len(tree) == len(of(site, outlet.id))
        status, _, body = get(base + "/")
        assert status == 200 and outlet.name in body.decode()


def test_every_link_of_the_front_pages_and_articles_answers(site: DemoSite) -> None:
    for outlet in site.outlets:
        base = site.bases[outlet.id]
        article = of(site, outlet.id)[0]
        page = get(base + "/")[2].decode() + text_of(site, article.ref)
        links = {link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="([^"#]+)"', page)}
        for link in links:
            if link.startswith(("/tim-kiem", "/tag/", "/chu-de/")):
                continue  # searches are disallowed or empty on purpose
            status = get(link if link.startswith("http") else base + link)[0]
            assert status == 200, (outlet.id, link)


def test_unchanged_pages_answer_304(site: DemoSite) -> None:
    url = site.url_of(site.articles()[0].ref)
    _, headers, body = get(url)
    assert get(url, {"If-None-Match": headers["ETag"]})[0] == 304
    assert get(url, {"If-Modified-Since": headers["Last-Modified"]})[0] == 304
    assert get(url, {"If-None-Match": '"other"'})[0] == 200
    assert get(url, {"If-Modified-Since": "nonsense"})[0] == 200
    status, head, nothing = get(url, method="HEAD")
    assert (status, head["Content-Length"], nothing) == (200, str(len(body)), b"")


def test_what_is_not_there_is_404(site: DemoSite) -> None:
    assert get(site.bases["song-hong"] + "/khong-co-trang-nay")[0] == 404
    with pytest.raises(KeyError):
        site.url_of("song-hong/khong-co")
    assert site.ref_of(site.bases["song-hong"] + "/khong-co-trang-nay") is None


def test_addresses_and_articles_translate_both_ways(site: DemoSite) -> None:
    assert [site.ref_of(site.url_of(a.ref)) for a in site.articles()] == [a.ref for a in site.articles()]


def test_the_fact_checker_publishes_claim_reviews(site: DemoSite) -> None:
    reviews = []
    for article in of(site, "kiem-chung"):
        page = text_of(site, article.ref)
        for script in re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', page):
            data = json.loads(script)
            if data["@type"] == "ClaimReview":
                reviews.append(data)
    assert len(reviews) >= 3
    for review in reviews:
        assert review["claimReviewed"] and review["url"].startswith(site.bases["kiem-chung"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", review["datePublished"])
        assert review["reviewRating"]["ratingValue"] == 1 and review["reviewRating"]["alternateName"] == "Sai"


def test_a_revision_shows_a_corrected_page_with_a_new_etag() -> None:
    ref = "lac-viet/trien-khai-khuyen-nghi-upr"
    with DemoSite(TODAY, ports=0) as site:
        _, before, first = get(site.url_of(ref))
        other = site.url_of("song-hong/truc-khe-bau-cu-bo-sung")
        untouched = get(other)[1]["ETag"]
        assert site.stage == 1 and "với 154 phiếu" in first.decode()
        site.revise()
        status, after, second = get(site.url_of(ref), {"If-None-Match": before["ETag"]})
        page = second.decode()
        assert site.stage == 2 and status == 200 and after["ETag"] != before["ETag"]
        assert "với 145 phiếu" in page and "Đính chính" in page and "với 154 phiếu" not in page
        assert get(other)[1]["ETag"] == untouched
        feed = get(site.bases["lac-viet"] + "/feed/tieng-viet.atom")[2].decode()
        entry = re.search(r"<entry>(?:(?!</entry>).)*trien-khai-khuyen-nghi-upr.*?</entry>", feed, re.S)
        assert entry
        published = re.search(r"<published>(.*?)<", entry[0])
        updated = re.search(r"<updated>(.*?)<", entry[0])
        assert published and updated and updated[1] > published[1]


def test_corrections_appear_by_themselves_after_the_set_time() -> None:
    with DemoSite(TODAY, ports=0, revise_after_s=0.2) as site:
        assert site.stage == 1
        time.sleep(0.3)
        assert site.stage == 2


def test_many_readers_are_served_at_once_and_stopping_is_quick() -> None:
    site = DemoSite(TODAY, ports=0).start()
    statuses: list[int] = []
    urls = [site.url_of(a.ref) for a in site.articles()]

    def read(part: list[str]) -> None:
        statuses.extend(get(url)[0] for url in part)

    threads = [threading.Thread(target=read, args=(urls[n::6],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * len(urls)
    port = int(site.bases["song-hong"].rsplit(":", 1)[1])
    idle = socket.create_connection(("127.0.0.1", port))  # a reader that says nothing must not hold it up
    started = time.monotonic()
    site.stop()
    site.stop()
    idle.close()
    assert time.monotonic() - started < 3
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_taken_port_is_an_error_that_leaves_nothing_listening() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        site = DemoSite(TODAY, ports=taken.getsockname()[1])
        with pytest.raises(OSError):
            site.start()
        assert site._servers == []
