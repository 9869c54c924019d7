"""References in bulk: rows of YAML and CSV, each taken or refused by itself; what would change; and back to YAML."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.reference_files import COLUMNS, ReferencesPlan, plan_references, references_yaml
from config.references import load_references
from models.records import Bilingual, Reference

LIBRARY = load_references()
TOPICS = {"east_sea", "human_rights", "religion", *(t for r in LIBRARY for t in r.topics)}
HEAD = "id;statement_vi;statement_en;publisher;document;date;url;topics;keywords"
ROW = "cau-mau;Cầu Mẫu dài 120 mét.;Mau bridge is 120 metres long.;Sở Mẫu;Hồ sơ;2020-05;;east_sea;Cầu Mẫu|120 mét"


def plan(body: str, name: str = "a.csv", library: tuple[Reference, ...] = ()) -> ReferencesPlan:
    return plan_references(body.encode(), name, library, TOPICS)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_rows_are_references(mark: str) -> None:
    made = plan("\ufeff" + f"{HEAD}\r\n{ROW}\r\n".replace(";", mark))
    (row,) = made.new
    assert row == Reference(
        "cau-mau", Bilingual("Cầu Mẫu dài 120 mét.", "Mau bridge is 120 metres long."), "Sở Mẫu", "Hồ sơ", "2020-05",
        None, ("east_sea",), ("Cầu Mẫu", "120 mét"),
    )  # fmt: skip
    assert not made.refused


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("Cầu Mẫu dài 120 mét.", ""), "must be text"),
        (("2020-05", "tháng 5"), "YYYY"),
        (("east_sea", "khong_co"), "there is no topic khong_co"),
        (("Cầu Mẫu|120 mét", ""), "no keywords"),
        (("cau-mau", "Cầu Mẫu"), "only a-z"),
        ((";2020-05;;", ";2020-05;ftp://a.example;"), "http(s)"),
        ((";2020-05", ""), "must be key"),
    ],
)
def test_a_bad_row_is_refused_and_stops_no_other(change: tuple[str, str], why: str) -> None:
    made = plan(f"{HEAD}\n{ROW.replace(*change)}\n{ROW.replace('cau-mau', 'cau-hai')}\n")
    (bad,) = made.refused
    assert "a.csv, 2" in bad.where and why in bad.reason.en and bad.reason.vi
    assert [row.id for row in made.new] == ["cau-hai"]


@pytest.mark.parametrize(
    ("body", "name", "why"),
    [
        ("id;statement_vi\na;b\n", "a.csv", "missing: statement_en, publisher, document"),
        (HEAD + ";nguoi\n", "a.csv", "unknown: nguoi"),
        ("a: 1", "a.yaml", "must be a list"),
        ("- [", "a.yaml", "invalid YAML"),
        ("- a: 1\n  a: 2\n", "a.yaml", "duplicate key"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(body: str, name: str, why: str) -> None:
    with pytest.raises(ConfigError) as caught:
        plan(body, name)
    assert why in caught.value.message.en
    with pytest.raises(ConfigError, match="UTF-8"):
        plan_references(b"\xff\xfe\x00", name, (), TOPICS)


def test_what_is_new_changed_and_the_same_and_never_confirmed() -> None:
    (old,) = plan(f"{HEAD}\n{ROW}\n").new
    held = replace(old, version=3, checked=True)
    assert plan(f"{HEAD}\n{ROW}\n", library=(held,)).same == 1
    made = plan(f"{HEAD}\n{ROW.replace('120 mét.', '125 mét.')}\n", library=(held,))
    ((before, after),) = made.changed
    assert before == held and after.statement.vi == "Cầu Mẫu dài 125 mét." and not after.checked
    twice = plan(f"{HEAD}\n{ROW}\n{ROW}\n")
    assert len(twice.new) == 1 and "further up" in twice.refused[0].reason.en
    text = references_yaml([old]) + "  checked: true\n"
    confirmed = plan(text, "a.yaml")
    assert confirmed.unconfirmed == 1 and not confirmed.new[0].checked


def test_the_whole_library_reads_back() -> None:
    made = plan(references_yaml(LIBRARY), "library.yaml", LIBRARY)
    assert (made.same, len(made.new), len(made.changed), len(made.refused)) == (len(LIBRARY), 0, 0, 0)
    fresh = plan(references_yaml(LIBRARY), "library.yaml")
    assert fresh.new == tuple(replace(r, checked=False) for r in LIBRARY)


@given(st.text(max_size=200), st.sampled_from(["a.csv", "a.yaml"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    try:
        plan(text if name.endswith("yaml") else f"{HEAD}\n{text}", name)
    except ConfigError as err:
        assert err.message.vi and err.message.en


@given(st.lists(st.text(alphabet="ab;,|\"\n", max_size=6), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_cells_are_taken_or_refused(cells: list[str]) -> None:
    try:
        made = plan(f"{HEAD}\n" + ";".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    except ConfigError:
        return
    assert not made.new or all(r.keywords for r in made.new)
