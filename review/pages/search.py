"""Search, with and without diacritics."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Language
from models.rows import SearchFilter
from models.times import midnight_of
from review.entrance import Here
from review.marks import Mark, paragraphs
from review.names import outlet_names, topic_names
from review.paging import page_of

router = APIRouter()

SIZE = 25
ARCHIVE = {"": None, "no": False, "only": True}


@router.get("/search", name="search")
def search(visit: Here) -> Response:
    query = visit.asked("q", 300)
    want = {name: visit.asked(name) for name in ("topic", "outlet", "since", "until", "language", "archive")}
    narrowed = SearchFilter(
        topics=(want["topic"],) if want["topic"] else (),
        outlets=(want["outlet"],) if want["outlet"] else (),
        since=midnight_of(want["since"]),
        until=midnight_of(want["until"], timedelta(days=1)),
        language=Language(want["language"]) if want["language"] in set(Language) else None,
        archive=ARCHIVE.get(want["archive"]),
    )
    page = page_of(visit, "search", SIZE, 0)
    with visit.read() as tx:
        result = tx.search.find(query, narrowed, limit=SIZE, offset=page.offset)
        topics, outlets = topic_names(tx), outlet_names(tx)
    hits = [
        (
            hit,
            paragraphs(hit.title, [Mark(a, b, 1) for a, b in hit.title_marks]),
            paragraphs(hit.snippet, [Mark(a, b, 1) for a, b in hit.marks]),
        )
        for hit in result.hits
    ]
    return visit.page(
        "search.html",
        here="search",
        query=query,
        want=want,
        total=result.total,
        hits=hits,
        topics=topics,
        outlets=outlets,
        languages=list(Language),
        page=page_of(visit, "search", SIZE, SIZE + 1 if result.total > page.offset + SIZE else 0),
    )
