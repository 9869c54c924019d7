"""Why was this not flagged? Every case of silence has its own answer, of the run that decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.compare import CompareItem, Comparer
from classifier.explain import Notes, explain
from classifier.ranking import rank
from models.records import Bilingual, Evidence, Explanation, FindingKind, Held, Reference

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
BRIDGE = "Cây cầu Vân Sa dài 120 mét, khánh thành ngày 12/7/2026. Kinh phí xây cầu là 14 tỷ đồng."
CHECKED = Reference(
    "cau-van-sa",
    Bilingual("Cây cầu Vân Sa dài 120 mét.", "The Vân Sa bridge is 120 metres long."),
    "Sở Giao thông",
    "Hồ sơ hoàn công",
    "2026",
    None,
    keywords=("cầu vân sa",),
    checked=True,
)


def ask(text: str, *evidence: Evidence, references: tuple[Reference, ...] = (), title: str = "") -> Explanation:
    notes = Notes()
    item = CompareItem("1", text, title, AT, "Báo Ban Mai", evidence)
    comparison = Comparer(references).compare(item, notes)
    assert comparison == Comparer(references).compare(item)  # listening changes nothing
    ranked = rank(comparison, "1", threshold=0.5)
    return explain(notes, comparison, ranked, threshold=0.5, evidence=evidence, references=references)


def report(text: str, outlet: str = "Báo Sông Lam", hours: int = 2) -> Evidence:
    return Evidence(text, outlet=outlet, published_at=AT - timedelta(hours=hours), voice=outlet)


def outcomes(found: Explanation) -> set[str]:
    return {doubt.outcome for doubt in found.doubts}


def test_a_flag_names_what_it_was_held_against_and_the_difference() -> None:
    found = ask(BRIDGE.replace("14 tỷ", "41 tỷ"), report(BRIDGE))
    assert found.flagged and found.doubts[0].outcome == "finding"
    assert found.doubts[0].kind is FindingKind.QUANTITY
    assert (found.doubts[0].passage, found.doubts[0].other) == ("41 tỷ đồng", "14 tỷ đồng")
    held = found.held[found.doubts[0].held or 0]
    assert (held.what, held.name, held.sentences) == (Held.REPORT, "Báo Sông Lam", 2)


def test_nothing_to_hold_it_against() -> None:
    found = ask(BRIDGE)
    assert not found.flagged and "no other report" in found.answer.en
    assert found.counts["evidence"] == found.counts["aligned"] == 0


def test_evidence_of_another_event() -> None:
    found = ask(BRIDGE, report("Đội bóng huyện thắng trận chung kết giải trẻ tối qua trên sân nhà."))
    assert "speaks of the same" in found.answer.en
    assert found.held[0].sentences == 0 and found.held[0].note is not None


def test_agreement_says_so_and_shows_figures_written_otherwise() -> None:
    found = ask("Kinh phí xây cầu Vân Sa là 1.200 tỷ đồng.", report("Kinh phí xây cầu Vân Sa là 1,2 nghìn tỷ đồng."))
    assert not found.doubts and "nothing differs" in found.answer.en
    assert "1.200 tỷ đồng" in found.beside[0].agrees[0].vi


def test_figures_that_differ_and_are_not_held_together_have_their_reason() -> None:
    earlier = Evidence("Lũ ở huyện Vân Sa làm 3 người chết, 12 người mất tích.", published_at=AT - timedelta(hours=9))
    found = ask("Lũ ở huyện Vân Sa đã làm 5 người chết, 12 người mất tích.", earlier)
    assert not found.flagged
    told = [said.en for one in found.beside for said in one.apart]
    assert any("“5 người”" in said and "“3 người”" in said for said in told), told
    both = ask(BRIDGE.replace("14 tỷ", "41 tỷ"), report(BRIDGE), report(BRIDGE.replace("14 tỷ", "41 tỷ"), "Báo Chiều"))
    told = [said.en for one in both.beside for said in one.apart]
    assert any("other evidence gives the article's figure" in said for said in told), told


def test_reported_words_are_never_held_against_a_reference() -> None:
    said = "Ông chủ tịch huyện nói rằng cây cầu Vân Sa dài 250 mét."
    found = ask(said, references=(CHECKED,))
    assert not found.flagged and outcomes(found) == {"attributed"}
    assert "reported" in found.doubts[0].why.en
    own = ask("Cây cầu Vân Sa dài 250 mét.", references=(CHECKED,))
    assert own.flagged and outcomes(own) == {"finding"}


def test_an_unconfirmed_reference_raises_nothing_and_says_why() -> None:
    found = ask("Cây cầu Vân Sa dài 250 mét.", references=(replace(CHECKED, checked=False),))
    assert not found.flagged and outcomes(found) == {"unchecked"}
    assert "unconfirmed" in found.answer.en or "confirmed" in found.answer.en
    assert found.held[0].note is not None


def test_a_contested_reference_is_named_and_flags_nothing() -> None:
    found = ask("Cây cầu Vân Sa dài 250 mét.", references=(replace(CHECKED, contested=True),))
    assert not found.flagged and not found.doubts
    (held,) = [one for one in found.held if one.what is Held.REFERENCE]
    assert held.note is not None and "contested" in held.note.en


def test_satire_is_not_compared() -> None:
    found = ask("Chuyên mục trào phúng. " + BRIDGE.replace("14 tỷ", "41 tỷ"), report(BRIDGE))
    assert not found.flagged and "satire" in found.answer.en


def test_doubts_below_the_level_have_their_reason() -> None:
    found = ask(
        "Khoảng 300 hộ dân ở Vân Sa được hỗ trợ sau bão, mỗi hộ nhận gần 2 triệu đồng.",
        report("Huyện Vân Sa sơ tán khoảng 500 người dân trước khi bão vào, chuẩn bị gạo cho mỗi hộ."),
    )
    assert not found.flagged
    assert outcomes(found) <= {"unsure", "approximate", "speaker"}
    assert all(doubt.why.vi and doubt.why.en for doubt in found.doubts)


def test_opinion_sentences_are_counted_and_not_compared() -> None:
    found = ask("Theo tôi, cây cầu Vân Sa dài 250 mét là quá tốn kém. Phải chăng nên dừng lại?", report(BRIDGE))
    assert not found.flagged and found.counts["opinion"] == 2
    assert any("ask, judge or suppose" in reason.en for reason in found.reasons)


def test_another_language_is_said() -> None:
    found = ask("Le pont de la ville mesure cent vingt mètres et il a coûté quatorze milliards aux habitants.", report(BRIDGE))
    assert any("neither Vietnamese nor English" in reason.en for reason in found.reasons)


def test_spans_slice_back() -> None:
    title = "Cầu Vân Sa tốn 41 tỷ đồng"
    text = "Cây cầu  Vân Sa dài 120\u00a0mét.\nKinh phí xây cầu là 41 tỷ đồng."
    found = ask(text, report(BRIDGE), title=title)
    parts = {"title": title, "text": text}
    for doubt in found.doubts:
        assert parts[doubt.part][slice(*doubt.span)] == doubt.passage
    for one in found.beside:
        assert 0 <= one.span[0] < one.span[1] <= len(parts[one.part])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=40))
def test_any_text_gets_an_answer(text: str, other: str, title: str) -> None:
    found = ask(text, report(other), references=(CHECKED, replace(CHECKED, id="x", contested=True)), title=title)
    assert found.answer.vi and found.answer.en
