"""Today: what waits, each with the list it leads to, and what the system could not see."""

from __future__ import annotations

import re
from datetime import timedelta

from models.records import Verdict
from models.rows import Waiting
from models.store import Store
from review import unseen
from review.memo import Memo
from tests.models.samples import judge
from tests.review.desk import app_of, signed_in
from tests.review.material import NOW, Office

HOUR = timedelta(hours=1)


def tiles(html: str) -> dict[str, tuple[int, str]]:
    """Number and address of every tile by its words."""
    found = re.findall(r'<a href="([^"]+)"><strong>(\d+)</strong>([^<]+)</a>', html.split('class="tiles"')[1].split("</ul>")[0])
    return {words: (int(n), address) for address, n, words in found}


def test_every_number_is_the_length_of_the_list_behind_it(store: Store, office: Office) -> None:
    with store.begin() as tx:
        tx.decisions.add(office.hostile_alert, office.users["second"], Verdict.ACCURATE, "", [], NOW)
        judge(tx, office.wrong, key="k9", at=NOW)  # what it was held against no longer says otherwise
        assert tx.alerts.row(office.alert).waiting is Waiting.EVIDENCE
    client = signed_in(app_of(store), "leader")
    found = tiles(client.get("/").text)
    assert found["bằng chứng đã đổi"][0] == found["cảnh báo đang chờ"][0] == found["kết luận hôm nay"][0] == 1
    for words, (n, address) in found.items():
        if address.startswith("/queue"):
            listed = re.findall(r'class="title" href="/alerts/(\d+)', client.get(address.replace("&amp;", "&")).text)
            assert len(listed) == n, words


def test_yesterdays_decisions_are_not_todays(store: Store, office: Office) -> None:
    with store.begin() as tx:
        tx.decisions.add(office.alert, office.users["second"], Verdict.ACCURATE, "", [], NOW - 24 * HOUR)
        tx.decisions.add(office.hostile_alert, office.users["second"], Verdict.ACCURATE, "", [], NOW)
    client = signed_in(app_of(store), "leader")
    assert tiles(client.get("/").text)["kết luận hôm nay"] == (1, "/queue?state=decided_today")
    assert f'href="/alerts/{office.alert}' not in client.get("/queue?state=decided_today").text
    assert f'href="/alerts/{office.alert}' in client.get("/queue?state=decided").text


def test_overdue_and_waiting_for_a_second_person_lead_to_their_lists(store: Store, office: Office) -> None:
    with store.begin() as tx:
        ticked = [tx.alerts.get(office.alert).findings[0].id]
        tx.decisions.add(office.alert, office.users["second"], Verdict.DISTORTION, "", ticked, NOW)
    client = signed_in(app_of(store, now=NOW + 25 * HOUR), "leader")
    found = tiles(client.get("/").text)
    assert found["chờ quá 24 giờ"] == (2, "/queue?state=overdue")
    assert found["chờ người thứ hai"] == (1, "/queue?state=second")


def test_what_could_not_be_seen_is_said_with_its_reason(store: Store, office: Office) -> None:
    with store.begin() as tx:
        done = tx.jobs.start_run("collect", NOW - 3 * HOUR)
        tx.jobs.end_run(done, NOW - 2 * HOUR, ok=True, summary={})
        broken = tx.jobs.start_run("watch", NOW - HOUR)
        tx.jobs.end_run(broken, NOW - HOUR, ok=False, summary={}, error="đĩa đầy")
    page = signed_in(app_of(store), "reviewer").get("/").text
    assert "Việc thu thập chưa chạy xong lần nào từ 08:30 20/11/2026" in page
    assert "Việc đối chiếu" not in page  # was never asked for
    assert "1 việc thất bại hôm nay" in page and "theo dõi mô hình" in page
    assert "Báo Sông Lam</a>: http_5xx bằng lời" in page
    assert "Cổng thông tin quận Hồng Hà" in page  # never polled
    assert "Mọi nguồn đang bật đều trả lời" not in page


def test_a_pass_that_is_late_is_not_yet_stopped() -> None:
    every = timedelta(minutes=15)
    assert unseen.stopped(NOW - timedelta(minutes=59), None, every, NOW) is None
    assert unseen.stopped(NOW - timedelta(minutes=61), NOW, every, NOW) == NOW - timedelta(minutes=61)
    assert unseen.stopped(NOW - 3 * HOUR, None, HOUR, NOW) is None
    assert unseen.stopped(None, None, every, NOW) is None  # a new office that has not begun
    assert unseen.stopped(None, NOW - 2 * HOUR, every, NOW) == NOW - 2 * HOUR  # asked for, and nobody does it


def test_who_reads_what_is_seen_on_today_as_well(store: Store, office: Office) -> None:
    app = app_of(store)
    signed_in(app, "reviewer").get(f"/alerts/{office.alert}")
    assert "reviewer đang đọc" in signed_in(app, "second").get("/").text


def test_what_is_kept_a_minute_is_worked_out_again_after_it() -> None:
    memo, made = Memo(timedelta(minutes=1)), iter(range(9))
    ask = [NOW, NOW + timedelta(seconds=59), NOW + timedelta(seconds=60), NOW + timedelta(seconds=70), NOW - HOUR]
    assert [memo.get("x", at, lambda: next(made)) for at in ask] == [0, 0, 1, 1, 2]
    assert memo.get("y", NOW, lambda: "other") == "other"
