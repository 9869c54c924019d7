"""The comparer as a whole: spans, gates, references, tolerance for any text."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.compare import CompareItem, Comparer
from classifier.compare_rows import RowError, from_row, to_row
from models.records import Asserted, Bilingual, Evidence, EvidenceFrom, EvidenceRole, FindingKind, Reference

VN = timezone(timedelta(hours=7))


def compare(text: str, *evidence: str, title: str = "", references: tuple[Reference, ...] = ()):
    item = CompareItem("x", text, title, evidence=tuple(Evidence(e) for e in evidence))
    return Comparer(references).compare(item)


def test_finding_says_both_values_in_both_languages():
    found = compare("Cầu Bến Tre mới dài 1.450 m, khởi công hôm 3/4.", "Hôm 3/4 khởi công cầu Bến Tre mới dài 450 m.").findings
    assert [f.kind for f in found] == [FindingKind.QUANTITY]
    for words in (found[0].why.vi, found[0].why.en):
        assert "1.450 m" in words and "450 m" in words
    assert found[0].evidence[0].source is EvidenceFrom.GIVEN and found[0].evidence[0].index == 0


def test_passage_is_tight():
    text = ("Sau nhiều tháng chờ đợi, tại buổi họp báo đông người dự ở hội trường lớn, đại diện chủ đầu tư cho biết cây cầu Bến Tre mới "
            "dài 1.450 m, khởi công hôm 3/4.")
    found = compare(text, "Hôm 3/4 khởi công cầu Bến Tre mới dài 450 m, theo đại diện chủ đầu tư.").findings
    assert found and all(len(f.passage.split()) <= 14 for f in found)
    assert "1.450" in found[0].passage


def test_decomposed_and_junk_text_keeps_raw_spans():
    import unicodedata

    raw = unicodedata.normalize("NFD", "Tỉnh chi 1,2\u200b tỷ USD sửa 45 cây cầu trong năm 2023.")
    found = compare(raw, "Tỉnh đã chi 1,2 triệu USD sửa 45 cây cầu trong năm 2023.").findings
    assert found
    for f in found:
        assert raw[f.span[0]:f.span[1]] == f.passage


def test_unrelated_evidence_is_silent():
    result = compare("Giá cà phê tăng 1.500 đồng một kg.", "Đội tuyển bóng chuyền thắng 3 trận liên tiếp ở giải châu Á.")
    assert result.findings == ()
    assert result.score < 0.1


def test_contested_reference_flags_nothing_and_unchecked_is_marked():
    statement = Bilingual("Hiệp định Đèo Mây được ký ngày 4/6/1999 giữa hai tỉnh.", "The Deo May agreement was signed on 4 June 1999.")
    text = "Hiệp định Đèo Mây được ký ngày 4/6/1989 giữa hai tỉnh."
    unchecked = Reference("r1", statement, "Kho tư liệu", "Hiệp định", "1999", None, keywords=("hiệp định đèo mây",))
    found = compare(text, references=(unchecked,)).findings
    assert found and found[0].evidence[0].reference_checked is False
    contested = Reference("r1", statement, "Kho tư liệu", "Hiệp định", "1999", None, keywords=("hiệp định đèo mây",), contested=True)
    assert compare(text, references=(contested,)).findings == ()


def test_attributed_words_never_meet_a_reference():
    statement = Bilingual("Hiệp định Đèo Mây được ký ngày 4/6/1999 giữa hai tỉnh.", "The Deo May agreement was signed on 4 June 1999.")
    reference = Reference("r1", statement, "Kho", "Hiệp định", "1999", None, keywords=("hiệp định đèo mây",), checked=True)
    said = "Theo một nhà nghiên cứu, hiệp định Đèo Mây được ký ngày 4/6/1989 giữa hai tỉnh."
    assert compare(said, references=(reference,)).findings == ()


def test_quoted_and_attributed_are_told_apart():
    found = compare('Đại sứ gọi hiệp ước là "sự nhượng bộ tạm thời" giữa hai nước.', 'Đại sứ gọi hiệp ước là "nền móng của lòng tin" giữa hai nước.').findings
    assert found and found[0].kind is FindingKind.QUOTE and found[0].asserted is Asserted.QUOTED


def test_same_result_twice_and_in_a_new_comparer():
    item = CompareItem("x", "Vụ lật tàu trên hồ Thác Mơ làm 17 người thiệt mạng.", evidence=(Evidence("Vụ lật tàu trên hồ Thác Mơ làm 7 người thiệt mạng."),))
    comparer = Comparer()
    assert comparer.compare(item) == comparer.compare(item) == Comparer().compare(item)


def test_outlet_changes_nothing():
    text, evidence = "Năm 2023, tỉnh chi 1,2 tỷ USD sửa 45 cây cầu.", "Tỉnh đã chi 1,2 triệu USD sửa 45 cây cầu trong năm 2023."
    results = {Comparer().compare(CompareItem("x", text, outlet=o, evidence=(Evidence(evidence, outlet=p),))) for o, p in
               ((None, None), ("Báo Nhà nước", "Đài nước ngoài"), ("Đài nước ngoài", "Báo Nhà nước"))}
    assert len(results) == 1


PIECES = st.sampled_from([
    "không ", "Việt Nam ", "1.200 ", "12/7/2016 ", "“", "”", '"', "theo ", ", ", ". ", "\n", "tỷ đồng ", "a\u034f", "\u0301", "đã ", "Mỹ ", "nói rằng ",
    "中文", "العربية ", "🙂", "no ", "has ", "million ", "Bộ Y tế ", "vì ", "8-9 ", "’", "«", "»", "\u200b", "\x00",
])


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80))
def test_any_text_is_compared_and_spans_slice(text: str, evidence: str, title: str):
    result = Comparer().compare(CompareItem("x", text, title, evidence=(Evidence(evidence), Evidence(title))))
    assert 0.0 <= result.score <= 1.0
    for f in result.findings:
        assert (title if f.part == "title" else text)[f.span[0]:f.span[1]] == f.passage


def listed(piece: str, size: int) -> str:
    """``piece`` again and again, its ``#`` counting up."""
    return "".join(piece.replace("#", str(n)) for n in range(size // len(piece) + 1))[:size]


MONSTERS = {
    "a megabyte of digits": "9" * 1_000_000,
    "a megabyte without a space": "Nguyễn" * 160_000,
    "a megabyte of line breaks": "\n" * 1_000_000,
    "marks without a letter": "\u0301" * 200_000,
    "marks piled on letters": ("a" + "\u0323" * 50) * 20_000,
    "opened quotations": "“" * 100_000,
    "quotations": "“a b” " * 100_000,
    "negations": "không " * 50_000,
    "one name": "Việt Nam " * 50_000,
    "initials": "a.B." * 100_000,
    "scripts mixed": "aạ你م한क1.,“ \n" * 20_000,
    "lines of one letter": "a\n" * 12_000,
    "ranges": "từ 5 đến " * 2_800,
    "number words in English": "one hundred and twenty million people said " * 600,
    "reasons": "vì mưa nên lũ, do bão khiến " * 900,
    "other figures": listed("# tấn, 7# USD, ", 25_000),
    "other quotations": listed("Ông A nói “điều # rất lạ #”. ", 25_000),
    "other speakers": listed("ông Trần# cho biết, theo bà Lê#, ", 25_000),
    "other reports": listed("Ngày 3/7/1#, tỉnh Gò# có # người chết vì bão, ông Trần# nói “mưa # to”. ", 25_000),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_end_soon_and_their_spans_slice(name: str):
    text = MONSTERS[name]
    other = text.replace("5", "6").replace("Trần", "Phan").replace("rất", "khá").replace(" tấn", " ha").replace("Gò", "Đồi")
    evidence = (Evidence(other), Evidence(text[7:]), Evidence("Ông A nói 5 người chết ở Mỹ vì bão. " + text[:9000]))
    started = time.process_time()
    result = Comparer().compare(CompareItem("x", text, text[:500], evidence=evidence))
    assert time.process_time() - started < 20
    for f in result.findings:
        assert (text[:500] if f.part == "title" else text)[f.span[0]:f.span[1]] == f.passage
        assert all(evidence[e.index].text[e.span[0]:e.span[1]] == e.passage for e in f.evidence if e.index is not None)


def test_rows_go_in_and_out():
    row = {"id": 7, "text": "Năm 2023, tỉnh chi 1,2 tỷ USD sửa 45 cây cầu.", "published_at": "2024-01-02T03:04:05",
           "evidence": [{"text": "Tỉnh đã chi 1,2 triệu USD sửa 45 cây cầu trong năm 2023.", "role": "document"}]}
    item = from_row(row)
    assert item.published_at is not None and item.published_at.utcoffset() == timedelta(hours=7)
    assert item.evidence[0].role is EvidenceRole.DOCUMENT
    out = to_row(Comparer().compare(item))
    assert out["id"] == "7" and set(out) == {"id", "score", "findings"}
    finding = out["findings"][0]
    assert set(finding) == {"kind", "in", "span", "passage", "evidence", "asserted", "strength", "why"}
    assert row["text"][finding["span"][0]:finding["span"][1]] == finding["passage"]
    assert finding["evidence"][0]["from"] == "given" and finding["evidence"][0]["index"] == 0


@pytest.mark.parametrize("row", [
    [], {"text": "a"}, {"id": "1"}, {"id": "1", "text": 5}, {"id": "1", "text": "a", "evidence": {}}, {"id": "1", "text": "a", "evidence": [3]},
    {"id": "1", "text": "a", "evidence": [{"role": "report"}]}, {"id": "1", "text": "a", "evidence": [{"text": "b", "role": "rumour"}]},
    {"id": "1", "text": "a", "published_at": "yesterday"},
])
def test_bad_rows_say_why_in_both_languages(row):
    with pytest.raises(RowError) as caught:
        from_row(row)
    assert caught.value.message.vi and caught.value.message.en and " / " in str(caught.value)


def test_times_do_not_break_when_one_is_missing():
    item = CompareItem("x", "Bão Kora làm 34 người thiệt mạng.", published_at=datetime(2024, 9, 1, tzinfo=VN),
                       evidence=(Evidence("Bão Kora làm 21 người thiệt mạng."),))
    assert Comparer().compare(item).score >= 0.0


def test_given_references_meet_only_what_is_asserted():
    reference = Evidence("Hiệp định Đèo Mây được ký ngày 4/6/1999 giữa hai tỉnh.", role=EvidenceRole.REFERENCE)
    own = CompareItem("x", "Hiệp định Đèo Mây được ký ngày 4/6/1989 giữa hai tỉnh.", evidence=(reference,))
    said = CompareItem("x", "Theo ông chủ tịch hội, hiệp định Đèo Mây được ký ngày 4/6/1989 giữa hai tỉnh.", evidence=(reference,))
    assert Comparer().compare(own).findings
    assert Comparer().compare(said).findings == ()


def test_a_grown_toll_is_no_mismatch_with_the_earlier_version():
    earlier = Evidence("Bão Kora làm 21 người thiệt mạng ở bang Terai.", role=EvidenceRole.EARLIER_VERSION)
    assert Comparer().compare(CompareItem("x", "Bão Kora làm 34 người thiệt mạng ở bang Terai.", evidence=(earlier,))).findings == ()


def test_four_outlets_against_one():
    others = ("Vụ lật tàu trên hồ Thác Mơ làm 12 người thiệt mạng, theo công an.", "Hồ Thác Mơ: 12 người thiệt mạng vì lật tàu, bệnh viện cho biết.",
              "Lật tàu trên hồ Thác Mơ, 12 người thiệt mạng, tỉnh xác nhận.")
    item = CompareItem("x", "Vụ lật tàu trên hồ Thác Mơ làm 120 người thiệt mạng.", outlet="Báo Một",
                       evidence=tuple(Evidence(t, outlet=f"Báo {i}") for i, t in enumerate(others)))
    result = Comparer().compare(item)
    assert result.findings and result.findings[0].kind in (FindingKind.OUTLIER, FindingKind.QUANTITY)


def test_a_negation_left_out_is_seen_although_the_words_after_it_stand_in_the_evidence():
    evidence = "Báo cáo kết luận không có cơ sở pháp lý để công ty Lam Giang đòi quyền khai thác khu rừng Bản Nhài."
    text = "Báo cáo kết luận có cơ sở pháp lý để công ty Lam Giang đòi quyền khai thác khu rừng Bản Nhài, nhiều người dự họp nhắc lại."
    found = Comparer().compare(CompareItem("x", text, evidence=(Evidence(evidence),))).findings
    assert [f.kind for f in found][:1] == [FindingKind.POLARITY]


def test_what_is_named_only_to_be_denied_differs_from_nothing():
    evidence = "Đoàn thanh tra kết luận vụ sập cầu do móng trụ bị xói, thiệt hại 12 tỷ đồng, theo Sở Giao thông."
    for text in (
        "Theo Sở Giao thông, cầu sập do móng trụ bị xói, không phải do động đất; thiệt hại 12 tỷ đồng, không phải 50 tỷ đồng.",
        "Cầu sập do móng trụ bị xói chứ không phải vì xe quá tải, thiệt hại 12 tỷ đồng, Sở Giao thông cho biết.",
    ):
        assert Comparer().compare(CompareItem("x", text, evidence=(Evidence(evidence),))).findings == ()
