"""Training and models from the console. A version may be given as ``champion`` or ``candidate``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from models.records import Bilingual
from models.store import StoreError
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, note, stdout, table

app = typer.Typer(no_args_is_help=True, help="Mô hình / Models")
Reason = Annotated[str, typer.Option(help="Lý do, ghi vào nhật ký / reason, written to the log")]
By = Annotated[str, typer.Option(help="Ai / who")]
AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON / print JSON")]
Of = Annotated[str, typer.Option("--of", help="Loại mô hình: topics, ranking / which kind of model")]
Version = Annotated[str, typer.Argument(help="Phiên bản, champion hoặc candidate / version, champion or candidate")]
Labelled = Annotated[Path, typer.Argument(help="Tệp JSONL có nhãn / labelled JSONL", exists=True, dir_okay=False)]


KINDS = ("topics", "ranking")


@contextmanager
def refusals() -> Iterator[None]:
    """What the store or the registry refuses, in both languages; exit status 2."""
    from classifier.registry import RegistryError
    from classifier.training.ranking import TooFew
    from pipeline.model_reports import LabelledFileError

    try:
        yield
    except (RegistryError, StoreError, LabelledFileError, TooFew) as err:
        complain(err.message)
        raise typer.Exit(2) from err


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _names(*pairs: tuple[str, str]) -> tuple[Bilingual, ...]:
    return tuple(Bilingual(*pair) for pair in pairs)


def say_verdict(gate: Mapping[str, Any]) -> None:
    words = {
        "passed": Bilingual("cửa kiểm tra: đạt", "the gate: passed"),
        "refused": Bilingual("cửa kiểm tra: không đạt", "the gate: refused"),
        "undecided": Bilingual("cửa kiểm tra: chưa kết luận được", "the gate: could not tell"),
    }
    note(words[str(gate["state"])])
    for reason in (*gate["reasons"], *gate["notes"]):
        note(Bilingual(f"  {reason['vi']}", reason["en"]))


def _office_of(kind: str) -> Any:
    """What judges, promotes and takes back models of that kind."""
    from pipeline import ranking as rankings
    from pipeline import training

    if kind not in KINDS:
        complain(Bilingual(f"không có loại mô hình {kind}; chọn: {', '.join(KINDS)}", f"no such kind of model: {kind}"))
        raise typer.Exit(2)
    return rankings if kind == rankings.NAME else training


@app.command("list")
def list_models(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Các mô hình đã có và lời của cửa kiểm tra / The models there are, and what the gate said of them."""
    with opened(config) as app_, app_.store.read() as tx:
        models = [m for name in KINDS for m in tx.models.list(name)]
        verdicts = {m.id: tx.models.verdict(m.name, m.version) for m in models}
    states = {id_: str((verdict or {}).get("state", "")) for id_, verdict in verdicts.items()}
    if as_json:
        print_json(
            [
                {"name": m.name, "version": m.version, "champion": m.champion, "gate": states[m.id], "at": m.at}
                for m in models
            ]
        )
        return
    rows = [
        (m.name, m.version, "★" if m.champion else "", states[m.id], m.at.isoformat(timespec="minutes"))
        for m in models
    ]
    names = _names(
        ("loại", "kind"), ("phiên bản", "version"), ("đang dùng", "champion"), ("cửa kiểm tra", "gate"), ("lúc", "at")
    )
    stdout.print(table(Bilingual("Mô hình", "Models"), names, rows))


