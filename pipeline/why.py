"""Why one article was flagged, or not, with what there is to hold it against now: the very run that would decide."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from classifier.explain import Notes, explain
from classifier.ranking import rank
from crawler.addresses import canonical_url
from models.records import Article, Bilingual, Explanation, Held, HeldAgainst
from models.rows import SearchFilter
from models.store import NotFound, Transaction
from models.text import words
from pipeline.bootstrap import App
from pipeline.claims_beside import MAX_CLAIMS
from pipeline.comparing import comparer_of
from pipeline.evidence import MAX_REPORTS, gather
from pipeline.judge import Judge, alike, older_like, rarest
from pipeline.kept import Kept
from pipeline.ranking import in_charge

NEARBY, NEARBY_LOOKED_AT = 3, 12
TELLING, MIN_SHARED = 12, 4  # of the article's twelve rarest words, how many another must share to be named


def why(app: App, article_id: int, judges: Kept[tuple[Any, ...], Judge] | None = None) -> Explanation:
    """The answer for a stored article at its latest text; nothing is stored. NotFound.

    ``judges`` keeps what was prepared of references and claims for the next question."""
    with app.store.read() as tx:
        article = tx.articles.as_value(article_id)
        reports, older = gather(tx, article), older_like(tx, article)
        references, state = tx.references.current(), tx.claims.state()
        judge = (judges or Kept(1)).get(
            (references, state), lambda: Judge(comparer_of(app.settings, references), tx.claims.list(MAX_CLAIMS))
        )
        refused = tx.claims.refused(article_id)
        ranking = in_charge(tx)
        around = (*_around(tx, article_id), *_left_out(tx, article_id))
        nearby = _nearby(tx, article, timedelta(hours=app.settings.story_window_hours))
    notes = Notes()
    judged = judge.judge(article, reports, older, notes, refused)
    threshold = app.settings.alert_threshold
    ranked = rank(
        judged.comparison, article.id, threshold=threshold, weights=ranking.weights, ranked_by=ranking.version
    )
    found = explain(
        notes, judged.comparison, ranked, threshold=threshold, evidence=judged.evidence, references=references
    )
    counts = {**found.counts, "archive": len(older), "claims": min(state[0], MAX_CLAIMS)}
    return replace(found, reasons=(*around, *found.reasons), counts=counts, nearby=nearby)


def _around(tx: Transaction, article_id: int) -> tuple[Bilingual, ...]:
    """What of the article's own state bears on it, whatever its text says."""
    found = []
    row = tx.articles.get(article_id)
    if row.archive:
        found.append(
            Bilingual(
                "Bài lưu trữ: được đối chiếu và tìm được, nhưng không vào hàng đợi trong ngày.",
                "An archive article: compared and searchable, but never in today's queue.",
            )
        )
    judged = tx.alerts.judgement(article_id)
    if judged is None:
        found.append(
            Bilingual(
                "Lượt xử lý chưa tới bài này; đây là kết quả nếu đối chiếu ngay bây giờ.",
                "No pass has come to it yet; this is what comparing it now would give.",
            )
        )
    spoken = next((a.merged_into for a in tx.alerts.of_article(article_id) if a.merged_into is not None), None)
    if spoken is not None:
        found.append(
            Bilingual(
                f"Bài là bản sao của bài khác có cùng chỗ không khớp: cảnh báo số {spoken} nói chung cho cả hai.",
                f"It is a copy of another article with the same difference: alert {spoken} speaks for both.",
            )
        )
    return tuple(found)


def _left_out(tx: Transaction, article_id: int) -> tuple[Bilingual, ...]:
    """That a story has more reports than an article is held against."""
    story = tx.articles.get(article_id).story_id
    others = 0 if story is None else tx.stories.get(story).articles - 1
    if others <= MAX_REPORTS:
        return ()
    return (
        Bilingual(
            f"Sự kiện có {others} bài khác; chỉ {MAX_REPORTS} bài sớm nhất được đặt cạnh.",
            f"The story has {others} other articles; only the {MAX_REPORTS} earliest are held beside this one.",
        ),
    )


def _nearby(tx: Transaction, article: Article, window: timedelta) -> tuple[HeldAgainst, ...]:
    """Articles of the days around it that share many of its rarest words and are of another story: where they report
    the same event, a person can join the stories, and they are held against each other."""
    if article.published_at is None:
        return ()
    where = SearchFilter(since=article.published_at - window, until=article.published_at + window)
    story = tx.articles.get(int(article.id)).story_id
    telling = set(rarest(article)[:TELLING])
    found: list[tuple[int, Article]] = []
    for other in alike(tx, article, where, NEARBY_LOOKED_AT):
        shared = len(telling & set(words(f"{other.title} {other.text[:600]}")))
        if shared >= MIN_SHARED and (story is None or tx.articles.get(int(other.id)).story_id != story):
            found.append((shared, other))
    found.sort(key=lambda one: (-one[0], one[1].id))
    note = Bilingual(
        "thuộc sự kiện khác nên không đặt cạnh; nếu cùng sự kiện, hãy gộp hai sự kiện",
        "of another story, so not held beside it; where it is the same event, join the two stories",
    )
    return tuple(
        HeldAgainst(Held.REPORT, o.outlet or "", 0, o.title, o.id, None, o.url, o.published_at, note)
        for _, o in found[:NEARBY]
    )


def article_of(app: App, asked: str) -> int:
    """The id of an article given by its id or address. NotFound."""
    with app.store.read() as tx:
        if asked.isdigit():
            return tx.articles.get(int(asked)).id
        found = tx.articles.id_of_url(canonical_url(asked))
    if found is None:
        raise NotFound(Bilingual("bài báo", "article"), asked)
    return found


def as_row(article_id: int, found: Explanation) -> dict[str, Any]:
    """The answer as JSON."""
    row: dict[str, Any] = asdict(found)
    for held in (*row["held"], *row["nearby"]):
        held["published_at"] = None if held["published_at"] is None else held["published_at"].isoformat()
    return {"article_id": article_id, **row}
