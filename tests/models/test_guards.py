"""What is append-only is refused by the database itself, whoever asks; housekeeping keeps what matters."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.records import EvidenceFrom, FindingEvidence, LabelRecord, Language, Verdict
from models.rows import DigestEvent
from models.store import Store
from models.store.engine import open_engine
from models.tables import APPEND_ONLY
from tests.models.samples import DAY, DOCUMENT, NOW, alert, finding, judge, reference, save, seed, user


@pytest.fixture
def filled(store: Store) -> Store:
    """At least one row in every append-only table."""
    seed(store)
    with store.begin() as tx:
        id_ = alert(tx)
        lan = user(tx)
        tx.decisions.add(id_, lan, Verdict.ACCURATE, "", [], NOW)
        tx.notes.add(id_, Language.VI, "Đính chính", "Nội dung", lan, NOW)
        tx.labels.add(LabelRecord(str(tx.alerts.row(id_).article_id), "religion", True, "lan", NOW, "import"))
        tx.audit.add(actor="lan", action="x", target="y", detail={}, now=NOW)
        tx.references.seed([reference()], NOW)
        tx.models.register("topics", "m1", "m1", "0" * 64, {}, NOW)
        tx.models.promote("topics", "m1", "lan", "", NOW)
        kept = tx.digests.save("2026-W47", {"a": 1}, NOW)
        tx.digests.note(kept, DigestEvent.APPROVED, "lan", NOW)
        tx.claims.save("Cầu đã sập", "Sai", "Trung tâm", "https://kiem-chung.example/1", None, None, {}, NOW)
        tx.claims.answer(tx.alerts.row(id_).article_id, tx.claims.list()[0].id, False, lan, NOW)
        told = [save(tx, number) for number in (41, 42)]
        for number in told:
            story = tx.stories.place(number, "flood", None, now=NOW)
        tx.story_changes.split(story, told[:1], lan, NOW)
    return store


def test_no_row_is_changed_or_deleted(filled: Store, database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:

        def count(table: str) -> int:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

        for table in APPEND_ONLY:
            before = count(table)
            assert before > 0, table
            name = next(iter(connection.execute(text(f"SELECT * FROM {table}")).keys()))
            connection.rollback()
            for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):
                with pytest.raises(DBAPIError, match="append-only"):
                    connection.execute(text(statement))
                connection.rollback()
            assert count(table) == before
    engine.dispose()


def test_housekeeping_deletes_the_old_and_keeps_what_people_or_digests_rest_on(store: Store) -> None:
    seed(store)
    old = NOW - 900 * DAY
    with store.begin() as tx:
        lan = user(tx)
        ids = {
            name: save(tx, n, at=old, published_at=old)
            for n, name in enumerate(
                ("plain", "copy", "decided", "evidence", "in_digest", "labelled", "alerted")
            )
        }
        fresh = save(tx, 50)
        tx.stories.place(ids["plain"], "s", None, now=old)
        tx.stories.place(ids["copy"], "s", str(ids["plain"]), now=old)
        rests = finding(evidence=(FindingEvidence(EvidenceFrom.GIVEN, (0, 3), "Cây", index=0),))
        by = DOCUMENT.__class__(text="Cây cầu", article_id=str(ids["evidence"]), version=1)
        judge(tx, ids["decided"], [rests], evidence=[by], at=old)
        tx.decisions.add(tx.alerts.queue()[0].id, lan, Verdict.ACCURATE, "", [], old)
        judge(tx, ids["alerted"], [finding()], at=old)
        tx.digests.save("2024-W20", {"confirmed": [{"article_id": ids["in_digest"]}]}, old)
        tx.labels.add(LabelRecord(str(ids["labelled"]), "religion", True, "lan", old, "queue"))
        done = tx.housekeeping(NOW - 730 * DAY, NOW)
        assert done["articles"] == 3
        for name, id_ in ids.items():
            kept = name in ("decided", "evidence", "in_digest", "labelled")
            assert bool(tx.articles.versions(id_)) is kept, name
        assert tx.articles.get(fresh)
        assert tx.search.find("cầu").total == 5
        assert next(tx.search.ids("cầu")) == fresh
        assert tx.findings.of(ids["decided"])[0].evidence[0].text.startswith("Cây cầu số 3")
        assert tx.housekeeping(NOW - 730 * DAY, NOW)["articles"] == 0
    with pytest.raises(DBAPIError, match="append-only"), store.begin() as tx:
        tx._conn.execute(text("DELETE FROM findings"))  # the door is shut again
