"""The archive is used where held-out labels show that it helped, and nowhere else. The words are invented."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from classifier.topics.model import load_model
from classifier.training.examples import Example
from classifier.training.topics import train
from models.records import Bilingual, Topic

SYLLABLES = [a + b for a in "bcdghlmn" for b in "aeiou"]
OUTLETS = 8
TOPIC = Topic("bees", Bilingual("ong", "bees"), Bilingual("ong", "bees"), ("một ví dụ",), ("khác hẳn",))


def word(number: int) -> str:
    return f"{SYLLABLES[number % 40]}x{SYLLABLES[number // 40]}"


COMMON = {True: [word(400 + n) for n in range(3)], False: [word(420 + n) for n in range(3)]}


def own_words(about: bool, outlet: int) -> list[str]:
    """Each outlet has its own words for the same thing: labels of the others teach little of them."""
    return [word((0 if about else 100) + outlet * 6 + n) for n in range(6)]


def labelled(count: int = 96) -> list[Example]:
    """Half of the texts have one of the words that all outlets share."""
    some = random.Random(1)
    rows = []
    for n in range(count):
        about, outlet = n % 2 == 0, n // 2 % OUTLETS
        words = some.sample(own_words(about, outlet), 3) + some.sample(COMMON[about], some.randrange(2))
        topics = frozenset(["bees"]) if about else frozenset()
        rows.append(Example(f"l{n}", " ".join(words), "", topics, outlet=f"o{outlet}", origin="office"))
    return rows


def archive(bridging: bool, count: int = 500) -> list[Example]:
    """Unlabelled texts, a shared word beside words of all outlets, or beside words that no label has."""
    some = random.Random(2)
    rows = []
    for n in range(count):
        about = n % 2 == 0
        theirs = [w for outlet in range(OUTLETS) for w in own_words(about, outlet)]
        words = some.sample(theirs if bridging else [word(300 + i) for i in range(60)], 8)
        rows.append(Example(f"a{n}", " ".join([*words, some.choice(COMMON[about])]), "", frozenset(), outlet=f"w{n % 9}"))
    return rows


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("plain") / "m"
    return folder, train(labelled(), [TOPIC], folder)


def test_an_archive_that_helps_is_used_and_the_card_says_how_much(
    plain: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    card = train(labelled(), [TOPIC], tmp_path, archive=archive(bridging=True))
    (row,) = card["archive"]
    assert row["used"] and row["difference"]["low"] > 0 and row["f1_with"] > row["f1_without"] + 0.1
    assert "the archive helped and is used" in row["says_en"] and "đã dùng" in row["says_vi"]
    assert row["articles_taken_as_yes"] > 50 and row["articles_taken_as_no"] > 50
    assert card["metrics"]["out_of_fold"]["bees"]["f1"] == row["f1_with"]
    assert card["data"]["unlabelled"] == 500 and card["data"]["examples"] == 98
    assert not np.array_equal(load_model(tmp_path).weights, load_model(plain[0]).weights)


def test_an_archive_that_does_not_help_changes_nothing(plain: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    card = train(labelled(), [TOPIC], tmp_path, archive=archive(bridging=False))
    (row,) = card["archive"]
    assert not row["used"] and "not used" in row["says_en"] and row["difference"]["low"] <= 0
    assert np.array_equal(load_model(tmp_path).weights, load_model(plain[0]).weights)
    assert card["metrics"]["out_of_fold"] == plain[1]["metrics"]["out_of_fold"]


def test_with_few_labels_the_archive_is_not_used_and_the_card_says_so(tmp_path: Path) -> None:
    card = train(labelled(16), [TOPIC], tmp_path, archive=archive(bridging=True, count=60))
    (row,) = card["archive"]
    assert not row["used"] and row["difference"] is None and "too few labels to tell" in row["says_en"]


def test_without_an_archive_the_card_is_silent_of_it(plain: tuple[Path, dict[str, Any]]) -> None:
    assert plain[1]["archive"] == [] and plain[1]["data"]["unlabelled"] == 0


def test_copies_of_held_out_texts_in_the_archive_do_not_help(tmp_path: Path) -> None:
    """An archive of the labelled texts themselves shows each fold nothing of its own texts."""
    rows = labelled()
    long = [Example(e.id, e.title + " " + e.title, "", e.topics, outlet=e.outlet, origin="office") for e in rows]
    copies = [Example(f"c{n}", e.title, "", frozenset(), outlet=f"w{n % 9}") for n, e in enumerate(long)]
    (row,) = train(long, [TOPIC], tmp_path, archive=copies)["archive"]
    assert not row["used"]
