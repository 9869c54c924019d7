"""One page: by a trusted template, or in full and then as evidence."""

from __future__ import annotations

from datetime import datetime

from crawler.extract import extract
from crawler.extraction.links import looks_like_article
from crawler.templates.cut import Page, read_by
from crawler.templates.learn import learn, template_of
from crawler.templates.trust import ENOUGH, Learned, sampled
from models.records import Extracted


def read(
    learned: Learned, body: bytes | str, url: str, *, content_type: str = "", now: datetime | None = None
) -> tuple[Extracted, Learned]:
    """What a page says, and what is known of its outlet's pages afterwards (the same object where nothing changed).

    The full reading (crawler.extract) is taken where no template is trusted, where the one that is has doubts,
    where the address is not like those of its articles, and for a fixed share of pages as a check.
    """
    fast = _by_template(learned, body, url, content_type, now)
    if fast is not None:
        return fast, learned
    full = extract(body, url, content_type=content_type, now=now)
    return full, learn(learned, body, url, full, content_type=content_type, now=now)


def _by_template(
    learned: Learned, body: bytes | str, url: str, content_type: str, now: datetime | None
) -> Extracted | None:
    odd = not looks_like_article(url)
    page: Page | None = None
    for layout in learned.layouts:
        template = template_of(layout)
        if template is None or (odd and layout.odd < ENOUGH):
            continue
        if sampled(layout, url):
            return None
        page = page or Page(body, url, content_type)
        article = read_by(template, page, layout.outside, now)
        if isinstance(article, Extracted):
            return article
    return None
