"""The parts of made pages, each in several markups met in newsrooms and portals. A layout picks one of each."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says. ``body``: strings are paragraphs; {h}, {inset} and {list} are headings, insets and lists."""

    title: str
    lang: str
    at: datetime
    lead: str
    body: tuple[Any, ...]


Piece = Callable[[Article], str]


def esc(text: str) -> str:
    return html.escape(text, quote=True)


# ── what the head says ───────────────────────────────────────────────────────────────────────


def _ld(article: Article, at: str, kind: str = "NewsArticle", **more: Any) -> str:
    said = {
        "@context": "https://schema.org", "@type": kind, "headline": article.title, "description": article.lead,
        "datePublished": at, "publisher": {"@type": "Organization", "name": "Báo Mẫu"}, **more,
    }  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'


def _og(article: Article, title: str | None = None) -> str:
    return (
        f'<meta property="og:title" content="{esc(title or article.title)}"><meta property="og:type" content="article">'
        f'<meta property="og:description" content="{esc(article.lead)}"><meta name="description" content="{esc(article.lead)}">'
    )


def _titled(article: Article, site: str) -> str:
    return f"<title>{esc(article.title)}{site}</title>"


HEADS: Mapping[str, Piece] = {
    "ld": lambda a: _titled(a, " | Báo Mẫu") + _og(a) + _ld(a, a.at.isoformat()),
    "og": lambda a: _titled(a, " - Báo Mẫu Online") + _og(a, a.title + " | Báo Mẫu") + '<meta property="og:site_name" content="Báo Mẫu">'
    + f'<meta property="article:published_time" content="{a.at.isoformat()}">',
    "graph": lambda a: _titled(a, "") + _og(a)
    + '<script type="application/ld+json">' + json.dumps({"@graph": [{"@type": "WebSite", "name": "Báo Mẫu"}, {"@type": "BreadcrumbList"}, {"@type": ["NewsArticle"], "headline": a.title, "datePublished": a.at.isoformat()}]}) + "</script>",
    "wrong_zone": lambda a: _titled(a, " | Báo Mẫu") + _og(a) + _ld(a, a.at.replace(tzinfo=None).isoformat() + "Z"),
    "right_utc": lambda a: _titled(a, "") + _og(a) + _ld(a, a.at.astimezone(UTC).isoformat()),
    "pubdate": lambda a: _titled(a, " &#8211; Mẫu") + _og(a) + f'<meta name="pubdate" itemprop="datePublished" content="{a.at.isoformat()}">',
    "date_only": lambda a: _titled(a, "") + _og(a) + f'<meta name="DC.date.issued" content="{a.at:%Y-%m-%d}">',
    "escaped": lambda a: f"<title>{esc(esc(a.title))}</title>" + _og(a, esc(a.title)) + _ld(a, a.at.isoformat()),
    "three_times": lambda a: _titled(a, " | Báo Mẫu") + _og(a) + _ld(a, a.at.isoformat(), dateModified=a.at.replace(minute=59).isoformat())
    + f'<meta property="article:modified_time" content="{a.at.replace(minute=59).isoformat()}">',
    "site_only": lambda a: "<title>Cổng thông tin điện tử</title>",
    "title_only": lambda a: _titled(a, ""),
}


# ── headline, time, lead ─────────────────────────────────────────────────────────────────────

TITLES: Mapping[str, Piece] = {
    "h1": lambda a: f"<h1>{esc(a.title)}</h1>",
    "h1_class": lambda a: f'<h1 class="article-title detail-title"><span>{esc(a.title)}</span></h1>',
    "h1_split": lambda a: "<h1>" + esc(a.title[:5]) + "<wbr>" + f"<b>{esc(a.title[5:9])}</b>" + esc(a.title[9:]) + "</h1>",
    "h2_news": lambda a: f'<h2 class="news-title">{esc(a.title)}</h2>',
    "td_title": lambda a: f'<div class="tieude">{esc(a.title)}</div>',
    "logo_h1": lambda a: f'<h1 class="logo"><a href="/">Báo Mẫu</a></h1><h1 class="headline">{esc(a.title)}</h1>',
}


def _clock(article: Article, form: str) -> str:
    at = article.at
    return form.format(day=WEEKDAYS[at.weekday()], d=f"{at:%d/%m/%Y}", t=f"{at:%H:%M}", D=f"{at:%d-%m-%Y}", iso=at.isoformat(), h=f"{at:%Hh%M}")


