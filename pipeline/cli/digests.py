"""The digest from the console."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from models.periods import NoPeriod, Period, PeriodKind, parse_period, period_of
from models.records import Bilingual, Language
from models.store import NotFound
from pipeline.bootstrap import App
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain
from pipeline.digest.forms.table import Form


def digest(
    period: Annotated[
        str | None,
        typer.Option(
            "--period", "--week",
            help="Tuần, tháng, quý, năm hay khoảng ngày: 2026-W47, 2026-11, 2026-Q4, 2026, 2026-11-01..2026-11-15 "
            "(mặc định: tuần này) / week, month, quarter, year or range of days (default: this week)",
        ),
    ] = None,
    format: Annotated[Form, typer.Option(help="html, pdf, summary, docx, xlsx, txt, json")] = Form.HTML,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Tệp ra / output file")] = None,
    language: Annotated[Language, typer.Option(help="vi, en")] = Language.VI,
    topic: Annotated[str | None, typer.Option(help="Hồ sơ một chủ đề / a dossier of one topic")] = None,
    story: Annotated[int | None, typer.Option(help="Hồ sơ một sự kiện, theo số / a dossier of one story")] = None,
    edition: Annotated[
        int | None,
        typer.Option(help="Bản đã lưu, 0: mới nhất (mặc định: bản đã duyệt, nếu có) / a kept edition, 0: the latest"),
    ] = None,
    now: Annotated[
        bool, typer.Option("--now", help="Theo số liệu lúc này dù đã có bản duyệt / as the data stands now")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Bản tin một kỳ, hồ sơ một chủ đề hay sự kiện / The digest of a period, a dossier of a topic or a story."""
    from pipeline.digest.forms.table import make

    with opened(config) as app:
        try:
            asked = parse_period(period) if period else period_of(PeriodKind.WEEK, app.clock())
            data = _data(app, asked, topic, story, edition, now)
        except NoPeriod as err:
            complain(err.args[0])
            raise typer.Exit(2) from err
        except NotFound as err:
            complain(err.message)
            raise typer.Exit(2) from err
    made = make(data, format, language)
    if output is not None:
        output.write_bytes(made.content)
    elif made.media_type.startswith(("text/", "application/json")) or not sys.stdout.isatty():
        sys.stdout.buffer.write(made.content)
    else:
        complain(Bilingual("hãy ghi tệp ra: -o bantin." + made.ending, "name an output file: -o digest." + made.ending))
        raise typer.Exit(2)


def _data(
    app: App, period: Period, topic: str | None, story: int | None, edition: int | None, fresh: bool
) -> dict[str, Any]:
    """A dossier, a kept edition, the approved one where there is one, else the period as it stands now."""
    from pipeline.digest.build import build_digest, build_dossier
    from pipeline.digest.keep import is_approved

    now = app.clock()
    with app.store.read() as tx:
        if story is not None:
            return build_dossier(tx, app.settings, story, now)
        if edition is not None:
            return dict(tx.digests.get(period.key, edition or None).data)
        approved = [row for row in tx.digests.editions(period.key) if is_approved(tx, row.id)]
        if approved and topic is None and not fresh:
            return dict(approved[0].data)
        if topic is not None and topic not in {known.id for known in app.topics}:
            raise NotFound(Bilingual("chủ đề", "topic"), topic)
        return build_digest(tx, app.settings, app.topics, period, now, only=topic)


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="Hằng ngày / Daily")(digest)
