"""Eight invented weeks of an office, for the tests of the digest: one story, alerts, decisions, a source that is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from config.settings import load_settings
from config.topics import DEFAULT_TOPICS, load_topics
from models.records import Verdict
from models.store import Store, Transaction
from pipeline.bootstrap import App
from tests.models.samples import DAY, HOUR, NOW, finding, judge, save, scores, seed, user

SUNDAY = NOW - 3 * HOUR  # a Monday morning in Việt Nam: the week before is whole


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime = SUNDAY):
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def office(store: Store, folder: Path, clock: Callable[[], datetime], **env: str) -> App:
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": str(folder), "DOICHIEU_OFFICE_NAME": "Phòng thử", **env})
    return App(settings, store, clock, (), load_topics(DEFAULT_TOPICS), ())


def weeks(store: Store, *, confirmed: bool = True) -> int:
    """Articles of nine weeks, many more of the East Sea in the last; one story of three outlets; one alert, which two
    people confirm. Returns the alert's id."""
    seed(store, "bao-mai", "bao-chieu", "bao-trua")
    with store.begin() as tx:
        number = 0
        for week in range(9):
            for n in range(12 if week == 0 else 3):
                number += 1
                at = NOW - timedelta(days=7 * week + 2, hours=n)
                id_ = save(tx, number, published_at=at, outlet_id=("bao-mai", "bao-chieu", "bao-trua")[n % 3])
                tx.tags.set_model(id_, scores(east_sea=0.9), "m1", NOW)
        story = [save(tx, 900 + n, published_at=NOW - 3 * DAY, outlet_id=name, title="Cầu Bình An thông xe")
                 for n, name in enumerate(("bao-mai", "bao-chieu", "bao-trua"))]  # fmt: skip
        for id_ in story:
            tx.stories.place(id_, "cau-binh-an", None, now=NOW)
            tx.tags.set_model(id_, scores(the_capital=0.9), "m1", NOW)
        judge(tx, story[0], [finding()], at=NOW - 3 * DAY)
        alert = tx.alerts.of_article(story[0])[0].id
        first, second = user(tx, "một"), user(tx, "hai")
        if confirmed:
            confirm(tx, alert, first, second, NOW - 2 * DAY)
    return alert


def confirm(tx: Transaction, alert: int, first: int, second: int, at: datetime) -> None:
    passage = tx.findings.of(tx.alerts.row(alert).article_id)[0]
    for person in (first, second):
        tx.decisions.add(alert, person, Verdict.DISTORTION, "đã đối chiếu", [passage.id], at)
