"""Article ─cluster─▶ Story ─tag─▶ Topics ─compare─▶ Findings ─rank─▶ Alert.

Placing an article in its story and tagging it is one transaction; comparing and ranking it is another.
An article is compared again when it is revised, when its story gains a report, or when the references
change: the key of what it rested on says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from classifier.ranking import THE_PRIOR, Ranking, rank
from classifier.stories import COPIES, StoryIndex
from classifier.stories.index import JOIN_BEST, JOIN_MEAN
from classifier.stories.learning import shifted
from classifier.topics.model import TopicModel
from models.records import Article, Comparison, Evidence, Reference, StoryPlace, TopicScores
from models.rows import JobState
from pipeline.bootstrap import App
from pipeline.claims_beside import MAX_CLAIMS, again_where_claims_changed
from pipeline.comparing import comparer_of
from pipeline.evidence import gather
from pipeline.judge import Judge, older_like
from pipeline.meter import Meter
from pipeline.ranking import ensure, in_charge, rank_again_where_weights_changed
from pipeline.story_learning import learned_shift

BATCH = 200
COMPARED_AGAIN = timedelta(days=7)  # how far back a changed reference reaches


@dataclass(frozen=True, slots=True)
class Processed:
    placed: int
    tagged: dict[str, int]  # topic → articles
    compared: int
    with_findings: int
    alerts_new: int
    references: str  # fingerprint of the library everything was compared with
    ranking: str  # version of the weights everything was ranked by
    claims: str  # up to when checked claims were held against what there is


def process(app: App, model: TopicModel, meter: Meter) -> Processed:
    """Work through every article whose latest version is not yet placed, tagged and compared."""
    placed, tagged = place_and_tag(app, model)
    references = again_where_references_changed(app)
    ranking = again_where_weights_changed(app)
    claims = again_for_claims(app)
    compared, with_findings, alerts_new = compare_and_rank(app, meter)
    return Processed(placed, tagged, compared, with_findings, alerts_new, references, ranking, claims)


def again_where_references_changed(app: App) -> str:
    """Have recent articles compared again when the reference library is not what the last pass compared with.

    Returns the library's fingerprint, which the pass writes down with its run.
    """
    with app.store.begin() as tx:
        current = tx.references.current()
        parts = sorted(f"{r.id}:{r.version}:{r.checked}:{r.contested}" for r in current)
        fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        runs = tx.jobs.list(20, kind="process", state=JobState.DONE)
        last = next((run.summary["references"] for run in runs if "references" in run.summary), None)
        if last is not None and last != fingerprint:
            tx.articles.mark_all_dirty(app.clock() - COMPARED_AGAIN)
    return fingerprint


def again_where_weights_changed(app: App) -> str:
    """Have what waits ranked again when another ranking is in charge than at the last pass; returns its version."""
    with app.store.begin() as tx:
        ensure(tx, app.clock())
        runs = tx.jobs.list(20, kind="process", state=JobState.DONE)
        last = next((run.summary["ranking"] for run in runs if "ranking" in run.summary), None)
        return rank_again_where_weights_changed(tx, app.clock(), last)


def again_for_claims(app: App) -> str:
    """Have recent articles compared again that a claim checked since the last pass may be about."""
    with app.store.begin() as tx:
        runs = tx.jobs.list(20, kind="process", state=JobState.DONE)
        last = next((run.summary["claims"] for run in runs if run.summary.get("claims")), None)
        now = app.clock()
        return again_where_claims_changed(tx, last, now - COMPARED_AGAIN, now)


def place_and_tag(app: App, model: TopicModel) -> tuple[int, dict[str, int]]:
    tagged: dict[str, int] = {}
    placed = 0
    index = _story_index(app)
    while True:
        with app.store.read() as tx:
            batch = tx.articles.unplaced(BATCH)
        if not batch:
            return placed, tagged
        places = index.add(batch)
        scores = model.predict(batch)
        for article, place, topics in zip(batch, places, scores, strict=True):
            _store_place(app, article, place, index.kept(article.id), topics, model.version)
            placed += 1
            for topic in topics.tags:
                tagged[topic] = tagged.get(topic, 0) + 1


def _story_index(app: App) -> StoryIndex:
    window = app.settings.story_window_hours
    now = app.clock()
    since = now - timedelta(hours=2 * window)
    with app.store.read() as tx:
        by = learned_shift(tx).by
        index = StoryIndex(window, shifted(JOIN_BEST, by), shifted(JOIN_MEAN, by))
        index.restore_older(tx.stories.sketches(now - COPIES, since))
        index.restore(tx.stories.window(since))
    return index


def _store_place(
    app: App, article: Article, place: StoryPlace, kept: bytes | None, topics: TopicScores, model_version: str
) -> None:
    with app.store.begin() as tx:
        now = app.clock()
        story_id = tx.stories.place(int(article.id), place.story, place.copy_of, now=now, signature=kept)
        tx.articles.mark_dirty([m.article_id for m in tx.stories.members(story_id)])
        tx.tags.set_model(int(article.id), topics, model_version, now)
        tx.articles.mark_placed(int(article.id), article.version)


def compare_and_rank(app: App, meter: Meter) -> tuple[int, int, int]:
    with app.store.read() as tx:
        references = tx.references.current()
        judge = Judge(comparer_of(app.settings, references), tx.claims.list(MAX_CLAIMS))
        ranking = in_charge(tx)
    compared = with_findings = alerts_new = 0
    while True:
        with app.store.read() as tx:
            batch = tx.articles.unprocessed(BATCH)
        if not batch:
            return compared, with_findings, alerts_new
        for article in batch:
            comparison, fresh = compare_one(app, judge, references, article, ranking)
            compared += 1
            with_findings += bool(comparison.findings)
            alerts_new += fresh
            meter.tick()


def compare_one(
    app: App, judge: Judge, references: Sequence[Reference], article: Article, ranking: Ranking = THE_PRIOR
) -> tuple[Comparison, bool]:
    """Compare one article with what there is now, and store findings and alert in one transaction."""
    with app.store.read() as tx:
        reports, older = gather(tx, article), older_like(tx, article)
        refused = tx.claims.refused(int(article.id))
    judged = judge.judge(article, reports, older, refused=refused)
    threshold = app.settings.alert_threshold
    ranked = rank(
        judged.comparison, article.id, threshold=threshold, weights=ranking.weights, ranked_by=ranking.version
    )
    key = compared_key(article, judge.version, judged.evidence, references, refused)
    with app.store.begin() as tx:
        now = app.clock()
        tx.findings.replace(
            int(article.id),
            article.version,
            judged.comparison,
            evidence=judged.evidence,
            compared_key=key,
            comparer_version=judge.version,
            now=now,
        )
        tx.claims.suggest(int(article.id), article.version, judged.suggested, now)
        fresh = tx.alerts.raise_(int(article.id), article.version, ranked, now)
        tx.articles.mark_processed(int(article.id), article.version, key)
    return judged.comparison, fresh


def compared_key(
    article: Article,
    comparer: str,
    evidence: Sequence[Evidence],
    references: Sequence[Reference],
    refused: Iterable[int] = (),
) -> str:
    """What a comparison rested on: the article's version, its evidence (a checked claim by its address and rating),
    the references, the claims a person refused, the comparer."""
    parts = [f"{article.id}:{article.version}", comparer]
    parts += sorted(f"{e.article_id}:{e.version}" if e.article_id else f"{e.url}:{e.title}" for e in evidence)
    parts += sorted(f"{r.id}:{r.version}:{r.checked}" for r in references)
    parts += sorted(f"refused:{claim_id}" for claim_id in refused)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
