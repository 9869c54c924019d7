"""The outlets and their articles, read from files and rendered for one starting day.

An article file is front matter and a body of blank-line separated blocks: a paragraph, ``## subhead``,
``> inset of the newsroom`` or ``![caption of a picture]``. What is between ``{{ }}`` is a date helper
(demo/dates.py). ``revised`` in the front matter is what the outlet later changed in its text.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from demo.dates import Dates

HERE = Path(__file__).resolve().parent
_TEXT = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)
_KEYS = {
    "title", "summary", "day", "time", "section", "event", "tags", "byline", "label", "credit", "language",
    "archive", "claim", "revised", "photo",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedPlace:
    path: str
    dialect: str
    language: str


@dataclass(frozen=True, slots=True)
class DemoOutlet:
    """One invented outlet, as demo/outlets.yaml has it."""

    id: str
    name: str
    host: str
    kind: str
    language: str
    country: str | None
    aliases: tuple[str, ...]
    port: int
    path: str
    feeds: tuple[FeedPlace, ...]
    own: bool = False
    news_sitemap: str | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: ``kind`` is "p", "h2", "inset" or "photo"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as readers see it at one stage (1: as first published, 2: as later revised)."""

    outlet_id: str
    slug: str
    title: str
    summary: str
    blocks: tuple[Block, ...]
    published: datetime
    modified: datetime
    section: str
    event: str
    tags: tuple[str, ...]
    byline: str
    label: str  # "" or what the outlet marks the piece as: opinion, satire, archive …
    credit: str  # "" or the agency whose text this is
    language: str
    archive: bool
    claim: Mapping[str, str] | None  # a fact-checker's claim: claim, rating, rating_value, claimant
    note: str  # the note of correction, stage 2 only
    path: str
    dates: Dates

    @property
    def text(self) -> str:
        """The body without captions, one block a line: what an extractor should give, less the lead."""
        return "\n".join(b.text for b in self.blocks if b.kind != "photo")

    @property
    def lead(self) -> str:
        return self.summary

    @property
    def ref(self) -> str:
        return f"{self.outlet_id}/{self.slug}"


def render_text(text: str, dates: Dates) -> str:
    """``text`` with its date helpers filled in. An unknown helper raises."""
    return _TEXT.from_string(text).render(dates.helpers())


@cache
def load_outlets() -> tuple[DemoOutlet, ...]:
    rows = yaml.safe_load((HERE / "outlets.yaml").read_text(encoding="utf-8"))
    return tuple(
        DemoOutlet(
            **{
                **row,
                "aliases": tuple(row["aliases"]),
                "feeds": tuple(FeedPlace(**feed) for feed in row["feeds"]),
            }
        )
        for row in rows
    )


def _blocks(body: str) -> Iterator[Block]:
    for raw in body.strip().split("\n\n"):
        text = " ".join(raw.split())
        if text.startswith("## "):
            yield Block("h2", text[3:])
        elif text.startswith("> "):
            yield Block("inset", text[2:].replace(" > ", " "))
        elif text.startswith("![") and text.endswith("]"):
            yield Block("photo", text[2:-1])
        elif text:
            yield Block("p", text)


@cache
def _source(file: Path) -> tuple[dict[str, Any], str]:
    _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
    front: dict[str, Any] = yaml.safe_load(head)
    if unknown := set(front) - _KEYS:
        raise ValueError(f"{file}: unknown keys {sorted(unknown)}")
    return front, body


def _claim(fields: Mapping[str, object] | None, dates: Dates) -> Mapping[str, str] | None:
    return {key: render_text(str(value), dates) for key, value in fields.items()} if fields else None


def _read(file: Path, outlet: DemoOutlet, today: date, stage: int) -> DemoArticle:
    front, body = _source(file)
    language = front.get("language", outlet.language)
    dates = Dates(today, language)
    revised = front.get("revised") if stage > 1 else None
    title, summary = front["title"], front["summary"]
    if revised:
        for change in revised["changes"]:
            if change["was"] not in title + "\n" + summary + "\n" + body:
                raise ValueError(f"{file}: nothing reads {change['was']!r}")
            title, summary, body = (t.replace(change["was"], change["now"]) for t in (title, summary, body))
    published = dates.at(front["day"], front["time"])
    section = front.get("section", "thoi-su" if language == "vi" else "news")
    slug = file.stem
    path = outlet.path.format(
        section=section,
        slug=slug,
        number=zlib.crc32(slug.encode()) % 9_000_000 + 1_000_000,
        date=f"{published:%Y%m%d}",
        date_path=f"{published:%Y/%m/%d}",
    )
    return DemoArticle(
        outlet_id=outlet.id,
        slug=slug,
        title=render_text(title, dates),
        summary=render_text(" ".join(summary.split()), dates),
        blocks=tuple(_blocks(render_text(body, dates))),
        published=published,
        modified=published + timedelta(hours=2, minutes=35) if revised else published,
        section=section,
        event=front.get("event", ""),
        tags=tuple(front.get("tags", ())),
        byline=front.get("byline", ""),
        label=front.get("label", ""),
        credit=front.get("credit", ""),
        language=language,
        archive=bool(front.get("archive", False)),
        claim=_claim(front.get("claim"), dates),
        note=render_text(revised["note"], dates) if revised else "",
        path=path,
        dates=dates,
    )


@lru_cache(maxsize=8)
def load_articles(today: date, stage: int = 1) -> tuple[DemoArticle, ...]:
    """Every article of every outlet for that starting day, newest first in each outlet."""
    articles: list[DemoArticle] = []
    for outlet in load_outlets():
        files = sorted((HERE / "articles" / outlet.id).glob("*.md"))
        own = [_read(file, outlet, today, stage) for file in files]
        articles += sorted(own, key=lambda a: (a.published, a.slug), reverse=True)
    return tuple(articles)
