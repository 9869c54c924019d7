"""Claims that named fact-checkers have checked, read strictly from ClaimReview (schema.org JSON-LD).

Only what was claimed, the verdict in the fact-checker's own words and figures, who checked it (an organisation),
where and when is kept. Who made the claim (``itemReviewed``) is dropped unread: that is often a private person.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.outlets import address
from models.ratings import number
from models.records import Bilingual
from models.text import nfc

DEFAULT_CLAIMS = Path(__file__).resolve().parent / "claimreview"
SCALE = ("ratingValue", "bestRating", "worstRating")
MAX_CLAIM = 2000  # characters; a longer text is no claim but an article
MAX_WORDS = 300  # of a rating, a name or a note of licence
MAX_DEPTH = 8
_PERSON = frozenset({"Person", "Patient"})


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """One checked claim. ``rating`` is the verdict in words (its figure where there are none); ``scale`` the figures
    as given; ``licence`` what the giver says of its use."""

    claim: str
    rating: str
    publisher: str
    url: str
    date: date | None
    scale: Mapping[str, str]
    licence: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """What is stored of the markup."""
        day = "" if self.date is None else self.date.isoformat()
        return {"reviewRating": {"alternateName": self.rating, **self.scale}, "datePublished": day}


@dataclass(frozen=True, slots=True)
class RefusedClaim:
    """A node that was not taken: where it stands, the name of its counter, and why."""

    where: str
    counter: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class ClaimsRead:
    """``counters`` counts what was noticed of claims that were taken (a date nobody can read)."""

    reviews: tuple[ClaimReview, ...]
    refused: tuple[RefusedClaim, ...]
    counters: Mapping[str, int]


class _Refuse(Exception):
    def __init__(self, counter: str, vi: str, en: str):
        super().__init__(en)
        self.counter, self.reason = counter, Bilingual(vi, en)


def load_claimreviews(folder: Path = DEFAULT_CLAIMS) -> tuple[ClaimReview, ...]:
    """Every ClaimReview of the ``.json`` files of a folder, in file order. ConfigError names the file and the first
    item that is refused."""
    if not folder.is_dir():
        raise ConfigError(Bilingual(f"không có thư mục {folder}", f"there is no folder {folder}"))
    found: list[ClaimReview] = []
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as err:
            raise ConfigError(
                Bilingual(f"{path.name}: JSON không hợp lệ: {err}", f"{path.name}: invalid JSON: {err}")
            ) from err
        read = read_claims(content, path.name)
        for bad in read.refused:
            raise ConfigError(Bilingual(f"{bad.where}: {bad.reason.vi}", f"{bad.where}: {bad.reason.en}"))
        found += read.reviews
    return tuple(found)


def read_claims(content: Any, where: str, *, page: str = "", publisher: str = "") -> ClaimsRead:
    """The claims of decoded JSON: one ClaimReview, a list, a graph, or a DataFeed of them; each node is taken or
    refused with its reason.

    ``page`` and ``publisher``: the address and the organisation of the page the nodes stood in, for nodes that
    give none themselves.
    """
    reviews: dict[tuple[str, str], ClaimReview] = {}
    refused: list[RefusedClaim] = []
    counters: Counter[str] = Counter()
    for n, (node, licence) in enumerate(_nodes(content, "", 0)):
        try:
            review = _review(node, page, publisher, licence, counters)
        except _Refuse as err:
            refused.append(RefusedClaim(f"{where}[{n}]", err.counter, err.reason))
            continue
        known = reviews.setdefault((review.url, review.claim), review)
        counters["repeated"] += known is not review
    return ClaimsRead(tuple(reviews.values()), tuple(refused), dict(+counters))


def _nodes(content: Any, licence: str, depth: int) -> Iterator[tuple[Any, str]]:
    """The single items, whichever form they come in, each with the licence of the feed around it."""
    if isinstance(content, Mapping):
        licence = _licence(content) or licence
    held = _held(content)
    if held is None or depth > MAX_DEPTH:
        yield content, licence
        return
    for item in held:
        yield from _nodes(item, licence, depth + 1)


def _held(content: Any) -> list[Any] | None:
    """What a list, a feed, a graph or an item of a feed holds; None for a node of its own."""
    if isinstance(content, list):
        return content
    if not isinstance(content, Mapping) or "claimReviewed" in content:
        return None
    for key in ("@graph", "dataFeedElement", "itemListElement", "item"):
        if key in content:
            inner = content[key]
            return inner if isinstance(inner, list) else [inner]
    return None


def _review(node: Any, page: str, publisher: str, licence: str, counters: Counter[str]) -> ClaimReview:
    if not isinstance(node, Mapping) or "ClaimReview" not in _types(node):
        raise _Refuse("not_a_claim_review", "không phải ClaimReview", "is no ClaimReview")
    claim = _text(node.get("claimReviewed"))
    if not claim:
        raise _Refuse("no_claim", "claimReviewed: phải là chữ", "claimReviewed: must be text")
    if len(claim) > MAX_CLAIM:
        raise _Refuse(
            "claim_too_long",
            f"claimReviewed: dài quá {MAX_CLAIM} ký tự, không phải một câu khẳng định",
            f"claimReviewed: longer than {MAX_CLAIM} characters, which is no claim",
        )
    rating, scale = _rating(node)
    try:
        url = address("url", node.get("url") or page)
    except ConfigError as err:
        raise _Refuse("bad_address", err.message.vi, err.message.en) from None
    day = _day(node)
    if day is None and node.get("datePublished"):
        counters["date_unreadable"] += 1
    return ClaimReview(claim, rating, _checker(node, publisher), url, day, scale, licence)


def _rating(node: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    rating = node.get("reviewRating")
    if isinstance(rating, list) and len(rating) == 1:
        rating = rating[0]
    given = rating if isinstance(rating, Mapping) else {}
    scale = {key: _text(given[key]) for key in SCALE if number(given.get(key)) is not None}
    words = _text(given.get("alternateName")) or _text(given.get("ratingValue"))
    if not words:
        raise _Refuse("no_verdict", "thiếu kết luận (reviewRating)", "no verdict (reviewRating)")
    return words[:MAX_WORDS], scale


def _checker(node: Mapping[str, Any], publisher: str) -> str:
    """The organisation that checked the claim. A person is named nowhere: without an organisation it is refused."""
    authors = node.get("author")
    named = [one for one in (authors if isinstance(authors, list) else [authors]) if isinstance(one, Mapping)]
    held = [one.get(key) for one in named for key in ("worksFor", "affiliation")]
    around = [*named, *held, node.get("publisher"), node.get("sdPublisher"), node.get("sourceOrganization")]
    for one in around:
        if isinstance(one, Mapping) and not _types(one) & _PERSON and _text(one.get("name")):
            return _text(one["name"])[:MAX_WORDS]
    if publisher:
        return publisher
    if named:
        raise _Refuse(
            "checker_is_a_person",
            "thiếu nơi kiểm chứng (author): cần tên một tổ chức, không ghi tên cá nhân",
            "no fact-checker (author): an organisation is needed; persons are not kept",
        )
    raise _Refuse("no_checker", "thiếu nơi kiểm chứng (author)", "no fact-checker (author)")


def _licence(node: Mapping[str, Any]) -> str:
    for key in ("sdLicense", "license"):
        value = node.get(key)
        if isinstance(value, Mapping):
            value = value.get("url") or value.get("@id") or value.get("name")
        if _text(value):
            return _text(value)[:MAX_WORDS]
    return ""


def _types(node: Mapping[str, Any]) -> set[str]:
    kind = node.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def _text(value: Any) -> str:
    """Text of a node, its entities read and blanks made single. NUL is dropped: PostgreSQL refuses it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(nfc(html.unescape(str(value)).replace("\x00", "")).split())


def _day(node: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(_text(node.get("datePublished"))[:10])
    except ValueError:
        return None
