"""The cards of a listing page: one address each, with the headline, the date and the words that stand with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.addresses import canonical_url
from crawler.extraction.links import looks_like_article, site_of
from crawler.extraction.tree import MAX_DEPTH, ancestors, is_element, marks, text_of

MAX_ANCHORS = 20_000
MAX_CARDS = 2000
MAX_CLIMB = 12  # elements from a link to the edge of its card
MAX_CARD_CHARS = 6000
MAX_CARD_PIECES = 400  # of text
MAX_LINKS_OF_CARD = 6  # picture, headline, words, "read more"
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|rar|mp[34]|css|js|rss|xml)$", re.I)
_NO_ARTICLE = re.compile(
    r"/(?:tags?|search|tim-kiem|author|tac-gia|login|dang-nhap|lien-he|gioi-thieu|sitemap|rss|page|trang)(?:[/.-]|$)|"
    r"[?&]page=\d",
    re.I,
)
_TOPIC = re.compile(r"/(?:events?|topics?|chu-de|dong-su-kien|tags?)/", re.I)
_SHAPED = re.compile(r"\d|/-/|(?:[^/-]+-){3,}[^/-]*$")
_ASIDE = re.compile(
    r"\b(?:nav\w*|menu\w*|footer\w*|breadcrumbs?|sidebar\w*|most|popular|trending|top ?views?|"
    r"doc ?nhieu|xem ?nhieu|relate|related|lien ?quan|paging|pagination|pager|tags?|banner|quang ?cao|advert\w*|"
    r"social|login|lien ?ket|weblink)\b"
)
_ASIDE_HEADING = re.compile(
    r"(?:tin |bài )?(?:đọc|xem) nhiều|nhiều người đọc|tin (?:bài )?(?:liên quan|xem thêm)|liên kết|"
    r"most (?:read|popular|viewed)|trending|chủ đề nóng|từ khóa|quảng cáo|related",
    re.I,
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_NO_HOLDERS = ("html", "body", "a", "li", "tr")
_MAY_HEAD = ("h2", "h3", "h4", "h5", "div", "span", "p", "strong", "a")
_NAMES_TITLE = re.compile(r"\b(?:title|tieude|tieu de|headline|heading|name)\b")
_EMPTY_WORDS = re.compile(r"(?:xem|đọc) (?:thêm|tiếp|chi tiết)|chi tiết|read more|more|tại đây|\W*", re.I)


@dataclass(slots=True)
class Card:
    """What links to one address, in the making. ``url`` absolute, without its fragment."""

    url: str
    anchors: list[HtmlElement] = field(default_factory=list)
    shaped: bool = False  # the address itself looks like an article's

    @property
    def title(self) -> str:
        """The headline: of a link in or with a heading, else the longest text; a picture's words only without one."""
        texts = [(_is_headline(anchor), _headline(anchor)) for anchor in self.anchors]
        good = [(marked, len(text), text) for marked, text in texts if text and not _EMPTY_WORDS.fullmatch(text)]
        if good:
            return max(good, key=lambda one: one[:2])[2]
        named = [(anchor.get("title") or "").strip() for anchor in self.anchors]
        named += [(image.get("alt") or "").strip() for anchor in self.anchors for image in anchor.iter("img")]
        return max(named, key=len, default="")


def cards_of(root: HtmlElement, url: str) -> list[Card]:
    """The candidates of a page in its order: links to the same site that may be articles, menus and lists of the
    most read left out where enough is left without them."""
    cards = _gathered(root, url)
    aside = _aside(root, cards)
    kept = [card for card in cards if any(not _within(anchor, aside) for anchor in card.anchors)]
    return kept if len(kept) >= 3 or not cards else cards


def surroundings(card: Card, owners: Mapping[HtmlElement, Card]) -> Iterator[list[HtmlElement]]:
    """For each link of the card the elements that belong to it alone: the largest element without another card's
    link, and what follows it up to the next."""
    yield from (_alone(anchor, card, owners) for anchor in card.anchors)


def owners_of(cards: list[Card]) -> dict[HtmlElement, Card]:
    """Which card a link belongs to."""
    return {anchor: card for card in cards for anchor in card.anchors}


