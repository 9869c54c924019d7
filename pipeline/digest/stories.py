"""The main stories: which outlets reported them, under which headlines, praise and criticism alike, in order of time.

Nothing here weighs what an outlet thinks; where reports give different figures for one thing, they stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.periods import Period
from models.rows import Member, StoryRow
from models.store import Transaction
from pipeline.digest.values import moment

Json = dict[str, Any]
MOST, MEMBERS, WITH_FACTS, FACTS = 10, 8, 4, 3
FactTable = Callable[[Transaction, Sequence[Member]], Mapping[str, Any] | None]


def main_stories(tx: Transaction, period: Period, facts: FactTable, topic: str | None = None) -> list[Json]:
    """The stories of the period that most voices reported; those most reported with the facts on which they differ."""
    rows = tx.digests.stories(period.start, period.end, MOST, topic=topic)
    return [_story(tx, row, facts if n < WITH_FACTS and row.voices > 1 else None) for n, row in enumerate(rows)]


def one_story(tx: Transaction, story_id: int, facts: FactTable) -> Json:
    """One story with all its reports, for a dossier. NotFound."""
    return _story(tx, tx.stories.get(story_id), facts, members=10_000)


def _story(tx: Transaction, row: StoryRow, facts: FactTable | None, members: int = MEMBERS) -> Json:
    reports = tx.stories.members(row.id)
    return {
        "id": row.id,
        "title": row.title,
        "outlets": row.outlets,
        "voices": row.voices,
        "articles": row.articles,
        "first": moment(row.first_at),
        "topics": list(row.topics),
        "members": [
            {
                "article_id": m.article_id,
                "outlet": m.outlet_name,
                "title": m.title,
                "url": m.url,
                "at": moment(m.published_at),
                "copy": m.copy_of is not None,
            }
            for m in reports[:members]
        ],
        "differ": [] if facts is None else _differing(facts(tx, reports)),
    }


def _differing(table: Mapping[str, Any] | None) -> list[Json]:
    """Facts that reports tell differently, each value with the outlets that give it."""
    if table is None:
        return []
    found = []
    for row in table["rows"]:
        if not any(cell is not None and cell["differs"] for cell in row["cells"]):
            continue  # the same figure in other words
        told: dict[str, list[str]] = {}
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            if cell is not None:
                told.setdefault(str(cell["value"]), []).append(str(column["outlet"]))
        if len(told) > 1:
            values = [{"value": value, "outlets": sorted(set(outlets))} for value, outlets in told.items()]
            found.append({"what": dict(row["what"]), "values": values})
    return found[:FACTS]
