"""The difference of two versions as a person reads it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.text_diff import counted, passages

OLD = [f"Câu thứ {n} kể về con đường làng mới mở." for n in range(10)]


def joined(found: list, kind: str) -> str:  # type: ignore[type-arg]
    return " ".join(run.text for one in found for run in one.runs if run.kind == kind)


def test_only_what_changed_with_a_sentence_around_it() -> None:
    new = [*OLD[:5], "Đường dài 12,5 km.", *OLD[5:]]
    found = passages(" ".join(OLD), " ".join(new))
    assert [one.kind for one in found] == ["gap", "context", "added", "context", "gap"]
    assert (found[0].skipped, found[4].skipped) == (4, 4)
    assert counted(found) == {"added": 1, "removed": 0, "edited": 0, "figures": 1}


def test_an_edited_figure_is_set_off_whole() -> None:
    found = passages("Cầu dài 1.200 mét, rộng 8 mét.", "Cầu dài 1.250 mét, rộng 8 mét.")
    assert [(run.kind, run.text) for run in found[0].runs if run.figure] == [("removed", "1.200"), ("added", "1.250")]
    assert found[0].kind == "edited" and joined(found, "same").startswith("Cầu dài")


def test_typography_is_not_shown() -> None:
    assert passages('Ông nói: "Hoà bình" - mãi.', "Ông nói: “Hòa bình” – mãi.") == []
    assert [one.kind for one in passages("Một câu. Hai câu.", "Một câu.")][-1] == "removed"


@given(st.lists(st.sampled_from(OLD), max_size=8), st.lists(st.sampled_from(OLD), max_size=8))
def test_nothing_changed_is_lost(old: list[str], new: list[str]) -> None:
    found = passages("\n".join(old), "\n".join(new))
    if old == new:
        assert found == []
        return
    shown = counted(found)
    skipped = sum(one.skipped for one in found)
    kept = skipped + sum(one.kind == "context" for one in found)
    assert kept + shown["edited"] + shown["removed"] == len(old)
    assert kept + shown["edited"] + shown["added"] == len(new)
