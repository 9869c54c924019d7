"""Backup, restore, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, clock, opened, settings_of
from pipeline.console import complain, counters_table, note, stdout

PANEL = "Quản trị / Administration"


def backup(
    folder: Annotated[Path | None, typer.Option("--to", help="Thư mục lưu / target folder")] = None,
    config: ConfigFile = None,
) -> None:
    """Sao lưu cơ sở dữ liệu SQLite, mô hình và cấu hình, có mã băm / Back up the SQLite set-up, with hashes."""
    from models.backup import BackupError, make_backup

    settings = settings_of(config)
    try:
        path = make_backup(
            database=settings.database,
            extras=[settings.models_dir, settings.data_dir / "doichieu.yaml"],
            target=folder or settings.backups_dir,
            now=clock(),
        )
    except BackupError as err:
        complain(err.message)
        raise typer.Exit(2) from err
    note(Bilingual("đã sao lưu vào", "backed up to"))
    print(path)


def restore(
    archive: Annotated[Path, typer.Argument(help="Bản sao lưu / the backup")],
    force: Annotated[bool, typer.Option("--force", help="Thay dữ liệu đang có / replace what is there")] = False,
    config: ConfigFile = None,
) -> None:
    """Khôi phục từ bản sao lưu sau khi kiểm mã băm / Restore a backup after checking its hashes."""
    from models.backup import BackupError, restore_backup

    settings = settings_of(config)
    try:
        restored = restore_backup(archive, database=settings.database, data_dir=settings.data_dir, force=force)
    except BackupError as err:
        complain(err.message)
        raise typer.Exit(2) from err
    note(Bilingual(f"đã khôi phục {len(restored)} tệp", f"restored {len(restored)} files"))


def import_(
    files: Annotated[list[Path], typer.Argument(help="JSONL, CSV, WARC")],
    outlet: Annotated[
        str | None, typer.Option(help="Mã cơ quan báo chí nếu tệp không ghi / outlet id where the file gives none")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Nhập kho lưu trữ qua cùng một quy trình / Import archives through the same flow (archive articles)."""
    from pipeline.importing import import_file

    bad = False
    with opened(config) as app:
        for path in files:
            try:
                counters = import_file(app, path, outlet)
            except (OSError, ValueError) as err:
                complain(Bilingual(f"không nhập được {path}: {err}", f"cannot import {path}: {err}"))
                bad = True
                continue
            stdout.print(counters_table(Bilingual(f"Đã nhập {path.name}", f"Imported {path.name}"), counters))
    if bad:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel=PANEL)(backup)
    app.command(rich_help_panel=PANEL)(restore)
    app.command("import", rich_help_panel=PANEL)(import_)
