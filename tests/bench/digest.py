"""The digest of a week of 50,000 articles: seconds of one core to build it as data, to set it as PDF and as DOCX, and memory.

The office is ``tests/bench/big_office.py``: 200,000 articles of 28 days, 20,000 alerts, SQLite. Each figure is from a process
of its own that is allowed one core; memory is what it
holds of its own at the end (the mapped database file is the system's to take back). The peer is what no digest can do without: counting the
week's articles by topic and by day with the same store.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from config.settings import Settings
from config.topics import DEFAULT_TOPICS, load_topics
from models.periods import parse_period
from models.records import Language
from models.store import Store
from pipeline.bootstrap import App
from pipeline.digest.build import build_digest
from pipeline.digest.forms.table import Form, make
from tests.bench.big_office import copied
from tests.bench.office_plan import AT
from tests.paths import ROOT

ARTICLES, ALERTS, DAYS = 200_000, 20_000, 28
WEEK = "2026-W46"  # the last whole one before ``AT``


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="doi-chieu-bench-") as name:
        path = copied(Path(name), ARTICLES, ALERTS, DAYS)
        told = {what: _alone(what, path) for what in ("count", "build", "pdf", "docx")}
    build, count = told["build"], told["count"]
    return {
        "articles_of_the_week": build["articles"],
        "build_s": build["seconds"],
        "build_mb": build["mb"],
        "counting_alone_s": count["seconds"],
        "build_to_counting": round(build["seconds"] / max(count["seconds"], 1e-9), 1),
        "build_and_pdf_s": told["pdf"]["seconds"],
        "build_and_pdf_mb": told["pdf"]["mb"],
        "build_and_docx_s": told["docx"]["seconds"],
    }


def _alone(what: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.digest", what, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _work(what: str, path: Path) -> dict[str, Any]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    store = Store.open(f"sqlite:///{path}")
    app = App(Settings(data_dir=path.parent), store, lambda: AT, (), load_topics(DEFAULT_TOPICS), ())
    period = parse_period(WEEK)
    began, articles = time.process_time(), 0
    with store.read() as tx:
        if what == "count":
            articles = tx.digests.volume(period.start, period.end).articles
        else:
            data = build_digest(tx, app.settings, app.topics, period, AT)
            articles = data["totals"]["articles"]
    if what in ("pdf", "docx"):
        assert make(data, Form(what), Language.VI).content
    seconds = time.process_time() - began
    store.close()
    own = int(re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]
    return {"articles": articles, "seconds": round(seconds, 2), "mb": round(own)}


if __name__ == "__main__":
    print(json.dumps(_work(sys.argv[1], Path(sys.argv[2]))))
