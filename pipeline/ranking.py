"""Decisions ─learn─gate─▶ Ranking: a candidate beside the one in charge, never a replacement by itself.

A ranking is a row of the models table of the name "ranking" whose card holds the weights, so that every machine ranks
by the same ones without a file. The prior is the first of them: going back to it is a rollback like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from classifier.queue_size import Candidate, Line, draw_line
from classifier.ranking import PRIOR, PRIOR_VERSION, THE_PRIOR, Ranking
from classifier.training.gate import Neutrality
from classifier.training.ranking import (
    NAMES,
    WORTH,
    Answer,
    enough,
    learn,
    platt,
    prior_covariance,
    ranking_of,
    read,
)
from classifier.training.ranking_gate import RankingVerdict, forward, judge
from models.records import Bilingual
from models.rows import AnsweredAlert, WaitingAlert
from models.store import Conflict, Transaction
from models.times import day_start
from pipeline.bootstrap import App

NAME = "ranking"
PROMISED = timedelta(days=28)  # over which what was expected is held against what people found
RANKED_AGAIN = timedelta(days=7)  # how far back other weights reach


def answers_of(rows: Sequence[AnsweredAlert]) -> tuple[Answer, ...]:
    """Verdicts as answers to "was it worth it"; those that do not say are left out."""
    found = []
    for row in rows:
        worth = WORTH[row.verdict]
        if worth is None or (row.audit and row.chance is None):  # drawn before chances were kept
            continue
        group = row.story_id if row.story_id is not None else -row.article_id
        found.append(Answer(row.features, worth, row.at, group, row.settled, row.chance if row.audit else None))
    return tuple(found)


def ensure(tx: Transaction, now: Any) -> None:
    """The prior of this version, registered, and in charge where no learned ranking is."""
    covariance = [list(row) for row in prior_covariance()]
    card = {"kind": NAME, "weights": dict(PRIOR), "names": list(NAMES), "covariance": covariance}
    tx.models.register(NAME, PRIOR_VERSION, "", _hash(card), card, now)
    champion = tx.models.champion(NAME)
    if champion is None:
        tx.models.promote(NAME, PRIOR_VERSION, "first start", "the starting weights", now)
    elif champion.version.startswith("prior-") and champion.version != PRIOR_VERSION:
        tx.models.promote(NAME, PRIOR_VERSION, "upgrade", "new starting weights", now, override="upgrade")


def in_charge(tx: Transaction) -> Ranking:
    """The ranking that gives scores now; the prior where none was ever put in charge, or the one in charge was learned
    by another version whose features are not today's."""
    champion = tx.models.champion(NAME)
    if champion is None:
        return THE_PRIOR
    try:
        return read(champion.version, champion.card)
    except (ValueError, KeyError, TypeError):
        return THE_PRIOR


def train_ranking(app: App) -> dict[str, Any]:
    """Learn a candidate from the decisions there are, register it, and have the gate judge it.

    ``TooFew`` when there are not enough; the ranking in charge stays in every case, unless the setting
    ``ranking_promote`` is "gate" and the gate passed it.
    """
    now = app.clock()
    with app.store.begin() as tx:
        ensure(tx, now)
        answers = answers_of(tx.ranking.answered())
        champion, since = in_charge(tx), _since(tx)
    enough(answers)
    weights, covariance = learn(answers, now)
    seen = forward(answers, app.settings.daily_capacity)
    line = platt(seen.candidate, seen.worth)
    if line is not None:
        slope, offset = line
        weights, covariance = slope * weights, slope**2 * covariance
        weights[NAMES.index("bias")] += offset
    ranking = ranking_of(weights, covariance)
    verdict = judge(
        answers,
        capacity=app.settings.daily_capacity,
        champion=champion,
        champion_since=since,
        neutrality=neutral(ranking.weights),
    )
    card = _card(ranking, answers, verdict, line, champion)
    with app.store.begin() as tx:
        tx.models.register(NAME, ranking.version, "", _hash(card), card, now)
        tx.models.judge(NAME, ranking.version, "training", verdict.as_row(), now)
        target, detail = f"{NAME} {ranking.version}", {"state": verdict.state, "answers": len(answers)}
        tx.audit.add(actor="training", action="model_trained", target=target, detail=detail, now=now)
    promoted = False
    if app.settings.ranking_promote == "gate" and verdict.passed and ranking.version != champion.version:
        promote(app, ranking.version, "schedule", "ranking_promote: gate")
        promoted = True
    return {
        "version": ranking.version,
        "answers": len(answers),
        "gate": verdict.as_row(),
        "calibrated": line is not None,
        "promoted": promoted,
        "weights": dict(ranking.weights),
    }


def neutral(weights: Mapping[str, float]) -> Neutrality | None:
    """What the neutrality suite says of the weights."""
    from classifier.training.ranking_neutrality import check

    return check(weights)


def judge_again(app: App, version: str, actor: str) -> dict[str, Any]:
    """The gate's word on a registered ranking with today's decisions and ranking in charge. NotFound, TooFew."""
    with app.store.read() as tx:
        row = tx.models.get(NAME, version)
        answers = answers_of(tx.ranking.answered())
        champion, since = in_charge(tx), _since(tx)
    enough(answers)
    ranking = read(row.version, row.card)
    capacity = app.settings.daily_capacity
    verdict = judge(
        answers, capacity=capacity, champion=champion, champion_since=since, neutrality=neutral(ranking.weights)
    )
    with app.store.begin() as tx:
        tx.models.judge(NAME, row.version, actor, verdict.as_row(), app.clock())
    return {"version": row.version, "gate": verdict.as_row()}


