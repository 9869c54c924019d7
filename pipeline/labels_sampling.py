"""Draws what annotators read besides the uncertain: a diverse sample, and the day's blind random slice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from classifier.training.sampling import audit_slice, diverse
from models.times import VIETNAM
from pipeline.bootstrap import App
from pipeline.first_models import topic_model

DIVERSE_FROM = 2000  # the newest articles without an answer
DIVERSE = 200  # as many as a day's labelling


def draw_samples(app: App, size: int = DIVERSE) -> dict[str, Any]:
    """Draw the diverse sample anew and add the day's slice where it lacks; returns how many of each.

    The slice comes from what was first seen in the last day, or, where that is too little, in the last week.
    """
    now = app.clock()
    day = now.astimezone(VIETNAM).date()
    with app.store.read() as tx:
        articles = tx.labelling.unread(DIVERSE_FROM)
        drawn = set(tx.labelling.drawn("audit"))
        lacking = max(0, app.settings.label_audit_per_day - len(tx.labelling.drawn("audit", day)))
        pool = [id_ for id_ in tx.labelling.seen_in(now - timedelta(days=1), now) if id_ not in drawn]
        if len(pool) < lacking:
            pool = [id_ for id_ in tx.labelling.seen_in(now - timedelta(days=7), now) if id_ not in drawn]
    chosen = [int(id_) for id_ in audit_slice([str(id_) for id_ in pool], lacking, day.isoformat())]
    spread = [int(id_) for id_ in diverse(topic_model(app.settings), articles, size)]
    with app.store.begin() as tx:
        tx.labelling.draw("diverse", spread, day)
        tx.labelling.draw_more("audit", chosen, day)
    return {"diverse": len(spread), "audit": len(chosen)}
