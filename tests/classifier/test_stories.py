"""Stories: same event and look-alikes, any order, copies, the window, and a person's places."""

from __future__ import annotations

import gzip
import json
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.stories import PlacedArticle, StoryIndex, group
from classifier.stories.build_pair_idf import table
from classifier.stories.pair_weights import BUCKETS, UNKNOWN, bucket, pair_idf
from classifier.stories.pairs import NAMES, WEIGHTS, same_event
from classifier.stories.signature import signature
from models.records import Article, StoryPlace
from tests.paths import SHARED_DATA

T0 = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def article(
    identity: str, title: str, summary: str, hours: float = 0.0, text: str = "", outlet: str = ""
) -> Article:
    return Article(
        identity,
        title,
        text,
        summary=summary,
        published_at=T0 + timedelta(hours=hours),
        outlet=outlet or identity,
    )


FERRY = (
    article(
        "f1",
        "Chìm phà trên sông Lệ Giang, 12 người thiệt mạng",
        "Chiếc phà chở 43 khách chìm sáng nay trên sông Lệ Giang, 12 người chết.",
        0,
    ),
    article(
        "f2",
        "Vụ chìm phà Lệ Giang: 12 người chết",
        "Công an xác nhận 12 người tử vong khi phà chở khách chìm trên sông Lệ Giang.",
        2,
    ),
    article(
        "f3",
        "Phà chở khách chìm ở Lệ Giang, ít nhất 12 người chết",
        "Phà chìm trên sông Lệ Giang, 31 khách được cứu.",
        3,
    ),
)
OTHERS = (
    article(
        "g",
        "Hà Tĩnh: xe khách lật ở đèo Ngang, 3 người bị thương",
        "Xe khách chạy tuyến bắc nam lật ở đèo Ngang, ba người bị thương nhẹ.",
        1,
    ),
    article(
        "w",
        "Giá vàng hôm nay 4.3: vàng miếng tăng mạnh",
        "Giá vàng miếng sáng 4.3 tăng 500.000 đồng một lượng.",
        1,
    ),
    article(
        "v",
        "Giá vàng hôm nay 5.3: vàng miếng quay đầu giảm",
        "Giá vàng miếng sáng 5.3 giảm 700.000 đồng một lượng.",
        25,
    ),
    article(
        "n",
        "Ông Trần Văn Hạ làm Bí thư Tỉnh ủy Vệ Hà",
        "Ban Chấp hành bầu ông Trần Văn Hạ giữ chức Bí thư Tỉnh ủy Vệ Hà nhiệm kỳ 2025-2030.",
        2,
    ),
    article(
        "m",
        "Bà Lê Thị Sen làm Bí thư Tỉnh ủy Hải Trường",
        "Ban Chấp hành bầu bà Lê Thị Sen giữ chức Bí thư Tỉnh ủy Hải Trường nhiệm kỳ 2025-2030.",
        3,
    ),
)
ALL = (*FERRY, *OTHERS)


def test_one_event_and_look_alikes() -> None:
    stories = {p.id: p.story for p in group(ALL)}
    assert len({stories[a.id] for a in FERRY}) == 1
    assert len({stories[a.id] for a in (*FERRY[:1], *OTHERS)}) == 1 + len(OTHERS)


@given(st.permutations(ALL))
@settings(max_examples=25, deadline=None)
def test_any_order_of_a_batch_gives_the_same_places(items: list[Article]) -> None:
    assert {p.id: p for p in group(items)} == {p.id: p for p in group(ALL)}


def test_answers_stand_in_the_order_asked() -> None:
    items = list(reversed(ALL))
    assert [p.id for p in group(items)] == [a.id for a in items]


def test_story_ids_do_not_depend_on_article_ids_or_outlets() -> None:
    renamed = [replace(a, id=f"x{a.id}", outlet="Khác") for a in ALL]
    assert [p.story for p in group(renamed)] == [p.story for p in group(ALL)]


_BODY = """Sáng nay chiếc phà chở khách qua sông Lệ Giang bị chìm khi cách bờ chừng trăm mét.
Lực lượng cứu hộ đưa được nhiều người vào bờ, các nạn nhân được chuyển tới bệnh viện tỉnh.
Chủ phương tiện đang làm việc với công an về đăng kiểm và áo phao.
Người dân cho biết phà thường chở quá số khách vào ngày chợ phiên và đã nhiều lần được nhắc nhở."""


def test_near_copies_are_marked_and_new_words_are_not() -> None:
    first = article("a", "Chìm phà Lệ Giang", "", 0, _BODY)
    copy = article("b", "Chìm phà Lệ Giang", "", 1, _BODY.replace("chừng trăm mét", "khoảng 100 mét"))
    own = article(
        "c",
        "Chìm phà Lệ Giang: chủ phà khai gì",
        "",
        2,
        "Chủ chiếc phà bị chìm trên sông Lệ Giang khai với công an rằng phà đã hết hạn đăng kiểm.",
    )
    places = {p.id: p for p in group([copy, own, first])}
    assert places["a"].copy_of is None
    assert places["b"].copy_of == "a" and places["b"].story == places["a"].story
    assert places["c"].copy_of is None


