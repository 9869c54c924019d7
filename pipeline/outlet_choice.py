"""Which of the addresses that were looked at an outlet is best polled by. Pure: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from config.outlets import refuse_social
from crawler.addresses import canonical_url
from crawler.discover import Candidate, Found
from crawler.extraction.links import looks_like_article, site_of
from models.addresses import address_key
from models.problems import words
from models.records import Bilingual, Entry, SourceKind

STALE = timedelta(days=60)
NEW_SHARE = 0.2  # of its entries that no better source has: below, a source is a duplicate
ARTICLE_SHARE = 0.3  # of a sitemap's addresses that look like articles'
MAX_SITEMAP = 3000  # addresses; a larger one is the whole archive, not the news
_RANK = {SourceKind.FEED: 0, SourceKind.SITEMAP: 1, SourceKind.LISTING: 2}
_HOW = (Found.GIVEN, Found.DECLARED, Found.LINKED, Found.LISTED, Found.ROBOTS, Found.INDEX, Found.USUAL, Found.PAGE)
_PERIOD = re.compile(r"(?<!\d)20\d\d(?:[01]\d)?(?:[0-3]\d)?(?!\d)")  # a year, or a month or day of one

KINDS = {
    SourceKind.FEED: Bilingual("nguồn RSS", "a feed"),
    SourceKind.SITEMAP: Bilingual("sitemap", "a sitemap"),
    SourceKind.LISTING: Bilingual("trang danh sách", "a listing page"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """One candidate as it answered. ``url`` is the address after redirects."""

    candidate: Candidate
    url: str
    entries: tuple[Entry, ...] = ()
    problem: str | None = None
    children: tuple[str, ...] = ()

    @property
    def newest(self) -> datetime | None:
        return max((entry.published_at for entry in self.entries if entry.published_at), default=None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a candidate is recommended, and why in words."""

    looked: Looked
    recommended: bool
    reason: Bilingual


def choose(looked: Sequence[Looked], now: datetime) -> tuple[Choice, ...]:
    """The candidates, best first: feed over sitemap over listing, and only what brings entries of its own.

    Left out without a word: guessed places that answered with nothing, a second address of the same page.
    """
    chosen: list[Choice] = []
    seen: dict[str, str] = {}  # entry → address of the source that has it
    pages: set[str] = set()
    working: SourceKind | None = None
    for one in sorted(looked, key=_order):
        own = address_key(one.url)
        if own in pages or (one.candidate.found is Found.USUAL and (one.problem or not one.entries)):
            continue
        pages.add(own)
        reason = _against(one, now) or _less_than(one, working) or _duplicate(one, seen)
        if reason is None:
            working = working or one.candidate.kind
            for entry in one.entries:
                seen.setdefault(canonical_url(entry.url), one.candidate.url)
        chosen.append(Choice(one, reason is None, reason or _praise(one)))
    return tuple(sorted(chosen, key=lambda choice: not choice.recommended))


def _order(one: Looked) -> tuple[int, int, int]:
    return _RANK[one.candidate.kind], _HOW.index(one.candidate.found), -len(one.entries)


def _against(one: Looked, now: datetime) -> Bilingual | None:
    """What speaks against a candidate by itself."""
    if refused := refuse_social(one.url):
        return refused
    if one.problem:
        return words(one.problem)
    if not one.entries and one.children:
        return Bilingual("mục lục của các sitemap khác", "an index of other sitemaps")
    if not one.entries:
        return Bilingual("đọc được nhưng chưa có mục nào", "readable, but without an entry")
    if one.newest is not None and one.newest < now - STALE:
        days = (now - one.newest).days
        return Bilingual(f"cũ: mục mới nhất cách đây {days} ngày", f"stale: its newest entry is {days} days old")
    home = site_of(one.url)
    inside = sum(_same_site(site_of(entry.url), home) for entry in one.entries)
    if one.candidate.found is not Found.DECLARED and inside * 2 < len(one.entries):
        return Bilingual("phần lớn liên kết sang trang khác", "most of its links lead to other sites")
    if any(refuse_social(entry.url) for entry in one.entries[:5]):
        return Bilingual("dẫn sang mạng xã hội", "leads to a social network")
    return _against_sitemap(one) if one.candidate.kind is SourceKind.SITEMAP else None


