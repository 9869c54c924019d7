"""What a look at an outlet found, as plain values: the job's summary, the console's table, the desk's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from config.outlet_address import free_id, holder_of, site_of, source_id
from config.outlets import refuse_social
from crawler.discover import Discovery
from crawler.extract import extract
from models.problems import words
from models.records import Bilingual, DateFrom, Entry, Extracted, Outlet, Page
from pipeline.collect import unusable
from pipeline.console import both
from pipeline.outlet_choice import Choice

LEAD = 320  # characters of an article that are shown
TITLES = 5


def article_row(entry: Entry, page: Page, now: datetime) -> dict[str, Any]:
    """One entry as it would be stored, or why it would not be."""
    refused = refuse_social(page.url)
    if page.problem or refused:
        reason = refused or words(page.problem or "")
        return {"url": entry.url, "title": entry.title, "stored": False, "problem": _words(reason)}
    extracted = _dated(extract(page.body, page.url, content_type=page.content_type, now=now), entry, now)
    problem = unusable(extracted)
    return {
        "url": extracted.canonical_url,
        "title": extracted.title or entry.title,
        "lead": _lead(extracted),
        "published_at": None if extracted.published_at is None else extracted.published_at.isoformat(),
        "date_from": None if extracted.date_from is None else extracted.date_from.value,
        "kind": extracted.kind.value,
        "method": extracted.method,
        "language": extracted.language.value,
        "characters": len(extracted.text),
        "stored": problem is None,
        "problem": None if problem is None else _words(words(problem)),
    }


def _dated(extracted: Extracted, entry: Entry, now: datetime) -> Extracted:
    """The time as the flow takes it: the source's, the page's or its address's, else that of first seeing it."""
    if entry.published_at is not None:
        return replace(extracted, published_at=entry.published_at, date_from=DateFrom.FEED)
    if extracted.published_at is None:
        return replace(extracted, published_at=now, date_from=DateFrom.FIRST_SEEN)
    return extracted


def _lead(extracted: Extracted) -> str:
    text = extracted.text.replace("\n", " ")
    return text if len(text) <= LEAD else text[:LEAD].rsplit(" ", 1)[0] + " …"


def _words(message: Bilingual) -> dict[str, str]:
    return {"vi": message.vi, "en": message.en}


def summary(
    url: str,
    found: Discovery,
    choices: tuple[Choice, ...],
    articles: list[dict[str, Any]],
    known: tuple[Outlet, ...],
) -> dict[str, Any]:
    """``outlet`` and ``sources`` are the draft of what can be saved; ``known`` names the outlet that has the
    address already; ``not_articles`` counts the ``articles`` that would not be stored."""
    spoken = [row["language"] for row in articles if row["stored"]]
    language = max(set(spoken), key=spoken.count) if spoken else found.language.value
    holder = holder_of(url, known) or holder_of(found.homepage, known)
    id_ = free_id(site_of(found.homepage).partition(":")[0].removesuffix(".vn"), {outlet.id for outlet in known})
    return {
        "outlet": {
            "id": id_,
            "name": found.name,
            "homepage": found.homepage,
            "language": language,
            "kind": "portal" if site_of(found.homepage).endswith(".gov.vn") else "press",
            "country": "VN" if site_of(found.homepage).endswith(".vn") else None,
        },
        "known": None
        if holder is None
        else {"outlet": holder.outlet.id, "name": holder.outlet.name, **_words(holder.message)},
        "sources": _source_rows(id_, language, choices, known),
        "articles": articles,
        "not_articles": sum(not row["stored"] for row in articles),
    }


def _source_rows(
    outlet_id: str, language: str, choices: tuple[Choice, ...], known: tuple[Outlet, ...]
) -> list[dict[str, Any]]:
    taken = {source.id for outlet in known for source in outlet.sources}
    rows = []
    for choice in choices:
        looked = choice.looked
        holder = holder_of(looked.candidate.url, known)
        held = holder is not None and holder.source is not None
        id_ = source_id(outlet_id, looked.candidate.url, looked.candidate.kind, taken)
        taken.add(id_)
        problem = looked.problem
        rows.append(
            {
                "id": id_,
                "url": looked.candidate.url,
                "kind": looked.candidate.kind.value,
                "found": looked.candidate.found.value,
                "language": language,
                "entries": len(looked.entries),
                "newest": None if looked.newest is None else looked.newest.isoformat(),
                "titles": [entry.title or entry.url for entry in looked.entries[:TITLES]],
                "problem": problem,
                "detail": both(words(problem)) if problem else "",
                "recommended": choice.recommended and not held,
                "reason": _words(holder.message if holder is not None and held else choice.reason),
            }
        )
    return rows
