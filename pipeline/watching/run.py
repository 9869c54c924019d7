"""One pass of watching: the report is written, alarms raised once, bursts of uncovered stories noted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from classifier.watching.bursts import Burst, Told, bursts
from models.records import Bilingual
from models.rows import Uncovered
from models.times import VIETNAM
from pipeline.bootstrap import App
from pipeline.watching import report
from pipeline.watching.quality import RECENT

WEEK = timedelta(weeks=1)
WEEKS_BEFORE = 4
WHAT = {
    "share": Bilingual("tỉ lệ bài của chủ đề", "the topic's share of articles"),
    "unsure": Bilingual("tỉ lệ bài mô hình không chắc", "the share the model is unsure of"),
    "confidence": Bilingual("phân bố xác suất", "the spread of probabilities"),
    "unseen": Bilingual("tỉ lệ từ chưa gặp", "the share of words not seen before"),
    "words": Bilingual("từ ngữ của tuần", "the week's vocabulary"),
    "precision": Bilingual("độ chính xác", "precision"),
    "recall": Bilingual("độ bao phủ", "recall"),
}


def watch(app: App) -> dict[str, Any]:
    """The report of the last whole week, with the alarms that are new and the number of open subjects.

    May run as often as one likes: a week's report is replaced, an alarm is raised once, a burst renewed.
    """
    now = app.clock()
    with app.store.read() as tx:
        topics = [row.topic.id for row in tx.topics.list()]
        made = report.build(tx, topics, now)
        week = tx.watching.uncovered(now - WEEK, now)
        before = tx.watching.uncovered(now - (WEEKS_BEFORE + 1) * WEEK, now - WEEK)
    seen_weeks = _whole_weeks(before, now - WEEK)
    found = bursts([*map(_told, week)], [*map(_told, before)], seen_weeks) if seen_weeks else ()
    with app.store.begin() as tx:
        monday = report.monday(made)
        tx.watching.save(monday, made, now)
        new = [
            {"kind": kind, "topic": topic, **detail}
            for kind, topic, detail in report.alarms(made)
            if tx.watching.alarm(monday, kind, topic, detail, now, quiet_since=_quiet(kind, monday))
        ]
        noted = [tx.watching.note_emerging(one.terms, one.stories, _data(one), now) for one in found]
    return {**made, "new_alarms": new, "emerging": sum(one is not None for one in noted)}


def _quiet(kind: str, monday: date) -> date | None:
    """Estimates of quality take four weeks together: their alarm is not repeated while they overlap."""
    return monday - (RECENT - 1) * WEEK if kind in ("precision", "recall") else None


def _whole_weeks(before: tuple[Uncovered, ...], end: datetime) -> int:
    """How many weeks of history there are, at most ``WEEKS_BEFORE``: a young office has no bursts yet."""
    if not before:
        return 0
    return min(WEEKS_BEFORE, int((end - min(one.published_at for one in before)) / WEEK + 0.1))


def _told(one: Uncovered) -> Told:
    story = f"s{one.story_id}" if one.story_id is not None else f"a{one.id}"
    day = one.published_at.astimezone(VIETNAM).date()
    return Told(one.id, story, one.outlet_id, day, one.title, one.summary)


def _data(one: Burst) -> dict[str, Any]:
    articles = [asdict(told) | {"day": told.day.isoformat(), "summary": told.summary[:300]} for told in one.articles]
    days = {day.isoformat(): count for day, count in one.days.items()}
    return {"outlets": one.outlets, "usual": one.usual, "p": one.p, "days": days, "articles": articles}