DATES: Mapping[str, Piece] = {
    "weekday": lambda a: _clock(a, '<span class="date">{day}, {d}, {t} (GMT+7)</span>'),
    "time": lambda a: _clock(a, '<time datetime="{iso}">{d} {t}</time>'),
    "posted": lambda a: _clock(a, '<div class="post-date">Ngày đăng: {d} | {t}</div>'),
    "clock_first": lambda a: _clock(a, '<p class="bread-time"><i class="ico"></i>{t} {d}</p>'),
    "dashes": lambda a: _clock(a, '<div class="meta"><span class="publish-time">{D} {t}</span><span>Xem: 1.204</span></div>'),
    "updated_too": lambda a: _clock(a, '<div class="publish-date">{d} {t} <span>(Cập nhật lúc 23:59 {d})</span></div>'),
    "hour_h": lambda a: _clock(a, '<em class="ngaydang">{h}, ngày {d}</em>'),
    "none": lambda a: "",
}

LEADS: Mapping[str, Piece] = {
    "p": lambda a: f'<p class="description">{esc(a.lead)}</p>',
    "h2": lambda a: f'<h2 class="sapo">{esc(a.lead)}</h2>',
    "div_strong": lambda a: f'<div class="article-lead"><strong>{esc(a.lead)}</strong></div>',
    "place_label": lambda a: f'<p class="lead"><span class="location-stamp">Sông Lam</span>{esc(a.lead)}</p>',
    "summary": lambda a: f'<section class="summary"><p>{esc(a.lead)}</p></section>',
    "standfirst": lambda a: f'<div class="standfirst">{esc(a.lead)}</div>',
}

# ── the body ─────────────────────────────────────────────────────────────────────────────────

CAPTION = "Một góc nơi sự việc diễn ra, chụp từ phía bờ sông. Ảnh: Báo Mẫu"
RELATED = ("Ba dự án khác cùng khởi công trong tháng này ở tỉnh", "Vì sao mùa nước năm nay về sớm hơn mọi năm")

FIGURES: Mapping[str, str] = {
    "figure": f'<figure class="pic"><img src="/a.jpg"><figcaption><p>{CAPTION}</p></figcaption></figure>',
    "p_image": f'<div class="image-box"><img src="/a.jpg"><p class="image-caption">{CAPTION}</p></div>',
    "table": f'<table class="picture"><tr><td><img src="/a.jpg"></td></tr><tr><td class="caption">{CAPTION}</td></tr></table>',
    "centered": f'<p style="text-align: center"><img src="/a.jpg"></p><p style="text-align:center"><em>{CAPTION}</em></p>',
    "video": '<div class="video-player"><video src="/v.mp4"></video><p>Video: quang cảnh trong ngày</p></div>',
    "none": "",
}

ASIDES: Mapping[str, str] = {
    "box": '<div class="box-related"><ul>' + "".join(f'<li><a href="/tin-cu-{n}-48110{n}.html">{t}</a></li>' for n, t in enumerate(RELATED)) + "</ul></div>",
    "xem_them": f'<p><strong>Xem thêm: <a href="/tin-cu-481103.html">{RELATED[0]}</a></strong></p>',
    "linked_p": f'<p><a href="/tin-cu-481104.html">{RELATED[1]}</a></p>',
    "aside": f'<aside><h4>Tin liên quan</h4><a href="/tin-cu-481105.html">{RELATED[0]}</a></aside>',
    "arrows": f'<p>&gt;&gt; <a href="/tin-cu-481106.html">{RELATED[1]}</a></p>',
    "none": "",
}

TAILS: Mapping[str, str] = {
    "right": '<p style="text-align:right"><strong>Ban Kinh tế</strong></p>',
    "author": '<p class="author">Phòng Phóng sự</p>',
    "source": "<p><em>(Theo TTX Mẫu)</em></p>",
    "tags": '<div class="tags"><span>Từ khóa:</span><a href="/tag/de-dieu">đê điều</a><a href="/tag/mua-lu">mùa lũ</a></div>',
    "share": '<div class="social-share"><a href="#">Chia sẻ</a><a href="#">Lưu bài</a></div>',
    "none": "",
}


def _part(part: Any, form: Mapping[str, str]) -> str:
    if isinstance(part, str):
        return form["p"].format(esc(part))
    ((kind, value),) = part.items()
    if kind == "list":
        return "<ul>" + "".join(f"<li>{esc(item)}</li>" for item in value) + "</ul>"
    return form[kind].format(esc(value))


