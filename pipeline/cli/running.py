"""The daily commands: up, demo, run, worker, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, clock, opened, settings_of
from pipeline.console import complain

PANEL = "Hằng ngày / Daily"


def up(config: ConfigFile = None) -> None:
    """Khởi động tất cả: thu thập theo lịch và bàn làm việc / Start everything: collection and the desk."""
    from pipeline.up import serve

    serve(settings_of(config), config, clock)


def demo(
    data: Annotated[Path, typer.Option(help="Thư mục của bản mẫu / the demo's data folder")] = Path("data/demo"),
    once: Annotated[bool, typer.Option("--once", help="Một lượt rồi thôi / one pass, then stop")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Bắt đầu lại từ đầu / start anew")] = False,
) -> None:
    """Như up, với các trang báo mẫu trên máy này / Like up, against the demo outlets, no network needed."""
    from pipeline.demo_run import run_demo

    run_demo(data, clock, once=once, fresh=fresh)


def run(
    once: Annotated[bool, typer.Option("--once", help="Một lượt rồi thôi / one pass, then stop")] = False,
    config: ConfigFile = None,
) -> None:
    """Một lượt của cả quy trình, với bảng tổng kết / One pass of the whole flow, with a summary table."""
    from pipeline.console import progress
    from pipeline.flow import run_once, show

    if not once:
        complain(
            Bilingual(
                "thêm --once để chạy một lượt, hoặc dùng 'doichieu up' để chạy theo lịch",
                "add --once for one pass, or use 'doichieu up' to run on the schedule",
            )
        )
        raise typer.Exit(2)
    with opened(config) as app:
        with progress() as bars:
            done = run_once(app, bars)
        show(done)


def worker(
    config: ConfigFile = None,
    drain: Annotated[
        bool, typer.Option("--drain", help="Làm hết việc đang chờ rồi thôi / do what waits, then stop")
    ] = False,
    parent: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Làm các việc trong bảng việc / Do the jobs of the job table (any number, on any machine)."""
    from pipeline import worker as working

    with opened(config) as app:
        try:
            if drain:
                working.drain(app)
            else:
                working.work(app, parent)
        except KeyboardInterrupt:
            raise typer.Exit(0) from None


def doctor(config: ConfigFile = None) -> None:
    """Kiểm tra cơ sở dữ liệu, mô hình, đĩa, nguồn tin / Check database, models, disk and sources."""
    from pipeline.doctor import examine, show

    if not show(examine(settings_of(config), clock())):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    for command in (up, demo, run, worker, doctor):
        app.command(rich_help_panel=PANEL)(command)
