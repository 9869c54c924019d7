"""Stories: what several outlets report about the same event, side by side."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from review.entrance import Here
from review.marks import excerpt
from review.paging import page_of

router = APIRouter()

SIZE = 30
SINCE = timedelta(days=30)
SIDES = 12  # reports shown side by side; more are listed


@router.get("/stories", name="stories")
def stories(visit: Here) -> Response:
    page = page_of(visit, "stories", SIZE, 0)
    with visit.read() as tx:
        rows = tx.stories.list(since=visit.now - SINCE, limit=SIZE + 1, offset=page.offset, min_voices=2)
    return visit.page(
        "stories.html", here="stories", stories=rows[:SIZE], page=page_of(visit, "stories", SIZE, len(rows))
    )


@router.get("/stories/{story_id:int}", name="story")
def story(visit: Here, story_id: int) -> Response:
    with visit.read() as tx:
        row = tx.stories.get(story_id)
        members = tx.stories.members(story_id)
        texts = {m.article_id: tx.articles.get(m.article_id).text for m in members[:SIDES]}
    facts = visit.desk.services.fact_table(story_id) if len(members) > 1 else None
    return visit.page(
        "story.html",
        here="stories",
        story=row,
        members=members,
        leads={id_: excerpt(text.replace("\n", " "), (0, 0), 420) for id_, text in texts.items()},
        facts=facts,
    )
