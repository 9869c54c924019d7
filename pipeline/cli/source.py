"""Sources from the console: list, health, poll now, pending differences."""

from __future__ import annotations

from typing import Annotated

import typer

from models.records import Bilingual
from models.store import StoreError
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
def health(config: ConfigFile = None) -> None:
    """Sức khỏe nguồn tin, lỗi đứng đầu / Source health, errors first."""
    with opened(config) as app_, app_.store.read() as tx:
        rows = [(h.source_id, h.state.value, both(h.reason)) for h in tx.sources.health(app_.clock())]
    columns = tuple(Bilingual(*pair) for pair in (("mã", "id"), ("tình trạng", "state"), ("lý do", "reason")))
    stdout.print(table(Bilingual("Sức khỏe nguồn tin", "Source health"), columns, rows))


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
