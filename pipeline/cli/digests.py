"""The digest from the console."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual
from models.times import week_bounds, week_of
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain


class Form(StrEnum):
    HTML = "html"
    JSON = "json"


def digest(
    week: Annotated[str | None, typer.Option(help="Tuần ISO, ví dụ 2026-W47 (mặc định: tuần này) / ISO week")] = None,
    format: Annotated[Form, typer.Option(help="html, json")] = Form.HTML,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Tệp ra / output file")] = None,
    language: Annotated[str, typer.Option(help="vi, en")] = "vi",
    config: ConfigFile = None,
) -> None:
    """Bản tin tuần từ dữ liệu hiện có, chưa niêm phong / The week's digest as the data stands, not sealed."""
    from pipeline.digest.build import build_digest
    from pipeline.digest.html import render_digest

    with opened(config) as app:
        now = app.clock()
        chosen = week or week_of(now)
        try:
            week_bounds(chosen)
        except ValueError as err:
            complain(Bilingual(str(err), str(err)))
            raise typer.Exit(2) from err
        with app.store.begin() as tx:
            data = build_digest(tx, app.settings, app.topics, chosen, now)
    text = json.dumps(data, ensure_ascii=False, indent=1) if format is Form.JSON else render_digest(data, language)
    if output is None:
        sys.stdout.write(text + "\n")
    else:
        output.write_text(text, encoding="utf-8")


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Hằng ngày / Daily")(digest)
