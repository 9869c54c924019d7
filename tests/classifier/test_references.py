"""The reference library against articles of our own: one detail wrong, or agreeing, reported or near; both languages."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from classifier.compare import CompareItem, Comparer
from classifier.findings.acts import act_of
from classifier.references import contested_about
from config.references import load_references
from models.records import Bilingual, Finding, FindingKind, Reference

SET = Path(__file__).parent / "sets" / "reference_articles.yaml"
NEAR = SET.with_name("reference_near.yaml")
AT = datetime(2026, 5, 1, tzinfo=UTC)
AROUND = {
    "vi": "Buổi tọa đàm sáng nay có nhiều nhà nghiên cứu và sinh viên tham dự.\n{} Ban tổ chức nói tài liệu sẽ được đưa "
    "lên trang của trường để bạn đọc tra cứu.\nPhần hỏi đáp kéo dài đến trưa.",
    "en": "Researchers and students filled the hall for this morning's discussion.\n{} The organisers said the papers "
    "will be put on the school's website for readers.\nQuestions went on until noon.",
}
TITLE = {"vi": "Tọa đàm ở trường đại học", "en": "A discussion at the university"}


@cache
def rows() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(SET.read_text("utf-8")))


@cache
def comparer() -> Comparer:
    return Comparer(load_references())


def found(language: str, sentence: str, at: datetime = AT) -> tuple[Finding, ...]:
    text = AROUND[language].format(sentence)
    return comparer().compare(CompareItem("x", text, TITLE[language], at)).findings


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_agrees_is_reported_or_only_near_is_left_alone(language: str) -> None:
    flagged = {r["ref"]: [f.passage for f in found(language, r[f"{language}_ok"])] for r in rows()}
    assert {ref: passages for ref, passages in flagged.items() if passages} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_stands_near_a_record_is_another_matter(language: str) -> None:
    near = yaml.safe_load(NEAR.read_text("utf-8"))[language]
    assert len(near) >= 30
    assert {s: [f.passage for f in found(language, s)] for s in near if found(language, s)} == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_one_wrong_detail_is_found_against_the_statement_in_the_article_s_language(language: str) -> None:
    hits, total = Counter[str](), Counter[str]()
    for row in rows():
        total[row["kind"]] += 1
        hits[row["kind"]] += any(f.evidence[0].reference_id == row["ref"] for f in found(language, row[language]))
    assert sum(hits.values()) >= 0.8 * sum(total.values()), hits
    assert hits["date"] >= 0.9 * total["date"]
    assert hits["figure"] >= 0.6 * total["figure"] and hits["actor"] >= 0.6 * total["actor"], hits


WRONG = {"vi": "Việt Nam gia nhập ASEAN ngày 28/7/1996.", "en": "Viet Nam joined ASEAN on 28 July 1996."}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Một học giả viết rằng Việt Nam gia nhập ASEAN ngày 28/7/1996."),
        ("vi", "“Việt Nam gia nhập ASEAN ngày 28/7/1996”, một sinh viên nói."),
        ("en", "A scholar wrote that Viet Nam joined ASEAN on 28 July 1996."),
        ("en", "“Viet Nam joined ASEAN on 28 July 1996”, a student said."),
        ("vi", "Một tờ báo viết rằng Việt Nam và Hoa Kỳ tuyên bố bình thường hóa quan hệ ngày 11/7/1994."),
    ],
)
def test_reported_and_quoted_words_are_never_held_against_the_library(language: str, sentence: str) -> None:
    assert found(language, WRONG[language])
    assert found(language, sentence) == ()


def test_a_record_of_what_a_body_announced_is_held_against_who_says_it_announced_it() -> None:
    (finding,) = found("vi", "Việt Nam và Hoa Kỳ tuyên bố bình thường hóa quan hệ ngày 11/7/1994.")
    assert (finding.kind, finding.evidence[0].reference_id) == (FindingKind.DATE, "ref-us-normal")


def test_a_text_is_not_held_against_a_record_younger_than_itself() -> None:
    said = "Chính quyền địa phương hai cấp hoạt động từ ngày 1/9/2025."
    assert found("vi", said) and not found("vi", said, datetime(2025, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "EVFTA được Nghị viện châu Âu phê chuẩn ngày 12/2/2020."),
        ("en", "The European Parliament approved the EVFTA on 12 February 2020; it entered into force in August."),
        ("vi", "Việt Nam và Nhật Bản nâng quan hệ lên Đối tác Chiến lược Toàn diện ngày 27/11/2023, sau Hoa Kỳ."),
        ("en", "Viet Nam and Japan raised ties to a Comprehensive Strategic Partnership on 27 November 2023, as with the United States."),
    ],
)
def test_another_act_and_another_country_are_another_matter(language: str, sentence: str) -> None:
    assert found(language, sentence) == ()


def test_the_act_nearest_to_a_date() -> None:
    low = "luật được thông qua ngày 18/11/2016 và có hiệu lực từ ngày 1/1/2018"
    assert act_of(low, (low.index("18/11"), low.index("18/11") + 10)) == "pass"
    assert act_of(low, (low.index("1/1/"), len(low))) == "force"
    assert act_of("vào ngày 18/11/2016", (9, 19)) is None


DISPUTED = Reference(
    "shoal", Bilingual("Tên gọi bãi ngầm Sa Vĩ.", "The name of the Sa Vi shoal."), "A", "B", None, None,
    keywords=("bãi ngầm Sa Vĩ", "Sa Vi shoal"), contested=True,
)  # fmt: skip


def test_contested_references_are_found_in_both_languages_and_flag_nothing() -> None:
    assert contested_about((DISPUTED,), "Chuyện biển", "Tàu cá neo gần bãi ngầm Sa Vĩ hôm qua.") == (DISPUTED,)
    assert contested_about((DISPUTED,), "At sea", "Boats anchored near the Sa Vi shoal yesterday.") == (DISPUTED,)
    assert contested_about((DISPUTED,), "Chuyện biển", "Tàu cá neo trong vịnh hôm qua.") == ()
    text = "Bãi ngầm Sa Vĩ có tên gọi là bãi Đá Dài."
    assert Comparer((DISPUTED,)).compare(CompareItem("x", text)).findings == ()
