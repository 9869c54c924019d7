"""Stories: what several outlets report about the same event, side by side; split and joined by people."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Language
from models.rows import StoryRow
from models.store import NotFound, Transaction
from models.text import fold, words
from review.entrance import Here
from review.marks import excerpt
from review.paging import page_of
from review.problems import NOT_FOUND, Refused
from review.visit import Visit, record, whole_number

router = APIRouter()

SIZE = 30
DOSSIERS = ("pdf", "docx")
SINCE = timedelta(days=30)
SIDES = 12  # reports shown side by side; more are listed
NEAR = 10  # other stories offered for joining
NEAR_SINCE = timedelta(days=10)
NEAR_OF = 300  # latest stories looked through for them


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
        changes = tx.story_changes.of(story_id)
        near = _near(tx, visit, row) if visit.may("story_join") else ()
    facts = visit.desk.services.fact_table(story_id) if len(members) > 1 else None
    return visit.page(
        "story.html",
        here="stories",
        story=row,
        members=members,
        leads={id_: excerpt(text.replace("\n", " "), (0, 0), 420) for id_, text in texts.items()},
        facts=facts,
        changes=changes,
        near=near,
    )


@router.get("/stories/{story_id:int}/dossier", name="story_dossier")
def story_dossier(visit: Here, story_id: int) -> Response:
    """The story as a file for a briefing (``?form=pdf`` or docx), in the language of the desk."""
    form = visit.asked("form", 10) or DOSSIERS[0]
    if form not in DOSSIERS:
        raise Refused(404, NOT_FOUND)
    data = visit.desk.services.dossier(story_id)
    made = visit.desk.services.digest_form(data, form, Language(visit.words.language))
    headers = {"Content-Disposition": f'attachment; filename="doi-chieu-{story_id}.{made.ending}"'}
    return Response(made.content, media_type=made.media_type, headers=headers)


@router.post("/stories/{story_id:int}/split", name="story_split")
def story_split(visit: Here, story_id: int) -> Response:
    """The ticked articles report another event: they become a story of their own and stay there."""
    chosen = visit.posted.numbers("article")
    try:
        with visit.begin() as tx:
            target = tx.story_changes.split(story_id, chosen, visit.who.id, visit.now)
            record(tx, visit, "story_split", str(story_id), articles=chosen, to=target)
    except NotFound:
        return visit.go("story", "story_not_split", story_id=story_id)
    return visit.go("story", "story_split", story_id=target)


@router.post("/stories/{story_id:int}/join", name="story_join")
def story_join(visit: Here, story_id: int) -> Response:
    """Another story reports the same event: its articles come here and stay."""
    other = whole_number(visit.posted.text("number", 12)) or whole_number(visit.posted.text("other", 12)) or 0
    try:
        with visit.begin() as tx:
            tx.story_changes.join(story_id, other, visit.who.id, visit.now)
            record(tx, visit, "story_join", str(story_id), other=other)
    except NotFound:
        return visit.go("story", "story_not_joined", story_id=story_id)
    return visit.go("story", "story_joined", story_id=story_id)


@router.post("/stories/{story_id:int}/undo", name="story_undo")
def story_undo(visit: Here, story_id: int) -> Response:
    """Take a split or a join back; the history keeps both."""
    change = whole_number(visit.posted.text("change", 12)) or 0
    try:
        with visit.begin() as tx:
            if change not in {one.id for one in tx.story_changes.of(story_id)}:
                return visit.go("story", "story_not_undone", story_id=story_id)
            tx.story_changes.undo(change, visit.who.id, visit.now)
            record(tx, visit, "story_undo", str(story_id), change=change)
    except NotFound:
        return visit.go("story", "story_not_undone", story_id=story_id)
    return visit.go("story", "undone", story_id=story_id)


def _near(tx: Transaction, visit: Visit, story: StoryRow) -> tuple[StoryRow, ...]:
    """The latest stories whose titles share most words with this one's, those that share nothing left out."""
    mine = _title_words(story)
    rows = tx.stories.list(since=visit.now - NEAR_SINCE, limit=NEAR_OF, offset=0, min_voices=1)
    shared = [(len(mine & _title_words(row)), row) for row in rows if row.id != story.id]
    ranked = sorted((pair for pair in shared if pair[0] > 1), key=lambda pair: (-pair[0], pair[1].id))
    return tuple(row for _, row in ranked[:NEAR])


def _title_words(story: StoryRow) -> frozenset[str]:
    return frozenset(fold(word) for word in words(story.title) if len(word) > 1)
