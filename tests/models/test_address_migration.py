"""A store from before keys: every article and entry gets its key, twins are left in peace and lose nothing."""


from alembic import command
from sqlalchemy import text

from models.migrations.run import config, upgrade
from models.store import Store
from models.store.engine import open_engine
from tests.models.samples import NOW, save, seed

BEFORE = "46eaad96091e"


def test_old_keys_are_brought_to_the_one_rule(store: Store, database_url: str) -> None:
    seed(store)
    with store.begin() as tx:
        first, second = save(tx, 1), save(tx, 2)
    engine = open_engine(database_url)
    with engine.begin() as conn:
        command.downgrade(config(conn), BEFORE)
    with engine.begin() as conn:
        conn.execute(text("UPDATE articles SET canonical_url = 'http://bao.vn/tin-1.htm' WHERE id = :id"), {"id": first})
        conn.execute(text("UPDATE articles SET canonical_url = 'https://m.bao.vn/tin-1.htm/' WHERE id = :id"), {"id": second})
        source = conn.execute(text("SELECT min(id) FROM sources")).scalar_one()
        for number, url in enumerate(["https://bao.vn/a?zarsrc=1", "https://m.bao.vn/a", "https://bao.vn/b/amp"]):
            conn.execute(
                text(
                    "INSERT INTO entries (id, key, url, source_id, entry_id, title, summary, seen_at, first_poll, archive, "
                    "state, detail, attempts, rechecks) VALUES (:id, :key, :url, :source, '', '', '', :now, false, false, "
                    "'pending', '', 0, 0)"
                ),
                {"id": 900 + number, "key": f"old {number}", "url": url, "source": source, "now": NOW.isoformat(" ")},
            )
    upgrade(engine)
    with engine.connect() as conn:
        keys = dict(conn.execute(text("SELECT id, key FROM articles WHERE id IN (:a, :b)"), {"a": first, "b": second}).all())
        rows = conn.execute(text("SELECT key, state, counter FROM entries WHERE id >= 900 ORDER BY id")).all()
    engine.dispose()
    assert keys == {first: "bao.vn/tin-1.htm", second: None}
    assert [tuple(row) for row in rows] == [
        ("bao.vn/a", "pending", None), ("twin 901", "dropped", "same_address"), ("bao.vn/b", "pending", None),
    ]  # fmt: skip
