"""The deciders of the desk: marks, differences, throttling, passwords, answers, blind items."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.records import Verdict
from review.deciding import Answer, Standing, refusal
from review.diff import changes, shortened
from review.marks import Mark, excerpt, paragraphs
from review.pages.models import Table, laid_out
from review.passwords import hash_password, password_problem, verify_password
from review.sessions import csrf_fits, csrf_of
from review.shown import against
from review.throttle import Failure, minutes_to_wait
from review.visit import is_local
from tests.review.material import NOW

TEXTS = st.text(alphabet="aă đ\n<&ệ🙂", max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5))
def test_marking_loses_no_character_and_marks_exactly_the_span(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, n) for n, (start, end) in enumerate(spans)]
    cut = paragraphs(text, marks)
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in paragraph) for paragraph in cut] == lines
    for mark in marks:
        marked = "".join(piece.text for paragraph in cut for piece in paragraph if mark.number in piece.numbers)
        expected = text[max(0, mark.start) : max(0, mark.end)] if mark.start < mark.end else ""
        wanted = "".join(line for line in _lines_with(text, mark) if line)
        assert marked == wanted
        assert len(marked) <= len(expected)
    opened = [n for paragraph in cut for piece in paragraph for n in piece.opens]
    assert len(opened) == len(set(opened))
    closed = [n for paragraph in cut for piece in paragraph for n in piece.closes]
    assert sorted(closed) == sorted(opened)  # every number is put once, after the last of its words


def _lines_with(text: str, mark: Mark) -> list[str]:
    """The marked part of each line that is shown, found character by character."""
    out, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append("".join(c for i, c in enumerate(line, start) if mark.start <= i < mark.end))
        start += len(line) + 1
    return out


@given(TEXTS, TEXTS)
def test_passages_set_word_against_word_are_still_themselves(passage: str, other: str) -> None:
    ours, theirs = against(passage, other)
    assert ("".join(run.text for run in ours), "".join(run.text for run in theirs)) == (passage, other)


def test_passages_with_little_in_common_are_left_whole() -> None:
    ours, theirs = against("Bộ nói không có cơ sở", "Bộ nói có cơ sở")
    assert [run.text.strip() for run in ours if run.kind != "same"] == ["không"]
    assert all(run.kind == "same" for run in theirs)
    ours, theirs = against("một hai ba bốn", "năm sáu bảy tám")
    assert [run.kind for run in (*ours, *theirs)] == ["same", "same"]


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_an_excerpt_is_a_run_of_the_text(text: str, start: int, end: int) -> None:
    cut = excerpt(text, (start, end), room=8)
    assert cut.before + cut.passage + cut.after in text
    assert cut.passage == text[start : max(start, end)]


@given(TEXTS, TEXTS)
def test_changes_give_back_both_versions(old: str, new: str) -> None:
    runs = changes(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new


def test_long_unchanged_runs_are_shortened() -> None:
    runs = shortened(changes("a " * 500, "a " * 500 + "b"))
    assert len(runs[0].text) < 300
    assert runs[-1].text == "b"


def test_throttling_counts_name_and_address_apart() -> None:
    bad = [Failure("lan", "10.0.0.1", NOW - timedelta(minutes=n)) for n in range(5)]
    assert minutes_to_wait(bad, "lan", "10.0.0.1", NOW) > 0
    assert minutes_to_wait(bad, "LAN", "10.0.0.1", NOW) > 0
    assert minutes_to_wait(bad, "lan", "10.0.0.2", NOW) == 0  # a colleague elsewhere is not locked out
    assert minutes_to_wait(bad[:4], "lan", "10.0.0.1", NOW) == 0
    assert minutes_to_wait(bad, "lan", "10.0.0.1", NOW + timedelta(minutes=16)) == 0
    many = [Failure(f"n{n}", "10.0.0.1", NOW) for n in range(20)]
    assert minutes_to_wait(many, "ai", "10.0.0.1", NOW) == 15


def test_the_wait_ends_when_it_says() -> None:
    bad = [Failure("lan", "x", NOW - timedelta(minutes=n, seconds=30)) for n in range(5)]
    wait = minutes_to_wait(bad, "lan", "x", NOW)
    assert minutes_to_wait(bad, "lan", "x", NOW + timedelta(minutes=wait)) == 0


def test_passwords_are_hashed_with_argon2_and_checked() -> None:
    stored = hash_password("chín con trâu trắng")
    assert stored.startswith("$argon2id$")
    assert verify_password("chín con trâu trắng", stored)
    assert verify_password(unicodedata.normalize("NFD", "chín con trâu trắng"), stored)
    assert not verify_password("chín con trâu đen", stored)
    assert not verify_password("x", None)
    assert not verify_password("x", "not a hash")


def test_weak_passwords_are_refused() -> None:
    assert password_problem("ngắn", "lan") is not None
    assert password_problem("aaaaaaaaaaaaaaaa", "lan") is not None
    assert password_problem("tên tôi là Lan đó", "lan") is not None
    assert password_problem("một hai ba bốn", "lan", current="một hai ba bốn") is not None
    assert password_problem("một hai ba bốn", "lan") is None


def test_csrf_tokens_belong_to_one_session() -> None:
    assert csrf_fits("a", csrf_of("a"))
    assert not csrf_fits("a", csrf_of("b"))
    assert not csrf_fits("a", "")


def test_only_local_addresses_are_gone_back_to() -> None:
    assert is_local("/queue?x=1")
    for bad in ("", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "queue"):
        assert not is_local(bad)


def answer(verdict: str = Verdict.DISTORTION, note: str = "", ticked: tuple[int, ...] = (), seen: int = 0) -> Answer:
    return Answer(verdict, note, ticked, 1, seen)


def standing(hidden: bool = False, decisions: int = 0, decidable: bool = True, version: int = 1) -> Standing:
    return Standing(version, decisions, {7}, hidden, decidable)


def test_a_distortion_needs_ticked_evidence() -> None:
    assert refusal(answer(), standing()) is not None
    assert refusal(answer(ticked=(8,)), standing()) is not None
    assert refusal(answer(ticked=(7,)), standing()) is None
    assert refusal(answer(Verdict.ACCURATE), standing()) is None


def test_a_blind_distortion_needs_a_note_whatever_lies_behind() -> None:
    assert refusal(answer(), standing(hidden=True)) is not None
    assert refusal(answer(note="đoạn hai"), standing(hidden=True)) is None
    audit = Standing(1, 0, set(), hidden=True, decidable=True)
    assert refusal(answer(), audit) == refusal(answer(), standing(hidden=True))


def test_answers_to_something_else_are_refused() -> None:
    assert refusal(answer("nonsense"), standing()) is not None
    assert refusal(answer(Verdict.ACCURATE), standing(version=2)) is not None
    assert refusal(answer(Verdict.ACCURATE), standing(decisions=1)) is not None
    assert refusal(answer(Verdict.ACCURATE, seen=1), standing(decisions=1)) is None
    assert refusal(answer(Verdict.ACCURATE), standing(decidable=False)) is not None


def test_a_model_card_repeats_names_only_once() -> None:
    card = laid_out({"seed": 0, "by": {"a": {"f1": 1}, "b": {"f1": 2, "n": 3}}, "list": [{"topic": "a", "auc": 0.5}] * 2})
    assert card.facts == (("seed", 0), ("list.a.topic", "a"), ("list.a.auc", 0.5))
    assert card.tables == (Table("by", ("f1", "n"), (("a", (1, "")), ("b", (2, 3)))),)
    odd = laid_out({"list": [{"topic": "a", "auc": 0.5}, {"topic": "b", "auc": 0.6}]})
    assert odd.tables == (Table("list", ("auc",), (("a", (0.5,)), ("b", (0.6,)))),)
