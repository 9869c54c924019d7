"""Labels from the console: out and in as files, the samples to read, how far people agree."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, note, stdout, table

app = typer.Typer(no_args_is_help=True, help="Nhãn / Labels")


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    STUDIO = "label-studio"


class View(StrEnum):
    UNCERTAIN = "uncertain"
    DIVERSE = "diverse"
    AUDIT = "audit"
    CORRECTION = "correction"


class Unchosen(StrEnum):
    NO = "no"
    SKIP = "skip"


@app.command("export")
def export_labels(
    format_: Annotated[Format, typer.Option("--format", help="Dạng tệp / file format")] = Format.JSONL,
    topic: Annotated[str | None, typer.Option(help="Chỉ một chủ đề / one topic only")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Tệp ra / output file")] = None,
    config: ConfigFile = None,
) -> None:
    """Xuất mọi nhãn: JSONL, CSV hoặc Label Studio / Every label: JSONL, CSV or Label Studio."""
    from pipeline.labels_files import write

    with opened(config) as app_:
        with app_.store.read() as tx:
            rows = tx.labels.export(topic)
        text = "".join(write(format_.value, rows))
    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        _write(out, text)
    note(Bilingual(f"đã xuất {len(rows)} nhãn", f"exported {len(rows)} labels"))


@app.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="Tệp nhãn / file of labels", dir_okay=False, exists=True)],
    user: Annotated[
        str | None, typer.Option(help="Ai gán, khi tệp không nói / whose labels these are where the file does not say")
    ] = None,
    format_: Annotated[
        Format | None, typer.Option("--format", help="Dạng tệp (mặc định theo đuôi) / format (default: by suffix)")
    ] = None,
    unchosen: Annotated[
        Unchosen, typer.Option(help="Label Studio: chủ đề không được chọn / topics that were offered and not chosen")
    ] = Unchosen.NO,
    restart: Annotated[bool, typer.Option("--restart", help="Đọc lại từ đầu / read from the beginning")] = False,
    config: ConfigFile = None,
) -> None:
    """Nhập nhãn; dòng hỏng được nêu số và lý do / Import labels; bad lines are named and the rest goes on."""
    from pipeline.labels_files import kind_of
    from pipeline.labels_import import import_labels

    kind = format_.value if format_ else kind_of(path)
    if kind is None:
        complain(
            Bilingual(
                f"không biết dạng tệp của {path.name}; thêm --format", f"{path.name}: unknown format; add --format"
            )
        )
        raise typer.Exit(2)

    def report(where: Bilingual, reason: Bilingual) -> None:
        complain(Bilingual(f"{where.vi} không dùng được: {reason.vi}", f"{where.en} cannot be used: {reason.en}"))

    with opened(config) as app_:
        if user is not None:
            with app_.store.read() as tx:
                if tx.users.by_name(user) is None:
                    note(Bilingual(f"{user} chưa có tài khoản ở đây", f"{user} has no account here"))
        try:
            done = import_labels(app_, path, kind, user, report, restart=restart, unchosen=unchosen is Unchosen.NO)
        except UnicodeDecodeError as err:
            complain(Bilingual(f"{path.name} không phải UTF-8", f"{path.name} is not UTF-8"))
            raise typer.Exit(1) from err
    if done.resumed:
        note(Bilingual(f"tiếp tục sau {done.resumed} nhãn", f"went on after {done.resumed} labels"))
    note(
        Bilingual(
            f"đã thêm {done.added} nhãn, {done.same} đã có, {done.bad} không dùng được",
            f"added {done.added} labels, {done.same} were there, {done.bad} could not be used",
        )
    )
    if done.bad:
        raise typer.Exit(1)


@app.command()
def tasks(
    out: Annotated[Path, typer.Option("--out", "-o", help="Tệp ra / output file")],
    view: Annotated[View, typer.Option(help="Lấy từ mục nào / from which view")] = View.DIVERSE,
    topic: Annotated[
        list[str] | None, typer.Option(help="Chủ đề (nhiều lần được; mặc định: chính) / topics (default: the core)")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=5000, help="Nhiều nhất bao nhiêu bài / articles at most")] = 100,
    format_: Annotated[Format, typer.Option("--format", help="csv, label-studio")] = Format.CSV,
    config: ConfigFile = None,
) -> None:
    """Bài chưa có nhãn, để gán ở nơi khác / Articles without a label, for a spreadsheet or Label Studio."""
    from pipeline.labels_files import write_tasks

    if format_ is Format.JSONL:
        complain(Bilingual("chỉ csv hoặc label-studio", "only csv or label-studio"))
        raise typer.Exit(2)
    with opened(config) as app_, app_.store.read() as tx:
        known = {row.id: row.topic.core for row in tx.topics.list()}
        topics = topic or [id_ for id_, core in known.items() if core]
        for strange in (id_ for id_ in topics if id_ not in known):
            complain(Bilingual(f"không có chủ đề {strange}", f"no such topic: {strange}"))
            raise typer.Exit(2)
        ids = tx.labelling.unanswered(view.value, topics[0], limit)
        articles = [tx.articles.as_value(id_) for id_ in ids]
        outlets = {str(id_): tx.articles.get(id_).outlet_id for id_ in ids}
    _write(out, "".join(write_tasks(format_.value, view.value, articles, outlets, topics)))
    note(Bilingual(f"{len(articles)} bài vào {out.name}", f"{len(articles)} articles in {out.name}"))


def _write(out: Path, text: str) -> None:
    try:
        out.write_bytes(text.encode())
    except OSError as err:
        complain(Bilingual(f"không ghi được {out}: {err.strerror}", f"cannot write {out}: {err.strerror}"))
        raise typer.Exit(2) from err


@app.command()
def sample(config: ConfigFile = None) -> None:
    """Rút mẫu đa dạng và mẫu mù của ngày / Draw the diverse sample and the day's blind slice."""
    from pipeline.labels_sampling import draw_samples

    with opened(config) as app_:
        done = draw_samples(app_)
    note(
        Bilingual(
            f"mẫu đa dạng {done['diverse']} bài, mẫu mù thêm {done['audit']} bài",
            f"diverse sample: {done['diverse']} articles; blind slice: {done['audit']} more",
        )
    )


@app.command()
def agreement(config: ConfigFile = None) -> None:
    """Mức đồng thuận giữa những người gán nhãn / How far annotators agree."""
    from pipeline.labels_agreement import label_agreement

    with opened(config) as app_, app_.store.read() as tx:
        found = label_agreement(tx.labels.answers())
        waiting = len(tx.labels.disagreements())
    rows = []
    for row in found:
        pairs = "; ".join(f"{p['first']}×{p['second']} {_figure(p, 'kappa', 'low', 'high')}" for p in row["pairs"])
        whole = _figure(row, "alpha", "alpha_low", "alpha_high")
        rows.append((row["topic"], str(row["items"]), str(row["people"]), whole, pairs))
    names = (("chủ đề", "topic"), ("bài", "items"), ("người", "people"), ("alpha", "alpha"), ("kappa", "kappa"))
    stdout.print(table(Bilingual("Mức đồng thuận", "Agreement"), tuple(Bilingual(*pair) for pair in names), rows))
    note(Bilingual(f"{waiting} bất đồng chưa phân xử", f"{waiting} disagreements to settle"))


def _figure(row: dict[str, float | None], value: str, low: str, high: str) -> str:
    if row[value] is None:
        return "–"
    span = "" if row[low] is None else f" [{row[low]:.2f}; {row[high]:.2f}]"
    return f"{row[value]:.2f}{span}"
