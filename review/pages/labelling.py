"""One article at a time, all topics at once: the screen on which labels are given."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from models.rows import AnswerRow
from models.store import Transaction
from models.store.labelling import VIEWS
from models.times import VIETNAM
from review.entrance import Here
from review.marks import paragraphs
from review.names import topic_names
from review.problems import NOT_FOUND, Refused
from review.visit import Visit, record, whole_number

router = APIRouter()

SKIPPED_FOR = timedelta(days=14)
UNDO_WITHIN = timedelta(days=1)
BLIND = "audit"  # the view in which the model's opinion stays hidden until the answer
BY_TOPIC = ("uncertain", "correction")


@router.get("/labels/next", name="label_next")
def label_next(visit: Here) -> Response:
    """The next article of a view for this person, or the one an undo came back to.

    What another person answered is never shown here: a second reading is blind to the first.
    """
    view = _view(visit.asked("view", 20))
    with visit.read() as tx:
        topics = topic_names(tx)
        topic = visit.asked("topic")
        topic = topic if topic in topics else next(iter(topics), "")
        place = tx.labelling.next(
            view,
            topic,
            visit.who.id,
            share=visit.desk.settings.label_overlap,
            threshold=_threshold(tx, topic),
            skipped_since=visit.now - SKIPPED_FOR,
        )
        article_id = whole_number(visit.asked("article", 12)) or place.article_id
        article = tx.articles.get(article_id) if article_id else None
        chances = {tag.topic: tag.probability for tag in tx.tags.of(article_id)} if article_id else {}
        last = whole_number(visit.asked("last", 12))
        answered = _mine(tx, visit, last) if last else []
        last_title = tx.articles.get(last).title if last and answered else ""
        midnight = visit.now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
        done = tx.labels.read_by(visit.who.id, midnight)
    return visit.page(
        "labelling.html",
        here="labels",
        view=view,
        views=VIEWS,
        topic=topic,
        topics=topics,
        by_topic=view in BY_TOPIC,
        article=article,
        text=paragraphs(article.text) if article else [],
        chances={} if view == BLIND else chances,
        blind=view == BLIND,
        left=place.left,
        done=done,
        last=last,
        last_title=last_title,
        answered=answered,
    )


@router.post("/labels", name="label_post")
def label_post(visit: Here) -> Response:
    """Save the answers about one article (each a person's tag and a training label), or pass it over."""
    view = _view(visit.posted.text("view", 20))
    article_id = (visit.posted.numbers("article") or [0])[0]
    asked = visit.posted.text("topic", 100)
    with visit.begin() as tx:
        tx.articles.get(article_id)
        names = topic_names(tx)
        answers = {id_: value for id_ in names if (value := visit.posted.text(f"answer-{id_}", 5)) in ("yes", "no")}
        if visit.posted.text("do", 10) == "skip":
            tx.labelling.skip(article_id, visit.who.id, view, visit.now)
            return _next(visit, view, asked)
        if not answers:
            return _next(visit, view, asked, article=article_id, said="label_empty")
        kept = _kept_view(tx, visit, view, article_id)
        for id_, value in answers.items():
            tx.tags.set_person(article_id, id_, value == "yes", visit.who.id, view=kept, now=visit.now)
        if view in BY_TOPIC and asked not in answers:  # the topic asked about was left open: do not ask again at once
            tx.labelling.skip(article_id, visit.who.id, view, visit.now)
        record(tx, visit, "label", f"article {article_id}", view=kept, **answers)
    return _next(visit, view, asked, last=article_id)


@router.post("/labels/undo", name="label_undo")
def label_undo(visit: Here) -> Response:
    """Take back what this person answered last, and show that article again. Both stay on record."""
    view, topic = _view(visit.posted.text("view", 20)), visit.posted.text("topic", 100)
    with visit.begin() as tx:
        article_id = tx.labels.undo_last(visit.who.id, visit.now - UNDO_WITHIN, visit.now)
        if article_id is None:
            return _next(visit, view, topic, said="label_nothing_to_undo")
        tx.labelling.unskip(article_id, visit.who.id)
        record(tx, visit, "label_undo", f"article {article_id}")
    return _next(visit, view, topic, article=article_id, said="label_undone")


def _view(name: str) -> str:
    if name not in VIEWS:
        raise Refused(404, NOT_FOUND)
    return name


def _kept_view(tx: Transaction, visit: Visit, view: str, article_id: int) -> str:
    """The view a label is kept under. Estimates rest on the samples being what was drawn and, in the blind slice,
    on an answer given before the model's opinion was seen; anything else is a correction."""
    if view in BY_TOPIC:
        return view
    drawn = tx.labelling.is_drawn(view, article_id)
    seen = view == BLIND and tx.labelling.was_blind(article_id, visit.who.id)
    return view if drawn and not seen else "correction"


def _threshold(tx: Transaction, topic: str) -> float:
    """From where up the model in charge tags the topic; one half where it does not say."""
    champion = tx.models.champion("topics")
    rules = champion.card.get("thresholds") if champion else None
    value = rules.get(topic) if isinstance(rules, dict) else None
    return float(value) if isinstance(value, int | float) else 0.5


def _mine(tx: Transaction, visit: Visit, article_id: int) -> list[AnswerRow]:
    """What this person said of the article in their last save of it, with what the model had thought."""
    rows = [row for row in tx.labels.of(article_id) if row.by == visit.who.name]
    return [row for row in rows if row.at == rows[-1].at]


def _next(visit: Visit, view: str, topic: str, **query: object) -> Response:
    shown = topic if view in BY_TOPIC else ""
    return RedirectResponse(visit.path("label_next", {"view": view, "topic": shown, **query}), 303)
