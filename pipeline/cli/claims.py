"""``doichieu import`` and ``doichieu export``: archives and checked claims in, the office's corrections out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from typer.core import TyperGroup

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, opened
from pipeline.cli.storage import PANEL, import_
from pipeline.console import complain, counters_table, note, progress, stderr, stdout

ARCHIVE = "archive"
SHOWN = 50  # refusals named one by one


class ArchiveUnlessNamed(TyperGroup):
    """``import FILE…`` is ``import archive FILE…``: what is no command of the group is a file."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [ARCHIVE, *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


bring = typer.Typer(
    cls=ArchiveUnlessNamed,
    no_args_is_help=True,
    help="Nhập kho lưu trữ (TỆP…) hoặc kết quả kiểm chứng / Import archives (FILE…) or checked claims",
)
bring.command(ARCHIVE)(import_)
give = typer.Typer(no_args_is_help=True, help="Xuất cho nơi khác dùng / Export for others to use")


@bring.command("claimreview")
def claimreview(
    target: Annotated[str, typer.Argument(help="Tệp hoặc địa chỉ: JSON-LD, DataFeed, RSS, trang / file or address")],
    licence: Annotated[
        str, typer.Option(help="Điều kiện sử dụng, ghi kèm từng kết quả / terms of use, kept with each claim")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Nhập kết quả kiểm chứng (ClaimReview) của nơi kiểm chứng có tên / Import claims checked by named fact-checkers.

    Chạy lại không nhập đôi. Trạng thái 1 khi có mục bị từ chối, 2 khi không đọc được. / Run again it stores nothing
    twice. Exit status 1 when an item was refused, 2 when nothing could be read.
    """
    from pipeline.claims_import import import_claims
    from pipeline.meter import Bar

    with opened(config) as app:
        try:
            with progress() as bars:
                done = import_claims(app, target, licence=licence.strip(), meter=Bar(bars, "ClaimReview"))
        except ValueError as err:
            why = err.args[0] if err.args and isinstance(err.args[0], Bilingual) else Bilingual(str(err), str(err))
            complain(Bilingual(escape(why.vi), escape(why.en)))
            raise typer.Exit(2) from err
    for bad in done.refused[:SHOWN]:
        complain(Bilingual(escape(f"{bad.where}: {bad.reason.vi}"), escape(f"{bad.where}: {bad.reason.en}")))
    if len(done.refused) > SHOWN:
        more = len(done.refused) - SHOWN
        note(Bilingual(f"và {more} mục khác bị từ chối", f"and {more} more refused"))
    stdout.print(counters_table(Bilingual("Kết quả kiểm chứng", "Checked claims"), done.counters))
    raise typer.Exit(1 if done.refused else 0)


@give.command("claimreview")
def corrections(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Tệp ra / output file")] = None,
    config: ConfigFile = None,
) -> None:
    """Đính chính đã được người xác nhận, dạng ClaimReview / The corrections people confirmed, as ClaimReview.

    Không bao giờ có cảnh báo của máy / a flag of the machine is never in it.
    """
    from pipeline.corrections import CannotExport, export_corrections

    with opened(config) as app, app.store.read() as tx:
        try:
            made = export_corrections(tx, app.settings, app.clock())
        except CannotExport as err:
            complain(err.message)
            raise typer.Exit(2) from err
    text = json.dumps(made.feed, ensure_ascii=False, indent=1) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
    stderr.print(counters_table(Bilingual("Đính chính", "Corrections"), made.counters))


def register(app: typer.Typer) -> None:
    app.add_typer(bring, name="import", rich_help_panel=PANEL)
    app.add_typer(give, name="export", rich_help_panel=PANEL)
