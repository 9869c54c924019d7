"""Checked claims in the flow: what is found, what is only suggested, and what a person answered of either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from classifier.compare import Comparer
from config.settings import load_settings
from models.records import FindingKind
from models.rows import AlertState
from models.store import Transaction
from pipeline.bootstrap import App, build
from pipeline.claims_beside import ClaimsBeside, again_where_claims_changed
from pipeline.judge import Judge
from pipeline.meter import Silent
from pipeline.process import compare_and_rank, compare_one
from tests.models.samples import DAY, NOW, outlet, page, user

CLAIM = "Nước máy phường Sông Mới nhiễm chì gấp mười lần mức cho phép"
SAYS = (
    "Nước máy phường Sông Mới nhiễm chì gấp mười lần mức cho phép.\nNgười dân phường Sông Mới đi mua nước đóng bình.\n"
    "Chợ phường Sông Mới vẫn mở cửa như mọi ngày."
)
LIKE = "Nước máy ở phường Sông Mới nhiễm chì gấp ba lần mức cho phép.\nChợ phường vẫn mở cửa như mọi ngày."
OTHER = "Chợ phường Sông Mới mở thêm một dãy hàng rau.\nNgười bán hàng được miễn phí tháng đầu."


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[App]:
    given = {"database_url": database_url, "data_dir": str(tmp_path / "data")}
    built = build(load_settings(None, {}, given), lambda: NOW)
    with built.store.begin() as tx:
        tx.outlets.seed([outlet()], NOW)
    yield built
    built.store.close()


def put(tx: Transaction, n: int, text: str, title: str = "Chuyện ở phường Sông Mới") -> int:
    saved = tx.articles.save(
        page(n, text, title=title), outlet_id="bao-mai", entry=None, first_seen=NOW, archive=False
    )
    tx.stories.place(saved.article_id, f"s{n}", None, now=NOW)
    tx.articles.mark_placed(saved.article_id, saved.version)
    tx.articles.mark_dirty([saved.article_id])
    return saved.article_id


def check(tx: Transaction, rating: str = "Sai", claim: str = CLAIM, at: timedelta = timedelta(0)) -> int:
    tx.claims.save(claim, rating, "Tổ Kiểm Chứng", "https://check.example/1", None, None, {}, NOW + at)
    return tx.claims.list()[0].id


def test_what_says_it_again_is_flagged_what_resembles_it_is_suggested_and_the_rest_is_left_alone(app: App) -> None:
    with app.store.begin() as tx:
        claim = check(tx)
        says, like, other = put(tx, 1, SAYS), put(tx, 2, LIKE), put(tx, 3, OTHER)
    compare_and_rank(app, Silent())
    with app.store.read() as tx:
        (alert,) = tx.alerts.of_article(says)
        (found,) = [f for f in tx.alerts.get(alert.id).findings if f.kind is FindingKind.KNOWN_FALSE]
        assert [b.suggestion.held for b in tx.claims.beside(says) if b.suggestion] == ["found"]
        assert found.evidence[0].url == "https://check.example/1" and "Tổ Kiểm Chứng" in (found.evidence[0].title or "")
        (beside,) = tx.claims.beside(like)
        assert beside.claim.id == claim and beside.accepted is None and beside.suggestion is not None
        assert LIKE[slice(*beside.suggestion.span)] == beside.suggestion.passage
        assert not tx.alerts.of_article(like) and not tx.claims.beside(other) and not tx.alerts.of_article(other)


@pytest.mark.parametrize("rating", ["Đúng", "Đúng một phần", "Bốn mũi dài", "Chưa kiểm chứng"])
def test_a_rating_that_does_not_clearly_say_false_only_suggests(app: App, rating: str) -> None:
    with app.store.begin() as tx:
        check(tx, rating)
        says = put(tx, 1, SAYS)
    compare_and_rank(app, Silent())
    with app.store.read() as tx:
        assert not tx.alerts.of_article(says)
        assert [b.suggestion.held for b in tx.claims.beside(says) if b.suggestion] == ["not_false"]


def test_a_person_s_refusal_closes_the_alert_and_the_machine_never_undoes_it(app: App) -> None:
    with app.store.begin() as tx:
        claim, says = check(tx), put(tx, 1, SAYS)
    compare_and_rank(app, Silent())
    with app.store.begin() as tx:
        assert [a.state for a in tx.alerts.of_article(says)] == [AlertState.OPEN]
        tx.claims.answer(says, claim, False, user(tx), NOW)
        tx.articles.mark_dirty([says])
    compare_and_rank(app, Silent())
    with app.store.begin() as tx:
        assert [a.state for a in tx.alerts.of_article(says)] == [AlertState.CLOSED]
        assert [b.accepted for b in tx.claims.beside(says)] == [False]
        tx.claims.save(CLAIM, "Sai sự thật", "Tổ Kiểm Chứng", "https://check.example/1", None, None, {}, NOW + DAY)
        put(tx, 1, SAYS + "\nBản tin được cập nhật lúc chiều nay.")
    compare_and_rank(app, Silent())
    with app.store.read() as tx:
        assert AlertState.OPEN not in [a.state for a in tx.alerts.of_article(says)]


def test_an_accepted_suggestion_raises_no_alert(app: App) -> None:
    with app.store.begin() as tx:
        claim, like = check(tx), put(tx, 2, LIKE)
    compare_and_rank(app, Silent())
    with app.store.begin() as tx:
        tx.claims.answer(like, claim, True, user(tx), NOW)
        tx.articles.mark_dirty([like])
    compare_and_rank(app, Silent())
    with app.store.read() as tx:
        assert not tx.alerts.of_article(like) and [b.accepted for b in tx.claims.beside(like)] == [True]


def test_a_claim_checked_later_reaches_recent_articles_that_share_its_words(app: App) -> None:
    with app.store.begin() as tx:
        says, other = put(tx, 1, SAYS), put(tx, 3, OTHER)
        begun = again_where_claims_changed(tx, None, NOW - DAY, NOW)
    compare_and_rank(app, Silent())
    with app.store.begin() as tx:
        check(tx, at=timedelta(hours=1))
        reached = again_where_claims_changed(tx, begun, NOW - 7 * DAY, NOW)
        assert [int(a.id) for a in tx.articles.unprocessed(9)] == [says] and other
        assert again_where_claims_changed(tx, reached, NOW - 7 * DAY, NOW) == reached
    compare_and_rank(app, Silent())
    with app.store.read() as tx:
        assert tx.alerts.of_article(says)


def test_the_page_that_carries_the_claim_is_not_held_against_itself(app: App) -> None:
    with app.store.begin() as tx:
        says = put(tx, 1, SAYS)
        tx.claims.save(CLAIM, "Sai", "Tổ Kiểm Chứng", "https://check.example/1", says, None, {}, NOW)
        article, rows = tx.articles.as_value(says), tx.claims.list()
    found = ClaimsBeside(rows).look(article, ())
    assert found.finding is None and not found.suggested
    judge = Judge(Comparer(()), rows)
    assert compare_one(app, judge, (), article)[0].findings == ()
