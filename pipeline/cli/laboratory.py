"""Each stage alone: feed, extract, tag, stories, compare. The work is in ``pipeline/laboratory``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import ConfigFile, settings_of
from pipeline.laboratory.commands import InputFile


def feed(
    address: Annotated[str, typer.Argument(metavar="FILE|URL", help="RSS, Atom, RDF, JSON Feed")],
    config: ConfigFile = None,
) -> None:
    """Đọc một nguồn tin, mỗi mục một dòng JSON / Read one feed, one JSON line an entry."""
    from pipeline.laboratory import commands

    commands.feed(settings_of(config), address)


def extract(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...")] = None,
    url: Annotated[str | None, typer.Option(help="Địa chỉ của trang / the page's address")] = None,
    manifest: Annotated[Path | None, typer.Option(help="TSV: tệp, địa chỉ / TSV: file, url")] = None,
    learn: Annotated[
        bool, typer.Option(help="Trang đầu của một báo dạy cách đọc trang sau / first pages of a site teach the later")
    ] = True,
    config: ConfigFile = None,
) -> None:
    """Lấy nội dung bài từ trang HTML / What an HTML page says."""
    from pipeline.laboratory import commands

    commands.extract(settings_of(config), files or [], url, manifest, learn)


def tag(
    path: InputFile = "-",
    model: Annotated[Path | None, typer.Option(help="Thư mục mô hình / model folder")] = None,
    config: ConfigFile = None,
) -> None:
    """Gắn chủ đề: {id, title, summary|text} → {id, topics, tags} / Tag topics."""
    from pipeline.laboratory import commands

    commands.tag(settings_of(config), path, model)


def stories(path: InputFile = "-") -> None:
    """Gom bài cùng sự kiện: {id, title, …, published_at, outlet} → {id, story} / Group articles by event."""
    from pipeline.laboratory import commands

    commands.stories(path)


def compare(
    path: InputFile = "-",
    references: Annotated[
        Path | None, typer.Option(help="Tệp hoặc thư mục tài liệu tham chiếu YAML / YAML references, file or folder")
    ] = None,
    verifier: Annotated[
        Path | None, typer.Option(help="Thư mục mô hình suy luận ONNX (tùy chọn) / entailment model folder, optional")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Đối chiếu bài với chứng cứ: {id, title?, text, evidence} → {id, score, findings} / Compare with evidence."""
    from pipeline.laboratory import commands

    commands.compare(settings_of(config), path, references, verifier)


def register(app: typer.Typer) -> None:
    for command in (feed, extract, tag, stories, compare):
        app.command(rich_help_panel="Từng bước / Each stage alone")(command)
