"""Search: the same answers on both databases, with and without diacritics, never an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rows import SearchFilter
from models.search.query import And, Not, Or, Term, parse
from models.search.snippet import marks, snippet
from models.store import Store
from tests.models.samples import DAY, NOW, page, save, scores, seed

TEXTS = {
    1: "Lễ hội vì hoà bình diễn ra ở bờ sông. Đông người dự.",
    2: "Bà Hoa Binh mở cửa hàng hoa. 1.200 bó hoa đã bán.",
    3: "Hòa Bình là tên một tỉnh. Đường đến đó dài 75 km.",
    4: "Trạm khí tượng ở vùng biển phía đông báo gió mạnh.",
    5: "Biển Đông có gió mạnh cấp 7; tàu cá ở biển vào bờ.",
    6: "The fishing boats returned before the storm in Ha Long.",
}


FOUND: list[tuple[str, set[int]]] = [
    ("hoà bình", {1, 3}),
    ("hòa bình", {1, 3}),
    ("HOÀ BÌNH", {1, 3}),
    ("hoa binh", {1, 2, 3}),
    ("hoa", {1, 2, 3}),
    ('"hoa binh"', {1, 2, 3}),
    ('"bình hoà"', set()),
    ("biển đông", {4, 5}),
    ('"biển đông"', {5}),
    ('"bien dong"', {5}),
    ("đông", {1, 4, 5}),
    ("dong", {1, 4, 5}),
    ("đồng", set()),
    ("biển -tàu", {4}),
    ("biển NOT tàu", {4}),
    ('biển -"biển đông"', {4}),
    ("-biển", {1, 2, 3, 6}),
    ("NOT biển NOT hoa", {6}),
    ("tỉnh OR tàu", {3, 5}),
    ("(tỉnh OR tàu) gió", {5}),
    ("tỉnh OR tàu -gió", {3}),
    ("tỉnh OR -gió", {1, 2, 3, 6}),
    ("fish*", {6}),
    ("gi*", {4, 5}),
    ("giò*", set()),
    ('"gió mạ*"', set()),
    ('"gió mạ"*', {4, 5}),
    ("1.200", {2}),
    ("1200", set()),
    ("75 km", {3}),
    ("bài", {1, 2, 3, 4, 5, 6}),
    ('"6 the"', set()),  # no phrase runs from the title into the text
    ("\ue000", set()),
    ("", {1, 2, 3, 4, 5, 6}),
    ("   ", {1, 2, 3, 4, 5, 6}),
    ("!!! ???", set()),
    ('"', set()),
    ("AND", set()),
    ("OR OR tàu", {5}),
    ("tàu AND", {5}),
    ("((tàu", {5}),
    ("tàu)) gió", {5}),
    ('"gió mạnh', {4, 5}),
    ("NOT", set()),
    ("exact : tàu", set()),
    ("tàu*:folded", set()),
    ("'tàu' & !gió | \\", {5}),
]


@pytest.fixture
def library(store: Store) -> Store:
    seed(store, "bao-mai", "bao-chieu")
    with store.begin() as tx:
        for number, text in TEXTS.items():
            id_ = save(
                tx,
                number,
                text,
                title=f"Bài {number}",
                outlet_id="bao-chieu" if number == 5 else "bao-mai",
                published_at=NOW - number * DAY,
                archive=number == 6,
            )
            tx.tags.set_model(id_, scores(east_sea=0.9 if number == 5 else 0.1), "m1", NOW)
    return store


def test_what_queries_find(library: Store) -> None:
    with library.read() as tx:
        answers = []
        for query, _ in FOUND:
            result = tx.search.find(query)
            assert result.total == len(result.hits) == len(list(tx.search.ids(query)))
            answers.append((query, {int(hit.title.removeprefix("Bài ")) for hit in result.hits}))
    assert answers == FOUND


def test_filters_pages_and_totals(library: Store) -> None:
    with library.read() as tx:

        def titles(query: str, **where: object) -> list[str]:
            result = tx.search.find(query, SearchFilter(**where))  # type: ignore[arg-type]
            assert result.total == len(list(tx.search.ids(query, SearchFilter(**where))))  # type: ignore[arg-type]
            return [hit.title for hit in result.hits]

        assert titles("gió", topics=("east_sea",)) == ["Bài 5"]
        assert titles("gió", outlets=("bao-mai",)) == ["Bài 4"]
        assert titles("", since=NOW - 2 * DAY) == ["Bài 1", "Bài 2"]
        assert titles("", until=NOW - 5 * DAY) == ["Bài 6"]
        assert titles("", archive=True) == ["Bài 6"]
        assert titles("storm") == ["Bài 6"]  # archive is searchable
        whole = tx.search.find("", limit=100).hits
        assert [h.title for h in whole] == [f"Bài {n}" for n in range(1, 7)]
        second = tx.search.find("", limit=2, offset=2)
        assert (second.total, second.hits) == (6, whole[2:4])


def test_revised_articles_are_found_by_their_new_text_only(library: Store) -> None:
    with library.begin() as tx:
        revised = page(5, "Bản mới nói về rừng thông.", title="Bài 5")
        tx.articles.save(revised, outlet_id="bao-chieu", entry=None, first_seen=NOW, archive=False)
        assert tx.search.find("tàu").total == 0
        assert [hit.title for hit in tx.search.find("rừng").hits] == ["Bài 5"]
        assert tx.search.rebuild() == 6
        assert tx.search.find("tàu").total == 0
        assert tx.search.find("rừng").total == 1


def test_texts_that_no_database_can_hold_are_stored_without_those_characters(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        save(tx, 1, "cầu\x00 treo \ud83d cũ", title="Ti\x00êu đề")
        (hit,) = tx.search.find("treo").hits
        assert (hit.title, hit.snippet) == ("Tiêu đề", "cầu treo  cũ")
        save(tx, 1, "văn bản khác\x00 hẳn")
        assert tx.search.find("treo").total == 0
        tx.audit.add(actor="a", action="b", target="c\x00", detail={"d": "\ud800\x00"}, now=NOW)
        assert tx.audit.list()[0].target == "c"


def test_a_very_long_text_is_stored_and_searchable_at_its_beginning(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        save(tx, 1, "đầu tiên " + " ".join(f"từ{n}" for n in range(40_000)) + " cuối cùng")
        assert tx.search.find('"đầu tiên"').total == 1
        assert tx.search.find('"cuối cùng"').total == 0


pieces = st.sampled_from([*'ab đÐ"*()-:^+{}\\\'&|!<>=~%_;,.\x00\n\ud800\ue000', "AND ", "OR ", "NOT "])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=12).map("".join))
def test_no_query_raises(library: Store, query: str) -> None:
    with library.read() as tx:
        result = tx.search.find(query, limit=100)
        assert result.total == len(result.hits)


def test_a_query_is_read_as_it_says() -> None:
    tau, gio = Term(("tàu",), True, False), Term(("gio",), False, True)
    assert parse("tàu gio*").node == And((tau, gio))
    assert parse("tàu OR -gio*").node == Or((tau, Not(gio)))
    assert parse("NOT (tàu gio*)").node == Not(And((tau, gio)))
    assert parse("NOT NOT tàu").node == tau
    assert parse("(" * 20 + "tàu" + ")" * 20).node == tau
    assert parse("(" * 900 + "tàu").node == tau  # nesting is bounded, nothing overflows


def test_marks_land_on_the_raw_characters() -> None:
    text = "Xe\u200b qua Hoa\u0300 Bi\u0300nh, rồi hòa bình về."
    terms = (Term(("hòa", "bình"), True, False),)
    assert [text[a:b] for a, b in marks(text, terms)] == ["Hoa\u0300 Bi\u0300nh", "hòa bình"]
    line, found = snippet("mở đầu " * 60 + text + " kết" * 200, terms)
    assert len(line) < 400
    assert [line[a:b] for a, b in found] == ["Hoa\u0300 Bi\u0300nh", "hòa bình"]
    assert line.startswith("… ") and line.endswith(" …")
    assert snippet("ngắn\ngọn", ()) == ("ngắn gọn", ())
