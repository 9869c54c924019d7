"""Labels in and out as JSON Lines."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual, LabelRecord
from models.store import StoreError
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, note

app = typer.Typer(no_args_is_help=True, help="Nhãn / Labels")


@app.command("export")
def export_labels(
    topic: Annotated[str | None, typer.Option(help="Chủ đề / topic")] = None, config: ConfigFile = None
) -> None:
    """Xuất mọi nhãn, mỗi dòng một nhãn / Every label, one a line."""
    with opened(config) as app_, app_.store.read() as tx:
        for row in tx.labels.export(topic):
            label = row.label
            line = {
                "article_id": label.article_id,
                "topic": label.topic,
                "value": label.value,
                "by": label.by,
                "at": label.at.isoformat(),
                "view": label.view,
                "model_version": label.model_version,
                "title": row.title,
                "outlet": row.outlet_id,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


@app.command("import")
def import_labels(
    path: Annotated[Path, typer.Argument(help="JSONL: article_id, topic, value, by, at")], config: ConfigFile = None
) -> None:
    """Nhập nhãn từ tệp JSONL / Labels from a JSONL file. Bad lines are named and the rest goes on."""
    added = bad = 0
    with opened(config) as app_, app_.store.begin() as tx, path.open(encoding="utf-8-sig") as lines:
        topics = {row.topic.id for row in tx.topics.list()}
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                if row["topic"] not in topics or not isinstance(row["value"], bool):
                    raise ValueError("topic/value")
                at = datetime.fromisoformat(row["at"]) if row.get("at") else app_.clock()
                label = LabelRecord(str(row["article_id"]), row["topic"], row["value"], str(row["by"]), at, "import")
                added += tx.labels.add(label)
            except (ValueError, KeyError, TypeError, StoreError) as err:
                bad += 1
                complain(Bilingual(f"dòng {number} không dùng được: {err}", f"line {number} cannot be used: {err}"))
    note(Bilingual(f"đã thêm {added} nhãn", f"added {added} labels"))
    if bad:
        raise typer.Exit(1)
