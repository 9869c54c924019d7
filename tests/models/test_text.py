"""Normal forms, folding and offset maps: spans found in a cleaned text must land on the raw characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.records import Language
from models.text import _PLAIN_RUN, fold, language_of, nfc, normalise, tone_fold, words

JUNK = "\u034f\u200b\u200d\u00ad\ufeff\u2060"
# Vietnamese letters in both normal forms, junk, odd spaces, marks without a letter, other scripts.
messy = st.text(
    alphabet=st.one_of(
        st.sampled_from("ăâđêôơưĐẮệ ỗự\u00a0\u3000\n" + JUNK + "\u0301\u0309\u0323\u0302\u1100\u1161\u11a8"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(messy)
def test_normalised_text_is_clean_and_stable(raw: str) -> None:
    clean = normalise(raw)
    assert unicodedata.is_normalized("NFC", clean.text)
    assert not set(clean.text) & set(JUNK + "\u00a0\u3000")
    assert normalise(clean.text).text == clean.text


def test_letters_taken_over_in_runs_join_nothing() -> None:
    plain = [chr(c) for c in range(0x2060) if _PLAIN_RUN.fullmatch(chr(c))]
    assert len(plain) > 800
    assert all(unicodedata.is_normalized("NFC", c) and not unicodedata.combining(c) for c in plain)
    assert unicodedata.is_normalized("NFC", "".join(plain))
    text = "Hòa bi\u0300nh\u200b ở Biê\u0323n Đông, ngày 2/9" * 3
    assert normalise(text).text == unicodedata.normalize("NFC", text.replace("\u200b", ""))
    start = normalise(text).text.index("bình")
    assert text[slice(*normalise(text).raw(start, start + 4))] == "bi\u0300nh\u200b"


@given(messy, st.data())
def test_every_span_goes_back_to_the_raw_characters(raw: str, data: st.DataObject) -> None:
    clean = normalise(raw)
    assert len(clean.starts) == len(clean.text) + 1
    assert list(clean.starts) == sorted(clean.starts)
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    first, last = clean.raw(start, end)
    assert 0 <= first <= last <= len(raw)
    # The raw slice says at least what the clean span says: whole characters, never half of one.
    assert clean.text[start:end] in normalise(raw[first:last]).text
    if start < end:
        assert clean.starts[clean.clean(first)] == first


@given(st.text(alphabet="aeiouyăâêôơưàáảãạềệốộớợứựđhtmngqukc ", max_size=80))
def test_decomposed_and_composed_texts_read_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert normalise(decomposed).text == text
    assert fold(decomposed) == fold(text)
    assert tone_fold(decomposed) == tone_fold(text)
    first, last = normalise(decomposed).raw(0, len(text))
    assert decomposed[first:last] == decomposed


def test_junk_inside_a_letter_is_removed_and_the_span_covers_it() -> None:
    raw = "Bi\u034fê\u200b\u0309n  Đông"
    clean = normalise(raw)
    assert clean.text == "Biển  Đông"
    assert raw[slice(*clean.raw(0, 4))] == "Bi\u034fê\u200b\u0309n"


def test_piled_up_marks_are_cut() -> None:
    assert len(normalise("a" + "\u0301" * 500 + "b").text) < 10


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("uỷ", "ủy"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("HOÀ", "hòa"), ("qúy", "quý")],
)
def test_tone_placements_are_equal(one: str, other: str) -> None:
    assert tone_fold(one) == tone_fold(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("hoa", "hòa"), ("toàn", "toán"), ("ma", "mà"), ("đo", "do")])
def test_different_tones_and_letters_stay_different(one: str, other: str) -> None:
    assert tone_fold(one) != tone_fold(other)


def test_fold_removes_every_vietnamese_diacritic() -> None:
    assert fold("Nguyễn Đức Độ, ở Đắk Lắk; ĐƯỜNG phố") == "nguyen duc do, o dak lak; duong pho"


def test_words_are_lowercase_composed_syllables() -> None:
    decomposed = unicodedata.normalize("NFD", "Uỷ ban, 3 người: Hà-Nội")
    assert words(decomposed) == ["uỷ", "ban", "3", "người", "hà", "nội"]
    assert nfc("a\u0302") == "â"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ủy ban nhân dân thành phố họp phiên thường kỳ tháng mười", Language.VI),
        (unicodedata.normalize("NFD", "Quốc hội thông qua nghị quyết về ngân sách"), Language.VI),
        ("The committee met on Monday to discuss the budget for the coming year.", Language.EN),
        ("Le comité s'est réuni lundi afin de discuter du budget de l'année prochaine.", Language.OTHER),
        ("12/7 · 2026", Language.OTHER),
        ("", Language.OTHER),
    ],
)
def test_language(text: str, language: Language) -> None:
    assert language_of(text) is language
