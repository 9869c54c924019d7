"""Which pieces each layout is made of: 33 layouts, in groups of the newsrooms and portals they imitate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.text import fold
from tests.crawler.layouts.pieces import Article


@dataclass(frozen=True, slots=True)
class Layout:
    """A name and the pieces by their part: head, title, date, lead, form, figure, aside, tail, holder, page."""

    name: str
    pieces: Mapping[str, str]
    address: str = "{slug}-5{number:06}.html"

    def path(self, article: Article, number: int) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(article.title)).strip("-")
        return self.address.format(slug=slug, number=number + 1, day=f"{article.at:%Y/%m/%d}", dashed=f"{article.at:%Y-%m-%d}", stamp=f"{article.at:%Y%m%d%H%M}")


SIDE = '<div class="sidebar"><h3>Đọc nhiều</h3>{cards}</div>'
PAGES = {
    "newsroom": '<main><div class="col-main">{title}{date}{lead}{body}</div>' + SIDE + "</main>",
    "date_top": '<div class="wrap"><div class="top">{date}</div>{title}{lead}{body}<div class="same-category">{list}</div></div>',
    "side_first": "<div class=\"layout\">" + SIDE + "<div class=\"content-left\">{title}<div class=\"info\">{date}</div>{lead}{body}{comments}</div></div>",
    "header": '<article><header>{title}{lead}{date}</header>{body}<footer><div class="share">Chia sẻ</div></footer></article><section class="latest">{cards}</section>',
    "portal": '<table width="100%"><tr><td class="left">{list}</td><td class="main-col">{title}{date}{lead}{body}<div class="other-news"><h4>Các tin khác</h4>{list}</div></td></tr></table>',
    "aspnet": '<form id="aspnetForm"><div id="ctl00_main"><div class="news-detail">{title}{date}{lead}{body}</div><div class="tinkhac"><b>Tin đã đưa</b>{list}</div></div></form>',
    "lead_in_holder": '<div class="detail"><div class="detail-head">{title}{date}</div>{body}</div><div class="more-news">{cards}</div>',
}
HOLDERS = {
    "article": '<article class="fck-detail">{body}</article>',
    "itemprop": '<div class="detail-content" itemprop="articleBody">{body}</div>',
    "id": '<div id="main-content">{body}</div>',
    "nested": '<div class="body-outer"><div class="body-inner"><div class="text-body">{body}</div></div></div>',
    "lead_first": '<div class="content-detail">{lead}{body}</div>',
    "photo_first": '<div class="article-body">{photo}{lead}{body}</div>',
    "td": '<table><tr><td class="noidung">{body}</td></tr></table>',
    "entry": '<div class="entry-content clearfix">{body}</div>',
    "role": '<div data-role="content" class="dt-text [&>*]:mb-4">{body}</div>',
    "section": '<section class="story-body">{body}</section>',
}


def layout(name: str, page: str, holder: str, *, address: str = "", **pieces: str) -> Layout:
    given = {
        "head": "ld", "title": "h1_class", "date": "weekday", "lead": "p", "form": "p", "figure": "figure", "aside": "none",
        "tail": "none", **pieces, "page": PAGES[page], "holder": HOLDERS[holder],
    }  # fmt: skip
    return Layout(name, given, address) if address else Layout(name, given)


DAILY = (
    layout("daily_ld", "newsroom", "article", tail="right", aside="box"),
    layout("daily_og", "newsroom", "itemprop", head="og", lead="h2", date="time", figure="p_image", aside="xem_them", tail="tags"),
    layout("daily_graph", "newsroom", "role", head="graph", lead="h2", date="dashes", form="p_class", tail="author"),
    layout("daily_zone", "date_top", "itemprop", head="wrong_zone", aside="aside", tail="share"),
    layout("daily_utc", "date_top", "nested", head="right_utc", date="time", figure="table", aside="arrows"),
    layout("daily_pubdate", "side_first", "id", head="pubdate", date="posted", lead="div_strong", tail="source"),
    layout("daily_date_only", "side_first", "article", head="date_only", date="clock_first", figure="centered"),
    layout("daily_escaped", "header", "section", head="escaped", title="h1", date="time", aside="linked_p"),
    layout("daily_three", "newsroom", "article", head="three_times", date="updated_too", lead="summary", aside="box", tail="tags"),
    layout("daily_split", "newsroom", "entry", title="h1_split", date="hour_h", lead="standfirst"),
    layout("daily_logo", "date_top", "itemprop", title="logo_h1", head="og", lead="place_label", tail="right"),
    layout("daily_video", "header", "nested", head="og", figure="video", lead="h2", date="time", form="spans"),
)
LEADS = (
    layout("lead_inside", "lead_in_holder", "article", lead="inside", aside="box", tail="author"),
    layout("lead_plain", "lead_in_holder", "id", lead="plain_inside", head="og", date="time"),
    layout("lead_first_child", "lead_in_holder", "lead_first", lead="p", tail="right", figure="centered"),
    layout("lead_after_photo", "lead_in_holder", "photo_first", lead="div_strong", head="graph", date="dashes", figure="none"),
    layout("lead_bold_br", "lead_in_holder", "id", lead="inside", form="br", figure="none", head="og", date="posted"),
    layout("lead_spans", "newsroom", "role", form="spans", lead="standfirst", figure="p_image", aside="xem_them"),
)
FORMS = (
    layout("divs", "newsroom", "nested", form="div", figure="p_image", tail="share"),
    layout("breaks", "date_top", "id", form="br", figure="none", aside="none", lead="h2"),
    layout("fonts", "side_first", "td", form="font", head="og", date="hour_h", figure="table"),
    layout("justified", "newsroom", "article", form="justify", head="og", figure="centered", tail="right", aside="linked_p"),
    layout("wordpress", "header", "entry", title="h1", head="graph", date="time", lead="plain_inside", tail="tags", address="{day}/{slug}/"),
    layout("stamped", "newsroom", "article", head="og", date="none", address="{slug}-{stamp}123.html"),
)
PORTALS = (
    layout("portal_table", "portal", "td", head="site_only", title="h2_news", date="posted", lead="plain_inside", form="justify", tail="right", address="tin-tuc/{slug}-{number}5123"),
    layout("portal_divs", "aspnet", "entry", head="site_only", title="td_title", date="dashes", lead="inside", form="p", figure="centered", address="chi-tiet-tin-tuc/{slug}/90{number:04}"),
    layout("portal_query", "aspnet", "id", head="title_only", title="h2_news", date="hour_h", lead="plain_inside", form="spans", figure="none", address="Default.aspx?tabid=104&id=70{number:04}"),
    layout("portal_fonts", "portal", "td", head="title_only", title="h1", date="clock_first", lead="inside", form="font", figure="table", address="tin-hoat-dong/{slug}-80{number:04}.html"),
    layout("portal_ward", "portal", "nested", head="title_only", title="h1", date="weekday", lead="div_strong", form="justify", tail="source", address="phuong/{slug}-60{number:04}.html"),
)
WIRES = (
    layout("wire_section", "header", "section", title="h1", head="ld", date="time", lead="standfirst", tail="author", address="world/{slug}-{dashed}/"),
    layout("wire_role", "newsroom", "role", title="h1", head="og", date="time", lead="summary", figure="video", aside="aside"),
    layout("wire_entry", "side_first", "entry", title="h1", head="graph", date="time", lead="p", aside="box", tail="share", address="{day}/{slug}.html"),
    layout("wire_nested", "date_top", "nested", title="h1_class", head="right_utc", date="time", lead="h2", aside="linked_p"),
)
LAYOUTS: tuple[Layout, ...] = (*DAILY, *LEADS, *FORMS, *PORTALS, *WIRES)