@app.command()
def show(version: Version, of: Of = "topics", as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Một mô hình: thẻ, chỉ số, lời của cửa kiểm tra / One model: card, figures, what the gate said."""
    from pipeline.model_reports import show_model

    with opened(config) as app_, refusals():
        found = show_model(app_, version, of)
    if as_json:
        print_json(found)
        return
    note(Bilingual(str(found["version"]), "đang dùng / in charge" if found["champion"] else "ứng viên / candidate"))
    verdict = found["verdict"]
    if verdict is None:
        note(Bilingual("cửa kiểm tra chưa xét", "not judged by the gate"))
    elif "state" in verdict:
        say_verdict({"notes": (), **verdict})
    for name, reports in ((verdict or {}).get("candidate") or {}).items():
        _figures(Bilingual(f"Chỉ số, {name}", f"Figures, {name}"), reports)
    _weights(found["card"])
    metrics: Mapping[str, Any] = found["card"].get("metrics", {})
    for key, title in (
        ("out_of_fold", Bilingual("Nhãn của văn phòng, để riêng từng nhóm trang", "Office labels, outlets left out")),
        ("by_time", Bilingual("Học quá khứ, thử trên tin mới", "Learnt from the past, tested on the newest")),
    ):
        rows = metrics.get(key) or {}
        _figures(title, {topic: row for topic, row in rows.items() if row})
        missing = [topic for topic, row in rows.items() if not row]
        if missing:
            note(Bilingual(f"{title.vi}: chưa đo được {', '.join(missing)}", f"{title.en}: not measured"))


def _weights(card: Mapping[str, Any]) -> None:
    """Of a ranking: its weights beside the starting ones."""
    if "weights" not in card:
        return
    start: Mapping[str, float] = card.get("prior", card["weights"])
    rows = [(name, f"{start.get(name, 0.0):+.2f}", f"{value:+.2f}") for name, value in card["weights"].items()]
    names = _names(("đặc trưng", "feature"), ("ban đầu", "at the start"), ("nay", "now"))
    stdout.print(table(Bilingual("Trọng số (log-odds)", "Weights (log-odds)"), names, rows))


def _figures(title: Bilingual, reports: Mapping[str, Mapping[str, Any]]) -> None:
    columns = ("items", "positives", "precision", "recall", "f1", "average_precision", "brier", "ece")
    if not reports:
        return
    rows = []
    for topic, row in reports.items():
        cells = ["" if row.get(name) is None else row[name] for name in columns]
        interval = (row.get("intervals") or {}).get("f1")
        if interval and row["f1"] is not None:
            cells[4] = f"{row['f1']} [{interval['low']}; {interval['high']}]"
        rows.append((topic, *cells))
    names = _names(
        ("chủ đề", "topic"), ("mục", "items"), ("đúng chủ đề", "positives"), ("chính xác", "precision"),
        ("thu hồi", "recall"), ("F1", "F1"), ("AP", "AP"), ("Brier", "Brier"), ("ECE", "ECE"),
    )  # fmt: skip
    stdout.print(table(title, names, rows))


@app.command()
def evaluate(
    file: Labelled,
    model: Annotated[str, typer.Option(help="Phiên bản, champion hoặc candidate / version or alias")] = "champion",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Đo một mô hình trên tệp có nhãn / Measure a model on a labelled file."""
    from pipeline.model_reports import evaluate_rows, read_labelled

    with opened(config) as app_, refusals():
        rows, wrong = read_labelled(_lines(file))
        found = evaluate_rows(app_, model, rows)
    _complain_of(file, wrong)
    if as_json:
        print_json({**found, "lines_not_used": list(wrong)})
    else:
        title = Bilingual(f"{found['version']} trên {found['rows']} mục", f"on {found['rows']} items")
        _figures(title, found["topics"])
        note(Bilingual(f"macro-F1 {found['macro_f1']}", f"macro-F1 {found['macro_f1']}"))
        if found["left_out_because_they_trained_it"]:
            n = found["left_out_because_they_trained_it"]
            note(Bilingual(f"bỏ {n} mục đã dạy mô hình này", f"{n} items that trained this model are left out"))
    if wrong:
        raise typer.Exit(1)


@app.command()
def compare(
    first: Version = "champion",
    second: Version = "candidate",
    file: Annotated[Path | None, typer.Option(help="Tệp JSONL có nhãn / labelled JSONL", exists=True)] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """So hai mô hình trên cùng các mục / Two models on the same items, paired bootstrap and McNemar."""
    from pipeline.model_reports import compare_models, read_labelled

    with opened(config) as app_, refusals():
        rows, wrong = read_labelled(_lines(file)) if file else (None, ())
        found = compare_models(app_, first, second, rows)
    if as_json:
        print_json(found)
    for name, differences in found["sets"].items() if not as_json else ():
        cells = [
            (
                d["topic"], d["items"], d["positives"], d["first"], d["second"],
                f"{d['difference']['value']:+.3f} [{d['difference']['low']:+.3f}; {d['difference']['high']:+.3f}]",
                f"{d['first_only_right']} : {d['second_only_right']}", d["mcnemar_p"],
            )
            for d in differences
        ]  # fmt: skip
        names = _names(
            ("chủ đề", "topic"), ("mục", "items"), ("đúng chủ đề", "positives"), (found["first"], "F1"),
            (found["second"], "F1"), ("chênh, khoảng 95 %", "difference, 95 % interval"),
            ("chỉ một bên đúng", "only one right"), ("McNemar p", "McNemar p"),
        )  # fmt: skip
        stdout.print(table(Bilingual(f"Trên cùng các mục: {name}", f"On the same items: {name}"), names, cells))
    if file and wrong:
        _complain_of(file, wrong)
        raise typer.Exit(1)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as err:
        complain(Bilingual(f"{file.name} không phải UTF-8", f"{file.name} is not UTF-8"))
        raise typer.Exit(2) from err


def _complain_of(file: Path, wrong: Sequence[str]) -> None:
    for line in wrong[:20]:
        complain(Bilingual(f"{file.name}, dòng {line}", f"{file.name}, line {line.split(':')[0]}"))


@app.command()
def judge(
    version: Version = "candidate", of: Of = "topics", by: By = "console", config: ConfigFile = None
) -> None:
    """Cho cửa kiểm tra xét lại một ứng viên / Have the gate judge a candidate against today's champion and labels."""
    with opened(config) as app_, refusals():
        done = _office_of(of).judge_again(app_, version, by)
    say_verdict(done["gate"])
    print_json(done)


@app.command()
def promote(
    version: Version,
    reason: Reason,
    of: Of = "topics",
    by: By = "console",
    override: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="Đưa vào dùng dù cửa kiểm tra không cho, vì / promote although the gate did not pass it, because",
        ),
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Đưa một mô hình vào dùng / Put a model in charge."""
    with opened(config) as app_, refusals():
        chosen = _office_of(of).promote(app_, version, by, reason, override=override)
    note(Bilingual(f"đang dùng {chosen}", f"{chosen} is in charge"))


@app.command()
def rollback(reason: Reason, of: Of = "topics", by: By = "console", config: ConfigFile = None) -> None:
    """Quay lại mô hình trước / Back to the model before."""
    with opened(config) as app_, refusals():
        version = _office_of(of).rollback(app_, by, reason)
    note(Bilingual(f"đang dùng {version}", f"{version} is in charge"))


@app.command()
def log(of: Of = "topics", as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Ai đã xét, đưa vào dùng, quay lại mô hình nào, vì sao / Who judged, promoted, took back which model, and why."""
    from pipeline.model_reports import log_row

    with opened(config) as app_, app_.store.read() as tx:
        lines = [log_row(entry) for entry in tx.models.log(of)]
    if as_json:
        print_json(lines)
        return
    rows = [
        (r["at"][:16], r["action"], r["version"], r["actor"], r["reason"], r["gate"].get("state", ""),
         r["gate"].get("override", ""))
        for r in lines
    ]  # fmt: skip
    names = _names(
        ("lúc", "at"), ("việc", "action"), ("phiên bản", "version"), ("ai", "who"), ("lý do", "reason"),
        ("cửa kiểm tra", "gate"), ("vượt cửa vì", "override"),
    )  # fmt: skip
    stdout.print(table(Bilingual("Nhật ký mô hình", "Model log"), names, rows))
