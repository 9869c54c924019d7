"""The feeds and sitemaps of the demo outlets, in the dialects that are met in the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape

from demo.dates import VIETNAM
from demo.texts import DemoArticle, DemoOutlet

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc822(at: datetime, zone: str, *, short_year: bool = False) -> str:
    """``Fri, 20 Nov 2026 08:15:00 +0700`` without regard to the machine's locale."""
    year = f"{at.year % 100:02d}" if short_year else str(at.year)
    return f"{_DAYS[at.weekday()]}, {at.day:02d} {_MONTHS[at.month - 1]} {year} {at:%H:%M:%S} {zone}"


def _us(at: datetime) -> str:
    hour = at.hour % 12 or 12
    return f"{at.month}/{at.day}/{at.year} {hour}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"


def _link(base: str, article: DemoArticle) -> str:
    return escape(base + article.path)


def _rss(outlet: DemoOutlet, base: str, items: str, extra: str = "", namespaces: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{namespaces}><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/</link>"
        f"<description>{escape(outlet.name)} · RSS</description>{extra}\n{items}\n</channel></rss>\n"
    )


def rss(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """RSS 2.0 whose descriptions hold a linked picture before the words, times ``+0700``."""
    items = "\n".join(
        f"<item><title><![CDATA[{a.title}]]></title><link>{_link(base, a)}</link>"
        f"<guid>{_link(base, a)}</guid><pubDate>{rfc822(a.published, '+0700')}</pubDate>"
        f'<description><![CDATA[<a href="{base}{a.path}"><img src="{base}/anh/{a.slug}.svg"></a></br>'
        f"{escape(a.summary)}]]></description></item>"
        for a in articles
    )
    return _rss(outlet, base, items, "<generator>Toa soan so</generator>")


def rss_content(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """RSS 2.0 of a blog engine: ``content:encoded``, ``dc:creator``, times in UTC."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{_link(base, a)}</link>"
        f"<dc:creator>{escape(a.byline or outlet.name)}</dc:creator>"
        f"<pubDate>{rfc822(a.published.astimezone(UTC), '+0000')}</pubDate>"
        + "".join(f"<category>{escape(tag)}</category>" for tag in a.tags)
        + f'<guid isPermaLink="false">{base}/?p={a.slug}</guid>'
        f"<description>{escape(a.summary)} [&amp;#8230;]</description>"
        f"<content:encoded><![CDATA[<p>{escape(a.summary)}</p>"
        f'<p><a href="{base}{a.path}">Đọc tiếp</a></p>]]></content:encoded></item>'
        for a in articles
    )
    spaces = (
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return _rss(outlet, base, items, namespaces=spaces)


def rss_us_dates(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """RSS 2.0 of an office's portal: ``11/20/2026 6:44:00 PM``, no zone, Việt Nam time."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{_link(base, a)}</link>"
        f"<description>{escape(a.summary)}</description><pubDate>{_us(a.published)}</pubDate></item>"
        for a in articles
    )
    return _rss(outlet, base, items)


def rss_short_year(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """RSS 2.0 with two-digit years."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{_link(base, a)}</link><guid>{_link(base, a)}</guid>"
        f"<pubDate>{rfc822(a.published, '+0700', short_year=True)}</pubDate>"
        f"<description><![CDATA[{a.summary}]]></description></item>"
        for a in articles
    )
    return _rss(outlet, base, items, "<language>vi</language>")


def rss_plain(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """Plain RSS 2.0, times ``GMT``, with a media thumbnail."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{_link(base, a)}</link>"
        f'<guid isPermaLink="true">{_link(base, a)}</guid><description>{escape(a.summary)}</description>'
        f"<pubDate>{rfc822(a.published.astimezone(UTC), 'GMT')}</pubDate>"
        f'<media:thumbnail url="{base}/anh/{a.slug}.svg"/></item>'
        for a in articles
    )
    return _rss(outlet, base, items, namespaces=' xmlns:media="http://search.yahoo.com/mrss/"')


def rdf(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """RSS 1.0 (RDF) with ``dc:date`` in UTC."""
    seq = "".join(f'<rdf:li rdf:resource="{_link(base, a)}"/>' for a in articles)
    items = "\n".join(
        f'<item rdf:about="{_link(base, a)}"><title>{escape(a.title)}</title><link>{_link(base, a)}</link>'
        f"<description>{escape(a.summary)}</description>"
        f"<dc:date>{a.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</dc:date></item>"
        for a in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}/viet/index.rdf"><title>{escape(outlet.name)}</title>'
        f"<link>{base}/viet/</link><description>{escape(outlet.name)}</description>"
        f"<items><rdf:Seq>{seq}</rdf:Seq></items></channel>\n{items}\n</rdf:RDF>\n"
    )


def atom(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """Atom with ``published`` and ``updated``; a revised article moves its ``updated``."""
    newest = max((a.modified for a in articles), default=datetime(2000, 1, 1, tzinfo=VIETNAM))
    items = "\n".join(
        f'<entry><title type="text">{escape(a.title)}</title><link rel="alternate" href="{_link(base, a)}"/>'
        f"<id>tag:{outlet.host},2020:{a.slug}</id><published>{a.published.isoformat()}</published>"
        f"<updated>{a.modified.isoformat()}</updated>"
        f'<summary type="html">{escape(escape(a.summary))}</summary></entry>'
        for a in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>{escape(outlet.name)}</title><id>{base}/</id><link href="{base}/"/>'
        f"<updated>{newest.isoformat()}</updated>\n{items}\n</feed>\n"
    )


DIALECTS: dict[str, Callable[[DemoOutlet, str, Sequence[DemoArticle]], str]] = {
    "rss": rss,
    "rss_content": rss_content,
    "rss_us_dates": rss_us_dates,
    "rss_short_year": rss_short_year,
    "rss_plain": rss_plain,
    "rdf": rdf,
    "atom": atom,
}


def sitemap(base: str, articles: Sequence[DemoArticle]) -> str:
    """A plain sitemap of all articles with ``lastmod``."""
    urls = "\n".join(
        f"<url><loc>{_link(base, a)}</loc><lastmod>{a.modified.isoformat()}</lastmod></url>" for a in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )


def news_sitemap(outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle]) -> str:
    """A news sitemap: title and publication date for each article."""
    urls = "\n".join(
        f"<url><loc>{_link(base, a)}</loc><news:news><news:publication><news:name>{escape(outlet.name)}"
        f"</news:name><news:language>{a.language}</news:language></news:publication>"
        f"<news:publication_date>{a.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(a.title)}</news:title></news:news></url>"
        for a in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}\n</urlset>\n'
    )