PLAIN = {"p": "<p>{}</p>", "h": "<h2>{}</h2>", "inset": '<div class="inset-box"><p>{}</p></div>'}
FORMS: Mapping[str, Mapping[str, str]] = {
    "p": PLAIN,
    "p_class": {"p": '<p class="Normal">{}</p>', "h": '<p class="Normal"><strong>{}</strong></p>', "inset": '<blockquote class="quote-box">{}</blockquote>'},
    "div": {"p": "<div>{}</div>", "h": "<div><b>{}</b></div>", "inset": "<div>{}</div>"},
    "spans": {"p": '<p><span style="font-size:14px"><span>{}</span></span></p>', "h": "<h3><span>{}</span></h3>", "inset": '<div class="special-box">{}</div>'},
    "font": {"p": '<p><font face="Arial">{}</font></p>', "h": "<p><b><font>{}</font></b></p>", "inset": "<p><font>{}</font></p>"},
    "justify": {"p": '<p style="text-align: justify;">{}</p>', "h": '<h3 style="text-align: justify;">{}</h3>', "inset": '<p style="text-align: justify;">{}</p>'},
    "br": {"p": "{}<br><br>", "h": "<b>{}</b><br><br>", "inset": "{}<br><br>"},
}


def body(article: Article, form: str, figure: str, aside: str, tail: str, lead: str = "") -> str:
    """The blocks of the body: the figure after the first paragraph, the aside in the middle, the tail at the end."""
    blocks = [_part(part, FORMS[form]) for part in article.body]
    blocks.insert(1, FIGURES[figure])
    blocks.insert(4, ASIDES[aside])
    return "\n".join((lead, *blocks, TAILS[tail]))


# ── the rest of the page ─────────────────────────────────────────────────────────────────────

MENU = "".join(f'<li><a href="/chuyen-muc-{n}">Chuyên mục {n}</a></li>' for n in range(24))
HEADLINES = tuple(f"Tin trong ngày số {n}: chuyện đáng chú ý ở một địa phương khác" for n in range(46))
CARDS = "".join(
    f'<div class="card"><a href="/tin-trong-ngay-so-{n}-dang-chu-y-49{n:04}.html"><img src="/t{n}.jpg"></a>'
    f'<h3><a href="/tin-trong-ngay-so-{n}-dang-chu-y-49{n:04}.html">{line}</a></h3></div>'
    for n, line in enumerate(HEADLINES)
)
LIST = "<ul>" + "".join(f'<li><a href="/tin-trong-ngay-so-{n}-dang-chu-y-49{n:04}.html">{line}</a></li>' for n, line in enumerate(HEADLINES[:18])) + "</ul>"
SCRIPTS = "".join(f'<script>window.q=window.q||[];q.push({{"slot":{n},"text":"{"quảng cáo " * 40}"}});</script>' for n in range(12))
COMMENTS = '<div class="comments"><h3>Bình luận</h3><p>Bạn đọc cần đăng nhập để gửi ý kiến của mình về bài viết này nhé.</p></div>'
FOOTER = "<footer><p>Cơ quan chủ quản: Sở Mẫu. Giấy phép số 123 cấp ngày 01/02/2020. Ghi rõ nguồn khi dùng lại thông tin từ trang này.</p></footer>"


def render(pieces: Mapping[str, str], article: Article, url: str, number: int) -> str:
    """The whole page of an article by the names of its pieces."""
    lead = LEADS[pieces["lead"]](article) if pieces["lead"] in LEADS else ""
    inside = FORMS[pieces["form"]]["p"].format(f"<strong>{esc(article.lead)}</strong>") if pieces["lead"] == "inside" else ""
    if pieces["lead"] == "plain_inside":
        inside = FORMS[pieces["form"]]["p"].format(esc(article.lead))
    blocks = body(article, pieces["form"], pieces["figure"], pieces["aside"], pieces["tail"], inside)
    holder = pieces["holder"].format(body=blocks, lead=lead, photo=FIGURES["figure"])
    middle = pieces["page"].format(
        title=TITLES[pieces["title"]](article), date=DATES[pieces["date"]](article), lead=lead, body=holder, cards=CARDS, list=LIST, comments=COMMENTS
    )
    canonical = f'<link rel="canonical" href="{url}">' if pieces.get("canonical") else ""
    return (
        f'<!DOCTYPE html><html lang="{article.lang}"><head><meta charset="utf-8">{HEADS[pieces["head"]](article)}{canonical}'
        f'<style>{"p{margin:0} " * 60}</style></head><body>{SCRIPTS}<header><div class="now">Hôm nay: {number}</div><ul class="menu">{MENU}</ul></header>'
        f"{middle}{FOOTER}{SCRIPTS}</body></html>"
    )
