"""Names: what they stand for, aliases, and what is no name."""

from __future__ import annotations

import pytest

from classifier.text.gazetteer import ALIASES
from classifier.text.names import clashing, read_names, same_name, telling
from classifier.text.sentences import Words, sentence_spans


def names(text: str):
    return [n for a, b in sentence_spans(text) for n in read_names(Words(text, a, b))]


def one(text: str):
    found = names(text)
    assert len(found) == 1, [text[n.start:n.end] for n in found]
    return found[0]


@pytest.mark.parametrize("a,b", [
    ("ở TP.HCM", "ở Thành phố Hồ Chí Minh"), ("tại Sài Gòn", "tại TP HCM"), ("trên Biển Đông", "in the South China Sea"), ("của Bộ Ngoại giao", "của BNG"),
    ("phía Bắc Kinh", "phía Trung Quốc"), ("tại Moskva", "tại Matxcơva"), ("sông Mê Kông", "sông Mekong"), ("ông Netanyahu", "ông Benjamin Netanyahu"),
    ("theo LHQ", "theo Liên Hợp Quốc"), ("quần đảo Trường Sa", "the Spratly Islands"), ("ở Kiev", "ở Kyiv"),
])
def test_aliases_are_one(a: str, b: str):
    assert same_name(one(a), one(b))


@pytest.mark.parametrize("a,b", [("ở Hà Giang", "ở Hà Nam"), ("phía Nga", "phía Ukraine"), ("đảo Phú Quý", "đảo Lý Sơn"), ("của Bộ Y tế", "của Bộ Công an")])
def test_different_names_clash(a: str, b: str):
    assert not same_name(one(a), one(b)) and clashing(one(a), one(b))


def test_person_and_place_do_not_clash():
    assert not clashing(one("gặp ông Karim Khan"), one("tới tỉnh Hà Giang"))


def test_first_word_of_a_sentence_is_no_name():
    assert names("Nông dân trồng lúa.") == [] and names("Theo quy định mới thì không.") == []


def test_country_before_a_person_is_split_off():
    text = "gặp Tổng thống Mỹ Joe Biden hôm qua"
    assert [text[n.start:n.end] for n in names(text)] == ["Mỹ", "Joe Biden"]


def test_vietnamese_given_names_are_not_countries():
    text = "bị cáo Anh Tuấn khai"
    assert all(not n.ids for n in names(text))


def test_codes_are_not_telling():
    assert not telling(one("đạt 5 tỷ USD"))


def test_gazetteer_keys_are_folded_tokens():
    assert all(part == part.lower() for key in ALIASES for part in key)


@pytest.mark.parametrize("text,name,kind", [
    ("Chủ tịch Quốc hội Trần Văn Bình dẫn đầu đoàn", "Trần Văn Bình", "person"),
    ("cựu Thủ tướng Bồ Đào Nha Antonio Castelo phát biểu", "Antonio Castelo", "person"),
    ("hôm qua Cục Địa chất đã khảo sát", "Cục Địa chất", "body"),
    ("trường Trần Văn Bình khai giảng", "Trần Văn Bình", "body"),
])
def test_people_after_bodies_and_countries(text: str, name: str, kind: str):
    assert (name, kind) in [(text[n.start:n.end], n.kind) for n in names(text)]
