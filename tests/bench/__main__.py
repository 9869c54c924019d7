"""``make bench``: run every measure, print the figures and write them to docs/benchmarks.md.

Arguments name the measures to run; the others keep the figures they have.
"""

from __future__ import annotations

import importlib
import json
import platform
import re
import sys
from pathlib import Path
from typing import Any

from tests.paths import ROOT

MEASURES = (
    "feeds", "extraction", "copies", "crawl", "imports", "topics", "compare", "stories", "ranking", "watching", "desk",
    "digest",
)  # fmt: skip
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`. Figures of speed are ratios against a named peer in the same run, on the same machine; what each
measure does stands at the head of its file in `tests/bench/`. Absolute rates depend on the machine and its load.
"""


def main(names: list[str]) -> None:
    sections = _sections(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    for name in names or [name for name in MEASURES if (Path(__file__).parent / f"{name}.py").exists()]:
        module = importlib.import_module(f"tests.bench.{name}")
        figures = module.run()
        print(f"{name}: {json.dumps(figures, indent=1, ensure_ascii=False)}", flush=True)
        sections[name] = _section(module.__doc__ or "", figures)
    body = "\n".join(f"## {name}\n\n{sections[name]}" for name in MEASURES if name in sections)
    machine = f"Python {platform.python_version()}, {platform.machine()}."
    PAGE.write_text(f"{HEAD}\n{machine}\n\n{body}", "utf-8")


def _section(about: str, figures: dict[str, Any]) -> str:
    rows = "\n".join(f"| {name} | {value} |" for name, value in _flat(figures))
    return f"{about.strip()}\n\n| figure | value |\n|---|---|\n{rows}\n"


def _flat(figures: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in figures.items():
        label = f"{above}{str(name).replace('_', ' ')}"
        rows += _flat(value, f"{label}: ") if isinstance(value, dict) else [(label, value)]
    return rows


def _sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## (\w+)\n\n", page, flags=re.M)
    return dict(zip(parts[1::2], (part.rstrip() + "\n" for part in parts[2::2]), strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