def _against_sitemap(one: Looked) -> Bilingual | None:
    count = len(one.entries)
    if sum(looks_like_article(entry.url) for entry in one.entries) < ARTICLE_SHARE * count:
        return Bilingual("phần lớn không phải địa chỉ bài báo", "most of its addresses are no articles'")
    if count > MAX_SITEMAP:
        return Bilingual(f"cả kho lưu trữ ({count} trang), không chỉ tin mới", f"the whole archive ({count} pages)")
    if _PERIOD.search(urlsplit(one.url).path):
        return Bilingual("chỉ của một thời kỳ, sẽ thành cũ", "of one period only, it will go stale")
    return None


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _less_than(one: Looked, working: SourceKind | None) -> Bilingual | None:
    kind = one.candidate.kind
    if working is None or (working is kind and kind is SourceKind.FEED):
        return None
    better = KINDS[working]
    more = Bilingual("", "") if working is not kind else Bilingual(" tốt hơn", ", a better one")
    return Bilingual(f"không cần: đã có {better.vi}{more.vi}", f"not needed: there is {better.en}{more.en}")


def _duplicate(one: Looked, seen: dict[str, str]) -> Bilingual | None:
    shared = [seen[key] for entry in one.entries if (key := canonical_url(entry.url)) in seen]
    if len(one.entries) - len(shared) >= max(1, NEW_SHARE * len(one.entries)):
        return None
    other = max(set(shared), key=shared.count)
    return Bilingual(f"trùng mục với {other}", f"the same entries as {other}")


def _praise(one: Looked) -> Bilingual:
    count, kind = len(one.entries), one.candidate.kind
    dated = sum(entry.published_at is not None for entry in one.entries)
    if kind is SourceKind.FEED:
        return Bilingual(
            f"nguồn RSS đọc tốt: {count} mục, {dated} mục có giờ", f"a good feed: {count} entries, {dated} with a time"
        )
    if kind is SourceKind.SITEMAP:
        return Bilingual(
            f"không có RSS dùng được; sitemap có {count} địa chỉ, {dated} có giờ",
            f"no usable feed; the sitemap has {count} addresses, {dated} with a time",
        )
    return Bilingual(
        f"không có RSS hay sitemap dùng được; trang danh sách dẫn tới {count} bài",
        f"no usable feed or sitemap; the listing leads to {count} articles",
    )


def newest_entries(choices: Sequence[Choice], most: int) -> tuple[Entry, ...]:
    """The entries to look at closely: the newest of the recommended sources in turn, each article once."""
    queues = [_newest_first(choice.looked) for choice in choices if choice.recommended]
    if not queues:
        queues = [_newest_first(choice.looked) for choice in choices if choice.looked.entries][:1]
    picked: dict[str, Entry] = {}
    for depth in range(most):
        for queue in queues:
            if depth < len(queue) and len(picked) < most:
                picked.setdefault(canonical_url(queue[depth].url), queue[depth])
    return tuple(picked.values())


def _newest_first(one: Looked) -> list[Entry]:
    """By time where entries carry one, in page order after those."""
    dated = sorted(
        (entry for entry in one.entries if entry.published_at is not None),
        key=lambda entry: entry.published_at.timestamp() if entry.published_at else 0.0,
        reverse=True,
    )
    rest = [entry for entry in one.entries if entry.published_at is None]
    return dated + [entry for entry in rest if looks_like_article(entry.url)] + [
        entry for entry in rest if not looks_like_article(entry.url)
    ]


def withdrawn(choices: Sequence[Choice], stored: int, looked_at: int) -> tuple[Choice, ...]:
    """The choices once articles were looked at: where none of them could be stored, nothing is recommended."""
    if stored or not looked_at:
        return tuple(choices)
    reason = Bilingual(
        "không bài nào trong số bài xem thử lưu được", "none of the articles looked at could be stored"
    )
    return tuple(replace(c, recommended=False, reason=reason) if c.recommended else c for c in choices)
