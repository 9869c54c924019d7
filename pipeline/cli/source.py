"""Sources from the console: list, health, poll now, pending differences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from models.records import Bilingual
from models.rows import SourceHealth
from models.store import StoreError
from models.store.health import changed
from pipeline.cli import outlet
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import both, complain, note, stdout, table

app = typer.Typer(no_args_is_help=True, help="Nguồn tin / Sources")
outlet.register(app)
SourceId = Annotated[str, typer.Argument(help="Mã nguồn / source id")]


@app.command("list")
def list_sources(config: ConfigFile = None) -> None:
    """Các nguồn đang có / The sources there are."""
    with opened(config) as app_, app_.store.read() as tx:
        rows = [(r.source.id, r.outlet_name, r.source.kind.value, r.source.url) for r in tx.sources.list()]
    names = (("mã", "id"), ("báo", "outlet"), ("loại", "kind"), ("địa chỉ", "url"))
    columns = tuple(Bilingual(*pair) for pair in names)
    stdout.print(table(Bilingual("Nguồn tin", "Sources"), columns, rows))


@app.command()
def health(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON / print JSON")] = False,
) -> None:
    """Sức khỏe nguồn tin, lỗi đứng đầu / Source health, errors first.

    Mã thoát 1 khi có nguồn không khỏe mà chưa ai ghi nhận / Exit status 1 when a source is unwell and nobody has
    acknowledged it (sources ack).
    """
    with opened(config) as app_, app_.store.read() as tx:
        rows = tx.sources.health(app_.clock())
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=_plain))
    else:
        _print_health(rows)
    if any(row.wants_eye for row in rows):
        raise typer.Exit(1)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _print_health(rows: Sequence[SourceHealth]) -> None:
    names = (("mã", "id"), ("tình trạng", "state"), ("lý do", "reason"), ("ghi nhận", "acknowledged"))
    columns = tuple(Bilingual(*pair) for pair in names)
    cells = [
        (row.source_id, row.state.value, both(row.reason), row.acknowledged.by if row.acknowledged else "")
        for row in rows
    ]
    stdout.print(table(Bilingual("Sức khỏe nguồn tin", "Source health"), columns, cells))
    since = changed(rows)
    for label, group in (
        (Bilingual("Từ hôm qua, mới lỗi", "Since yesterday, newly unwell"), since.newly_unwell),
        (Bilingual("Từ hôm qua, mới im lặng, dồn dập", "Since yesterday, newly quiet, flooding"), since.newly_quiet),
        (Bilingual("Từ hôm qua, đã khỏe lại", "Since yesterday, recovered"), since.recovered),
    ):
        if group:
            stdout.print(f"{both(label)}: {', '.join(row.source_id for row in group)}", soft_wrap=True)


@app.command()
def ack(
    source_id: SourceId,
    note_: Annotated[str, typer.Option("--note", help="Ghi chú / note")] = "",
    by: Annotated[str, typer.Option("--by", help="Ai ghi nhận / who acknowledges")] = "console",
    undo: Annotated[bool, typer.Option("--undo", help="Bỏ ghi nhận / take it back")] = False,
    config: ConfigFile = None,
) -> None:
    """Ghi nhận một nguồn không khỏe / Acknowledge an unwell source, until its state changes or worsens."""
    with opened(config) as app_:
        try:
            with app_.store.begin() as tx:
                now = app_.clock()
                if undo:
                    tx.sources.unacknowledge(source_id)
                elif not tx.sources.acknowledge(source_id, by, note_[:500], now):
                    note(Bilingual("nguồn không có gì để ghi nhận", "there is nothing to acknowledge on this source"))
                    return
                action = "source_unacknowledge" if undo else "source_acknowledge"
                tx.audit.add(actor=by, action=action, target=source_id, detail={"note": note_[:500]}, now=now)
        except StoreError as err:
            complain(err.message)
            raise typer.Exit(2) from err
    note(Bilingual("đã ghi", "recorded"))


@app.command()
def poll(source_id: SourceId, config: ConfigFile = None) -> None:
    """Hỏi một nguồn ngay bây giờ / Poll one source now."""
    from pipeline.collect import collect
    from pipeline.meter import Silent

    with opened(config) as app_:
        try:
            done = collect(app_, Silent(), Silent(), only=[source_id])
        except StoreError as err:
            complain(err.message)
            raise typer.Exit(2) from err
    note(
        Bilingual(
            f"{done.entries_new} mục mới, {done.stored} bài mới",
            f"{done.entries_new} new entries, {done.stored} new articles",
        )
    )
    for _, problem in done.failed:
        complain(Bilingual(problem, problem))


@app.command()
def pending(config: ConfigFile = None) -> None:
    """Chỗ tệp YAML khác với chỉnh sửa trên bàn làm việc / Where YAML differs from what the desk edited."""
    with opened(config) as app_, app_.store.read() as tx:
        rows = [(p.kind, p.id, dict(p.current), dict(p.file or {})) for p in tx.outlets.pending()]
    names = (("loại", "kind"), ("mã", "id"), ("đang dùng", "in use"), ("tệp", "file"))
    columns = tuple(Bilingual(*pair) for pair in names)
    stdout.print(table(Bilingual("Khác biệt chờ xem", "Pending differences"), columns, rows))
