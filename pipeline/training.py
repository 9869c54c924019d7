"""Labels ─train─gate─▶ Model: a candidate beside the champion, never a replacement by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.topics.model import load_model
from classifier.training.evaluate import report
from classifier.training.examples import Example, gate_examples, starting_examples
from classifier.training.gate import OFFICE, WRITTEN, Evidence, judge
from classifier.training.holdout import CROSS_FITTED, HELD_OUT, HoldOut, choose, held
from classifier.training.neutrality import check
from classifier.training.unseen import answers, marks, row_key, trained_on
from config.topics import CORE
from models.records import Bilingual, Topic
from models.rows import LabelRow
from models.store import Conflict, Transaction
from models.text import language_of
from pipeline.bootstrap import App
from pipeline.first_models import NAME, champion_folder, point_to, register, topics_folder, train_into

ARCHIVE = 2000  # unlabelled articles, the newest
ITSELF = Bilingual("chính là mô hình đang dùng: không có gì mới", "it is the model in charge itself: nothing is new")
WRITTEN_RULE = Bilingual("tin viết riêng cho việc này, không dạy mô hình nào", "written for this; they teach no model")


def office_examples(labels: Sequence[LabelRow]) -> tuple[Example, ...]:
    """One example an article from what people said of it: their latest answers, all of which must agree.

    A topic on which two people disagree is left unknown until it is settled.
    """
    answers_of: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    texts: dict[str, LabelRow] = {}
    for row in labels:
        answers_of[row.label.article_id][row.label.topic].add(row.label.value)
        texts[row.label.article_id] = row
    examples = []
    for article_id, by_topic in answers_of.items():
        row = texts[article_id]
        agreed = {topic: values.copy().pop() for topic, values in by_topic.items() if len(values) == 1}
        examples.append(
            Example(
                id=f"office-{article_id}",
                title=row.title,
                summary=row.summary,
                text=row.text,
                topics=frozenset(topic for topic, value in agreed.items() if value),
                known=frozenset(agreed),
                language=language_of(f"{row.title} {row.summary} {row.text[:500]}"),
                outlet=row.outlet_id,
                published_at=row.published_at,
                origin="office",
                batch="office",
            )
        )
    return tuple(examples)


def train_topics(
    app: App, corpus: Sequence[Example] | None = None, *, archive: bool = False
) -> dict[str, Any]:
    """Train a candidate, register it, and have the gate judge it against the champion.

    ``corpus`` teaches beside the office's labels; None: the one of the repository. ``archive``: try the office's newest
    unlabelled articles, too, and use them where they help. The rows the gate judges on are
    chosen before training (``classifier.training.holdout``). Raises TrainingError or ConfoundedError with the reason;
    the champion stays in charge in every case.
    """
    office, topics = _labels_and_topics(app)
    split = choose(office, CORE)
    taught = (*(starting_examples() if corpus is None else corpus), *split.learn)
    kept = unlabelled(app, split) if archive else ()
    folder, card = train_into(app.settings, taught, topics, {"hold_out": split.as_row()}, kept)
    with app.store.begin() as tx:
        register(app, tx, folder)
    verdict = judge_model(app, folder, split)
    with app.store.begin() as tx:
        tx.models.judge(NAME, folder.name, "training", verdict, app.clock())
        _noted(tx, app, "model_trained", "training", folder.name, _briefly(verdict))
    return {
        "version": folder.name,
        "examples": len(split.learn),
        "gate": _told(verdict),
        "confounding": card.get("confounding"),
        "archive": card.get("archive"),
        "metrics": card.get("metrics"),
    }


def unlabelled(app: App, split: HoldOut) -> tuple[Example, ...]:
    """The newest stored articles that nobody labelled: none of a held-out outlet, no copy of a held-out row."""
    with app.store.read() as tx:
        found = tx.labelling.unread(ARCHIVE)
    rows = (
        Example(a.id, a.title, a.text, frozenset(), a.language, a.outlet, a.published_at, summary=a.summary)
        for a in found
    )
    if split.mode != HELD_OUT:
        return tuple(rows)
    known = {mark for e in split.judge for mark in marks(e)}
    return tuple(e for e in rows if not held(e) and known.isdisjoint(marks(e)))


def judge_again(app: App, version: str, actor: str) -> dict[str, Any]:
    """The gate's verdict on a registered model against today's champion and labels, stored beside the older ones.

    For a candidate that was judged against a champion since replaced, or with fewer labels. NotFound, RegistryError.
    """
    office, _ = _labels_and_topics(app)
    with app.store.read() as tx:
        row = tx.models.get(NAME, version)
    folder = topics_folder(app.settings) / row.version
    split = choose(office, CORE)
    if split.mode == HELD_OUT and trained_on(folder) & {row_key(e) for e in split.judge}:
        split = HoldOut(CROSS_FITTED, office, office, 0)
    verdict = judge_model(app, folder, split)
    with app.store.begin() as tx:
        tx.models.judge(NAME, row.version, actor, verdict, app.clock())
        _noted(tx, app, "model_judged", actor, row.version, _briefly(verdict))
    return {"version": row.version, "gate": _told(verdict)}


def judge_model(app: App, folder: Path, split: HoldOut) -> dict[str, Any]:
    """The gate's verdict on the model in ``folder`` and the figures it rests on, as they are stored and shown."""
    champion_home = champion_folder(app.settings)
    itself = champion_home == folder
    if itself:
        champion_home = None
    candidate = load_model(folder)
    champion = None if champion_home is None else load_model(champion_home)
    sets = []
    for name, rows, rule in ((WRITTEN, gate_examples(), WRITTEN_RULE), (OFFICE, split.judge, split.rule)):
        if rows:
            other = None if champion_home is None else answers(champion_home, rows, champion)
            sets.append(Evidence(name, tuple(rows), answers(folder, rows, candidate), other, rule))
    result = judge(candidate, champion, sets, neutrality=check(candidate))
    row = result.as_row()
    if itself:
        row["notes"] = [{"vi": ITSELF.vi, "en": ITSELF.en}, *row["notes"]]
    return {
        **row,
        "hold_out": {"mode": split.mode, "vi": split.rule.vi, "en": split.rule.en, "learnt": len(split.learn)},
        "sets": [_set_row(one) for one in sets],
        "candidate": {one.name: _reports(one.candidate, one) for one in sets},
        "champion": {one.name: _reports(one.champion, one) for one in sets if one.champion is not None},
    }


