"""The counts a story keeps are those of its articles, whatever happened to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from models.records import DateFrom, Language, Outlet, OutletKind, Role, Source, SourceKind
from models.store import Store
from tests.review.material import page

NOW = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def outlets() -> tuple[Outlet, ...]:
    return tuple(
        Outlet(
            id_, f"Báo {id_}", OutletKind.PRESS, f"https://{id_}.example", Language.VI,
            sources=(Source(f"{id_}_feed", id_, SourceKind.FEED, f"https://{id_}.example/rss", Language.VI),),
        )
        for id_ in ("mot", "hai")
    )  # fmt: skip


def sums(store: Store) -> dict[int, tuple[int, int, int]]:
    """(articles, outlets, voices) of each story as kept; they must be what a count over the articles says."""
    counted = text(
        "SELECT s.id, s.articles, s.outlets, s.voices, count(a.id) AS n, count(DISTINCT a.outlet_id) AS o,"
        " count(DISTINCT coalesce(a.voice, a.id)) AS v, s.first_at = min(a.published_at) AS first,"
        " s.last_at = max(a.published_at) AS last FROM stories s LEFT JOIN articles a ON a.story_id = s.id GROUP BY s.id"
    )
    with store.read() as tx:
        rows = tx._conn.execute(counted).all()
    for row in rows:
        assert (row.articles, row.outlets, row.voices) == (row.n, row.o, row.v)
        assert row.n == 0 or (row.first and row.last)
    return {row.id: (row.articles, row.outlets, row.voices) for row in rows}


def test_counts_follow_placing_copies_people_dates_and_retention(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed(outlets(), NOW)
        user = tx.users.add("an", Role.REVIEWER, "x", now=NOW)
        ids = []
        for n in range(5):
            outlet = ("mot", "hai")[n % 2]
            body = page(outlet, f"bai-{n}", f"Tít {n}", f"Đoạn văn số {n} của bài.", NOW - 4 * DAY + n * DAY)
            ids.append(
                tx.articles.save(
                    body, outlet_id=outlet, entry=None, first_seen=body.published_at or NOW, archive=False
                ).article_id
            )
        story = tx.stories.place(ids[0], "a", None, now=NOW)
        for id_ in ids[1:4]:
            tx.stories.place(id_, "a", None, now=NOW)
        other = tx.stories.place(ids[4], "b", None, now=NOW)
    assert sums(store) == {story: (4, 2, 4), other: (1, 1, 1)}

    with store.begin() as tx:
        tx.stories.place(ids[3], "a", str(ids[1]), now=NOW)  # found to be a near copy
        tx.stories.place(ids[2], "b", None, now=NOW)  # the classifier thinks again
    assert sums(store) == {story: (3, 2, 2), other: (2, 1, 2)}

    with store.begin() as tx:
        split = tx.story_changes.split(story, [ids[0]], user, NOW)
    assert sums(store) == {story: (2, 1, 1), other: (2, 1, 2), split: (1, 1, 1)}

    with store.begin() as tx:
        tx.story_changes.join(other, story, user, NOW)
    assert sums(store) == {story: (0, 0, 0), other: (4, 2, 3), split: (1, 1, 1)}
    with store.begin() as tx:
        tx.story_changes.undo(tx.story_changes.of(story)[0].id, user, NOW)
    assert sums(store)[story] == (2, 1, 1)

    with store.read() as tx:
        assert {row.id for row in tx.stories.list(NOW - DAY / 2)} == {other}
        assert [row.id for row in tx.stories.list(NOW - 9 * DAY, NOW - 3.5 * DAY)] == [split]
        assert [row.id for row in tx.stories.list(NOW - 9 * DAY, min_voices=2)] == [other]
        assert tx.stories.get(story).title == "Tít 1"

    with store.begin() as tx:
        tx.housekeeping(NOW - 1.5 * DAY, NOW)
    assert sums(store)[other] == (1, 1, 1)


def test_a_better_date_moves_the_story(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed(outlets(), NOW)
        undated = page("mot", "bai", "Tít", "Đoạn văn đầu tiên.", NOW)
        first = tx.articles.save(undated, outlet_id="mot", entry=None, first_seen=NOW, archive=False)
        story = tx.stories.place(first.article_id, "a", None, now=NOW)
        tx._conn.execute(text("UPDATE articles SET date_from = :guess"), {"guess": DateFrom.FIRST_SEEN.value})
        dated = page("mot", "bai", "Tít", "Đoạn văn đầu tiên đã được viết thêm.", NOW - 2 * DAY)
        tx.articles.save(dated, outlet_id="mot", entry=None, first_seen=NOW, archive=False)
    sums(store)
    with store.read() as tx:
        assert tx.stories.get(story).first_at == NOW - 2 * DAY


def test_the_database_looks_at_how_its_rows_are_spread(store: Store) -> None:
    with store.begin() as tx:
        tx.outlets.seed(outlets(), NOW)
        for n in range(40):
            body = page("mot", f"bai-{n}", f"Tít {n}", f"Đoạn văn số {n} của bài.", NOW)
            tx.articles.save(body, outlet_id="mot", entry=None, first_seen=NOW, archive=False)
    store.tune()
    store.tune()
    if store.dialect == "sqlite":
        with store.read() as tx:
            assert tx._conn.execute(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'articles'")).scalar_one()
