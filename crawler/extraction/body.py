"""The body of an article: the container that holds the paragraphs, its blocks, and the lead before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml.html import HtmlElement

from crawler.addresses import absolute
from crawler.extraction.skipped import is_noise, noisy_above, skipped
from crawler.extraction.tree import BLOCK, MAX_DEPTH, ancestors, is_element, link_chars, marks, text_of, tidy
from models.text import words

_MORE = re.compile(
    r"^(>+|»|\*?\s*)?\s*(xem thêm|đọc thêm|tham khảo thêm|tin liên quan|mời (bạn|quý vị|độc giả) (đọc|xem|đón)|"
    r"read more|see also|related( articles| stories)?|từ khóa|từ khoá|tags?|chia sẻ|bình luận|link bài gốc|nguồn bài|"
    r"theo dõi .{0,40} trên|tin mới|cùng chuyên mục|bài liên quan|đọc nhiều|tin nổi bật|latest news|most read)"
    r"\s*(:|$|>|»)",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:quảng cáo|advertisement|advertising|adverts?|sponsored( content)?)\W*$|"
    r"^\W*mời (?:bạn|quý vị|quý|độc giả).{0,20}\b(?:vào|theo dõi|đón (?:đọc|xem)|truy cập)\b.{0,60}"
    r"(?:chuyên mục|tin, bài)",
    re.I,
)
_NAMES_LEAD = re.compile(
    r"\b(sapo|lead|leadin|summary|standfirst|chapeau|excerpt|abstract|dek|intro|description|desc|teaser)\b"
)
_DATELINE = re.compile(
    r"^\W*(?:(?:thứ\s+\w+|chủ nhật|ngày|đăng|ngày đăng|cập nhật|xuất bản|published|updated|posted)\b[\s,:|-]*)*"
    r"(?:\d{1,2}[:h]\d{2}\b.{0,12}?)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\W|\d|GMT|AM|PM|SA|CH|cập nhật:?)*$",
    re.I,
)
_EMPHASIS = frozenset({"b", "i", "em", "strong", "span"})


def paragraphs(root: HtmlElement) -> Iterator[tuple[HtmlElement, float]]:
    """Elements that look like running text, with the characters outside links as weight."""
    for node in root.iter("p", "div", "td", "li", "span", "section", "article", "blockquote", "font"):
        if node.tag == "p":
            text = text_of(node)
            size = len(text) - link_chars(node)
        else:
            own = [node.text or "", *(child.tail or "" for child in node)]
            size = len(tidy(" ".join(own)))
            if size >= 40:
                size += sum(len(text_of(child)) for child in node if is_element(child) and child.tag in _EMPHASIS)
        if size >= 30:
            yield node, float(size)


def container_of(root: HtmlElement) -> HtmlElement | None:
    """The smallest element that holds the article's running text: paragraphs vote for the elements above
    them, a vote losing a quarter of its weight for each level up."""
    votes: dict[HtmlElement, float] = {}
    for node, size in paragraphs(root):
        if node.tag in ("li", "span") and size < 60:
            continue
        if noisy_above(node):
            continue
        share = size if node.tag != "li" else size / 3
        chain = ancestors(node) if node.tag in ("p", "li", "span", "font", "blockquote") else (node, *ancestors(node))
        for level, above in enumerate(chain):
            if level > 4 or above.tag in ("html",):
                break
            votes[above] = votes.get(above, 0.0) + share * 0.75**level
    return _with_twins(max(votes, key=lambda node: votes[node])) if votes else None


def _with_twins(container: HtmlElement) -> HtmlElement:
    """The element above, where the text goes on in siblings made like the container (page-1, page-2 …)."""
    child = container
    for _ in range(3):
        parent = child.getparent()
        if parent is None or parent.tag in ("body", "html") or child.tag not in ("div", "section"):
            break
        if not child.get("class"):
            child = parent
            continue
        shape = _shape(child)
        twins = [node for node in parent if node is not child and is_element(node) and _shape(node) == shape]
        if any(not is_noise(marks(node)) and _prose(node) >= 80 for node in twins):
            container = parent
        child = parent
    return container


def _shape(node: HtmlElement) -> tuple[str, str]:
    return str(node.tag), re.sub(r"\d+", "", node.get("class") or "")


def _prose(node: HtmlElement) -> float:
    """Characters of a part's running text outside links."""
    return sum(size for _, size in paragraphs(node) if size >= 60)


def blocks(container: HtmlElement) -> list[tuple[str, str]]:
    """(tag, text) of the readable blocks of a container, in order."""
    found: list[tuple[str, str]] = []
    _walk(container, found, 0)
    return found


def _walk(node: HtmlElement, found: list[tuple[str, str]], depth: int) -> None:
    run: list[str] = [node.text or ""]

    def flush() -> None:
        for line in "".join(run).split("\n\n"):
            text = tidy(line)
            if text:
                found.append((str(node.tag), text))
        run.clear()

    if depth > MAX_DEPTH:
        return
    for child in node:
        if not is_element(child):
            run.append(child.tail or "")
            continue
        if child.tag == "br":
            run.append("\n\n")
        elif child.tag in BLOCK or (len(child) and _has_block(child)):
            flush()
            if not skipped(child):
                if child.tag in ("tr",):
                    row = " ".join(t for t in (text_of(cell) for cell in child) if t)
                    if row:
                        found.append(("tr", row))
                else:
                    _walk(child, found, depth + 1)
        elif not skipped(child):
            run.append(_inline(child))
        run.append(child.tail or "")
    flush()


