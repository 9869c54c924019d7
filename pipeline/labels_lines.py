"""A label as one line of a file: what is written, and what is strictly read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.records import Bilingual
from models.rows import LabelRow
from models.text import nfc
from models.times import VIETNAM

FIELDS = (
    "article_id",
    "version",
    "url",
    "outlet",
    "title",
    "topic",
    "value",
    "by",
    "at",
    "view",
    "model_version",
    "probability",
)
YES = frozenset({"true", "yes", "y", "1", "có", "co", "đúng"})
VIEW = re.compile(r"[a-z_]{1,20}")
NO = frozenset({"false", "no", "n", "0", "không", "khong", "sai"})


class BadLine(ValueError):
    """Why a line cannot be used."""

    def __init__(self, vi: str, en: str):
        self.message = Bilingual(vi, en)
        super().__init__(f"{vi} / {en}")


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label of a file. ``article_id``, ``url``, ``title``: whichever there are say which article. ``by`` and ``at``
    are ``None`` where the file does not say; ``where`` is the place in the file, for messages."""

    where: Bilingual
    topic: str
    value: bool
    article_id: int | None = None
    version: int | None = None
    url: str | None = None
    title: str | None = None
    by: str | None = None
    at: datetime | None = None
    view: str = "import"
    model_version: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A place in a file that gives no label, and why."""

    where: Bilingual
    reason: Bilingual


def as_row(row: LabelRow) -> dict[str, Any]:
    """A label under the names of ``FIELDS``, in that order."""
    label = row.label
    values = (
        int(label.article_id),
        row.version,
        row.url,
        row.outlet_id,
        row.title,
        label.topic,
        label.value,
        label.by,
        label.at.isoformat(),
        label.view,
        label.model_version,
        label.probability,
    )
    return dict(zip(FIELDS, values, strict=True))


def as_line(where: Bilingual, row: Mapping[str, Any]) -> LabelLine:
    """A line from the fields of ``as_row``; empty ones are absent. BadLine: unknown or unusable ones."""
    unknown = sorted(str(name) for name in row if name not in FIELDS)
    if unknown:
        names = ", ".join(unknown)
        raise BadLine(f"không hiểu trường {names}", f"unknown field {names}")
    given = {name: value for name, value in row.items() if value is not None and value != ""}
    for name in ("topic", "value"):
        if name not in given:
            raise BadLine(f"thiếu {name}", f"{name} is missing")
    if not {"article_id", "url", "title"} & given.keys():
        raise BadLine("không nói bài nào (article_id hoặc url)", "it does not say which article (article_id or url)")
    return LabelLine(
        where=where,
        topic=text_of(given["topic"], "topic"),
        value=truth_of(given["value"]),
        article_id=_whole(given.get("article_id"), "article_id"),
        version=_whole(given.get("version"), "version"),
        url=_text(given.get("url"), "url"),
        title=_text(given.get("title"), "title"),
        by=_text(given.get("by"), "by"),
        at=time_of(given["at"]) if "at" in given else None,
        view=_view(given.get("view", "import")),
        model_version=_text(given.get("model_version"), "model_version"),
        probability=_share(given.get("probability")),
    )


def truth_of(value: object) -> bool:
    """Yes or no from a JSON truth value or a word. BadLine."""
    if isinstance(value, bool):
        return value
    word = nfc(str(value)).strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadLine(f"value phải là true hoặc false, không phải {value!r}", f"value must be true or false, not {value!r}")


def time_of(value: object) -> datetime:
    """An ISO 8601 time; Việt Nam time where it has no offset. BadLine."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as err:
        raise BadLine(f"không đọc được giờ {value!r}", f"cannot read the time {value!r}") from err
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def text_of(value: object, name: str) -> str:
    """A short text in NFC. BadLine."""
    if not isinstance(value, str) or not value.strip() or "\x00" in value or len(value) > 2000:
        raise BadLine(f"{name} không phải chữ dùng được", f"{name} is no usable text")
    return nfc(value.strip())


def _view(value: object) -> str:
    if not isinstance(value, str) or not VIEW.fullmatch(value):
        raise BadLine(f"view không dùng được: {value!r}", f"unusable view: {value!r}")
    return value


def _text(value: object, name: str) -> str | None:
    return None if value is None else text_of(value, name)


def _whole(value: object, name: str) -> int | None:
    if value is None:
        return None
    word = str(value).strip()
    if isinstance(value, bool) or not word.isascii() or not word.isdigit() or len(word) > 9:
        raise BadLine(f"{name} phải là số, không phải {value!r}", f"{name} must be a number, not {value!r}")
    return int(word)


def _share(value: object) -> float | None:
    if value is None:
        return None
    try:
        share = float(str(value))
    except ValueError:
        share = -1.0
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise BadLine("probability phải từ 0 đến 1", "probability must be from 0 to 1")
    return share
