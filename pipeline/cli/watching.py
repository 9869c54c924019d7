"""``doichieu watch``: how the model in charge is doing, week by week."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import note, stdout, table

INDEX = ("confidence", "words")  # not shares, so not in per cent


def watch(
    as_json: Annotated[bool, typer.Option("--json", help="Cả báo cáo dạng JSON / the whole report as JSON")] = False,
    config: ConfigFile = None,
) -> None:
    """Theo dõi mô hình: độ lệch, chất lượng, đề tài mới nổi / Watch the model: drift, quality, emerging subjects.

    Trạng thái kết thúc 1 khi có cảnh báo mới / exit status 1 when there are new alarms.
    """
    from pipeline.watching.run import WHAT, watch

    with opened(config) as app:
        made = watch(app)
    if as_json:
        print(json.dumps(made, ensure_ascii=False, indent=1))
    else:
        names = (("chủ đề", "topic"), ("tỉ lệ", "share"), ("không chắc", "unsure"), ("chính xác", "precision"))
        columns = tuple(Bilingual(*pair) for pair in (*names, ("bao phủ", "recall"), ("bài đọc mù", "blind sample")))
        rows = [(topic, *_cells(made, topic)) for topic in made["share"]]
        stdout.print(table(Bilingual(f"Tuần từ {made['week']}", f"Week of {made['week']}"), columns, rows))
        for alarm in made["new_alarms"]:
            what = WHAT[alarm["kind"]]
            told = (lambda value: f"{value:.2f}") if alarm["kind"] in INDEX else _percent
            found = f"{alarm['topic']} {told(alarm['value'])} ({told(alarm['centre'])})".strip()
            note(Bilingual(f"cảnh báo: {what.vi} {found}", f"alarm: {what.en} {found}"))
        n = made["emerging"]
        note(Bilingual(f"{n} đề tài mới nổi chờ đặt tên trên bàn làm việc", f"{n} emerging subjects wait on the desk"))
    raise typer.Exit(1 if made["new_alarms"] else 0)


def _cells(made: dict[str, Any], topic: str) -> tuple[str, ...]:
    share, unsure, quality = made["share"][topic], made["unsure"][topic], made["quality"][topic]["all"]
    return (
        _marked(share),
        _marked(unsure),
        _estimate(quality["precision"]),
        _estimate(quality["recall"]),
        str(quality["sample"]),
    )


def _marked(row: dict[str, Any]) -> str:
    mark = {"high": " ↑", "low": " ↓", "too_few": " ?"}.get(row["state"], "")
    return f"{_percent(row['value'])}{mark}"


def _estimate(share: dict[str, Any]) -> str:
    if not share["interval"]:
        return "–"
    low, high = share["interval"]
    return f"{_percent(share['value'])} [{_percent(low)}; {_percent(high)}]"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Mô hình / Models")(watch)
