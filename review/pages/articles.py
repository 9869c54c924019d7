"""One article: its text, its versions, its topics, and why it was or was not flagged."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from models.rows import AlertRow, AlertState
from models.store import Transaction
from review import blind
from review.beside import beside
from review.diff import changes
from review.entrance import Here
from review.explain import why_not_flagged
from review.marks import paragraphs
from review.names import topic_names
from review.text_diff import counted, passages
from review.visit import Visit, record, whole_number

router = APIRouter()

COUNTS = (  # of an explanation, as the page lists them
    "sentences",
    "opinion",
    "aligned",
    "evidence",
    "voices",
    "references",
    "references_about",
    "archive",
    "claims",
    "doubts",
    "findings",
)


@router.get("/articles/{article_id:int}", name="article")
def article(visit: Here, article_id: int) -> Response:
    with visit.read() as tx:
        row = tx.articles.get(article_id)
        alerts = tx.alerts.of_article(article_id)
        asleep = any(_hidden_here(tx, visit, alert) for alert in alerts)
        judged = tx.alerts.judgement(article_id)
        tags = {tag.topic: tag for tag in tx.tags.of(article_id)}
        versions = tx.articles.versions(article_id)
        topics = topic_names(tx)
    flagged = any(not alert.audit and alert.state is not AlertState.CLOSED for alert in alerts)
    return visit.page(
        "article.html",
        here="search",
        article=row,
        text=paragraphs(row.text),
        alerts=[] if asleep else [a for a in alerts if not a.audit],
        waiting=[a for a in alerts if asleep and blind.is_blind(a)],
        why=None if asleep or flagged else why_not_flagged(row.archive, judged[2] if judged else None),
        tags=tags,
        topics=topics,
        versions=versions,
        beside=beside(visit, article_id, asleep),
    )


@router.get("/articles/{article_id:int}/why", name="article_why")
def article_why(visit: Here, article_id: int) -> Response:
    """What the article was held against, and what became of each difference; not while it is read blind."""
    with visit.read() as tx:
        row = tx.articles.get(article_id)
        alerts = tx.alerts.of_article(article_id)
        asleep = any(_hidden_here(tx, visit, alert) for alert in alerts)
    if asleep:
        return visit.go("article", "", article_id=article_id)
    return visit.page(
        "why.html", here="search", article=row, found=visit.desk.services.why(article_id), shown=COUNTS
    )


def _hidden_here(tx: Transaction, visit: Visit, alert: AlertRow) -> bool:
    if alert.merged_into is not None:  # what is found of a copy is found of the text that is read blind
        alert = tx.alerts.row(alert.merged_into)
    decisions = tx.decisions.of_alert(alert.id)
    return blind.is_hidden(alert, blind.answered(decisions), visit.who.id)


@router.get("/articles/{article_id:int}/versions", name="article_versions")
def article_versions(visit: Here, article_id: int) -> Response:
    """Two versions set against each other; by default the last two."""
    with visit.read() as tx:
        row = tx.articles.get(article_id)
        versions = tx.articles.versions(article_id)
    numbers = {v.version: v for v in versions}
    newer = numbers.get(whole_number(visit.asked("new")) or 0, versions[-1])
    older = numbers.get(whole_number(visit.asked("old")) or 0, numbers.get(newer.version - 1, newer))
    found = passages(older.text, newer.text)
    return visit.page(
        "versions.html",
        here="search",
        article=row,
        versions=versions,
        older=older,
        newer=newer,
        title=changes(older.title, newer.title),
        passages=found,
        counted=counted(found),
    )


@router.post("/articles/{article_id:int}/topics", name="tag_article")
def tag_article(visit: Here, article_id: int) -> Response:
    """A person says whether the article belongs to a topic. This overrules the model, now and later."""
    topic, value = visit.posted.text("topic", 100), visit.posted.text("value", 5)
    with visit.begin() as tx:
        tx.articles.get(article_id)
        if topic in topic_names(tx) and value in ("yes", "no"):
            tx.tags.set_person(article_id, topic, value == "yes", visit.who.id, view="correction", now=visit.now)
            record(tx, visit, "tag", f"article {article_id}", topic=topic, value=value)
    return visit.back(visit.path("article", article_id=article_id), "tagged")
