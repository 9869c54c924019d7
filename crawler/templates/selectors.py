"""CSS selectors by which an element may be found again on other pages of its outlet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extraction.tree import ancestors

MOST = 6
_NAME = re.compile(r"[A-Za-z_][\w-]{2,60}")  # no utility classes with signs in them
_NUMBERED = re.compile(r"\d{3,}|[\da-f]{8,}")  # of one page, or of one build
_ANCESTORS = 4


def selectors_of(node: HtmlElement) -> list[str]:
    """Up to six selectors of an element, the most telling first: its own marks, then those under a marked ancestor."""
    found = list(dict.fromkeys(own_marks(node)))
    for above in list(ancestors(node))[:_ANCESTORS]:
        mark = next(own_marks(above), None)
        if mark is not None:
            found += [f"{mark} {own}" for own in found[:1]] or [f"{mark} > {node.tag}", f"{mark} {node.tag}"]
            break
    return found[:MOST]


def own_marks(node: HtmlElement) -> Iterator[str]:
    """Selectors from the element's own id, itemprop, role and classes."""
    tag = str(node.tag)
    identity = node.get("id") or ""
    if usable(identity):
        yield f"{tag}#{identity}"
    for attribute in ("itemprop", "data-role", "data-testid"):
        value = node.get(attribute) or ""
        if usable(value):
            yield f'{tag}[{attribute}="{value}"]'
    classes = [name for name in (node.get("class") or "").split() if usable(name)][:5]
    if len(classes) > 1:
        yield tag + "".join(f".{name}" for name in classes)
    for name in classes:
        yield f"{tag}.{name}"


def usable(name: str) -> bool:
    """Whether a name is likely to stand on the outlet's other pages too."""
    return _NAME.fullmatch(name) is not None and _NUMBERED.search(name) is None
