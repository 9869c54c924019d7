"""What was written about the subjects the office follows closely (the capital, its events), and what its own outlets
published, looked at by the same rules as everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.periods import Period
from models.records import Topic
from models.store import Transaction
from pipeline.digest.values import both

Json = dict[str, Any]
STORIES = 5


def coverage(tx: Transaction, topics: Sequence[Topic], ids: Sequence[str], period: Period) -> list[Json]:
    """The most reported stories of each topic that the layout names; one that the office does not have is left out."""
    names = {topic.id: topic.name for topic in topics}
    return [
        {
            "topic": id_,
            "name": both(names[id_]),
            "stories": [
                {"id": row.id, "title": row.title, "outlets": row.outlets, "articles": row.articles}
                for row in tx.digests.stories(period.start, period.end, STORIES, topic=id_)
            ],
        }
        for id_ in ids
        if id_ in names
    ]


def own(tx: Transaction, outlet_ids: Sequence[str], period: Period) -> list[Json]:
    """The office's own outlets: articles published, alerts raised on them, how many of these people confirmed."""
    return [
        {
            "outlet": row.outlet_name,
            "articles": row.articles,
            "alerts": row.alerts,
            "confirmed": row.confirmed,
            "corrected": row.corrected,
        }
        for row in tx.digests.of_outlets(outlet_ids, period.start, period.end)
    ]
