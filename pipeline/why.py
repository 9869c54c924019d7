"""Why one article was flagged, or not, with what there is to hold it against now: the very run that would decide."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from classifier.explain import Notes, explain
from classifier.ranking import rank
from crawler.addresses import canonical_url
from models.records import Bilingual, Explanation
from models.store import NotFound, Transaction
from pipeline.bootstrap import App
from pipeline.claims_beside import MAX_CLAIMS
from pipeline.comparing import comparer_of
from pipeline.evidence import gather
from pipeline.judge import Judge, older_like
from pipeline.ranking import in_charge


def why(app: App, article_id: int) -> Explanation:
    """The answer for a stored article at its latest text; nothing is stored. NotFound."""
    with app.store.read() as tx:
        article = tx.articles.as_value(article_id)
        reports, older = gather(tx, article), older_like(tx, article)
        references, claims = tx.references.current(), tx.claims.list(MAX_CLAIMS)
        refused = tx.claims.refused(article_id)
        ranking = in_charge(tx)
        around = _around(tx, article_id)
    notes = Notes()
    judged = Judge(comparer_of(app.settings, references), claims).judge(article, reports, older, notes, refused)
    threshold = app.settings.alert_threshold
    ranked = rank(
        judged.comparison, article.id, threshold=threshold, weights=ranking.weights, ranked_by=ranking.version
    )
    found = explain(
        notes, judged.comparison, ranked, threshold=threshold, evidence=judged.evidence, references=references
    )
    counts = {**found.counts, "archive": len(older), "claims": len(claims)}
    return replace(found, reasons=(*around, *found.reasons), counts=counts)


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
    for held in row["held"]:
        held["published_at"] = None if held["published_at"] is None else held["published_at"].isoformat()
    return {"article_id": article_id, **row}
