"""Ranking learned from an office's decisions, end to end: store, training, gate, console, the queue of the day."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from classifier.ranking import PRIOR_VERSION, THE_PRIOR, features_of, probability, rank
from classifier.training.ranking import TooFew
from config.settings import load_settings
from models.records import Bilingual, Comparison, Finding, FindingKind, Ranked, Verdict
from models.rows import AlertFilter, AlertState
from models.store import Conflict, Store, Transaction
from pipeline import ranking
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from pipeline.jobs import JOBS, audit_job, run_job, train_ranking_job
from pipeline.process import again_where_weights_changed
from pipeline.schedule import plan
from tests.classifier.rankings import NOW, OTHERWISE, answers, finding
from tests.models.samples import DOCUMENT, save, seed, user

CLI = [sys.executable, "-m", "pipeline.cli"]


def office(store: Store, tmp_path: Path, **given: str) -> App:
    env = {"DOICHIEU_DATA_DIR": str(tmp_path), **{f"DOICHIEU_{k.upper()}": v for k, v in given.items()}}
    seed(store)
    with store.begin() as tx:
        ranking.ensure(tx, NOW - timedelta(days=200))
    return App(load_settings(None, env), store, lambda: NOW, (), (), ())


def flag(tx: Transaction, number: int, found: Finding, at: object, ranked: Ranked | None = None) -> int:
    """An article with one finding and its open alert, ranked by the prior; returns the alert's id."""
    article_id = save(tx, number, f"Bản tin số {number}: abc. Kinh phí {number} tỷ đồng.", at=at)  # type: ignore[arg-type]
    comparison = Comparison(str(article_id), found.strength, (found,))
    tx.findings.replace(
        article_id, 1, comparison, evidence=[DOCUMENT], compared_key="k", comparer_version="1", now=at  # type: ignore[arg-type]
    )
    tx.alerts.raise_(article_id, 1, ranked or rank(comparison, str(article_id), threshold=0.0), at)  # type: ignore[arg-type]
    tx.articles.mark_placed(article_id, 1)
    tx.articles.mark_processed(article_id, 1, "k")
    return tx.alerts.of_article(article_id)[0].id


def decide(store: Store, count: int, truth: dict[str, float] = OTHERWISE) -> None:
    """``count`` flagged articles, each decided by one person as the invented office would."""
    with store.begin() as tx:
        people = user(tx, "lan"), user(tx, "minh")
        for n, answer in enumerate(answers(count, truth), start=1):
            kind = next(FindingKind(name[3:]) for name in answer.features if name.startswith("of_"))
            alert_id = flag(tx, n, finding(kind, answer.features["strength"]), answer.at)
            verdict = Verdict.DISTORTION if answer.worth else (Verdict.ACCURATE, Verdict.OPINION)[n % 2]
            ticked = [tx.alerts.get(alert_id).findings[0].id] if answer.worth else []
            tx.decisions.add(alert_id, people[n % 2], verdict, "", ticked, answer.at, confirmations_required=1)


