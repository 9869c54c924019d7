"""Labels out and in: round trips in every format, spreadsheets, real Label Studio exports, bad lines, killed imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings, load_settings
from models.records import Bilingual, LabelRecord, Topic, TopicScores
from models.rows import LabelRow
from models.store import Store
from models.store.imports import Progress
from pipeline.bootstrap import App, build
from pipeline.labels_files import FORMATS, read, write, write_tasks
from pipeline.labels_import import Imported, import_labels
from pipeline.labels_lines import LabelLine, Unusable
from pipeline.labels_sampling import draw_samples
from pipeline.training import office_examples
from tests.models.samples import HOUR, NOW, save, seed, user

TOPICS = {
    "religion": Bilingual("Tôn giáo", "Religion"),
    "east_sea": Bilingual("Biển Đông", "East Sea"),
}
SUFFIX = {"jsonl": "jsonl", "csv": "csv", "label-studio": "json"}
CLI = [sys.executable, "-m", "pipeline.cli"]


def office(store: Store) -> App:
    """Three articles, two people, both topics."""
    seed(store)
    with store.begin() as tx:
        tx.topics.seed([Topic(id_, name, name, ("a",), ("b",), core=True) for id_, name in TOPICS.items()], NOW)
        for name in ("lan", "minh"):
            user(tx, name)
        for number in (1, 2, 3):
            article_id = save(tx, number)
            tx.tags.set_model(article_id, TopicScores("x", {"religion": 0.5, "east_sea": 0.125}, ()), "m1", NOW)
    return App(Settings(), store, lambda: NOW + HOUR, (), (), ())


def ids(store: Store) -> tuple[int, ...]:
    with store.read() as tx:
        return tx.labelling.seen_in(NOW - timedelta(days=1), NOW + timedelta(days=1))


def labelled(app: App) -> None:
    """Five labels of two people, one of them taken back."""
    first, second, third = ids(app.store)
    with app.store.begin() as tx:
        people = {row.name: row.id for row in tx.users.list()}
        for topic, value in (("religion", True), ("east_sea", False)):
            tx.tags.set_person(first, topic, value, people["lan"], "uncertain", NOW)
        tx.tags.set_person(first, "religion", False, people["minh"], "audit", NOW + timedelta(seconds=1))
        tx.tags.set_person(second, "religion", False, people["lan"], "settle", NOW + timedelta(seconds=2))
        tx.tags.set_person(third, "religion", True, people["lan"], "diverse", NOW + timedelta(seconds=3))
        assert tx.labels.undo_last(people["lan"], NOW, NOW + timedelta(seconds=4)) == third


def exported(store: Store) -> list[LabelRow]:
    with store.read() as tx:
        return list(tx.labels.export())


def brought_in(app: App, path: Path, kind: str, **options: object) -> tuple[Imported, list[str]]:
    told: list[str] = []
    done = import_labels(app, path, kind, "lan", lambda at, why: told.append(f"{at.en}: {why.en}"), **options)  # type: ignore[arg-type]
    return done, told


def key(row: LabelRow) -> tuple[object, ...]:
    return (row.label, row.version, row.url)


@pytest.mark.parametrize("kind", FORMATS)
def test_round_trip_into_an_empty_office_and_twice(store: Store, tmp_path: Path, kind: str) -> None:
    app = office(store)
    labelled(app)
    before = exported(store)
    assert len(before) == 4
    path = tmp_path / f"labels.{SUFFIX[kind]}"
    path.write_text("".join(write(kind, before)), encoding="utf-8", newline="")

    done, told = brought_in(app, path, kind)
    assert (done.added, done.same, done.bad, told) == (0, 4, 0, [])

    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    empty.migrate()
    other = office(empty)
    done, told = brought_in(other, path, kind)
    assert (done.added, done.bad, told) == (4, 0, [])
    assert sorted(map(str, map(key, exported(empty)))) == sorted(map(str, map(key, before)))
    done, _ = brought_in(other, path, kind)
    assert (done.added, done.same) == (0, 4)
    with store.read() as here, empty.read() as there:
        for article_id in ids(store):
            assert {t.topic: (t.value, t.by) for t in here.tags.of(article_id)} == {
                t.topic: (t.value, t.by) for t in there.tags.of(article_id)
            }
        assert here.labels.counts_by("view") == there.labels.counts_by("view")
    empty.close()


def test_a_file_holds_as_many_labels_as_the_store_counts(store: Store) -> None:
    app = office(store)
    labelled(app)
    rows = exported(store)
    with store.read() as tx:
        count = tx.labels.count()
    assert len("".join(write("jsonl", rows)).splitlines()) == count
    assert len("".join(write("csv", rows)).splitlines()) == count + 1
    tasks = json.loads("".join(write("label-studio", rows)))
    assert sum(len(a["result"]) for task in tasks for a in task["annotations"]) == count
    assert [len(task["annotations"]) for task in tasks] == [2, 1]


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)
dangerous = st.sampled_from(["=1+1", "+84", "-5", "@tên", "'=x", "''-y", "a;b", 'a"b,c', "\u2028=z", "'thường"])


@given(title=texts | dangerous, by=texts | dangerous, value=st.booleans(), p=st.none() | st.floats(0, 1))
def test_every_format_gives_back_what_was_written(title: str, by: str, value: bool, p: float | None) -> None:
    import unicodedata

    title, by = unicodedata.normalize("NFC", title).strip(), unicodedata.normalize("NFC", by).strip()
    at = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)
    label = LabelRecord("7", "religion", value, by, at, "audit", None, p)
    row = LabelRow(1, label, title, "", "Một đoạn.", "bao-mai", at, "https://bao-mai.example/1", 2, None)
    for kind in FORMATS:
        (line,) = read(kind, "".join(write(kind, [row])), TOPICS)
        assert isinstance(line, LabelLine), (kind, line)
        back = (line.topic, line.value, line.by, line.at, line.view, line.model_version, line.probability)
        assert back == ("religion", value, by, at, "audit", None, p), kind
        assert (line.article_id, line.version, line.url, line.title) == (7, 2, row.url, title)
    cells = "".join(write("csv", [row])).split("\r\n")[1]
    assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in cells.split(","))


@given(st.text(max_size=200) | st.sampled_from(['[{"annotations": 3}]', '[{"id": 1, "data": [], "annotations": [{"result": [{}]}]}]', "[[]]", "{}"]))
def test_no_file_makes_reading_fail(text: str) -> None:
    for kind in FORMATS:
        for line in read(kind, text, TOPICS):
            assert isinstance(line, LabelLine | Unusable)


def test_bad_lines_are_named_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    app = office(store)
    first, second, _ = ids(store)
    good = {"article_id": first, "topic": "religion", "value": True, "by": "lan", "at": NOW.isoformat()}
    lines = [
        good,
        "not json",
        {**good, "topic": "weather"},
        {**good, "value": "maybe"},
        {**good, "article_id": 999},
        {**good, "at": "yesterday"},
        {**good, "at": (NOW + timedelta(days=9)).isoformat()},
        {**good, "probability": 3},
        {**good, "colour": "red"},
        {"topic": "religion", "value": True},
        {"article_id": second, "topic": "east_sea", "value": "không"},
        [1],
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n\n", encoding="utf-8")
    for added, same in ((2, 0), (0, 2)):
        done, told = brought_in(app, path, "jsonl")
        assert (done.added, done.same, done.bad) == (added, same, 10)
        assert [line.split(":")[0] for line in told] == [f"line {n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12)]
    assert [(r.label.by, r.label.value, r.label.view) for r in exported(store)] == [
        ("lan", True, "import"),
        ("lan", False, "import"),
    ]
    assert "no such topic: weather" in told[1] and "unknown field colour" in told[7]


def test_a_killed_import_goes_on_and_restart_begins_anew(store: Store, tmp_path: Path) -> None:
    app = office(store)
    labelled(app)
    path = tmp_path / "labels.csv"
    path.write_text("".join(write("csv", exported(store))), encoding="utf-8", newline="")
    brought_in(app, path, "csv")
    with store.begin() as tx:  # as a kill after the third label leaves it
        from hashlib import sha256

        name = f"labels-{sha256(path.read_bytes()).hexdigest()}-lan"
        assert tx.imports.get(name).finished  # type: ignore[union-attr]
        tx.imports.save(name, path.name, Progress(3, 0, {"same": 3}), NOW)
    done, _ = brought_in(app, path, "csv")
    assert done == Imported(0, 4, 0, resumed=3)
    with store.begin() as tx:
        tx.imports.save(name, path.name, Progress(3, 0, {"same": 3}), NOW)
    done, _ = brought_in(app, path, "csv", restart=True)
    assert done == Imported(0, 4, 0, resumed=0)


# ── Label Studio's own exports, in the shape its guide documents ──


def annotation(choices: list[str] | None, by: object = 3, control: str = "topics", **more: object) -> dict[str, object]:
    result = {"id": "Dx", "from_name": control, "to_name": "text", "type": "choices", "value": {"choices": choices}}
    return {
        "id": 1001,
        "completed_by": by,
        "created_at": "2026-11-20T02:16:08.728353Z",
        "updated_at": "2026-11-20T02:20:00.000000Z",
        "was_cancelled": False,
        "ground_truth": False,
        "lead_time": 4.2,
        "result": [result] if choices is not None else [],
        **more,
    }


def task(number: int, *annotations: object) -> dict[str, object]:
    url = f"https://bao-mai.example/tin-{number}"
    return {
        "id": 80 + number,
        "data": {"text": "Một bài.", "url": url},
        "annotations": list(annotations),
        "drafts": [],
        "predictions": [{"model_version": "m", "result": [{"type": "choices", "value": {"choices": ["Religion"]}}]}],
        "project": 5,
        "inner_id": number,
    }


def studio(tmp_path: Path, tasks: object) -> Path:
    path = tmp_path / "project.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    return path


def said(store: Store) -> set[tuple[str, str, bool, str]]:
    return {(r.url[-1], r.label.topic, r.label.value, r.label.by) for r in exported(store)}


def test_multiple_choices_of_label_studio(store: Store, tmp_path: Path) -> None:
    app = office(store)
    tasks = [
        task(1, annotation(["Tôn giáo", "east_sea"])),
        task(2, annotation(["East Sea"])),
        task(3, annotation(None), annotation(["Religion"], was_cancelled=True)),
    ]
    done, told = brought_in(app, studio(tmp_path, tasks), "label-studio")
    assert (done.added, told) == (6, [])
    assert said(store) == {
        ("1", "religion", True, "lan"),
        ("1", "east_sea", True, "lan"),
        ("2", "religion", False, "lan"),
        ("2", "east_sea", True, "lan"),
        ("3", "religion", False, "lan"),
        ("3", "east_sea", False, "lan"),
    }
    assert exported(store)[0].label.at == datetime(2026, 11, 20, 2, 16, 8, 728353, tzinfo=UTC)
    assert brought_in(app, studio(tmp_path, tasks), "label-studio")[0].same == 6


def test_single_choice_two_annotators_and_only_what_was_chosen(store: Store, tmp_path: Path) -> None:
    app = office(store)
    tasks = [
        task(1, annotation(["Religion"], by=3), annotation(["None"], by=8)),
        task(2, annotation(["Tennis"], by={"id": 9, "email": "minh"})),
        task(9, annotation(["Religion"])),
    ]
    done, told = brought_in(app, studio(tmp_path, tasks), "label-studio", unchosen=False)
    assert said(store) == {("1", "religion", True, "label-studio-3")}
    assert [line.partition(":")[0] for line in told] == ["task 2, annotation 1", "task 3, annotation 1"]
    assert "no such topic: Tennis" in told[0] and "no article at" in told[1]
    done, _ = brought_in(app, studio(tmp_path, tasks), "label-studio")
    assert done.bad == 2 and ("1", "religion", False, "label-studio-8") in said(store)
    with store.read() as tx:
        assert len(tx.labels.disagreements()) == 1


def test_the_short_export_of_label_studio(store: Store, tmp_path: Path) -> None:
    app = office(store)
    base = {"annotator": 1, "annotation_id": 4, "created_at": "2026-11-20T02:16:08Z", "lead_time": 2.0}
    tasks = [
        {**base, "id": 1, "text": "…", "url": "https://bao-mai.example/tin-1", "topics": "Religion"},
        {**base, "id": 2, "text": "…", "url": "https://bao-mai.example/tin-2", "topics": {"choices": ["Biển Đông"]}},
    ]
    _, told = brought_in(app, studio(tmp_path, tasks), "label-studio", unchosen=False)
    assert told == [] and said(store) == {("1", "religion", True, "lan"), ("2", "east_sea", True, "lan")}


# ── what training takes, and the samples ──


def test_what_two_people_differ_on_trains_nothing_until_settled(store: Store) -> None:
    app = office(store)
    labelled(app)
    with store.begin() as tx:
        first, _, _ = ids(store)
        known = {e.id: e.known for e in office_examples(tx.labels.standing())}
        assert known[f"office-{first}"] == {"east_sea"}
        lan = tx.users.by_name("lan")
        assert lan is not None
        tx.tags.set_person(first, "religion", True, lan.id, "settle", NOW + HOUR)
        (example,) = (e for e in office_examples(tx.labels.standing()) if e.id == f"office-{first}")
        assert (example.known, example.topics) == ({"religion", "east_sea"}, {"religion"})


def test_samples_are_drawn_once_a_day_and_blind_of_answers(
    tmp_path: Path, with_model: Callable[[Path], None]
) -> None:
    with_model(tmp_path / "data")
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": str(tmp_path / "data"), "DOICHIEU_LABEL_AUDIT_PER_DAY": "4"})
    app = build(settings, lambda: NOW + HOUR)
    seed(app.store)
    with app.store.begin() as tx:
        lan = user(tx)
        made = [save(tx, number, f"Bài số {number} kể chuyện {'cầu' if number % 2 else 'lễ'}.") for number in range(9)]
        tx.tags.set_person(made[0], "religion", True, lan, "correction", NOW)
    assert draw_samples(app, size=5) == {"diverse": 5, "audit": 4}
    with app.store.read() as tx:
        first = tx.labelling.drawn("audit")
        assert made[0] not in tx.labelling.drawn("diverse")
    assert draw_samples(app, size=5) == {"diverse": 5, "audit": 0}
    later = replace(app, clock=lambda: NOW + timedelta(days=1))
    assert draw_samples(later, size=3) == {"diverse": 3, "audit": 4}
    with app.store.read() as tx:
        both = tx.labelling.drawn("audit")
    assert both[:4] == first and len(set(both)) == 8
    app.store.close()


# ── the command line ──


def test_export_and_import_from_the_console(tmp_path: Path) -> None:
    config = tmp_path / "office.yaml"
    config.write_text(f"data_dir: {tmp_path / 'data'}\n", encoding="utf-8")
    app = build(load_settings(config, {}), lambda: NOW)
    seed(app.store)
    with app.store.begin() as tx:
        article_id = save(tx, 1)
    app.store.close()

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = [*CLI, "labels", *args, "--config", str(config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)

    path = tmp_path / "in.csv"
    path.write_text(f"article_id,topic,value\n{article_id},religion,yes\n{article_id},no_such,yes\n", encoding="utf-8")
    first = run("import", str(path), "--user", "lan")
    assert first.returncode == 1 and "line 3 cannot be used: no such topic: no_such" in first.stderr
    assert "added 1 labels, 0 were there, 1 could not be used" in first.stderr
    out = run("export", "--format", "jsonl")
    (line,) = out.stdout.splitlines()
    assert out.returncode == 0 and json.loads(line)["by"] == "lan" and "exported 1 labels" in out.stderr
    assert run("import", str(config)).returncode == 2


def test_articles_to_label_elsewhere_come_back_as_labels_of_their_view(store: Store, tmp_path: Path) -> None:
    app = office(store)
    labelled(app)
    with store.read() as tx:
        (third,) = tx.labelling.unanswered("uncertain", "religion", 1)
        tasks = [tx.articles.as_value(third)]
    outlets = {task.id: "bao-mai" for task in tasks}
    csv = "".join(write_tasks("csv", "uncertain", tasks, outlets, ["religion", "east_sea"]))
    assert csv.count("\r\n") == 3 and "0.5" not in csv
    path = tmp_path / "tasks.csv"
    path.write_text(csv.replace(",religion,,", ",religion,yes,"), encoding="utf-8", newline="")
    done, told = brought_in(app, path, "csv")
    assert (done.added, done.bad, told) == (1, 0, [])
    assert exported(store)[-1].label.view == "uncertain"
    (blank,) = json.loads("".join(write_tasks("label-studio", "audit", tasks, outlets, [])))
    assert blank["data"]["article_id"] == third and "annotations" not in blank
    filled = [{**blank, "annotations": [annotation(["yes"], control="east_sea")]}]
    assert brought_in(app, studio(tmp_path, filled), "label-studio")[0].added == 1
    assert (exported(store)[-1].label.topic, exported(store)[-1].label.view) == ("east_sea", "audit")