def _inline(node: HtmlElement) -> str:
    if node.find(".//br") is None:
        return str(node.text_content())
    parts = [node.text or ""]
    for child in node:
        if is_element(child):
            parts.append("\n\n" if child.tag == "br" else _inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _has_block(node: HtmlElement) -> bool:
    return next(node.iter(*BLOCK), None) is not None


def teasers(container: HtmlElement, links: Collection[str], url: str) -> int:
    """How many blocks of a part of the page begin with the linked headline of another page; boxes of related news
    do not count."""
    count = 0
    for node in container.iter("a"):
        text = text_of(node)
        if len(text) < 25 or noisy_above(node) or absolute(url, node.get("href") or "").partition("#")[0] not in links:
            continue
        block = next((above for above in ancestors(node) if above.tag in BLOCK), None)
        count += block is not None and text_of(block).startswith(text[:60])
    return count


def body_lines(container: HtmlElement, title: str) -> list[str]:
    """The container's blocks without the headline, dates, calls to read more, and the byline at the end."""
    lines: list[str] = []
    heading = words(title)
    for _, text in blocks(container):
        if _MORE.match(text) or (len(text) < 200 and _LABEL.match(text)):
            continue
        near = len(lines) < 6 and len(text) < 2 * len(title) + 20
        if near and words(text) == heading and sum(map(len, lines)) < 200:
            lines.clear()  # what stands above the headline is the site's: its name, a path, a day
            continue
        dated = len(text) < 60 and re.search(r"\d{1,2}[/:h]\d{2}", text) and re.search(r"\d{4}", text)
        if not lines and (dated or (len(text) < 110 and _DATELINE.match(text))):
            continue
        lines.append(text)
    while lines and len(lines) > 1 and is_signature(lines[-1]):
        lines.pop()
    return lines


def is_signature(line: str) -> bool:
    """A byline or source note closing an article: a few capitalised words without an end of sentence."""
    if re.fullmatch(r"\([^()]{1,40}\)", line):
        return True
    if re.match(r"^\(?\s*(tổng hợp (từ|theo)|nguồn\s*:|source\s*:|compiled from)", line, re.I):
        return len(line) < 100 and re.search(r"[.!?…]$", line) is None
    if re.match(r"^\(?\s*(theo|nguồn|source|ảnh|photo|video|tin, ảnh|bài, ảnh|tổng hợp)\b", line, re.I):
        return len(line) < 70 and len(line.split()) <= 7 and re.search(r"[.!?…]$", line) is None
    line = re.sub(r"\s*\((tổng hợp|theo [^()]{2,40}|[^()]{2,30})\)$", "", line, flags=re.I)
    parts = re.findall(r"[^\W\d_]+", line)
    if not 1 <= len(parts) <= 9 or len(line) > 60 or re.search(r"[.!?…:;%\"”]$|\d", line):
        return False
    capitals = sum(1 for part in parts if part[0].isupper())
    return capitals >= 0.7 * len(parts)


def lead_of(root: HtmlElement, container: HtmlElement, description: str) -> str | None:
    """The lead where it stands outside the container: the element whose words are those of the page's own
    description, or that is named as a lead."""
    inside = set(container.iter())
    above = set(ancestors(container))
    wanted = words(description)
    best: tuple[int, str] | None = None
    for node in root.iter("h2", "p", "div", "strong", "h3", "span", "section"):
        if node in inside or node in above:
            continue
        named = _NAMES_LEAD.search(marks(node)) is not None
        raw = str(node.text_content())
        if not (named or wanted) or not 30 <= len(raw) <= 3000:
            continue
        text = tidy(raw)
        if link_chars(node) > 0.3 * len(text) or noisy_above(node):
            continue
        own = words(text)
        same = _covers(own, wanted)
        if same or (named and not wanted and 40 <= len(text) <= 900):
            size = len(text)
            if best is None or size < best[0]:
                best = size, text
    return best[1] if best else None


def with_lead(lines: list[str], lead: str | None, title: str) -> list[str]:
    """The lines with the lead before them, unless the first of them say it already or it is the title."""
    if lead is None:
        return lines
    wanted, enough = words(lead), len(lead) + 100  # of a longer line only the start can be the lead's
    if wanted == words(title) or any(_same_start(wanted, words(line[:enough])) for line in lines[:3]):
        return lines
    return [lead, *lines]


def _same_start(wanted: list[str], own: list[str]) -> bool:
    return own[: len(wanted)] == wanted or (bool(own) and own == wanted[: len(own)])


def _covers(own: list[str], wanted: list[str]) -> bool:
    if len(wanted) < 6 or not own:
        return False
    head = wanted[:40]
    held = sum(1 for word in head if word in set(own))
    return held >= 0.85 * len(head) and len(own) <= 2.2 * len(wanted) + 30
