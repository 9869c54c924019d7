"""An office with labelled articles, for the tests of training: invented outlets, texts of the repository's corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from classifier.training.examples import Example, starting_examples
from config.settings import load_settings
from config.topics import CORE, DEFAULT_TOPICS, load_topics
from models.records import Extracted, LabelRecord, PageKind
from pipeline.bootstrap import App, build
from pipeline.first_models import ensure_topic_model, point_to, train_into
from tests.models.samples import outlet


def corpus() -> list[Example]:
    """A few texts of every topic, which train in seconds what the whole corpus trains in half a minute."""
    rows = list(starting_examples())
    return [e for topic in load_topics(DEFAULT_TOPICS) for e in [e for e in rows if topic.id in e.topics][:8]] + rows[-40:]


def texts(each: int = 12) -> list[Example]:
    """``each`` texts of every core topic and as many of none, told anew so that they copy none of the corpus."""
    rows = list(starting_examples())
    found = [e for topic in CORE for e in [e for e in rows if e.topics == {topic}][:each]]
    found += [e for e in rows if not e.topics & set(CORE)][:each]
    return [replace(e, title=f"Bản tin chiều: {e.title}", text=f"Tin từ cộng tác viên. {e.text}") for e in found]


def opened(folder: Path, clock: Callable[[], datetime]) -> App:
    """An office at its first start, its first model trained from ``corpus``."""
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": str(folder)})
    if not (settings.models_dir / "topics" / "champion").exists():
        first, _ = train_into(settings, corpus(), load_topics(DEFAULT_TOPICS))
        point_to(settings, first.name)
    app = build(settings, clock)
    ensure_topic_model(app)
    return app


def fill(
    app: App, rows: Sequence[tuple[Example, str]], *, by: str = "lan", topics: Sequence[str] = CORE, start: int = 0
) -> None:
    """Stores each text as an article of the named outlet, an hour apart, and labels it on ``topics`` (none: unlabelled)."""
    names = sorted({name for _, name in rows})
    now = app.clock()
    with app.store.begin() as tx:
        tx.outlets.seed([outlet(name) for name in names], now)
        for n, (example, name) in enumerate(rows, start):
            article_id = save(app, tx, n, example, name, now - timedelta(hours=6 * n))
            for topic in topics:
                tx.labels.add(LabelRecord(str(article_id), topic, topic in example.topics, by, now, "article"))


def save(app: App, tx: object, number: int, example: Example, outlet_id: str, at: datetime) -> int:
    url = f"https://{outlet_id}.example/bai-{number}"
    page = Extracted(
        url=url, canonical_url=url, kind=PageKind.ARTICLE, title=example.title, text=example.text or example.title,
        published_at=at, language=example.language, method="json-ld",
    )  # fmt: skip
    saved = tx.articles.save(page, outlet_id=outlet_id, entry=None, first_seen=at, archive=False)  # type: ignore[attr-defined]
    return int(saved.article_id)
