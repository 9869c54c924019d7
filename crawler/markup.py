"""Bytes to text and back to plain words: charset, entities, double escaping."""

from __future__ import annotations

import codecs
import html
import re
from functools import lru_cache

from models.text import nfc

_META_CHARSET = re.compile(
    rb"<meta[^>]{1,400}?charset\s*=\s*[\"']?\s*([\w-]{2,30})|<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w-]{2,30})", re.I
)
# The charsets of the web. Python knows more "encodings", some of which are programs (punycode, unicode_escape).
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|iso8859-\d+|latin_?1|cp(125\d|874|932|949|950)|gb(2312|k|18030)|big5(hkscs)?|hz|euc_\w+|shift_jis\w*|"
    r"koi8-\w|tis-620|mac-\w+|ascii|iso2022_\w+"
)
_MULTIBYTE = re.compile("[\x80-\U0010ffff]")
_STRAY = re.compile("[\udc80-\udcff]")
_NAMES = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|"
    "colgroup|data|dd|del|details|dfn|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|"
    "iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|samp|"
    "script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|"
    "title|tr|tt|u|ul|var|video|wbr|o:p"
)
# Only what HTML knows is a tag: "giá < 5 triệu" and a film's title in angle brackets are text.
_TAG = re.compile(rf"</?(?:{_NAMES})(?:[\s/][^<>]{{0,4000}})?>|<!--[^<>]{{0,2000}}-->|<!\[CDATA\[|\]\]>", re.I)
_CUT_TAG = re.compile(rf"</?(?:{_NAMES})(?:[\s/][^<>]{{0,4000}})?$", re.I)  # a summary cut within a tag
_BREAKS = re.compile(r"</?(?:p|br|div|li|h[1-6]|td|th|tr|dd|dt|blockquote|figure|figcaption)\b[^<>]{0,4000}>", re.I)
_JUNK = re.compile(
    "[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]"
)
# Without its semicolon an entity is one only where nothing else can be meant: "?a=1&copy=2" is an address.
_ENTITY = re.compile(r"&(?:#x?[0-9a-f]{1,8};?|[a-z][a-z0-9]{1,31};|(?:nbsp|amp|quot|lt|gt)(?![a-z0-9=;]))", re.I)
_PAIR = re.compile(r"&#x(d[89ab][0-9a-f]{2});&#x(d[c-f][0-9a-f]{2});", re.I)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body: BOM, then UTF-8 if it fits, then the declared charset, then windows-1258.

    UTF-8 that fits is believed before a declaration: a wrong charset is common, valid UTF-8 by chance is not.
    UTF-8 with some stray bytes of another charset keeps its own letters; the stray bytes are read as
    windows-1252. Never raises; never gives lone surrogates.
    """
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(bom):
            return body.decode(encoding, errors="replace")
    if wide := _wide(body):
        return body.decode(wide, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as err:
        if err.start >= len(body) - 3:
            return body.decode("utf-8", errors="replace")
    match = _META_CHARSET.search(body[:4096])
    declared = re.search(r"charset=[\"']?([\w-]{2,30})", content_type, re.I)
    stray = body.decode("utf-8", errors="surrogateescape")
    bad = len(_STRAY.findall(stray))
    if len(_MULTIBYTE.findall(stray)) - bad >= 2 * bad:
        return _STRAY.sub(_as_cp1252, stray)
    for name in (declared[1] if declared else "", (match[1] or match[2]).decode("ascii") if match else ""):
        charset = _charset(name)
        if charset and charset != "utf-8":
            try:
                return body.decode(charset)
            except UnicodeDecodeError:
                continue
    return body.decode("cp1258", errors="replace")


def _wide(body: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of the markup is zero."""
    head = body[:200]
    if len(head) < 8 or head.count(0) * 3 < len(head):
        return None
    if head[1::2].count(0) * 5 > len(head) * 2 and 0 not in head[:1]:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) * 5 > len(head) * 2 and 0 not in head[1:2] else None


def _charset(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return None
    return found if _CHARSETS.fullmatch(found) else None


def _as_cp1252(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", errors="replace")


def unescape(text: str) -> str:
    """Entities once; what stands for no character (surrogates, noncharacters) becomes nothing."""
    if "&" not in text:
        return text
    text = _PAIR.sub(lambda match: bytes.fromhex(match[1] + match[2]).decode("utf-16-be"), text)
    return _ENTITY.sub(lambda match: _JUNK.sub("", html.unescape(match[0])).replace("\ufffd", ""), text)


def plain(fragment: str | None) -> str:
    """A title or summary as a reader sees it: entities (also double-escaped) decoded, tags gone, one line."""
    if not fragment:
        return ""
    text = fragment
    for _ in range(3):
        unescaped = unescape(text)
        if unescaped == text:
            break
        text = unescaped
    if "<" in text:
        text = without(without(text, "script"), "style")
        text = _TAG.sub("", _BREAKS.sub(" ", text))
        if text.rfind("<") > text.rfind(">"):
            text = _CUT_TAG.sub("", text)
    return nfc(" ".join(_JUNK.sub("", text).split()))


@lru_cache(maxsize=16)
def _element(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"<{name}(?=[\s>/])", re.I), re.compile(rf"</{name}\s*>", re.I)


def without(text: str, name: str) -> str:
    """Without the elements of a name and all in them; an unclosed one goes to the end. Linear."""
    opening, closing = _element(name)
    kept: list[str] = []
    position = 0
    while (start := opening.search(text, position)) is not None:
        kept.append(text[position : start.start()])
        end = closing.search(text, start.end())
        if end is None:
            return "".join(kept)
        position = end.end()
    return "".join(kept) + text[position:] if kept else text
