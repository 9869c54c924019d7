"""Evidence for an outlet's templates: one page read in full, held against what its selectors give.

The idea of learning where an outlet keeps its parts from pages read by a slower, surer extractor is wrapper
induction (Kushmerick 2000); here a selector needs only to be right again and again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

import trafilatura
from lxml.html import HtmlElement

from crawler.dates import read_date
from crawler.extraction import metadata, times
from crawler.extraction.body import container_of, with_lead
from crawler.extraction.links import looks_like_article
from crawler.extraction.tree import drop_scripts, is_calm, parse, safe, text_of
from crawler.markup import decode
from crawler.templates.cut import Doubt, Page, Template, lines_of, part_text, read_by, title_by
from crawler.templates.selectors import selectors_of
from crawler.templates.trust import ENOUGH, LAYOUTS, PARTS, Layout, Learned, Part, best, confirmed, judged
from models.records import Extracted, PageKind
from models.text import words

AGREEMENT = 0.6  # least word F1 with trafilatura of a page that may teach
_LEADS = ("h2", "h3", "p", "div", "strong", "span", "section")
_TITLES = ("h1", "h2", "h3", "div", "span", "td", "p")
_DATED = ("time", "span", "div", "p", "li", "em", "td", "small", "strong", "b")


def learn(
    learned: Learned,
    body: bytes | str,
    url: str,
    full: Extracted,
    *,
    content_type: str = "",
    now: datetime | None = None,
) -> Learned:
    """What is known after one more page, ``full`` being its full reading (crawler.extract).

    A page that is no article counts against every layout that would have read it as one. A page of whose text
    trafilatura finds something else teaches nothing.
    """
    page = Page(body, url, content_type)
    if full.kind is not PageKind.ARTICLE:
        return Learned(tuple(_against(layout, page, now) for layout in learned.layouts))
    odd = not looks_like_article(url)
    holding = next((layout for layout in learned.layouts if _holds(layout, page, full, now)), None)
    if holding is not None and not asked(url):
        return Learned(_pruned([confirmed(one, odd) if one is holding else one for one in learned.layouts]))
    text = body if isinstance(body, str) else decode(body, content_type)
    root = parse(text)
    if root is None or full.method != "structure" or agreement(text, root, full.text) < AGREEMENT:
        return learned
    if holding is not None:
        return Learned(_pruned([confirmed(one, odd) if one is holding else one for one in learned.layouts]))
    drop_scripts(root)
    container = container_of(root)
    if container is None:
        return learned
    evidence = _Evidence(page, root, container, full, now)
    layouts = [evidence.judged(layout) for layout in learned.layouts]
    known = {layout.body.selector for layout in layouts}
    layouts += [layout for layout in evidence.candidates() if layout.body.selector not in known]
    return Learned(_pruned(layouts))


def template_of(layout: Layout) -> Template | None:
    """The template of a layout, or None while a part of it is not trusted."""
    lead, time, title = layout.chosen()
    if not layout.trusted() or lead is None or time is None or title is None:
        return None
    return Template(layout.body.selector, lead.selector, time.selector, title.selector)


def agreement(html: str, root: HtmlElement, text: str) -> float:
    """Word F1 of a reading with trafilatura's. 1.0 where a page is too strange to ask it."""
    if not is_calm(root) or len(html) > 3_000_000:
        return 1.0
    other = words(trafilatura.extract(safe(html), include_comments=False) or "")
    own = words(text)
    common = len(set(own) & set(other))
    return 2 * common / max(1, len(set(own)) + len(set(other)))


def asked(url: str) -> bool:
    """Whether trafilatura is asked about a page on which template and full reading agree: one in four."""
    return zlib.crc32(url.encode()[::-1]) % 4 == 0


def _holds(layout: Layout, page: Page, full: Extracted, now: datetime | None) -> bool:
    """Whether the layout's template reads this page as the full reading does."""
    template = template_of(layout)
    read = None if template is None else read_by(template, page, layout.outside, now)
    return (
        isinstance(read, Extracted)
        and words(read.text) == words(full.text)
        and words(read.title) == words(full.title)
        and read.published_at == full.published_at
    )


def _against(layout: Layout, page: Page, now: datetime | None) -> Layout:
    template = template_of(layout)
    if template is None or isinstance(read_by(template, page, layout.outside, now), Doubt):
        return layout
    return replace(layout, body=judged(layout.body, False))


def _pruned(layouts: list[Layout]) -> tuple[Layout, ...]:
    """The most trusted first, and no more than may be kept; the later found goes before its equals, for a changed
    page must be able to get in."""
    ranked = sorted(reversed(layouts), key=lambda layout: -layout.body.agreed)
    return tuple(ranked[:LAYOUTS])


