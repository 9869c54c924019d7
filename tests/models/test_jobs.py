"""The job table: one waiting job a key, several workers, dead workers' work taken up again."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from models.rows import JobState
from models.store import Store
from tests.models.samples import DAY, HOUR, NOW

KINDS = ("collect", "process")


def test_asking_twice_gives_one_job(store: Store) -> None:
    with store.begin() as tx:
        first = tx.jobs.enqueue("collect", {}, key="collect", now=NOW)
        assert tx.jobs.enqueue("collect", {"again": 1}, key="collect", now=NOW) == first
        assert tx.jobs.enqueue("collect", {}, now=NOW) != first  # without a key each is its own
        job = tx.jobs.take(KINDS, "w1", NOW)
        assert job is not None and (job.id, job.state, job.attempts) == (first, JobState.RUNNING, 1)
        waiting = tx.jobs.enqueue("collect", {}, key="collect", now=NOW)
        assert waiting != first  # one may wait behind the one that runs
        other = tx.jobs.take(KINDS, "w2", NOW)
        assert other is not None and other.key is None
        assert tx.jobs.take(KINDS, "w3", NOW) is None  # never two of one key at once
        tx.jobs.finish(first, {"polled": 3}, NOW)
        assert tx.jobs.get(first).summary == {"polled": 3}
        taken = tx.jobs.take(KINDS, "w3", NOW)
        assert taken is not None and taken.id == waiting


def test_kinds_and_times_are_respected(store: Store) -> None:
    with store.begin() as tx:
        tx.jobs.enqueue("digest", {"week": "2026-W47"}, now=NOW)
        later = tx.jobs.enqueue("collect", {}, now=NOW, run_after=NOW + HOUR)
        assert tx.jobs.take(KINDS, "w", NOW) is None
        job = tx.jobs.take(KINDS, "w", NOW + HOUR)
        assert job is not None and job.id == later
        tx.jobs.fail(later, "ValueError: …", NOW + HOUR)
        assert (tx.jobs.get(later).state, tx.jobs.get(later).error) == (JobState.FAILED, "ValueError: …")
        assert [j.kind for j in tx.jobs.list(state=JobState.WAITING)] == ["digest"]


def test_a_dead_workers_job_is_taken_up_and_given_up_after_three_times(store: Store) -> None:
    with store.begin() as tx:
        job_id = tx.jobs.enqueue("collect", {}, key="c", now=NOW)
        now = NOW
        for attempt in (1, 2, 3):
            job = tx.jobs.take(KINDS, f"w{attempt}", now)
            assert job is not None and (job.id, job.attempts) == (job_id, attempt)
            tx.jobs.heartbeat(job_id, now + timedelta(minutes=1), progress=attempt, total=9, label="bài")
            assert tx.jobs.take(KINDS, "other", now + timedelta(minutes=2)) is None  # it lives
            now += timedelta(minutes=10)
        assert tx.jobs.take(KINDS, "w4", now) is None
        given_up = tx.jobs.get(job_id)
        assert (given_up.state, given_up.progress, given_up.progress_total) == (JobState.FAILED, 3, 9)
        assert "w3" in (given_up.error or "")


def test_runs_of_the_console_are_history_and_never_taken(store: Store) -> None:
    with store.begin() as tx:
        run = tx.jobs.start_run("collect", NOW)
        assert tx.jobs.take(KINDS, "w", NOW + DAY) is None
        tx.jobs.end_run(run, NOW + HOUR, ok=True, summary={"stored": 4})
        assert tx.jobs.get(run).state is JobState.DONE
        killed = tx.jobs.start_run("collect", NOW)
        assert tx.housekeeping(NOW - DAY, NOW + 2 * DAY)["stuck_runs"] == 1
        assert tx.jobs.get(killed).state is JobState.FAILED


def test_several_workers_drain_the_table_and_do_each_job_once(store: Store) -> None:
    with store.begin() as tx:
        for n in range(40):
            tx.jobs.enqueue("process", {"n": n}, now=NOW)

    def work(worker: str) -> list[int]:
        done = []
        while True:
            with store.begin() as tx:
                job = tx.jobs.take(KINDS, worker, NOW)
            if job is None:
                return done
            done.append(int(job.payload["n"]))
            with store.begin() as tx:
                tx.jobs.finish(job.id, {}, NOW)

    with ThreadPoolExecutor(4) as pool:
        done = [n for each in pool.map(work, ["a", "b", "c", "d"]) for n in each]
    assert Counter(done) == Counter(range(40))
