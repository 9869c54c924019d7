"""An HTML page as a tree that is safe to walk: size and depth limited, scripts gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree, html
from lxml.etree import ParserError, XMLSyntaxError
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

MAX_CHARS = 6_000_000
MAX_DEPTH = 150
MAX_MARKS = 1000  # characters of class, id and role that are looked at
BLOCK = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_ENDLESS_TAG = re.compile(r"<[A-Za-z][^<>]{50000,}>")  # the parser is quadratic in attributes
# what lxml reads but cannot write back, as itself or as a numeric reference
_NOT_XML_REFERENCE = re.compile(
    r"&#(?:[xX]0*1?[\da-fA-F](?![\da-fA-F])|0*(?:[12]?\d|3[01]|6553[45])(?!\d)"
    r"|[xX]0*(?:[dD][89a-fA-F][\da-fA-F]{2}|[fF]{3}[efEF])(?![\da-fA-F]));?"
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = bytes(code for code in range(32) if code not in (9, 10, 13))
_CONTROLS = bytes(32 if code < 32 and code not in (9, 10, 13) else code for code in range(256))
_DROPPED = frozenset("script style noscript template iframe svg button select input textarea object embed".split())
_JUNK = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")
# white space and junk other than a single blank: one look at a text that mostly needs no change
_UNTIDY = re.compile("[\u00ad\u034f\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\x00-\x1f\x7f-\xa0\u1680]")


def safe(text: str) -> str:
    """A page's source without what a parser chokes on: control characters, endless tags, an XML declaration."""
    source = _NOT_XML_REFERENCE.sub(" ", text[:MAX_CHARS])
    if not _holds_only_text(source):
        source = _NO_TEXT.sub(" ", source)
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    return _ENDLESS_TAG.sub("", source) if len(source) > 50_000 else source


def _holds_only_text(text: str) -> bool:
    """Whether ``_NO_TEXT`` would find nothing: asked of the bytes, which is many times faster."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return len(raw.translate(None, _FORBIDDEN)) == len(raw) and "\ufffe" not in text and "\uffff" not in text


def storable(text: str) -> str:
    """A text without what a tree cannot hold."""
    return _NO_TEXT.sub(" ", text)


def _parser(encoding: str | None) -> etree.HTMLParser:
    """A parser of its own for each page. Every element is an HtmlElement, chosen without a call of Python for each."""
    parser = etree.HTMLParser(encoding=encoding, huge_tree=False)
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
        )
    )
    return parser


def parse(text: str) -> HtmlElement | None:
    """The tree of a page, or None where there is none. Never raises on any text."""
    source = safe(text)
    if not source.strip():
        return None
    try:
        root = html.document_fromstring(source, parser=_parser(None))
    except (ParserError, XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if isinstance(root, HtmlElement) else None


def parse_part(markup: str) -> HtmlElement | None:
    """The tree of a part that another parser has written out: its markup is whole, only characters are replaced."""
    source = markup.encode("utf-8", "replace").translate(_CONTROLS)
    if not source.strip():
        return None
    try:
        root = html.document_fromstring(source, parser=_parser("utf-8"))
    except (ParserError, XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if isinstance(root, HtmlElement) else None


def is_element(node: object) -> bool:
    return isinstance(node, HtmlElement) and isinstance(node.tag, str)


def drop_scripts(root: HtmlElement) -> None:
    """Remove what carries no text for readers; text after a removed element stays."""
    for node in list(root.iter(*_DROPPED)):
        if node.getparent() is not None:
            node.drop_tree()
    for node in root.xpath("//span[contains(@class, 'location-stamp') or contains(@class, 'dateline-place')]"):
        node.drop_tree()  # the place before a lead, set as a label of its own


def is_calm(root: HtmlElement) -> bool:
    """Whether a page has the measure of a real one, so that a slower reader may be asked too."""
    for elements, node in enumerate(root.iter()):
        if elements > 15_000 or (is_element(node) and len(node.attrib) > 60):
            return False
    return len(str(root.text_content())) < 1_000_000


def marks(node: HtmlElement) -> str:
    """Class, id and role of an element as lowercase words: ``boxRelated-news`` → ``box related news``."""
    get = node.get
    return _spelled(f"{get('class') or ''} {get('id') or ''} {get('role') or ''}"[:MAX_MARKS])


@lru_cache(maxsize=8192)
def _spelled(raw: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", raw).lower())


def text_of(node: HtmlElement) -> str:
    """The element's text on one line, words split across tags kept whole."""
    return tidy(str(node.text_content()) if len(node) else node.text or "")


def tidy(text: str) -> str:
    """The text on one line: junk characters out, each run of white space one blank."""
    return " ".join(_JUNK.sub("", text).split()) if "  " in text or _UNTIDY.search(text) else text.strip()


def link_chars(node: HtmlElement) -> int:
    """How many characters of an element's text are inside links."""
    return sum(len(text_of(a)) for a in node.iter("a")) if len(node) or node.tag == "a" else 0


def ancestors(node: HtmlElement) -> Iterator[HtmlElement]:
    parent = node.getparent()
    while parent is not None:
        yield parent
        parent = parent.getparent()