def promote(app: App, version: str, actor: str, reason: str, *, override: str = "") -> str:
    """Put a registered ranking in charge; what waits is ranked again by it at the next pass. Returns its version.

    Conflict when the gate has not passed it against the present one and no ``override`` says why all the same.
    """
    now = app.clock()
    with app.store.begin() as tx:
        ensure(tx, now)
        row = tx.models.get(NAME, version)
        try:
            read(row.version, row.card)
        except (ValueError, KeyError, TypeError) as err:
            raise Conflict(_unusable(row.version)) from err
        tx.models.promote(NAME, row.version, actor, reason, now, override=override)
        detail = {"reason": reason, "override": override}
        tx.audit.add(actor=actor, action="model_promote", target=f"{NAME} {row.version}", detail=detail, now=now)
    return row.version


def rollback(app: App, actor: str, reason: str) -> str:
    """Back to the ranking before; returns its version. Conflict when there was none."""
    now = app.clock()
    with app.store.begin() as tx:
        row = tx.models.rollback(NAME, actor, reason, now)
        target = f"{NAME} {row.version}"
        tx.audit.add(actor=actor, action="model_rollback", target=target, detail={"reason": reason}, now=now)
    return row.version


def today_line(tx: Transaction, app: App, user_id: int | None = None) -> tuple[Line, tuple[WaitingAlert, ...], Ranking]:
    """Where today's queue ends (``classifier.queue_size``), the alerts before it, and what ranks.

    What was answered today has used that much of the capacity. ``user_id``: without what that person has answered.
    """
    ranking = in_charge(tx)
    used = tx.ranking.answered_since(day_start(app.clock()))
    capacity = max(0, app.settings.daily_capacity - used)
    first = tx.ranking.waiting(user_id, capacity + 1)  # one more shows whether the line ends there for want of capacity
    line = draw_line(
        [Candidate(row.score, {} if row.audit else row.features) for row in first],
        capacity=capacity,
        precision=app.settings.queue_precision,
        ranking=ranking,
    )
    return replace(line, waiting=tx.ranking.how_many_wait(user_id)), first[: line.shown], ranking


def rank_again_where_weights_changed(tx: Transaction, now: Any, last: str | None) -> str:
    """Have what waits ranked again when another ranking is in charge than at the last pass; returns its version."""
    version = in_charge(tx).version
    if last is not None and last != version:
        tx.articles.mark_dirty(tx.ranking.to_rank_again(now - RANKED_AGAIN))
    return version


def _since(tx: Transaction) -> Any:
    """When the ranking in charge was put there by its own training: decisions after that are new to it."""
    champion = tx.models.champion(NAME)
    return None if champion is None else champion.at


def _card(
    ranking: Ranking,
    answers: Sequence[Answer],
    verdict: RankingVerdict,
    line: tuple[float, float] | None,
    champion: Ranking,
) -> dict[str, Any]:
    settled = [a for a in answers if a.settled and a.chance is None]
    return {
        "kind": NAME,
        "weights": dict(ranking.weights),
        "prior": dict(PRIOR),
        "names": list(ranking.names),
        "covariance": [list(row) for row in ranking.covariance],
        "learned_from": {
            "settled": len(settled),
            "worth_it": sum(a.worth for a in settled),
            "waiting_for_a_second": sum(not a.settled for a in answers),
            "audit": sum(a.chance is not None for a in answers),
            "first": min(a.at for a in answers).isoformat(timespec="seconds"),
            "last": max(a.at for a in answers).isoformat(timespec="seconds"),
        },
        "calibration": None if line is None else {"slope": round(line[0], 4), "offset": round(line[1], 4)},
        "figures": verdict.as_row()["figures"],
        "after": champion.version,
    }


def _hash(card: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(card["weights"], sort_keys=True).encode()).hexdigest()


def _unusable(version: str) -> Bilingual:
    return Bilingual(
        f"{version} không hợp với phiên bản này; hãy huấn luyện lại",
        f"{version} does not fit this release; train again",
    )


def kept(tx: Transaction, now: Any) -> dict[str, float]:
    """What ranking promised of the alerts settled lately, and what people found: is the promise kept?"""
    told = [
        (count, score, worth)
        for verdict, (count, score) in tx.ranking.settled_by_verdict(now - PROMISED).items()
        if (worth := WORTH[verdict]) is not None
    ]
    return {
        "days": PROMISED.days,
        "settled": sum(count for count, _, _ in told),
        "expected": round(sum(score for _, score, _ in told), 1),
        "worth": sum(count for count, _, worth in told if worth),
    }


def as_row(
    line: Line, today: Sequence[WaitingAlert], ranking: Ranking, app: App, promise: Mapping[str, float]
) -> dict[str, Any]:
    """Today's line as the desk takes it."""
    return {
        "kept": dict(promise),
        "ids": [row.id for row in today],
        "seconds": [row.id for row in today if row.second],
        "shown": line.shown,
        "waiting": line.waiting,
        "expected": line.expected,
        "low": line.low,
        "high": line.high,
        "ends": line.ends,
        "capacity": app.settings.daily_capacity,
        "precision": app.settings.queue_precision,
        "learned": ranking.learned,
        "version": ranking.version,
    }