def _set_row(one: Evidence) -> dict[str, Any]:
    """How many rows a set has and which model could be judged on how many, and how."""
    row: dict[str, Any] = {"name": one.name, "rows": len(one.examples), "vi": one.rule.vi, "en": one.rule.en}
    for name, said in (("candidate", one.candidate), ("champion", one.champion)):
        if said is not None:
            row[name] = {"fair": int(said.fair.sum()), "by_its_folds": int((said.folded & said.fair).sum())}
    return row


def _reports(said: Any, one: Evidence) -> dict[str, Any]:
    """Figures by topic: the core ones, and those that somebody judged on the set."""
    known = {topic for e in one.examples for topic in e.known or ()} | set(CORE)
    topics = [topic for topic in said.topics if topic in known]
    return {found.topic: found.as_row() for found in report(said, one.examples, topics) if found.measures.items}


def _told(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict without the long tables."""
    return {name: value for name, value in verdict.items() if name not in ("candidate", "champion")}


def _briefly(verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": verdict["state"], "reasons": verdict["reasons"]}


def _labels_and_topics(app: App) -> tuple[tuple[Example, ...], tuple[Topic, ...]]:
    with app.store.read() as tx:
        return office_examples(tx.labels.standing()), tuple(row.topic for row in tx.topics.list())


def promote(app: App, version: str, actor: str, reason: str, *, override: str = "") -> str:
    """Put a registered model in charge, in the store and for what runs without it; returns its version.

    Conflict when the gate has not passed it against today's champion and no ``override`` says why it should be all
    the same; NotFound; RegistryError when its files are not what was trained. Nothing has changed then.
    """
    with app.store.begin() as tx:
        row = tx.models.get(NAME, version)
        if load_model(topics_folder(app.settings) / row.version).version != row.version:
            raise Conflict(_misplaced(row.version))
        tx.models.promote(NAME, row.version, actor, reason, app.clock(), override=override)
        _noted(tx, app, "model_promote", actor, row.version, {"reason": reason, "override": override})
    point_to(app.settings, row.version)
    return row.version


def rollback(app: App, actor: str, reason: str) -> str:
    """Back to the model before; returns its version. Conflict when there was none, RegistryError when it is damaged."""
    with app.store.begin() as tx:
        row = tx.models.rollback(NAME, actor, reason, app.clock())
        load_model(topics_folder(app.settings) / row.version)
        _noted(tx, app, "model_rollback", actor, row.version, {"reason": reason})
    point_to(app.settings, row.version)
    return row.version


def _misplaced(version: str) -> Bilingual:
    return Bilingual(
        f"thư mục {version} chứa một mô hình khác; hãy huấn luyện lại",
        f"the folder {version} holds another model; train again",
    )


def _noted(tx: Transaction, app: App, action: str, actor: str, version: str, detail: Mapping[str, Any]) -> None:
    tx.audit.add(actor=actor, action=action, target=f"{NAME} {version}", detail=detail, now=app.clock())