def test_copies_of_copies_point_at_the_first() -> None:
    items = [article(n, "Chìm phà Lệ Giang", "", h, _BODY) for h, n in enumerate("abc")]
    assert [p.copy_of for p in group(items)] == [None, "a", "a"]


def test_the_same_words_a_week_later_are_another_story_of_the_same_voice() -> None:
    first = article("a", "Chìm phà Lệ Giang", "", 0, _BODY)
    for days, voice in ((7, "a"), (20, None)):
        again = replace(first, id="late", published_at=T0 + timedelta(days=days))
        places = group([first, again])
        assert places[0].story != places[1].story and places[1].copy_of == voice


def test_batches_find_what_came_before() -> None:
    index = StoryIndex()
    (first,) = index.add([FERRY[0]])
    second, third = index.add(FERRY[1:])
    assert first.story == second.story == third.story


def test_restore_continues_and_never_undoes_a_person() -> None:
    index = StoryIndex()
    index.restore(
        [
            PlacedArticle(FERRY[0], StoryPlace("f1", "old-story")),
            PlacedArticle(FERRY[1], StoryPlace("f2", "split-off"), pinned=True),
            PlacedArticle(OTHERS[0], StoryPlace("g", "old-story"), pinned=True),
        ]
    )
    places = {p.id: p.story for p in index.add([FERRY[1], OTHERS[0], FERRY[2]])}
    assert places["f2"] == "split-off" and places["g"] == "old-story"
    assert places["f3"] in ("old-story", "split-off")


def test_a_wrong_date_empties_nothing() -> None:
    index = StoryIndex()
    index.add(FERRY[:2])
    index.add([replace(OTHERS[0], id="future", published_at=T0 + timedelta(days=4000))])
    (place,) = index.add([FERRY[2]])
    assert place.story == group(FERRY)[0].story


def test_the_window_is_forgotten() -> None:
    index = StoryIndex()
    for day in range(0, 60):
        index.add([replace(a, id=f"{a.id}-{day}", published_at=T0 + timedelta(days=day)) for a in OTHERS[:3]])
    assert len(index) < 200


def test_no_time_no_words_still_a_place() -> None:
    places = group(
        [Article("1", "", ""), Article("2", "Một tin", "", published_at=datetime(2026, 3, 4, 8, 0))]
    )
    assert all(p.story for p in places) and places[0].story != places[1].story


def test_the_scorer_sees_no_outlet() -> None:
    assert not {"outlet", "source", "country", "topic"} & set(NAMES)
    assert len(NAMES) == len(WEIGHTS)
    a, b = (signature(x) for x in FERRY[:2])
    assert same_event(a, b) == same_event(b, a)
    assert same_event(a, b) == same_event(signature(replace(FERRY[0], outlet="Đài Khác")), b)


def test_pair_weights_are_built_from_counts() -> None:
    built = table(["sạt lở núi"] * 3 + ["chìm phà"] * 2 + ["khác hẳn"] * 95)
    assert len(built) == BUCKETS
    assert built[bucket("chìm phà")] == 0  # seen too seldom to be kept
    assert built[bucket("khác hẳn")] >= 1
    assert 0 < pair_idf("việt nam") < pair_idf("phà chìm") <= UNKNOWN + 4


def test_work_stays_bounded() -> None:
    rng = random.Random(1)
    vocabulary = [f"từ{n}" for n in range(4000)]

    def batch(start: int, size: int) -> list[Article]:
        return [
            article(
                str(n),
                " ".join(rng.choices(vocabulary, k=10)),
                " ".join(rng.choices(vocabulary, k=30)),
                n / 200,
            )
            for n in range(start, start + size)
        ]

    index = StoryIndex()
    rates = []
    for start in (0, 2000, 4000):
        items = batch(start, 2000)
        began = time.perf_counter()
        index.add(items)
        rates.append(2000 / (time.perf_counter() - began))
    assert rates[2] > 0.5 * rates[0]


@pytest.mark.skipif(SHARED_DATA is None, reason="the shared data sets are not on this machine")
def test_real_items_run_through() -> None:
    assert SHARED_DATA is not None
    with gzip.open(SHARED_DATA / "items_2025-08_2025-12.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(next(lines)) for _ in range(600)]
    items = [
        Article(
            str(n),
            r["title"],
            "",
            summary=r["summary"] or "",
            published_at=datetime.fromisoformat(r["published"]),
        )
        for n, r in enumerate(rows)
    ]
    stories = {p.story for p in group(items)}
    assert 300 < len(stories) <= 600
