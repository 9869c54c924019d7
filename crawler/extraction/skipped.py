"""What inside a page's body is no text of the article: captions, related links, tags, players, signatures."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.tree import ancestors, is_element, link_chars, marks, text_of

_NOISE = re.compile(
    r"\b(related|relate|relatedbox|relatednews|lien quan|lienquan|readmore|read more|xem them|tinlienquan|recommend\w*|"
    r"tags?|taglist|keywords?|share|sharing|social|like|comments?|binh luan|advert\w*|ads|adv|banner|sponsor\w*|promo|"
    r"captions?|photocms caption|pic caption|byline|author\w*|tacgia|sign|signature|copyright|breadcrumb\w*|newsletter|"
    r"subscribe|toolbar|print|poll|widget|outstream|popup|modal|dialog|tooltip|survey|rating|vote|navigation|menu|"
    r"footer|most read|mostread|trending|hot news|same category|cung chuyen muc|box tinlienquan|kbwscwl relatedbox|"
    r"link content footer|link source|source link|notice|skip|sr only|visually hidden|cookie|player|gallery nav)\b"
)
_PICTURE = ("img", "amp-img", "picture")
_CREDIT = re.compile(r"(?:ảnh|nguồn ảnh|photo|đồ họa)\s*:\s*[^.]{2,60}$", re.I)
_WEIGHED = frozenset("p li ul ol div section table dl blockquote h2 h3 h4 td center".split())


@lru_cache(maxsize=8192)
def is_noise(names: str) -> bool:
    """Whether an element so named holds no text of the article."""
    return _NOISE.search(names) is not None


def noisy_above(node: HtmlElement) -> bool:
    for level, above in enumerate((node, *ancestors(node))):
        if above.tag in ("footer", "nav", "aside", "figure", "figcaption") or is_noise(marks(above)):
            return True
        if level >= 5:
            return False
    return False


def skipped(node: HtmlElement) -> bool:
    """Whether a part of the container is no text of the article: captions, related links, tags, widgets."""
    if node.tag in ("figure", "figcaption", "nav", "footer", "aside", "form", "video", "audio"):
        return not (node.tag == "aside" and not link_chars(node) and len(text_of(node)) > 80)
    attributes = node.attrib
    style = attributes.get("style", "").replace(" ", "").lower() if attributes else ""
    if attributes and (
        "display:none" in style or "hidden" in attributes or attributes.get("aria-hidden") == "true"
    ):
        return True
    if attributes and is_noise(marks(node)):
        return True
    if node.tag not in _WEIGHED:
        return is_right(node, style) and len(text_of(node)) < 80
    text = text_of(node)
    if not text:
        return node.tag == "table" and node.find(".//img") is not None
    if is_caption(node, style, text):
        return True
    if is_right(node, style):
        return len(text) < 80  # a signature
    if node.tag == "table" and node.find(".//img") is not None:
        return True
    if len(text) < 160 and node.tag in ("ul", "dl", "div", "section", "p") and _has(node, "time", "audio", "video"):
        return True  # when and by whom, or a player
    linked = link_chars(node)
    if not linked:
        return False
    if node.tag in ("ul", "ol", "div", "section", "table", "dl", "blockquote", "h2", "h3", "h4"):
        return bool(linked >= 0.75 * len(text) and len(text) > 15)
    return bool(node.tag in ("p", "li") and linked >= 0.9 * len(text) and not re.search(r"[.!?…]$", text))


def is_right(node: HtmlElement, style: str) -> bool:
    """Whether a block stands at the right margin."""
    return "text-align:right" in style or (node.get("align") or "").lower() == "right"


def _has(node: HtmlElement, *tags: str) -> bool:
    return next(node.iter(*tags), None) is not None


def is_caption(node: HtmlElement, style: str, text: str) -> bool:
    """A short block with or right after a picture that is centred, all italics, or names a photographer."""
    if len(text) > 320 or node.tag not in ("p", "div", "td", "center"):
        return False
    named = node.tag == "p" and bool(node.attrib) and re.search(r"\bimage\b", marks(node)) is not None
    credited = ":" in text[-65:] and _CREDIT.search(text) is not None
    centred = "text-align:center" in style or (node.get("align") or "").lower() == "center" or node.tag == "center"
    if not (named or credited or centred or _slanted(node, text)):
        return False
    return node.find(".//p") is None and _beside_picture(node)


def _slanted(node: HtmlElement, text: str) -> bool:
    """Whether nearly all of a block is in italics."""
    if not len(node):
        return False
    italics = [part for part in node.iter("em", "i") if not _inside(part, "em", "i")]
    return sum(len(text_of(part)) for part in italics) >= 0.9 * len(text)


def _inside(node: HtmlElement, *tags: str) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag in tags


def _beside_picture(node: HtmlElement) -> bool:
    if _has(node, *_PICTURE):
        return True
    before = node.getprevious()
    while before is not None and is_element(before) and not text_of(before) and not _has(before, *_PICTURE):
        before = before.getprevious()
    return before is not None and is_element(before) and _has(before, *_PICTURE) and len(text_of(before)) < 20
