"""The items of RSS, RDF and Atom out of XML that need not be well-formed: a scanner, no parser.

Elements are known by their local names, nothing is nested but what an item's fields hold, entities of a
document type are never expanded, and time grows with the length of the text whatever is left unclosed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.markup import unescape

MAX_ITEMS = 5000
MAX_FIELDS = 300  # of one item that are looked at
MAX_ITEM_CHARS = 2_000_000
_OF_PICTURES = ("media", "image", "thumb")
_NAME = r"(?:[A-Za-z_][\w.-]{0,30}:)?[A-Za-z_][\w.-]{0,40}"
_ITEM = re.compile(r"<(?:([A-Za-z_][\w.-]{0,30}):)?(item|entry)((?:\s[^<>]{0,2000})?)(/?)>", re.I)
_ITEM_END = re.compile(r"</(?:[A-Za-z_][\w.-]{0,30}:)?(?:item|entry)\s*>", re.I)
_OPEN = re.compile(rf"<({_NAME})((?:\s[^<>]{{0,8000}}?)?)(/?)>")
_ATTRIBUTE = re.compile(rf"({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]{0,30}):)?(rss|feed|rdf|channel)((?:\s[^<>]{0,8000})?)>", re.I)


@dataclass(frozen=True, slots=True)
class Field:
    """One element of an item: its prefix and local name in lower case, attributes decoded, inner markup as
    it stood (CDATA marks included)."""

    prefix: str
    name: str
    attributes: dict[str, str]
    inner: str

    @property
    def text(self) -> str:
        """The content after one level of XML: CDATA as it is, entities decoded elsewhere."""
        return xml_text(self.inner)


@dataclass(frozen=True, slots=True)
class Item:
    """One item or entry with the attributes of its element."""

    prefix: str
    attributes: dict[str, str]
    fields: tuple[Field, ...]

    def named(self, *names: str) -> list[Field]:
        """Fields of these local names: the item's own vocabulary before others' (dc, itunes); none of a picture's."""
        found = [one for one in self.fields if one.name in names and one.prefix not in _OF_PICTURES]
        return sorted(found, key=lambda one: one.prefix not in ("", self.prefix, "atom", "rss"))


@dataclass(frozen=True, slots=True)
class Document:
    """The head of a feed and its items in order. ``cut`` says that there were more than are read."""

    root: str  # rss, feed, rdf or channel
    attributes: dict[str, str]
    head: Item
    items: tuple[Item, ...] = field(default_factory=tuple)
    cut: bool = False


def read_document(text: str) -> Document | None:
    """The feed in a text, wherever in it the feed begins; ``None`` where there is none."""
    root = _ROOT.search(text)
    if root is None:
        return None
    text = _without_comments(text[root.start() :])
    items: list[Item] = []
    starts = []
    for match in _ITEM.finditer(text):
        starts.append(match)
        if len(starts) > MAX_ITEMS:
            break
    cut = len(starts) > MAX_ITEMS
    for start, following in zip(starts[:MAX_ITEMS], [*starts[1:], None], strict=False):
        limit = len(text) if following is None else following.start()
        block = text[start.end() : min(limit, start.end() + MAX_ITEM_CHARS)]
        ends = _last_end(block)
        items.append(Item((start[1] or "").lower(), _attributes(start[3]), tuple(_fields(block[:ends]))))
    head_end = starts[0].start() if starts else min(len(text), MAX_ITEM_CHARS)
    head_text = _inside(text[:head_end])
    prefix = (root[1] or "").lower()
    head = Item(prefix, {}, tuple(_fields(head_text)))
    attributes = {**_attributes(root[3]), **_channel_attributes(text[:head_end])}
    return Document(root[2].lower(), attributes, head, tuple(items), cut)


def xml_text(inner: str) -> str:
    """CDATA sections as they are, entities of the rest decoded once. A section left open ends with the text."""
    if "<![CDATA[" not in inner:
        return unescape(inner)
    parts: list[str] = []
    position = 0
    while (start := inner.find("<![CDATA[", position)) >= 0:
        parts.append(unescape(inner[position:start]))
        end = inner.find("]]>", start)
        if end < 0:
            parts.append(inner[start + 9 :].replace("<![CDATA[", ""))
            return "".join(parts)
        parts.append(inner[start + 9 : end].replace("<![CDATA[", ""))
        position = end + 3
    parts.append(unescape(inner[position:].replace("]]>", "")))
    return "".join(parts)


def _last_end(block: str) -> int:
    """Where the item ends: its closing tag, not one that stands in a CDATA section; else the block's end."""
    for match in _ITEM_END.finditer(block):
        if block.count("<![CDATA[", 0, match.start()) <= block.count("]]>", 0, match.start()):
            return match.start()
        break
    ends = list(_ITEM_END.finditer(block))
    return ends[-1].start() if ends else len(block)


def _fields(block: str) -> Iterator[Field]:
    position = 0
    unclosed: set[str] = set()
    for _ in range(MAX_FIELDS):
        cdata = block.find("<![CDATA[", position)
        match = _OPEN.search(block, position)
        if match is None:
            return
        if 0 <= cdata < match.start():  # a section between the fields
            end = block.find("]]>", cdata)
            position = match.start() if end < 0 else end + 3
            if end >= 0:
                continue
        name = match[1]
        prefix, _, local = name.rpartition(":")
        attributes = _attributes(match[2])
        position = match.end()
        inner = ""
        if not match[3] and name not in unclosed:
            close = _close(block, name, position)
            if close is None:
                unclosed.add(name)
                following = block.find("<", position)
                inner = block[position : following if following >= 0 else len(block)]
            else:
                inner = block[position : close.start()]
                position = close.end()
        yield Field(prefix.lower(), local.lower(), attributes, inner)


@lru_cache(maxsize=256)
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>", re.I)


def _close(block: str, name: str, position: int) -> re.Match[str] | None:
    """The closing tag, not one in a CDATA section; a section that never ends is no section."""
    pattern = _closing(name)
    first = pattern.search(block, position)
    match = first
    while match is not None:
        cdata = block.find("<![CDATA[", position, match.start())
        if cdata < 0:
            return match
        end = block.find("]]>", cdata)
        if end < 0:
            return match
        position = end + 3
        if position > match.start():
            match = pattern.search(block, position)
    return first


def _attributes(text: str) -> dict[str, str]:
    if not text or "=" not in text:
        return {}
    return {
        match[1].lower(): unescape(next(value for value in match.groups()[1:] if value is not None))
        for match in _ATTRIBUTE.finditer(text)
    }


def _inside(head: str) -> str:
    """What stands in the channel before the first item, without the tags of root and channel."""
    ends = [match.end() for match in _ROOT.finditer(head)]
    return head[ends[-1] :] if ends else head


def _channel_attributes(head: str) -> dict[str, str]:
    match = re.search(r"<(?:[\w.-]{1,30}:)?channel(\s[^<>]{0,8000})>", head, re.I)
    return _attributes(match[1]) if match else {}


def _without_comments(text: str) -> str:
    """Comments gone, except what only looks like one because it begins in one CDATA section and ends in another."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    position = end = section_end = 0
    while (start := text.find("<!--", position)) >= 0:
        if end < start + 4:
            end = text.find("-->", start + 4)
        if end < 0:
            break
        if section_end < start:  # each is looked for once, not again for every comment
            section_end = text.find("]]>", start)
            section_end = len(text) if section_end < 0 else section_end
        if section_end < end:
            kept.append(text[position : start + 4])
            position = start + 4
            continue
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]
