"""Backup and restore, and archives in (the command of ``claims``'s group)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, clock, opened, settings_of
from pipeline.console import complain, counters_table, note, progress, stdout

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
    restart: Annotated[bool, typer.Option("--restart", help="Đọc lại từ đầu / read from the beginning again")] = False,
    config: ConfigFile = None,
) -> None:
    """Nhập kho lưu trữ qua cùng một quy trình, dừng giữa chừng thì lần sau nhập tiếp / Import archives through the
    same flow (archive articles); stopped midway, the next run goes on there."""
    from pipeline.importing import BAD, import_file
    from pipeline.meter import Bar

    bad = False
    with opened(config) as app:
        for path in files:

            def named(place: int, counter: str, path: Path = path) -> None:
                complain(Bilingual(f"{path.name}, dòng {place}: {counter}", f"{path.name}, line {place}: {counter}"))

            started = clock()
            try:
                with progress() as bars:
                    meter = Bar(bars, path.name)
                    done = import_file(app, path, outlet, restart=restart, meter=meter, complaint=named)
            except (OSError, ValueError) as err:
                why = err.args[0] if err.args and isinstance(err.args[0], Bilingual) else Bilingual(str(err), str(err))
                complain(Bilingual(f"không nhập được {path}: {why.vi}", f"cannot import {path}: {why.en}"))
                bad = True
                continue
            speed = done.records / max((clock() - started).total_seconds(), 0.001)
            stdout.print(counters_table(Bilingual(f"Đã nhập {path.name}", f"Imported {path.name}"), done.counters))
            note(Bilingual(f"{done.records} bản ghi, {speed:.0f}/giây", f"{done.records} records, {speed:.0f}/s"))
            bad = bad or any(done.counters.get(counter) for counter in BAD)
    if bad:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel=PANEL)(backup)
    app.command(rich_help_panel=PANEL)(restore)
