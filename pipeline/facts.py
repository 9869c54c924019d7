"""The fact table of a story as the desk shows it: for each fact who says what, on whose word, who had it first, and
who changed it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from classifier.findings.facts import FactCell, FactRow
from classifier.findings.facts import fact_table as facts_of
from classifier.findings.outlier import tellings
from models.records import Article, Bilingual, Evidence
from models.rows import Member
from models.store import Transaction

MAX_ROWS = 20
MAX_COLUMNS = 20  # more cannot be read side by side, and every text takes milliseconds
SLOT_NAMES: dict[str, Bilingual] = {
    "dead": Bilingual("người chết", "dead"),
    "injured": Bilingual("người bị thương", "injured"),
    "missing": Bilingual("người mất tích", "missing"),
    "hospital": Bilingual("người nhập viện", "in hospital"),
    "arrested": Bilingual("người bị bắt", "arrested"),
    "evacuated": Bilingual("người sơ tán", "evacuated"),
    "rescued": Bilingual("người được cứu", "rescued"),
    "infected": Bilingual("ca mắc", "cases"),
    "homes": Bilingual("nhà", "homes"),
    "households": Bilingual("hộ dân", "households"),
    "VND": Bilingual("tiền (đồng)", "money (đồng)"),
    "USD": Bilingual("tiền (USD)", "money (USD)"),
    "EUR": Bilingual("tiền (euro)", "money (euro)"),
    "percent": Bilingual("tỷ lệ", "share"),
    "percentage_point": Bilingual("điểm phần trăm", "percentage points"),
    "person": Bilingual("người", "people"),
    "tonne": Bilingual("khối lượng (tấn)", "mass (tonnes)"),
    "hectare": Bilingual("diện tích (ha)", "area (ha)"),
    "metre": Bilingual("chiều dài (m)", "length (m)"),
    "nautical_mile": Bilingual("hải lý", "nautical miles"),
    "degree_c": Bilingual("nhiệt độ (°C)", "temperature (°C)"),
    "count": Bilingual("số lượng", "count"),
    "number": Bilingual("con số", "figure"),
}


def fact_table(tx: Transaction, members: Sequence[Member]) -> dict[str, Any] | None:
    """Columns are the story's articles (``members``), near copies under their origin; rows the facts at least two of
    them speak of; None without any. Of a story with more voices than MAX_COLUMNS the earliest are shown; ``more`` says
    how many are not.

    A cell holds what the article says now, and ``was`` where an earlier version of it said otherwise."""
    every = _columns(members)
    columns = every[:MAX_COLUMNS]
    texts: list[tuple[int, Evidence]] = []  # earlier versions before the present one
    for number, (member, _) in enumerate(columns):
        present = tx.articles.as_value(member.article_id)
        for row in tx.articles.versions(member.article_id):
            if row.version < present.version:
                older = tx.articles.as_value(member.article_id, row.version)
                texts.append((number, _evidence(older, row.seen_at)))
        texts.append((number, _evidence(present, member.published_at)))
    if len(columns) < 2:
        return None
    rows = facts_of(tellings([evidence for _, evidence in texts]))
    shown = [_row(row, [number for number, _ in texts], len(columns)) for row in rows]
    shown = [row for row in shown if sum(cell is not None for cell in row["cells"]) >= 2][:MAX_ROWS]
    if not shown:
        return None
    heads = [_head(member, copies) for member, copies in columns]
    return {"columns": heads, "rows": shown, "more": len(every) - len(columns)}


def _columns(members: Sequence[Member]) -> list[tuple[Member, list[Member]]]:
    """The articles that speak for themselves, each with its near copies in the story."""
    voices: dict[int, tuple[Member, list[Member]]] = {}
    for member in members:
        voice = member.voice or member.article_id
        if voice in voices:
            voices[voice][1].append(member)
        else:
            voices[voice] = member, []
    return list(voices.values())


def _head(member: Member, copies: Sequence[Member]) -> dict[str, Any]:
    return {
        "article_id": member.article_id,
        "outlet": member.outlet_name,
        "at": member.published_at,
        "copies": [copy.outlet_name for copy in copies],
    }


def _evidence(article: Article, at: datetime | None) -> Evidence:
    return Evidence(
        text=article.text,
        title=article.title,
        outlet=article.outlet,
        published_at=at or article.published_at,
        article_id=article.id,
    )


def _row(row: FactRow, column_of: Sequence[int], columns: int) -> dict[str, Any]:
    cells: list[dict[str, Any] | None] = [None] * columns
    present = {number: n for n, number in enumerate(column_of)}  # the last text of each column
    for number in range(columns):
        told = [cell for cell in row.cells if column_of[cell.index] == number]
        now = next((cell for cell in told if cell.index == present[number]), None)
        if now is not None:
            cells[number] = _cell(now, told, row)
    majority = None if row.first is None else row.first.written
    what = SLOT_NAMES.get(row.label, Bilingual(row.label, row.label))
    return {"what": {"vi": what.vi, "en": what.en}, "cells": cells, "majority": majority, "voices": row.voices}


def _cell(now: FactCell, told: Sequence[FactCell], row: FactRow) -> dict[str, Any]:
    was = next((cell.written for cell in told if cell.index != now.index and cell.value != now.value), None)
    return {
        "value": now.written,
        "passage": now.passage,
        "differs": not now.with_most,
        "speaker": now.speaker or None,
        "first": row.first is not None and row.first.index in {cell.index for cell in told},
        "was": was,
    }
