"""The desk over 200,000 articles and 20,000 alerts (``tests/bench/big_office.py``) on SQLite, served as ``doichieu up`` serves it.

One user asks every page in turn. Then 20 users are at it at once: first with one to three seconds between the pages of each,
then without any pause, so that twenty requests wait at all times. Times are wall times seen by the client, in milliseconds at
the 95th percentile; the client shares the machine's two cores with the server, and ``load`` is what else ran. ``processor`` is
the server's own time for a page on average, whatever else the machine does. ``search_ms`` is the query alone, for words that most
articles hold, for rare ones, phrases, and words with filters. Memory is what the server holds of its own after each round (the
mapped database file is the system's to take back).
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn

from config.settings import Settings
from models.records import Role
from models.rows import AlertFilter, SearchFilter
from models.store import Store
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from review.app import create_app
from review.sessions import COOKIE, new_token, token_hash
from tests.bench.big_office import copied
from tests.bench.office_plan import AT, outlets, topics
from tests.paths import ROOT

USERS = 20
EACH = 25  # requests of one user to one page, each to another address where there are several
ROUNDS = 2  # of the 20 users without pause, each through all pages MIX times
MIX = 2
PAUSE = 2.0  # seconds between the pages of one user, give or take half
QUERIES = (
    "nhà",
    "tháng Mười",
    "thang muoi",
    '"chuyến tàu"',
    '"ban quản lý"',
    "ủy ban -trường",
    "cảng hoặc bến",
    "nước sông biển",
    "lop hoc OR giay phep",
    "xyzzy",
)


def application(path: Path) -> Any:
    """The desk as the product wires it, at the office's "now"."""
    settings = Settings(data_dir=path.parent)
    store = Store.open(f"sqlite:///{path}")
    services = DeskServices(App(settings, store, lambda: AT, outlets(), topics(), ()))
    return create_app(store, settings, services, clock=lambda: AT)


@contextmanager
def served(path: Path) -> Iterator[tuple[int, int]]:
    """The desk in a process of its own: its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.desk", "serve", str(path), str(port)], env=env)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


class Browser:
    """One signed-in person with one connection."""

    def __init__(self, port: int, token: str):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"{COOKIE}={token}"}

    def get(self, address: str) -> float:
        """Ask for a page; milliseconds until all of it has come. AssertionError unless it is there."""
        began = time.perf_counter()
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, (address, answer.status, body[:300])
        return took


def pages(store: Store, dice: random.Random) -> dict[str, list[str]]:
    """The addresses of every page that a person reads, by name."""
    with store.read() as tx:
        waiting = tx.alerts.queue(AlertFilter(audit=False), limit=400)
        decided = tx.alerts.queue(AlertFilter(state=None, audit=False), limit=400, offset=2000)
        stories = tx.stories.list(since=AT - timedelta(days=30), limit=60)
        total = tx.articles.counts(AT)["total"]
    alerts = [row.id for row in (*dice.sample(waiting, 15), *dice.sample(decided, 10))]
    articles = dice.sample(range(1, total), EACH)
    found = {
        "today": ["/"],
        "queue": ["/queue", "/queue?topic=east_sea", "/queue?kind=date_mismatch", "/queue?outlet=bao_03&days=30", "/queue?state=any",
                  "/queue?state=decided", "/queue?state=second", "/queue?state=mine", "/queue?page=3"],
        "alert": [f"/alerts/{n}" for n in alerts],
        "article": [f"/articles/{n}" for n in articles],
        "versions": [f"/articles/{n}/versions" for n in articles],
        "why": [f"/articles/{n}/why" for n in articles],
        "search": [f"/search?q={quote(q)}" for q in QUERIES] + ["/search?q=&topic=religion", "/search"],
        "stories": ["/stories", "/stories?page=2"],
        "story": [f"/stories/{row.id}" for row in (*stories[:5], *dice.sample(stories, 20))],
        "together": [f"/stories/{row.id}/alerts" for row in (*stories[:5], *dice.sample(stories, 20))],
        "queue live": [f"/queue/live?made=2026-01-01&ids={','.join(str(row.id) for row in waiting[n : n + 40])}" for n in range(5)],
        "topics": ["/topics"],
        "references": ["/references", "/references?q=t%C3%A0u"],
        "reference": [f"/references/reference_{n:03d}" for n in range(0, 250, 10)],
        "claims": ["/claims"],
        "sources": ["/sources"],
        "source": [f"/sources/bao_{n:02d}_0" for n in range(25)],
        "labels": ["/labels"],
        "settle": ["/labels/agreement"],
        "models": ["/models"],
        "watching": ["/watching"],
        "emerging": ["/emerging"],
        "digests": ["/digests"],
        "users": ["/users"],
        "jobs": ["/jobs"],
        "audit": ["/audit", "/audit?action=decide", "/audit?actor=reviewer03"],
        "settings": ["/settings"],
        "api alerts": ["/api/v1/alerts", "/api/v1/alerts?state=decided&limit=100"],
        "api articles": ["/api/v1/articles?limit=50", "/api/v1/articles?q=nh%C3%A0&limit=50"],
        "api stories": ["/api/v1/stories"],
    }  # fmt: skip
    return found


def p95(times: Sequence[float]) -> float:
    return round(sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)], 1)


def alone(
    browser: Browser, addresses: Mapping[str, Sequence[str]], pid: int
) -> tuple[dict[str, float], dict[str, float]]:
    """The 95th percentile of each page for one user, and the server's processor time of one, both in milliseconds."""
    found, work = {}, {}
    for name, some in addresses.items():
        browser.get(some[0])  # the first reader of a page pays for its template
        before = _processor(pid)
        found[name] = p95([browser.get(some[n % len(some)]) for n in range(EACH)])
        work[name] = round((_processor(pid) - before) / EACH, 1)
    return found, work


