"""What an HTML page is that came where a feed or sitemap was asked for."""

from __future__ import annotations

import re

from crawler.markup import plain, without

_LOOKED_AT = 20_000
_HTML = re.compile(r"<!doctype\s+html|<html\b|<head\b", re.I)
_ROBOT_CHECK = re.compile(
    r"captcha|/cdn-cgi/challenge|just a moment|attention required|checking your browser|are you (?:a robot|human)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|ddos.?guard|incapsula|access denied|request blocked|"
    r"unusual traffic|bot detection|không phải (?:là )?(?:robot|người máy)|"
    r"yêu cầu bị chặn|truy cập bị (?:chặn|từ chối)",
    re.I,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|turn on|requires?|need)\s+(?:to enable )?javascript|bật javascript|cần javascript|document\.cookie\s*=|"
    r"location\.(?:reload|replace|href)",
    re.I,
)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,300})", re.I)
_FEW_WORDS = 200  # characters; a page with scripts and less to read than this is made by its scripts


def looks_html(text: str) -> bool:
    return _HTML.search(text[:3000]) is not None


def what_came(text: str) -> tuple[str, str]:
    """A problem's name and a detail for a page in place of a feed: a robot check, a page that needs JavaScript,
    any other HTML page (with its title), or what is no markup at all."""
    head = text[:_LOOKED_AT]
    title = plain(match[1])[:120] if (match := _TITLE.search(head)) else ""
    if not looks_html(head) and "<script" not in head.lower():
        return "not_a_feed", " ".join(re.sub(r"<[^<>]*>", " ", head[:400]).split())[:120]
    shown = plain(without(without(head, "script"), "style"))
    if (_ROBOT_CHECK.search(f"{title} {shown[:1500]}") and len(shown) < 3000) or "/cdn-cgi/challenge" in head:
        return "robot_check", title or shown[:120]
    few = len(plain(without(head, "noscript"))) < _FEW_WORDS
    if "<script" in head.lower() and (few or (_NEEDS_SCRIPT.search(shown) and len(shown) < 600)):
        return "javascript_wall", title
    return "html_instead_of_feed", title
