"""Honest figures: no row is judged by what learnt from it, no outlet and no day is on both sides."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from classifier.registry import RegistryError
from classifier.topics.model import load_model
from classifier.training.bytime import cut
from classifier.training.evaluate import differences, report
from classifier.training.examples import Example, starting_examples
from classifier.training.measures import abstention, mcnemar
from classifier.training.topics import train
from classifier.training.unseen import UNSEEN_FILE, answers, copied_across, marks, row_key, says, trained_on
from config.topics import CORE, load_topics

CORE_TOPICS = [t for t in load_topics() if t.id in CORE]
WRITTEN = [e for e in starting_examples() if e.topics & set(CORE)][:60] + list(starting_examples())[-60:]
DAY = datetime(2026, 11, 1, 3, tzinfo=UTC)


def office(rows: list[Example], outlets: int = 6) -> list[Example]:
    """The same texts as if people of an office had labelled them in news of ``outlets`` outlets over nine days."""
    return [
        replace(e, id=f"office-{n}", origin="office", known=frozenset(CORE), outlet=f"Báo {n % outlets}",
                published_at=DAY + timedelta(days=n % 9))
        for n, e in enumerate(rows)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Example]]:
    folder = tmp_path_factory.mktemp("m") / "model"
    rows = office(WRITTEN[:40] + WRITTEN[-40:])
    train(rows, CORE_TOPICS, folder)
    return folder, rows


def test_rows_that_made_the_shipped_weights_are_no_held_out_rows(tmp_path: Path) -> None:
    card = train(WRITTEN, CORE_TOPICS, tmp_path)
    assert card["metrics"]["out_of_fold"] == dict.fromkeys(CORE)
    assert card["metrics"]["by_time"] == dict.fromkeys(CORE)


def test_the_card_measures_the_offices_rows_only(trained: tuple[Path, list[Example]]) -> None:
    folder, rows = trained
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    for figures in card["metrics"]["out_of_fold"].values():
        assert figures["items"] == len(rows)
    for figures in card["metrics"]["by_time"].values():
        assert 0 < figures["items"] < len(rows)


def test_rows_that_trained_are_answered_by_their_fold(trained: tuple[Path, list[Example]]) -> None:
    folder, rows = trained
    strangers = [replace(e, id=f"new-{e.id}") for e in rows[:5]]
    said = answers(folder, [*rows, *strangers])
    assert said.folded[: len(rows)].all() and not said.folded[len(rows) :].any() and said.fair.all()
    assert trained_on(folder) == {row_key(e) for e in rows}
    # Wrong labels of one outlet move what the model says of its rows, and not what their fold said.
    flipped = [replace(e, topics=frozenset()) if e.outlet == "Báo 0" else e for e in rows]
    other = folder.parent / "flipped"
    train(flipped, CORE_TOPICS, other)
    mine = np.array([e.outlet == "Báo 0" for e in rows])
    learnt = [says(load_model(f), rows).chances[mine] for f in (folder, other)]
    unseen = [answers(f, rows).chances[mine] for f in (folder, other)]
    assert np.abs(learnt[0] - learnt[1]).max() > 0.05 + np.abs(unseen[0] - unseen[1]).max()


def test_the_file_of_answers_holds_no_text_and_is_checked(trained: tuple[Path, list[Example]], tmp_path: Path) -> None:
    folder, rows = trained
    content = (folder / UNSEEN_FILE).read_text(encoding="utf-8")
    assert not any(e.id in content or e.title in content for e in rows)

    shutil.copytree(folder, tmp_path / "m")
    (tmp_path / "m" / UNSEEN_FILE).write_text(content.replace("1", "0"), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"unseen\.json"):
        answers(tmp_path / "m", rows)


def test_a_copy_in_another_fold_is_judged_by_nobody(tmp_path: Path) -> None:
    rows = office(WRITTEN[:40] + WRITTEN[-40:])
    copies = [replace(rows[0], id=f"office-copy-{n}", outlet=f"Trang {n}") for n in range(8)]
    folds = np.array([n % 4 for n in range(8)])
    assert copied_across([marks(e) for e in copies], folds).all()
    assert not copied_across([marks(e) for e in rows], np.arange(len(rows)) % 4).any()
    train([*rows, *copies], CORE_TOPICS, tmp_path)
    said = answers(tmp_path, [*rows, *copies])
    assert not said.fair[-8:].any() and not said.fair[0] and said.fair[1:-8].all()
    (found,) = report(said, [*rows, *copies], ["religion"])
    assert found.measures.items == len(rows) - 1


def test_a_model_of_before_that_trained_on_labels_is_fair_on_none(
    trained: tuple[Path, list[Example]], tmp_path: Path
) -> None:
    folder, rows = trained

    shutil.copytree(folder, tmp_path / "m")
    (tmp_path / "m" / UNSEEN_FILE).unlink()
    card = json.loads((tmp_path / "m" / "card.json").read_text(encoding="utf-8"))
    del card["files"][UNSEEN_FILE]
    (tmp_path / "m" / "card.json").write_text(json.dumps(card), encoding="utf-8")
    said = answers(tmp_path / "m", [*rows, *WRITTEN[:3]])
    assert not said.fair[: len(rows)].any() and said.fair[len(rows) :].all()


def test_two_models_are_compared_on_rows_fair_to_both(trained: tuple[Path, list[Example]]) -> None:
    folder, rows = trained
    first, second = says(load_model(folder), rows), answers(folder, rows)
    second.fair[:30] = False
    (found,) = differences(first, second, rows, ["religion"])
    assert found.items == len(rows) - 30
    assert found.paired.first_only + found.paired.second_only <= found.items


def test_the_future_begins_with_a_day() -> None:
    days = [date(2026, 11, 1)] * 3 + [date(2026, 11, 2)] * 6 + [date(2026, 11, 3)]
    assert cut(days) == date(2026, 11, 3) and cut(days[:3]) is None and cut([]) is None


def test_mcnemar_and_abstention_by_hand() -> None:
    truth = np.array([True] * 5 + [False] * 5)
    first, second = truth.copy(), truth.copy()
    second[:5] = False
    found = mcnemar(first, second, truth)
    assert (found.first_only, found.second_only) == (5, 0) and found.p == pytest.approx(2 / 32)
    assert mcnemar(truth, truth, truth).p == 1.0
    unsure = np.array([True, False] * 5)
    sure = abstention(first, unsure, truth)
    assert (sure.items, sure.unsure, sure.coverage, sure.precision) == (10, 5, 0.5, 1.0)
    assert sure.recall == pytest.approx(2 / 5)
