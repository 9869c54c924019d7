"""The fact matrix of a story: whose word, who had it first, copies under their origin, what a version changed."""

from __future__ import annotations

from datetime import timedelta

from models.store import Store
from pipeline.facts import MAX_COLUMNS, fact_table
from tests.models.samples import NOW, outlet, page

HOUR = timedelta(hours=1)


def put(store: Store, number: int, outlet_id: str, text: str, *, copy_of: int | None = None, url: str | None = None) -> int:
    extracted = page(number, text, published_at=NOW + number * HOUR)
    with store.begin() as tx:
        saved = tx.articles.save(extracted, outlet_id=outlet_id, entry=None, first_seen=NOW + number * HOUR, archive=False)
        tx.stories.place(saved.article_id, "ferry", None if copy_of is None else str(copy_of), now=NOW)
        return saved.article_id


def test_the_matrix(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed([outlet(name) for name in ("bao-mai", "bao-song", "bao-nui", "bao-lang")], NOW)
    first = put(store, 1, "bao-mai", "Phà chìm trên sông Lệ làm 12 người chết, Trạm cứu hộ xã Lệ cho biết.")
    put(store, 2, "bao-song", "Vụ chìm phà trên sông Lệ làm 12 người chết.")
    changed = put(store, 3, "bao-nui", "Chìm phà trên sông Lệ: 20 người chết.")
    put(store, 4, "bao-lang", "Chìm phà trên sông Lệ: 20 người chết. Phà chở hàng.", copy_of=changed)
    with store.begin() as tx:
        again = page(3, "Chìm phà trên sông Lệ: 12 người chết.", published_at=NOW + 3 * HOUR)
        assert tx.articles.save(again, outlet_id="bao-nui", entry=None, first_seen=NOW + 9 * HOUR, archive=False).state == "revised"
    with store.read() as tx:
        story = tx.articles.get(first).story_id
        table = fact_table(tx, tx.stories.members(story or 0))
    assert table is not None
    assert table["columns"][0]["article_id"] == first and len(table["columns"]) == 3
    assert [len(column["copies"]) for column in table["columns"]] == [0, 0, 1]
    [row] = [row for row in table["rows"] if row["what"]["vi"] == "người chết"]
    values = [cell and (cell["value"], cell["differs"], cell["was"]) for cell in row["cells"]]
    assert values == [("12 người", False, None), ("12 người", False, None), ("12 người", False, "20 người")]
    assert [cell["first"] for cell in row["cells"]] == [True, False, False]
    assert "Trạm cứu hộ" in row["cells"][0]["speaker"]


def test_a_story_of_one_voice_has_no_matrix(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed([outlet("bao-mai")], NOW)
    one = put(store, 1, "bao-mai", "Phà chìm trên sông Lệ làm 12 người chết.")
    put(store, 2, "bao-mai", "Phà chìm trên sông Lệ làm 12 người chết. Tin chép lại.", copy_of=one)
    with store.read() as tx:
        assert fact_table(tx, tx.stories.members(tx.articles.get(one).story_id or 0)) is None


def test_a_large_story_shows_its_earliest_voices_and_says_how_many_more(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed([outlet("bao-mai")], NOW)
    ids = [put(store, n, "bao-mai", f"Vụ chìm phà trên sông Lệ làm {12 + n % 2} người chết, tin số {n}.") for n in range(MAX_COLUMNS + 4)]
    with store.read() as tx:
        table = fact_table(tx, tx.stories.members(tx.articles.get(ids[0]).story_id or 0))
    assert table is not None
    assert [column["article_id"] for column in table["columns"]] == ids[:MAX_COLUMNS]
    assert table["more"] == 4
