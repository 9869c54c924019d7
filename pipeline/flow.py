"""The flow, written once (DESIGN.md section 3).

    Source ─poll─▶ Entry ─fetch─▶ Page ─extract─▶ Article ─store─▶ Article+Version      collect.py
      ─cluster─▶ Story ─tag─▶ Topics ─compare─▶ Findings ─rank─▶ Alert                   process.py
      ─review─▶ Decision ─▶ Digest                                                       review/, digest/
                     └──────▶ Labels ─train─gate─▶ Model                                 training.py

``run_once`` goes through it once, from polling to alerts. Killed at any moment and run again, it loses
nothing and doubles nothing: every stage asks the store what is left to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.progress import Progress

from models.records import Bilingual
from pipeline.bootstrap import App
from pipeline.collect import Collected, collect
from pipeline.console import both, counters_table, stdout, table
from pipeline.first_models import ensure_topic_model, topic_model
from pipeline.meter import Bar
from pipeline.process import Processed, process


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass of the whole flow did."""

    collected: Collected
    processed: Processed

    def summary(self) -> dict[str, object]:
        """The figures as a job's summary, JSON-able."""
        return {
            "polled": self.collected.polled,
            "failed": len(self.collected.failed),
            "entries": self.collected.entries_new,
            "stored": self.collected.stored,
            "revised": self.collected.revised,
            "placed": self.processed.placed,
            "compared": self.processed.compared,
            "with_findings": self.processed.with_findings,
            "alerts": self.processed.alerts_new,
            "counters": dict(self.collected.counters),
            "references": self.processed.references,
            "ranking": self.processed.ranking,
            "claims": self.processed.claims,
        }


def run_once(app: App, bars: Progress) -> Pass:
    """One pass from polling to alerts. Unreachable sources are counted, never fatal."""
    with app.store.begin() as tx:
        run_id = tx.jobs.start_run("process", app.clock())
    collected = run_collect(app, bars)
    done = Pass(collected, run_process(app, bars))
    with app.store.begin() as tx:
        tx.jobs.end_run(run_id, app.clock(), ok=True, summary=done.summary())
    return done


def run_collect(app: App, bars: Progress) -> Collected:
    polling = Bar(bars, both(Bilingual("hỏi nguồn tin", "poll")))
    return collect(app, polling, Bar(bars, both(Bilingual("tải bài", "fetch"))))


def run_process(app: App, bars: Progress) -> Processed:
    ensure_topic_model(app)  # a promotion on the desk takes effect with the next pass
    return process(app, topic_model(app.settings, None), Bar(bars, both(Bilingual("đối chiếu", "compare"))))


def show(done: Pass) -> None:
    """The summary table of a pass, on standard output."""
    rows: list[tuple[object, ...]] = [
        ("nguồn đã hỏi / sources polled", done.collected.polled),
        ("nguồn không đọc được / sources that failed", len(done.collected.failed)),
        ("mục tin mới / new entries", done.collected.entries_new),
        ("bài mới / articles stored", done.collected.stored),
        ("bài được sửa / articles revised", done.collected.revised),
        ("bài đã xếp vào sự kiện / placed in stories", done.processed.placed),
        *((f"  chủ đề / topic: {topic}", n) for topic, n in sorted(done.processed.tagged.items())),
        ("bài đã đối chiếu / articles compared", done.processed.compared),
        ("bài có chỗ khác chứng cứ / with findings", done.processed.with_findings),
        ("cảnh báo mới / new alerts", done.processed.alerts_new),
    ]
    columns = (Bilingual("bước", "step"), Bilingual("số", "count"))
    stdout.print(table(Bilingual("Một lượt", "One pass"), columns, rows))
    if done.collected.counters:
        title = Bilingual("Không thành bài, theo lý do", "What did not become an article, by reason")
        stdout.print(counters_table(title, done.collected.counters))