def _processor(pid: int) -> float:
    """Milliseconds of processor time the process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def together(
    port: int, tokens: Sequence[str], addresses: Mapping[str, Sequence[str]], seed: int, pause: float = 0.0
) -> dict[str, list[float]]:
    """The times of each page with everybody at it at once, each ``MIX`` times through all pages (once with pauses)."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    failures: list[BaseException] = []

    def ask(number: int, token: str) -> None:
        dice, browser = random.Random(seed + number), Browser(port, token)
        try:
            mix = 1 if pause else MIX
            for name in dice.sample([*addresses] * mix, len(addresses) * mix):
                time.sleep(pause * dice.uniform(0.5, 1.5))
                times[name].append(browser.get(dice.choice(addresses[name])))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(tokens)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return times


def searches(store: Store) -> dict[str, float]:
    """Milliseconds of each query alone, at the 95th percentile of ten."""
    filters = {
        "": SearchFilter(),
        " (topic)": SearchFilter(topics=("religion",)),
        " (outlet)": SearchFilter(outlets=("bao_05",)),
    }
    found = {}
    for query in QUERIES:
        for named, where in filters.items() if query == QUERIES[0] else [("", SearchFilter())]:
            times = []
            for _ in range(10):
                began = time.perf_counter()
                with store.read() as tx:
                    tx.search.find(query, where, limit=25)
                times.append((time.perf_counter() - began) * 1000)
            found[query + named] = p95(times)
    return found


def _resident(pid: int) -> int:
    """Megabytes of its own: pages of the database file that are mapped are the system's to take back."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) // 1000


def sign_in_all(store: Store) -> list[str]:
    """A session for each of the users: the administrator's, who may open every page."""
    tokens = [new_token() for _ in range(USERS)]
    with store.begin() as tx:
        administrator = tx.users.by_name(Role.ADMINISTRATOR.value)
        assert administrator is not None
        for token in tokens:
            tx.sessions.add(token_hash(token), administrator.id, AT, AT + timedelta(days=1))
    return tokens


def run() -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="doichieu-desk-"))
    try:
        path = copied(folder)
        store = Store.open(f"sqlite:///{path}")
        addresses = pages(store, random.Random(3))
        tokens = sign_in_all(store)
        load = os.getloadavg()[0]
        found = searches(store)
        with served(path) as (port, pid):
            one, work = alone(Browser(port, tokens[0]), addresses, pid)
            memory = [_resident(pid)]
            paused = together(port, tokens, addresses, 7, PAUSE)
            memory.append(_resident(pid))
            for n in range(ROUNDS):
                began = time.perf_counter()
                times = together(port, tokens, addresses, 100 * n)
                seconds = time.perf_counter() - began
                memory.append(_resident(pid))
        store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "search_ms": found,
        "one_user_ms": one,
        "processor_ms_of_a_page": work,
        "20_users_ms": {name: p95(some) for name, some in paused.items()},
        "20_users_all_pages_ms": p95([t for some in paused.values() for t in some]),
        "20_users_without_pause_all_pages_ms": p95([t for some in times.values() for t in some]),
        "pages_a_second_without_pause": round(sum(map(len, times.values())) / seconds, 1),
        "server_megabytes_after_each_round": " → ".join(map(str, memory)),
        "load": round(load, 1),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        config = uvicorn.Config(
            application(Path(sys.argv[2])), port=int(sys.argv[3]), log_level="warning", access_log=False
        )
        uvicorn.Server(config).run()
    else:
        print(json.dumps(run(), indent=1, ensure_ascii=False))
