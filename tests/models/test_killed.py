"""A writer killed at any moment leaves whole articles or none: nothing lost, nothing twice."""

import random
import subprocess
import sys
import time

from sqlalchemy import text

from models.rows import AlertFilter
from models.store import Store
from models.store.engine import open_engine
from tests.models.samples import NOW, finding, judge, save, scores, seed

COUNT = 60


def write_all(url: str) -> None:
    """What the flow does with each article, one transaction a step; run again it goes on where it stopped."""
    store = Store.open(url)
    for number in range(COUNT):
        with store.begin() as tx:
            save(tx, number)
    while True:
        with store.read() as tx:
            waiting = [int(article.id) for article in tx.articles.unplaced(10)]
        for article_id in waiting:
            with store.begin() as tx:
                tx.stories.place(article_id, f"s{article_id % 7}", None, now=NOW)
                tx.tags.set_model(article_id, scores(east_sea=0.9), "m1", NOW)
                judge(tx, article_id, [finding()])
        if not waiting:
            break
    store.close()


def test_killed_at_random_moments(store: Store, database_url: str) -> None:
    seed(store)
    command = [sys.executable, "-m", "tests.models.test_killed", database_url]
    moments = random.Random(7)
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import tests.models.test_killed"], check=True)
    loading = time.monotonic() - started
    for _ in range(4):
        process = subprocess.Popen(command)
        time.sleep(loading + moments.uniform(0.0, 0.4))
        process.kill()
        process.wait()
    subprocess.run(command, check=True)
    with store.read() as tx:
        assert tx.articles.counts(NOW)["total"] == COUNT
        assert tx.articles.counts(NOW)["waiting"] == 0
        assert tx.alerts.count(AlertFilter(state=None)) == COUNT
        assert tx.search.find("cầu", limit=1).total == COUNT
        assert sum(story.articles for story in tx.stories.list(NOW.replace(year=2000))) == COUNT
    if store.dialect == "sqlite":
        engine = open_engine(database_url)
        with engine.begin() as connection:  # raises when index and its own books differ
            connection.execute(text("INSERT INTO article_search (article_search) VALUES ('integrity-check')"))
        engine.dispose()


if __name__ == "__main__":
    write_all(sys.argv[1])