def test_too_few_decisions_leave_the_prior_and_say_why(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    decide(store, 20)
    with pytest.raises(TooFew, match="only 20 alerts are settled"):
        ranking.train_ranking(app)
    summary = run_job(app, "train_ranking", {})
    assert "20" in summary["too_few"]["vi"]
    with store.read() as tx:
        champion = tx.models.champion("ranking")
        assert champion is not None and champion.version == PRIOR_VERSION
        assert ranking.in_charge(tx) == ranking.read(PRIOR_VERSION, champion.card)


def test_a_learned_ranking_is_a_candidate_promoted_and_taken_back(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path, daily_capacity="2")
    decide(store, 180)
    done = ranking.train_ranking(app)
    assert done["gate"]["state"] == "passed" and not done["promoted"], done["gate"]["reasons"]
    assert done["weights"]["of_certainty_shift"] < 0 < done["weights"]["strength"]
    with store.begin() as tx:
        assert ranking.in_charge(tx).version == PRIOR_VERSION  # a candidate only
        sure = flag(tx, 901, finding(FindingKind.QUOTE, 0.9), NOW)
        weak = flag(tx, 902, finding(FindingKind.CERTAINTY, 0.9), NOW)
        before = {row.id: row.score for row in tx.alerts.queue()}
        assert tx.alerts.row(sure).ranked_by == PRIOR_VERSION
    version = ranking.promote(app, "candidate", "lan", "tốt hơn")
    assert version == done["version"]
    with store.read() as tx:
        now = ranking.in_charge(tx)
        assert now.version == version and now.learned
        assert set(tx.ranking.to_rank_again(NOW)) == {tx.alerts.row(sure).article_id, tx.alerts.row(weak).article_id}
        decided = tx.alerts.queue(AlertFilter(state=AlertState.DECIDED), limit=1)[0]
        assert decided.ranked_by == PRIOR_VERSION  # what was decided keeps what ranked it
        scores = [probability(features_of((finding(k, 0.9),)), now.weights) for k in (FindingKind.QUOTE, FindingKind.CERTAINTY)]
    assert scores[0] > before[sure] - 0.05 and scores[1] < before[weak] - 0.3
    assert ranking.rollback(app, "lan", "thử xong") == PRIOR_VERSION
    with store.read() as tx:
        log = [(row.action, row.version) for row in tx.models.log("ranking")]
    assert log[:3] == [("rollback", PRIOR_VERSION), ("promote", version), ("judge", version)]


def test_what_waits_is_ranked_again_when_the_weights_change(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    decide(store, 60)
    with store.begin() as tx:
        article_id = tx.alerts.row(flag(tx, 901, finding(FindingKind.CERTAINTY, 0.9), NOW)).article_id
        run = tx.jobs.start_run("process", NOW)
        tx.jobs.end_run(run, NOW, ok=True, summary={"ranking": again_version(tx)})
        assert not waits(tx, article_id)
    again_where_weights_changed(app)
    done = ranking.train_ranking(app)
    ranking.promote(app, done["version"], "lan", "thử", override="kiểm thử")
    assert again_where_weights_changed(app) == done["version"]
    with store.read() as tx:
        assert waits(tx, article_id)


def again_version(tx: Transaction) -> str:
    return ranking.in_charge(tx).version


def waits(tx: Transaction, article_id: int) -> bool:
    return any(article.id == str(article_id) for article in tx.articles.unprocessed(1000))


def test_where_the_gate_does_not_pass_a_reason_is_needed(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    decide(store, 60, truth=dict(THE_PRIOR.weights))
    done = ranking.train_ranking(app)
    assert done["gate"]["state"] != "passed"
    with pytest.raises(Conflict):
        ranking.promote(app, done["version"], "lan", "cứ thử")
    again = ranking.judge_again(app, done["version"], "lan")
    assert again["gate"]["figures"].keys() == {"log_loss", "precision_at_capacity"}


def test_the_setting_lets_the_gate_promote(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path, ranking_promote="gate", daily_capacity="2")
    decide(store, 180)
    summary = train_ranking_job(app, {})
    assert summary["promoted"]
    with store.read() as tx:
        assert ranking.in_charge(tx).version == summary["version"]


def test_the_days_line_counts_what_is_used_and_who_has_answered(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path, daily_capacity="3")
    with store.begin() as tx:
        lan = user(tx, "lan")
        ids = [flag(tx, n, finding(FindingKind.QUANTITY, 1 - n / 20), NOW) for n in range(1, 6)]

    def today(who: int | None = None) -> list[int]:
        return list(DeskServices(app).today_line(who)["ids"])

    with store.read() as tx:
        line, _, ranked = ranking.today_line(tx, app)
    assert (line.shown, line.waiting, line.ends, today()) == (3, 5, "capacity", ids[:3])
    assert line.low <= line.expected <= line.high and not ranked.learned
    with store.begin() as tx:
        tx.decisions.add(ids[0], lan, Verdict.ACCURATE, "", [], NOW)
    assert today() == ids[1:3]  # one place of the day is used
    with store.begin() as tx:
        tx.decisions.add(ids[1], lan, Verdict.DISTORTION, "", [tx.alerts.get(ids[1]).findings[0].id], NOW)
    kept = DeskServices(app).today_line(None)["kept"]
    assert (kept["settled"], kept["worth"]) == (1, 0) and 0.5 < kept["expected"] < 1  # of the one settled so far
    assert today() == [ids[1]]  # waits for another person, not for her
    assert today(lan) == [ids[2]]


def test_the_audit_keeps_the_chance_of_being_drawn_and_teaches(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path, audit_per_day="2")
    with store.begin() as tx:
        lan = user(tx, "lan")
        weak = finding(FindingKind.QUANTITY, 0.5)
        silent = Bilingual("im", "silent")
        for n in range(1, 9):
            ranked = Ranked(str(n), 0.4, False, (weak,), features_of((weak,)), silent, PRIOR_VERSION)
            article_id = save(tx, n, f"Bản tin {n}", at=NOW - timedelta(hours=3))
            tx.alerts.raise_(article_id, 1, ranked, NOW)
            tx.articles.mark_placed(article_id, 1)
            tx.articles.mark_processed(article_id, 1, "k")
    assert audit_job(app, {}) == {"audit": 2}
    with store.begin() as tx:
        for row in tx.alerts.audit(NOW.date()):
            tx.decisions.add(row.id, lan, Verdict.ACCURATE, "", [], NOW, view="blind")
        answered = tx.ranking.answered()
    assert [(a.audit, a.chance, a.settled) for a in answered] == [(True, 0.25, True)] * 2
    assert all(a.features["strength"] == 0.5 for a in ranking.answers_of(answered))


def test_the_console_trains_lists_promotes_and_takes_back(tmp_path: Path, _sqlite: Path) -> None:
    config = tmp_path / "doichieu.yaml"
    config.write_text(f"data_dir: {tmp_path}\ndaily_capacity: 2\n", "utf-8")
    path = load_settings(config).database
    store = Store.open(path)
    store.migrate()
    seed(store)
    decide(store, 60)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*CLI, *words, "--config", str(config)], capture_output=True, text=True, timeout=120)

    done = run("train", "ranking")
    assert done.returncode == 0, done.stderr
    version = json.loads(done.stdout)["version"]
    listed = json.loads(run("models", "list", "--json").stdout)
    assert {(row["version"], row["champion"]) for row in listed if row["name"] == "ranking"} == {
        (PRIOR_VERSION, True),
        (version, False),
    }
    promoted = run("models", "promote", version, "--of", "ranking", "--reason", "thử", "--override", "kiểm thử")
    assert promoted.returncode == 0, promoted.stderr
    assert "of_quote_alteration" in run("models", "show", "champion", "--of", "ranking").stdout
    assert run("models", "rollback", "--of", "ranking", "--reason", "thử").returncode == 0
    with store.read() as tx:
        assert [row.action for row in tx.models.log("ranking")][:2] == ["rollback", "promote"]
    store.close()


def test_a_ranking_of_other_features_is_not_used(store: Store, tmp_path: Path) -> None:
    app = office(store, tmp_path)
    with store.begin() as tx:
        tx.models.register("ranking", "learned-old", "", "x", {"weights": {"bias": 0.0, "outlet": 3.0}}, NOW)
    with pytest.raises(Conflict, match="does not fit"):
        ranking.promote(app, "learned-old", "lan", "thử")


def test_everything_planned_is_a_job_that_exists() -> None:
    planned = {one.kind for one in plan(load_settings(None, {"DOICHIEU_DATA_DIR": "/nonexistent"}))}
    assert "train_ranking" in planned and planned <= set(JOBS)
