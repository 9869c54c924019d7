"""Claims that named fact-checkers have checked, as ClaimReview files (schema.org) an office puts into a folder.

Only what was claimed, the verdict, who checked it, where and when is kept. Who made the claim is dropped unread:
that is often a private person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from config.errors import ConfigError
from config.outlets import address
from config.strict import text
from models.records import Bilingual

DEFAULT_CLAIMS = Path(__file__).resolve().parent / "claimreview"
RATING = ("alternateName", "ratingValue", "bestRating", "worstRating")


def load_claimreviews(folder: Path = DEFAULT_CLAIMS) -> tuple[Mapping[str, Any], ...]:
    """Every ClaimReview of the ``.json`` files of a folder, in file order, reduced to what is kept.

    A file holds one ClaimReview, a list of them, or a DataFeed of them. ConfigError names the file and the item:
    no JSON, no claim, no verdict, no fact-checker, no address, or a social network as the address.
    """
    if not folder.is_dir():
        raise ConfigError(Bilingual(f"không có thư mục {folder}", f"there is no folder {folder}"))
    found: list[Mapping[str, Any]] = []
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as err:
            raise ConfigError(
                Bilingual(f"{path.name}: JSON không hợp lệ: {err}", f"{path.name}: invalid JSON: {err}")
            ) from err
        found += [_claim(f"{path.name}[{n}]", node) for n, node in enumerate(_nodes(content))]
    return tuple(found)


def _nodes(content: Any) -> Iterator[Any]:
    """The single items of a file, whichever of the three forms it has."""
    if isinstance(content, list):
        for item in content:
            yield from _nodes(item)
    elif isinstance(content, Mapping) and "dataFeedElement" in content:
        yield from _nodes(content["dataFeedElement"])
    elif isinstance(content, Mapping) and "item" in content and "claimReviewed" not in content:
        yield from _nodes(content["item"])
    else:
        yield content


def _claim(where: str, node: Any) -> Mapping[str, Any]:
    if not isinstance(node, Mapping) or node.get("@type") != "ClaimReview":
        raise ConfigError(Bilingual(f"{where}: không phải ClaimReview", f"{where}: is no ClaimReview"))
    rating, author = node.get("reviewRating"), node.get("author")
    if not isinstance(rating, Mapping) or not (rating.get("alternateName") or rating.get("ratingValue")):
        raise ConfigError(Bilingual(f"{where}: thiếu kết luận (reviewRating)", f"{where}: no verdict (reviewRating)"))
    if not isinstance(author, Mapping):
        raise ConfigError(Bilingual(f"{where}: thiếu nơi kiểm chứng (author)", f"{where}: no fact-checker (author)"))
    kept: dict[str, Any] = {
        "@type": "ClaimReview",
        "claimReviewed": text(f"{where}.claimReviewed", node.get("claimReviewed")),
        "reviewRating": {key: rating[key] for key in RATING if key in rating},
        "author": {"name": text(f"{where}.author.name", author.get("name"))},
        "url": address(f"{where}.url", node.get("url")),
    }
    if node.get("datePublished"):
        kept["datePublished"] = text(f"{where}.datePublished", node["datePublished"])
    return kept
