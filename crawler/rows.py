"""Entries and pages as the JSON objects of the command line (DESIGN.md section 8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.records import Entry, Extracted


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "published_at": _iso(entry.published_at),
        "id": entry.id,
    }


def extracted_row(page: Extracted) -> dict[str, Any]:
    return {
        "url": page.url,
        "canonical_url": page.canonical_url,
        "kind": page.kind.value,
        "title": page.title,
        "text": page.text,
        "published_at": _iso(page.published_at),
        "language": page.language.value,
        "method": page.method,
        "links": list(page.links),
    }
