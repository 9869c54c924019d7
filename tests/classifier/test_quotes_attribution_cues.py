"""Quotations, speakers, and the cues of negation, certainty and opposition."""

from __future__ import annotations

import pytest

from classifier.text.cues import is_position, is_satire, is_view
from classifier.text.quotes import read_quotes
from classifier.text.reading import Reading
from classifier.text.sentences import sentence_spans


def speakers(text: str):
    return [text[slice(*s.span)] for sentence in Reading(text).sentences for s in sentence.speakers]


def signs(text: str):
    return {(m.entry.axis, m.sign) for s in Reading(text).sentences for m in s.marks if m.entry.axis}


@pytest.mark.parametrize("text,inside", [
    ('Ông nói: "Chúng tôi sẵn sàng" rồi đi.', ["Chúng tôi sẵn sàng"]), ("Bà gọi đó là “bước ngoặt lớn”.", ["bước ngoặt lớn"]),
    ("Hãng viết «không bình luận».", ["không bình luận"]), ('Chưa đóng "ngoặc ở đây', []), ("Don't stop, it's fine", []),
])
def test_quotations(text, inside):
    assert [q.text for q in read_quotes(text)] == inside
    assert all(text[slice(*q.span)] == q.text for q in read_quotes(text))


def test_one_quoted_word_is_no_speech():
    assert not read_quotes('vụ "quái" này')[0].speech


@pytest.mark.parametrize("text,who", [
    ("Theo Bộ Y tế, có 12 ca mới.", "Bộ Y tế"), ("Có 12 ca mới, Bộ Y tế cho biết.", "Bộ Y tế"), ("Tổng thống Pháp tuyên bố sẽ ký luật.", "Tổng thống Pháp"),
    ("The ministry said prices rose.", "The ministry"), ("Thông tin do quân đội Lebanon đưa ra.", "quân đội Lebanon"),
])
def test_speakers(text, who):
    assert who in speakers(text)


@pytest.mark.parametrize("text", ["Mưa lớn gây ngập ở ba tỉnh.", "Theo quy định, xe phải dừng.", "Công ty theo đuổi dự án."])
def test_no_speaker(text):
    assert speakers(text) == []


@pytest.mark.parametrize("text,expected", [
    ("Hội đồng bác bỏ kế hoạch.", ("confirm", -1)), ("Hội đồng không chấp thuận kế hoạch.", ("agree", -1)), ("Giá xăng không tăng.", ("rise", -1)),
    ("Vụ phóng không thành.", ("success", -1)), ("Dự án thất bại.", ("success", -1)), ("Kế hoạch không được hội đồng thành phố chấp thuận.", ("agree", -1)),
    ("Prices did not rise.", ("rise", -1)), ("The plan was approved.", ("agree", 1)),
])
def test_sides_and_negation(text, expected):
    assert expected in signs(text)


@pytest.mark.parametrize("text", ["Chương trình không gian của hãng hàng không.", "Nghi phạm bị đưa tới hội nghị.", "Bé may áo, thật may mắn."])
def test_words_that_only_look_like_cues(text):
    cues = {m.entry.cue for s in Reading(text).sentences for m in s.marks}
    assert not cues & {"negation", "alleged", "possible", "plan"}


def test_views_positions_satire():
    assert is_view("Phải chăng thành phố bất lực?") and is_view("Tôi cho rằng dự án tốn kém.") and not is_view("Dự án tốn 5 tỷ đồng.")
    assert is_position("Nước A nói đảo này thuộc chủ quyền của ") and not is_position("Tàu đến gần ")
    assert is_satire("(Truyện cười) Giá điện tăng.") and not is_satire("Giá điện tăng.")


def test_sentences_keep_abbreviations_and_figures_whole():
    text = "Theo TP. HCM, có 1.200 người. Ông J. Smith nói: \"Không.\" Rồi đi."
    assert [text[a:b] for a, b in sentence_spans(text)] == ["Theo TP. HCM, có 1.200 người.", 'Ông J. Smith nói: "Không."', "Rồi đi."]
