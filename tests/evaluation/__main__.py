"""``make eval``: measure the command line on the shared labelled sets, from outside, and write the figures down.

The measures are those of the shared folder's own tool (``tools/score.py`` beside the data), run as a
subprocess on ``.venv/bin/doichieu``; this file only collects what it prints, holds it against
``tests/floors.yaml`` (section ``shared``) and writes ``docs/evaluation.md`` between two marks, so that
what people wrote around the table stays.

The topic rows of that folder train the shipped weights too. What the command line says of them is no evidence, so
the topics figure is the out-of-fold one that ``classifier.training.build_starting`` wrote into the model's card.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from classifier.registry import read_card
from classifier.training.topics import STARTING
from config.topics import CORE
from tests.evaluation.wild import archive_pairs, whole_articles
from tests.paths import ROOT, SHARED_DATA

TASKS = ("topics", "stories", "compare", "realpairs", "headline", "neutrality", "claims", "extract", "feeds", "archivepairs", "wholearticles")
WILD = {"archivepairs": archive_pairs, "wholearticles": whole_articles}
REPORT = ROOT / "docs" / "evaluation.md"
BEGIN, END = "<!-- figures: written by make eval -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Measured:
    task: str
    value: float | None  # the headline figure the floor is about
    line: str
    details: str
    seconds: float
    floor: float


def topics_out_of_fold(floor: float) -> Measured:
    """Macro-F1 and mean average precision of the core topics on rows that each fold had not seen, from the card."""
    found = read_card(STARTING)["metrics"]["out_of_fold"]
    rows = {topic: found[topic]["topics_dev.jsonl"] for topic in CORE}
    f1 = sum(row["f1"] for row in rows.values()) / len(rows)
    precision = sum(row["average_precision"] for row in rows.values()) / len(rows)
    details = "\n".join(
        f"{topic}: " + " ".join(f"{name} {value}" for name, value in row.items()) for topic, row in rows.items()
    )
    line = f"out of fold: macro-F1 {f1:.3f}  mean average precision {precision:.3f}"
    return Measured("topics", f1 if f1 >= floor else None, line, details, 0.0, floor)


def measure(task: str, floor: float) -> Measured:
    """Run one measure. The tool's last line holds the figures; its exit status says above or below the floor."""
    if task == "topics":
        return topics_out_of_fold(floor)
    assert SHARED_DATA is not None
    if task in WILD:
        started = time.monotonic()
        value, line, details = WILD[task](SHARED_DATA)
        return Measured(task, value if value >= floor else None, line, details, time.monotonic() - started, floor)
    tool = SHARED_DATA.parent / "tools" / "score.py"
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(tool), task, "--floor", str(floor)], cwd=ROOT, capture_output=True, text=True
    )
    lines = done.stdout.rstrip().split("\n")
    value = floor if done.returncode == 0 else None
    return Measured(task, value, lines[-1], "\n".join(lines[:-1]), time.monotonic() - started, floor)


def report(measured: list[Measured]) -> str:
    """The table and the details, as Markdown. Passages of the shared articles are left out."""
    rows = [
        f"| {m.task} | {m.line} | {m.floor:.3f} | {'yes' if m.value is not None else '**below**'} | {m.seconds:.0f} |"
        for m in measured
    ]
    details = [f"### {m.task}\n\n```\n{numbers_only(m.details)}\n```\n" for m in measured if numbers_only(m.details)]
    head = ["| set | figures | floor | holds | seconds |", "|---|---|---|---|---|"]
    return "\n".join([BEGIN, "", *head, *rows, "", *details, END])


def numbers_only(details: str) -> str:
    """Lines of figures; lines that quote texts (indented) stay out of the repository."""
    return "\n".join(line for line in details.split("\n") if line and not line.startswith("  "))


def write(text: str) -> None:
    old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else f"# Evaluation\n\n{BEGIN}\n{END}\n"
    pattern = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.S)
    REPORT.write_text(pattern.sub(lambda _: text, old), encoding="utf-8")


def main() -> int:
    if SHARED_DATA is None:
        print("Không có ../shared/data: không đo được / ../shared/data is missing: nothing to measure")
        return 0
    floors = yaml.safe_load(Path(__file__).parent.parent.joinpath("floors.yaml").read_text("utf-8"))["shared"]
    chosen = sys.argv[1:] or TASKS
    measured = []
    for task in chosen:
        one = measure(task, float(floors[task]))
        measured.append(one)
        print(one.details)
        print(f"{one.task}: {one.line} [{one.seconds:.0f} s]{'' if one.value is not None else '  BELOW ITS FLOOR'}")
    if chosen == TASKS:
        write(report(measured))
    return int(any(m.value is None for m in measured))


if __name__ == "__main__":
    sys.exit(main())
