"""Every kind of mistake in the office's data is refused, in both languages, saying where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.claimreview import load_claimreviews
from config.digest import load_digest
from config.errors import ConfigError
from config.outlets import load_outlets, refuse_social
from config.references import load_references
from config.strict import read_yaml
from config.topics import load_topics

OUTLET = """id: a
name: A
kind: press
homepage: https://a.example/
language: vi
sources:
  - {id: a-1, url: https://a.example/rss, confirmed: "2026-09"}
"""
TOPIC = """id: %s
name: {vi: Tên, en: Name}
definition: {vi: Là gì, en: What it is}
examples: [Một ví dụ]
counter_examples: [Một phản ví dụ]
"""
REFERENCE = """- id: ref-a
  statement: {vi: Một câu., en: A sentence.}
  publisher: P
  document: D
  date: "2020-02-29"
"""
CONTESTED = (
    REFERENCE
    + """  contested: true
  positions:
    - {holder: A, statement: {vi: Một., en: One.}}
    - {holder: B, statement: {vi: Hai., en: Two.}}
"""
)
DIGEST = """title: {vi: "{office} {period}", en: "{office} {period}"}
sections:
  - {id: trust, title: {vi: T, en: T}}
  - {id: unseen, title: {vi: U, en: U}}
  - {id: errata, title: {vi: E, en: E}}
"""
CLAIM = (
    '{"@type": "ClaimReview", "claimReviewed": "Một câu", "reviewRating": {"alternateName": "Sai"}, '
    '"author": {"name": "Nơi kiểm chứng"}, "url": "https://check.example/1", "datePublished": "2026-01-31", '
    '"itemReviewed": {"author": {"name": "somebody"}}}'
)


def refused(load: Callable[[Path], Any], path: Path, content: str, vi: str, en: str) -> None:
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path if path.suffix == ".yaml" and load is load_digest else path.parent)
    message = raised.value.message
    assert vi in message.vi and en in message.en
    assert str(raised.value) == f"{message.vi} / {message.en}"


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        (OUTLET.replace("kind:", "knid:"), "dòng 3: không có khóa 'knid'", "line 3: unknown key 'knid'"),
        (OUTLET.replace("press", "pres"), "có phải là press?", "did you mean press?"),
        (OUTLET.replace("vi\n", "vn\n"), "language: không có 'vn'", "no such 'vn'"),
        (OUTLET.replace("name: A\n", ""), "thiếu khóa 'name'", "missing key 'name'"),
        (OUTLET + "name: B\n", "a.yaml:8: khóa 'name' viết hai lần", "a.yaml:8: duplicate key 'name'"),
        (OUTLET.replace("https://a.example/rss", "ftp://a.example/"), "phải là địa chỉ http(s)", "an http(s) address"),
        (OUTLET.replace("https://a.example/rss", "'http://[::1/'"), "phải là địa chỉ http(s)", "an http(s) address"),
        (OUTLET.replace("https://a.example/rss", "https://m.facebook.com/a"), "mạng xã hội", "social network"),
        (OUTLET.replace("https://a.example/\n", "https://a.substack.com/\n"), "trang cá nhân", "personal publishing"),
        (OUTLET + "  - {id: a-1, url: https://a.example/2}\n", "id dùng hai lần: a-1", "id used twice: a-1"),
        (OUTLET + "  - {id: a-2, url: https://a.example/rss}\n", "url dùng hai lần", "url used twice"),
        (OUTLET.replace("id: a\n", "id: Báo A\n"), "chỉ dùng a-z, 0-9", "only a-z, 0-9"),
        (OUTLET.replace("2026-09", "tháng 9"), "cần năm hoặc năm-tháng", "YYYY or YYYY-MM"),
        (OUTLET + "enabled: maybe\n", "phải là true hoặc false", "must be true or false"),
        (OUTLET + "aliases: A\n", "phải là danh sách", "must be a list"),
        (OUTLET + "healthy: {max_silence_hours: -1}\n", "phải là số không âm", "at least 0"),
        (OUTLET + "healthy: {max_silence: 1}\n", "có phải là max_silence_hours?", "did you mean max_silence_hours?"),
        ("- a\n", "phải là các cặp khóa: giá trị", "must be key: value pairs"),
        ("1: a\n", "khóa phải là chữ: 1", "a key must be text: 1"),
        ("id: [", "YAML không hợp lệ", "invalid YAML"),
    ],
)
def test_outlets(tmp_path: Path, content: str, vi: str, en: str) -> None:
    refused(load_outlets, tmp_path / "a.yaml", content, vi, en)


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        (TOPIC % "religion", "thiếu chủ đề cốt lõi east_sea", "core topic east_sea is missing"),
        (TOPIC.replace("en: Name", "eng: Name") % "a", "không có khóa 'eng'; có phải là en?", "unknown key 'eng'"),
        (TOPIC.replace("[Một ví dụ]", "Một ví dụ") % "a", "examples: phải là danh sách", "examples: must be a list"),
        (TOPIC.replace("Tên", "''") % "a", "name.vi: phải là chữ", "name.vi: must be text"),
    ],
)
def test_topics(tmp_path: Path, content: str, vi: str, en: str) -> None:
    refused(load_topics, tmp_path / "a.yaml", content, vi, en)


def test_a_topic_twice(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(TOPIC % "religion", "utf-8")
    refused(load_topics, tmp_path / "a.yaml", TOPIC % "religion", "chủ đề dùng hai lần", "topic used twice")


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        (REFERENCE + REFERENCE, "tham chiếu dùng hai lần: ref-a", "reference used twice: ref-a"),
        (REFERENCE.replace("2020-02-29", "2021-02-29"), "cần năm, năm-tháng", "YYYY, YYYY-MM"),
        (REFERENCE.replace('"2020-02-29"', "2021-02-30"), "YAML không hợp lệ", "invalid YAML"),
        (REFERENCE.replace("2020-02-29", "2021-13"), "cần năm, năm-tháng", "YYYY, YYYY-MM"),
        (REFERENCE.replace("  publisher: P\n", ""), "thiếu khóa 'publisher'", "missing key 'publisher'"),
        (REFERENCE.replace("document: D", "document: ''"), "document: phải là chữ", "document: must be text"),
        (REFERENCE + "  url: https://t.me/x\n", "mạng xã hội", "social network"),
        (REFERENCE + "  check: true\n", "có phải là checked?", "did you mean checked?"),
        (REFERENCE + "  contested: true\n", "ít nhất hai lập trường", "two positions"),
        (CONTESTED.replace("holder: B", "holder: A"), "hai lập trường của hai bên", "two holders"),
        (CONTESTED.replace("contested: true", "contested: false"), "phải có contested: true", "contested: true"),
        ("a: 1\n", "phải là danh sách", "must be a list"),
    ],
)
def test_references(tmp_path: Path, content: str, vi: str, en: str) -> None:
    refused(load_references, tmp_path / "a.yaml", content, vi, en)


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        (DIGEST.replace("errata", "erata"), "có phải là errata?", "did you mean errata?"),
        (DIGEST.replace("id: errata", "id: models"), "không được bỏ mục errata", "errata may not be left out"),
        (DIGEST + "  - {id: trust, title: {vi: T, en: T}}\n", "mục dùng hai lần: trust", "section used twice: trust"),
        (DIGEST.replace("{period}", "{date}"), "chỉ dùng được {office} và {period}", "only {office} and {period}"),
        (DIGEST.replace("{period}", "{period"), "chỉ dùng được {office} và {period}", "only {office} and {period}"),
        ("title: {vi: a, en: a}\nsections: a\n", "phải là danh sách", "must be a list"),
    ],
)
def test_digest(tmp_path: Path, content: str, vi: str, en: str) -> None:
    refused(load_digest, tmp_path / "digest.yaml", content, vi, en)


@pytest.mark.parametrize(
    ("content", "vi", "en"),
    [
        ("[", "JSON không hợp lệ", "invalid JSON"),
        (CLAIM.replace("ClaimReview", "Article"), "không phải ClaimReview", "is no ClaimReview"),
        (CLAIM.replace("alternateName", "name"), "thiếu kết luận", "no verdict"),
        (CLAIM.replace('{"name": "Nơi kiểm chứng"}', '"x"'), "thiếu nơi kiểm chứng", "no fact-checker"),
        (CLAIM.replace('"claimReviewed": "Một câu", ', ""), "claimReviewed: phải", "claimReviewed: must be"),
        (CLAIM.replace("https://check.example/1", "https://www.tiktok.com/1"), "mạng xã hội", "social network"),
    ],
)
def test_checked_claims(tmp_path: Path, content: str, vi: str, en: str) -> None:
    refused(load_claimreviews, tmp_path / "a.json", content, vi, en)


@pytest.mark.parametrize("form", [CLAIM, f"[{CLAIM}]", f'{{"dataFeedElement": [{{"item": [{CLAIM}]}}]}}'])
def test_checked_claims_in_each_form_without_the_claimant(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.json").write_text(form, "utf-8")
    (claim,) = load_claimreviews(tmp_path)
    assert claim.claim == "Một câu" and claim.publisher == "Nơi kiểm chứng"
    assert "somebody" not in repr(claim)


@pytest.mark.parametrize("load", [load_outlets, load_topics, load_references, load_claimreviews])
def test_a_missing_folder(tmp_path: Path, load: Callable[[Path], Any]) -> None:
    with pytest.raises(ConfigError, match=r"không có thư mục .* / there is no folder"):
        load(tmp_path / "none")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"không có tệp .* / there is no file"):
        read_yaml(tmp_path / "none.yaml")


@given(st.text(max_size=60))
def test_any_text_as_an_address_is_answered(text: str) -> None:
    reason = refuse_social(text)
    assert reason is None or (reason.vi and reason.en)


@given(st.sampled_from(["facebook.com", "t.me", "x.com", "youtu.be"]), st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True))
def test_subdomains_are_refused_and_look_alikes_are_not(domain: str, word: str) -> None:
    assert refuse_social(f"https://{word}.{domain}/page")
    assert refuse_social(f"https://user@{word}.{domain}.:443/page")
    assert refuse_social(f"https://{word}-{domain}/page") is None
    assert refuse_social(f"https://{domain}.{word}.example/{domain}") is None


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3))
def test_any_file_is_refused_with_a_reason(tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("yaml") / "a.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in values.items()), "utf-8", errors="replace")
    with pytest.raises(ConfigError) as raised:
        load_outlets(path)
    assert "a.yaml" in raised.value.message.vi and "a.yaml" in raised.value.message.en
