"""Bytes to text and back to plain words: charset, entities, double escaping."""

from __future__ import annotations

import html
import re

from models.text import nfc

_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAKS = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]*>", re.I)
_SPACE = re.compile(r"\s+")
_JUNK = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body: BOM, then UTF-8 if it fits, then the declared charset, then windows-1258.

    UTF-8 that fits is believed before a declaration: a wrong charset is common, valid UTF-8 by chance is not.
    Never raises.
    """
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(bom):
            return body.decode(encoding, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as err:
        broken_tail = err.start >= len(body) - 3
    match = _META_CHARSET.search(body[:4096])
    declared = re.search(r"charset=[\"']?([\w-]+)", content_type, re.I)
    names = [declared[1] if declared else "", (match[1] or match[2]).decode() if match else ""]
    for name in map(str, names):
        if broken_tail or not name or name.lower().replace("_", "-") in ("utf-8", "utf8"):
            continue
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    text = body.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") * 50 < len(text) else body.decode("cp1258", errors="replace")


def plain(fragment: str | None) -> str:
    """A title or summary as a reader sees it: entities (also double-escaped) decoded, tags gone, one line."""
    if not fragment:
        return ""
    text = fragment
    for _ in range(3):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    text = _TAG.sub("", _BREAKS.sub(" ", text))
    return nfc(_SPACE.sub(" ", _JUNK.sub("", text)).strip())
