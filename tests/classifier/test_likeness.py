"""The share of doubt that ranks short statements against long texts; it never makes a finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.compare import MAX_LIKENESS, CompareItem, Comparer, doubts_of
from classifier.likeness import applies, contradicted
from classifier.likeness.traits import TRAITS, traits
from classifier.scoring import LEVEL
from classifier.text.reading import Reading
from models.records import Evidence

TEXT = """Hồ Nậm Rốm nằm ở độ cao tám trăm mét, rộng chừng bốn trăm héc ta. Đập chính được đắp bằng đất và hoàn thành sau sáu năm thi công.
Nước hồ tưới cho cánh đồng phía đông và cấp nước sinh hoạt cho hai thị trấn. Mỗi mùa khô, ban quản lý giảm lượng xả để giữ nước cho vụ chiêm.
Khu bảo tồn quanh hồ có rừng thông do lâm trường trồng từ những năm tám mươi. Người dân ven hồ sống bằng nghề cá và đưa khách đi thuyền."""
PAIRS = (
    ("Đập chính của hồ Nậm Rốm được đắp bằng đất.", "Đập chính của hồ Nậm Rốm được đắp bằng thép."),
    ("Nước hồ tưới cho cánh đồng phía đông.", "Nước hồ tưới cho cánh đồng phía tây."),
    ("Rừng thông quanh hồ do lâm trường trồng.", "Rừng thông quanh hồ chưa từng do lâm trường trồng."),
    ("Người dân ven hồ sống bằng nghề cá.", "Tất cả người dân ven hồ sống bằng nghề dệt."),
)


@pytest.mark.parametrize(("right", "wrong"), PAIRS)
def test_a_word_exchanged_ranks_above_the_text_own_words(right: str, wrong: str) -> None:
    text = Reading(TEXT)
    false, true = (contradicted(Reading(one), text, doubts_of(Reading(one), text)) for one in (wrong, right))
    assert false > true
    scores = [Comparer().compare(CompareItem("x", one, evidence=(Evidence(TEXT),))).score for one in (right, wrong)]
    assert scores[0] < scores[1]


def test_it_ranks_and_never_flags() -> None:
    strange = "Hồ Nậm Rốm là nơi duy nhất nuôi cá hồi trắng của cả vùng."
    compared = Comparer().compare(CompareItem("x", strange, evidence=(Evidence(TEXT),)))
    assert compared.findings == () and 0 < compared.score <= MAX_LIKENESS < LEVEL


def test_long_texts_and_short_evidence_are_not_measured() -> None:
    assert not applies(Reading(TEXT), Reading(TEXT))
    assert not applies(Reading(PAIRS[0][0]), Reading("Một câu thôi."))
    assert applies(Reading(PAIRS[0][0]), Reading(TEXT))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_bounded_figures(statement: str) -> None:
    one, text = Reading(statement), Reading(TEXT)
    if applies(one, text):
        assert len(traits(one, text, {})) == len(TRAITS)
        assert 0.0 < contradicted(one, text, {}) < 1.0