def _gathered(root: HtmlElement, url: str) -> list[Card]:
    site, own = site_of(url), canonical_url(url)
    base_node = root.find(".//base")
    base = _join(url, base_node.get("href") or "") if base_node is not None else url
    found: dict[str, Card] = {}
    for anchor in islice(root.iter("a"), MAX_ANCHORS):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        full = _join(base or url, href).split("#")[0]
        target = site_of(full)
        if not full.startswith(("http://", "https://")) or not target:
            continue
        if site and not (target == site or target.endswith("." + site) or site.endswith("." + target)):
            continue
        key = canonical_url(full)
        if key == own or _FILES.search(urlsplit(full).path):
            continue
        if key not in found:
            if len(found) >= MAX_CARDS:
                continue
            found[key] = Card(full, shaped=looks_like_article(full))
        if len(found[key].anchors) < MAX_LINKS_OF_CARD:
            found[key].anchors.append(anchor)
    return [card for card in found.values() if (card.shaped and not _is_topic(card)) or _may_be(card)]


def _join(base: str, href: str) -> str:
    try:
        full = urljoin(base, href)
        urlsplit(full)
    except ValueError:
        return ""
    return full


def _may_be(card: Card) -> bool:
    """An address of no known shape under the words of a headline; the reader asks for a date beside it too."""
    title = card.title
    if _NO_ARTICLE.search(card.url) or _is_topic(card) or len(title) < 25 or len(title.split()) < 5:
        return False
    parts = urlsplit(card.url)
    return _SHAPED.search(f"{parts.path}?{parts.query}") is not None


def _is_topic(card: Card) -> bool:
    """A collection of articles under an address like an article's."""
    return _TOPIC.search(urlsplit(card.url).path) is not None or card.title.startswith("#")


def _aside(root: HtmlElement, cards: list[Card]) -> set[HtmlElement]:
    """Elements that hold menus, footers and lists of the most read, by their names or their headings; never one
    that holds half of the page's links."""
    under: Counter[HtmlElement] = Counter()
    for card in cards:
        for element in {above for anchor in card.anchors for above in islice(ancestors(anchor), MAX_DEPTH)}:
            under[element] += 1
    half = max(2, len(cards) // 2)
    found = {
        element
        for element, count in under.items()
        if count <= half and element.tag not in _NO_HOLDERS and _named_aside(element)
    }
    for heading in islice(root.iter(*_MAY_HEAD), 30_000):
        text = text_of(heading) if len(heading) < 4 and _is_small(heading) else ""
        if len(text) > 40 or not _ASIDE_HEADING.match(text):
            continue
        holder = next((above for above in islice(ancestors(heading), 4) if under[above]), None)
        if holder is not None and under[holder] <= half:
            found.add(holder)
    return found


def _named_aside(element: HtmlElement) -> bool:
    return element.tag in ("nav", "footer") or _ASIDE.search(marks(element)) is not None


def _within(anchor: HtmlElement, elements: set[HtmlElement]) -> bool:
    return any(above in elements for above in islice(ancestors(anchor), MAX_DEPTH))


def _alone(anchor: HtmlElement, card: Card, owners: Mapping[HtmlElement, Card]) -> list[HtmlElement]:
    edge: HtmlElement = anchor
    for above in islice(ancestors(anchor), MAX_CLIMB):
        if above.tag in ("body", "html") or _of_another(above, card, owners) or not _is_small(above):
            break
        edge = above
    following = []
    for sibling in islice(edge.itersiblings(), 6):
        if not is_element(sibling) or _of_another(sibling, card, owners) or not _is_small(sibling):
            break
        following.append(sibling)
    return [edge, *following]


def _of_another(element: HtmlElement, card: Card, owners: Mapping[HtmlElement, Card]) -> bool:
    return any(owners.get(link, card) is not card for link in islice(element.iter("a"), 60))


def _is_small(element: HtmlElement) -> bool:
    left = MAX_CARD_CHARS
    for count, text in enumerate(element.itertext()):
        left -= len(text)
        if left < 0 or count > MAX_CARD_PIECES:
            return False
    return True


def _is_headline(anchor: HtmlElement) -> int:
    near = [anchor, *islice(ancestors(anchor), 2)]
    if any(node.tag in _HEADINGS for node in near) or any(node.tag in _HEADINGS for node in anchor.iter(*_HEADINGS)):
        return 2
    return int(any(_NAMES_TITLE.search(marks(node)) for node in near[:2]))


def _headline(anchor: HtmlElement) -> str:
    for node in islice(anchor.iter(), 40):
        titled = is_element(node) and node is not anchor and (node.tag in _HEADINGS or _NAMES_TITLE.search(marks(node)))
        if titled and (text := text_of(node)):
            return text
    return text_of(anchor)
