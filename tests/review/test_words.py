"""Every text exists in both languages, every key that is asked for exists, and templates hold no text."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import review
from models.records import (
    Asserted,
    EvidenceFrom,
    EvidenceRole,
    FindingKind,
    Language,
    OutletKind,
    Role,
    SourceKind,
    Verdict,
)
from models.rows import AlertState, HealthState, JobState, Waiting
from review import filters
from review.words import Words, WordsError, load_words

HERE = Path(review.__file__).parent
TEMPLATES = sorted((HERE / "templates").glob("*.html"))
TEXTS = load_words()
VALUES = {
    "kind": FindingKind,
    "verdict": Verdict,
    "role": Role,
    "asserted": Asserted,
    "waiting": Waiting,
    "language": Language,
    "outlet_kind": OutletKind,
    "source_kind": SourceKind,
}


def test_places_are_the_same_in_both_languages() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert {key for key, pair in TEXTS.items() if places(pair.vi) != places(pair.en)} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_keys_of_templates_exist(template: Path) -> None:
    asked = re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_0-9]+)["']\s*[,)]""", template.read_text(encoding="utf-8"))
    assert [key for key in asked if key not in TEXTS] == []


def test_what_pages_say_was_done_exists() -> None:
    said = set()
    for path in (HERE / "pages").glob("*.py"):
        said |= set(re.findall(r"""visit\.go\("\w+", "(\w+)\"""", path.read_text(encoding="utf-8")))
    assert {name for name in said if f"said.{name}" not in TEXTS} == set()


@pytest.mark.parametrize(("group", "values"), VALUES.items(), ids=VALUES)
def test_every_value_has_a_name(group: str, values: type) -> None:
    assert {value for value in values if f"{group}.{value}" not in TEXTS} == set()  # type: ignore[attr-defined]


def test_states_evidence_and_filters_have_names() -> None:
    for state in (*AlertState, *HealthState, *JobState):
        assert f"state.{state}" in TEXTS
    for evidence in (*EvidenceRole, *EvidenceFrom):
        assert f"evidence.{evidence}" in TEXTS
    for name in filters.STATES:
        assert f"queue.state_{name}" in TEXTS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_text_of_their_own(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{[{%].*?[%}]\}", " ", source, flags=re.DOTALL)
    for attribute in ("title", "aria-label", "alt"):
        for value in re.findall(rf'\b{attribute}="([^"]*)"', source):
            assert not value.strip(), (template.name, value)
    text = re.sub(r"<[^>]*>", " ", source)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text)]
    # The two names of the languages stand in their own language on purpose.
    assert [w for w in words if w not in {"English", "Tiếng", "Việt"}] == []


def test_a_missing_language_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("menu:\n  today: {vi: 'Hôm nay'}\n", encoding="utf-8")
    with pytest.raises(WordsError, match=r"menu\.today"):
        load_words(tmp_path)


def test_an_unknown_language_falls_back_to_vietnamese() -> None:
    assert Words(TEXTS, "xx")("menu.today") == "Hôm nay"
    assert Words(TEXTS, "en")("menu.today") == "Today"
