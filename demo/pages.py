"""The pages of one outlet, as bytes: articles, listings, feeds, sitemaps, robots.txt, pictures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.dates import Dates
from demo.feeds import DIALECTS, news_sitemap, sitemap
from demo.texts import HERE, DemoArticle, DemoOutlet

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"

SECTIONS = {
    "thoi-su": "Thời sự", "kinh-te": "Kinh tế", "xa-hoi": "Xã hội", "the-gioi": "Thế giới",
    "suc-khoe": "Sức khỏe", "ton-giao": "Tôn giáo", "dan-toc": "Dân tộc", "goc-nhin": "Góc nhìn",
    "trao-phung": "Trào phúng", "ha-noi": "Hà Nội", "the-thao": "Thể thao", "tu-lieu": "Tư liệu",
    "kiem-chung": "Kiểm chứng", "news": "News", "world": "World", "business": "Business",
    "society": "Society", "opinion": "Opinion",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server gives for one path."""

    body: bytes
    content_type: str
    modified: datetime


@cache
def _templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["section"] = lambda key: SECTIONS[key]
    return env


def news_json_ld(outlet: DemoOutlet, base: str, article: DemoArticle) -> str:
    """schema.org NewsArticle of one article, as JSON safe inside a script element."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "mainEntityOfPage": base + article.path,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(),
        "publisher": {"@type": "Organization", "name": outlet.name},
        "image": [f"{base}/anh/{article.slug}.svg"],
    }
    return _script(data)


def claim_review_json_ld(outlet: DemoOutlet, base: str, article: DemoArticle) -> str:
    """schema.org ClaimReview of a fact-checker's article, or an empty string when it reviews no claim."""
    if article.claim is None:
        return ""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": base + article.path,
            "datePublished": article.published.date().isoformat(),
            "claimReviewed": article.claim["claim"],
            "author": {"@type": "Organization", "name": outlet.name, "url": base + "/"},
            "itemReviewed": {
                "@type": "Claim",
                "author": {"@type": "Organization", "name": article.claim["claimant"]},
                "datePublished": article.claim["first_seen"],
            },
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": int(article.claim["rating_value"]),
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": article.claim["rating"],
            },
        }
    )


def _script(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")


def _related(article: DemoArticle, articles: Sequence[DemoArticle]) -> list[DemoArticle]:
    """Four other articles of the outlet: the same event or section first, then the newest."""
    others = [a for a in articles if a is not article and not a.archive and a.language == article.language]
    return sorted(others, key=lambda a: (a.event != article.event, a.section != article.section))[:4]


def _picture(article: DemoArticle) -> str:
    """A plain drawn picture: the demo has no photographs."""
    hue = sum(article.slug.encode()) * 37 % 360
    words = escape(" · ".join(article.tags[:2]) or SECTIONS[article.section])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 450" width="800" height="450">'
        f'<rect width="800" height="450" fill="hsl({hue} 30% 82%)"/>'
        f'<path d="M0 330 Q200 {250 + hue % 60} 400 330 T800 320 V450 H0Z" fill="hsl({hue} 30% 62%)"/>'
        f'<path d="M0 390 Q260 340 520 390 T800 380 V450 H0Z" fill="hsl({hue} 35% 45%)"/>'
        f'<circle cx="{120 + hue}" cy="120" r="46" fill="hsl({(hue + 40) % 360} 70% 88%)"/>'
        f'<text x="30" y="425" font-family="sans-serif" font-size="22" fill="#fff">{words}</text></svg>'
    )


def outlet_answers(
    outlet: DemoOutlet, base: str, articles: Sequence[DemoArticle], today: date
) -> Mapping[str, Answer]:
    """Everything the outlet serves: path (with query) → answer."""
    newest = max(a.modified for a in articles)
    answers: dict[str, Answer] = {}

    def put(path: str, body: str, content_type: str, modified: datetime = newest) -> None:
        answers[path] = Answer(body.encode("utf-8"), content_type, modified)

    common: dict[str, Any] = {
        "outlet": outlet,
        "base": base,
        "dates": Dates(today, outlet.language),
        "sections": list(dict.fromkeys(a.section for a in articles if not a.archive)),
        "feeds": outlet.feeds,
        "newest": [a for a in articles if not a.archive],
    }
    env = _templates()
    page = env.get_template(f"{outlet.id}/article.html")
    listing = env.get_template(f"{outlet.id}/home.html")
    for article in articles:
        html = page.render(
            **common,
            a=article,
            url=base + article.path,
            related=_related(article, articles),
            json_ld=news_json_ld(outlet, base, article),
            claim_review=claim_review_json_ld(outlet, base, article),
        )
        put(article.path, html, HTML, article.modified)
        put(f"/anh/{article.slug}.svg", _picture(article), "image/svg+xml", article.published)
    current = [a for a in articles if not a.archive]
    put("/", listing.render(**common, articles=current, heading=""), HTML)
    for section in common["sections"]:
        of = [a for a in current if a.section == section]
        put(f"/{section}/", listing.render(**common, articles=of, heading=SECTIONS[section]), HTML)
    for feed in outlet.feeds:
        of = [a for a in articles if a.language == feed.language]
        put(feed.path, DIALECTS[feed.dialect](outlet, base, of), XML)
    put("/sitemap.xml", sitemap(base, articles), XML)
    maps = ["/sitemap.xml"]
    if outlet.news_sitemap:
        put(outlet.news_sitemap, news_sitemap(outlet, base, articles), XML)
        maps.append(outlet.news_sitemap)
    put("/robots.txt", _robots(base, maps), "text/plain; charset=utf-8")
    return answers


def _robots(base: str, maps: Sequence[str]) -> str:
    lines = ["User-agent: *", "Disallow: /tim-kiem", "Disallow: /in-bai/"]
    return "\n".join(lines + [f"Sitemap: {base}{path}" for path in maps]) + "\n"
