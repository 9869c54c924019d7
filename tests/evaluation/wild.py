"""Real texts that should seldom be flagged, many more than the labelled ones: what the command line says of them.

``archivepairs``: reports of two outlets that our own stories put together, from windows across the feed archive, held
against each other both ways. Some pairs are two events after all and some differences are real: the share is an upper
bound of false alarms. ``wholearticles``: whole articles with nothing beside them but their own text and the references.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.paths import ROOT

Row = dict[str, Any]
WINDOW, EVERY, FIRST = 1500, 6000, 4500  # items of a window, from one window to the next, where the first begins
OF_A_STORY = 4  # pairs
ARTICLES = 1000


def archive_pairs(data: Path) -> tuple[float, str, str]:
    """One minus the share of directed pairs with a finding, the line and the details."""
    items = sorted(_dated(_read(data / "items_2025-08_2025-12.jsonl.gz")), key=lambda r: str(r["published"]))
    asked: list[Row] = []
    for start in range(FIRST, len(items), EVERY):
        window = items[start : start + WINDOW]
        stories = run("stories", [_item(f"{start}-{n}", r) for n, r in enumerate(window)])
        for a, b in _pairs(window, [row["story"] for row in stories]):
            asked += [_held(f"{len(asked) + n}", *pair) for n, pair in enumerate(((a, b), (b, a)))]
    found = run("compare", asked)
    flagged = sum(bool(row["findings"]) for row in found)
    kinds = Counter(f["kind"] for row in found for f in row["findings"])
    share = flagged / max(1, len(found))
    details = "\n".join(f"{kind}: {count}" for kind, count in kinds.most_common())
    return 1 - share, f"reports our stories put together, both ways: flagged {share:.3f} of {len(found)}", details


def whole_articles(data: Path) -> tuple[float, str, str]:
    """One minus the share of whole articles that raise anything by themselves, the line and the details."""
    texts = [r for name in sorted(data.glob("articles_*.jsonl.gz")) for r in _read(name) if r.get("text")]
    chosen = random.Random(5).sample(texts, min(ARTICLES, len(texts)))
    found = run("compare", [{"id": str(n), "title": r["title"], "text": r["text"]} for n, r in enumerate(chosen)])
    flagged = [row for row in found if row["findings"]]
    kinds = Counter(f["kind"] for row in flagged for f in row["findings"])
    share = len(flagged) / max(1, len(found))
    details = "\n".join(f"{kind}: {count}" for kind, count in kinds.most_common())
    return 1 - share, f"whole articles that raise anything: {share:.4f} of {len(found)}", details


def run(command: str, rows: Sequence[Row]) -> list[Row]:
    """The command line on rows, as JSON Lines."""
    sent = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    program = str(ROOT / ".venv" / "bin" / "doichieu")
    done = subprocess.run([program, command], input=sent, capture_output=True, text=True, check=True, cwd=ROOT)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _read(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _dated(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        try:
            datetime.fromisoformat(row["published"])
        except (TypeError, ValueError):
            continue
        if row.get("summary"):
            yield row


def _item(identity: str, row: Mapping[str, Any]) -> Row:
    return {
        "id": identity,
        "title": row["title"],
        "summary": row["summary"],
        "published_at": row["published"],
        "outlet": row.get("source"),
    }


def _pairs(window: Sequence[Row], stories: Sequence[str]) -> Iterator[tuple[Row, Row]]:
    of_story: dict[str, list[Row]] = defaultdict(list)
    for row, story in zip(window, stories, strict=True):
        of_story[story].append(row)
    for members in of_story.values():
        pairs = [(a, b) for n, a in enumerate(members) for b in members[n + 1 :] if a.get("source") != b.get("source")]
        yield from pairs[:OF_A_STORY]


def _held(identity: str, a: Row, b: Row) -> Row:
    def text(row: Row) -> str:
        return f"{row['title'].rstrip('. ')}. {row['summary']}"

    evidence = {"text": text(b), "published_at": b["published"]}
    return {"id": identity, "text": text(a), "published_at": a["published"], "evidence": [evidence]}