class _Evidence:
    """One page read in full: what each part should read as, and whether a selector gives that."""

    def __init__(
        self, page: Page, root: HtmlElement, container: HtmlElement, full: Extracted, now: datetime | None
    ) -> None:
        self.page, self.root, self.container, self.full, self.now = page, root, container, full, now
        self.whole = full.text.split("\n")
        self.odd = not looks_like_article(page.url)

    # ── what a selector gives ────────────────────────────────────────────────────────────

    def body_right(self, selector: str) -> bool:
        """Whether the part reads as the body, with or without the lead."""
        node = self.page.first(selector)
        lines = lines_of(node, self.full.title)[0] if node is not None else []
        return _same(lines, self.whole) or (len(self.whole) > 1 and _same(lines, self.whole[1:]))

    def lead_right(self, body: str, selector: str) -> bool:
        node = self.page.first(body)
        lines = lines_of(node, self.full.title)[0] if node is not None else []
        lead = part_text(self.page, selector) if selector else None
        return _same(with_lead(lines, lead, self.full.title), self.whole)

    def time_right(self, selector: str) -> bool:
        small = self.page.head(selector)
        if small is None:
            return False
        meta, ld = metadata.metas(small), metadata.json_ld(small)
        drop_scripts(small)
        found, _ = times.published_at(small, meta, ld, self.page.url, self.full.title, self.now)
        return found == self.full.published_at

    def title_right(self, selector: str) -> bool:
        small = self.page.head()
        if small is None:
            return False
        found = title_by(selector, self.page, small, metadata.metas(small), metadata.json_ld(small))
        return words(found) == words(self.full.title)

    # ── what may be tried ────────────────────────────────────────────────────────────────

    def candidates(self) -> Iterator[Layout]:
        for above in (self.container, self.container.getparent()):
            if above is None or above.tag in ("body", "html"):
                continue
            for selector in selectors_of(above):
                if self.body_right(selector):
                    yield self.filled(Layout(Part(selector, 1), outside=self.outside(selector), odd=int(self.odd)))

    def lead_selectors(self) -> Iterator[str]:
        wanted = words(self.whole[0])
        for node in self.root.iter(*_LEADS):
            if words(text_of(node)) == wanted:
                yield from selectors_of(node)

    def time_selectors(self) -> Iterator[str]:
        published = self.full.published_at
        if published is None:
            return
        for node in self.root.iter(*_DATED):
            text = text_of(node) if len(node) <= 6 else ""
            if 8 <= len(text) <= 90 and re.search(r"\d", text + (node.get("datetime") or "")):
                seen = read_date(text) or read_date(node.get("datetime"))
                if seen is not None and seen.date() == published.date():
                    yield from selectors_of(node)

    def title_selectors(self) -> Iterator[str]:
        for node in self.root.iter(*_TITLES):
            if len(node) <= 4 and words(text_of(node)) == words(self.full.title):
                yield from selectors_of(node)

    def outside(self, selector: str) -> tuple[int, int]:
        node = self.page.first(selector)
        rest = self.page.size - len((node.html if node else "") or "")
        return rest, rest

    # ── keeping count ────────────────────────────────────────────────────────────────────

    def judged(self, layout: Layout) -> Layout:
        """A layout with this page counted; unchanged where the page has no such body."""
        if self.page.first(layout.body.selector) is None:
            return layout
        right = self.body_right(layout.body.selector)
        counted = replace(layout, body=judged(layout.body, right))
        if not right:
            return counted
        low, high = self.outside(layout.body.selector)
        grown = (min(low, layout.outside[0]), max(high, layout.outside[1]))
        return self.filled(replace(counted, outside=grown, odd=counted.odd + self.odd))

    def filled(self, layout: Layout) -> Layout:
        """A layout with its lead, time and title parts counted, and new ones tried where none is right."""
        return replace(
            layout,
            leads=_counted(layout.leads, partial(self.lead_right, layout.body.selector), self.lead_selectors),
            times=_counted(layout.times, self.time_right, self.time_selectors),
            titles=_counted(layout.titles, self.title_right, self.title_selectors),
        )


def _same(lines: list[str], wanted: list[str]) -> bool:
    return words("\n".join(lines)) == words("\n".join(wanted))


def _counted(
    parts: tuple[Part, ...], right: Callable[[str], bool], more: Callable[[], Iterator[str]]
) -> tuple[Part, ...]:
    counted = [judged(part, right(part.selector)) for part in parts]
    chosen = best(counted)
    if chosen is None or chosen.agreed < ENOUGH:
        known = {part.selector for part in counted}
        tried = [selector for selector in dict.fromkeys(("", *more())) if selector not in known]
        counted += [Part(selector, 1) for selector in tried[: 3 * PARTS] if right(selector)]
    return tuple(sorted(counted, key=lambda part: -part.agreed)[:PARTS])
