"""The migrations make exactly the tables, on both databases, also when two processes start at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from models.migrations.run import differences
from models.store import Store
from models.store.engine import open_engine


def test_migrations_and_tables_agree(database_url: str) -> None:
    engine = open_engine(database_url)
    assert differences(engine) == []
    engine.dispose()


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "new" / "store.db")  # the folder is made too
    stores = [Store.open(path) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(Store.migrate, stores))
    with stores[0].begin() as tx:
        assert tx.jobs.list() == ()
    for each in stores:
        each.close()


def test_migrating_again_keeps_what_is_there(store: Store) -> None:
    from tests.models.samples import NOW

    with store.begin() as tx:
        tx.jobs.enqueue("collect", {}, now=NOW)
    store.migrate()
    with store.read() as tx:
        assert len(tx.jobs.list()) == 1
