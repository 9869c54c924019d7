"""Training and models from the console."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from models.records import Bilingual
from models.store import StoreError
from pipeline.cli.common import ConfigFile, opened
from pipeline.console import complain, note, stdout, table

train = typer.Typer(no_args_is_help=True, help="Huấn luyện / Train")
app = typer.Typer(no_args_is_help=True, help="Mô hình / Models")
Reason = Annotated[str, typer.Option(help="Lý do, ghi vào nhật ký / reason, written to the log")]


@train.command()
def topics(config: ConfigFile = None) -> None:
    """Huấn luyện một mô hình ứng viên từ nhãn của văn phòng / Train a candidate from the office's labels."""
    from classifier.training.confounding import ConfoundedError
    from classifier.training.topics import TrainingError
    from pipeline.training import train_topics

    with opened(config) as app_:
        try:
            done = train_topics(app_)
        except (ConfoundedError, TrainingError) as err:
            complain(err.message)
            raise typer.Exit(1) from err
    print(json.dumps(done, ensure_ascii=False, indent=1, default=str))


@app.command("list")
def list_models(config: ConfigFile = None) -> None:
    """Các mô hình đã có / The models there are."""
    with opened(config) as app_, app_.store.read() as tx:
        models = tx.models.list("topics")
    rows = [(m.version, "★" if m.champion else "", m.at.isoformat(timespec="minutes")) for m in models]
    columns = tuple(Bilingual(*pair) for pair in (("phiên bản", "version"), ("đang dùng", "champion"), ("lúc", "at")))
    stdout.print(table(Bilingual("Mô hình chủ đề", "Topic models"), columns, rows))


@app.command()
def promote(
    version: str,
    reason: Reason,
    by: Annotated[str, typer.Option(help="Ai / who")] = "console",
    config: ConfigFile = None,
) -> None:
    """Đưa một mô hình vào dùng / Put a model in charge."""
    from classifier.registry import RegistryError
    from pipeline import training

    with opened(config) as app_:
        try:
            training.promote(app_, version, by, reason)
        except (RegistryError, StoreError) as err:
            complain(err.message)
            raise typer.Exit(2) from err
    note(Bilingual(f"đang dùng {version}", f"{version} is in charge"))


@app.command()
def rollback(
    reason: Reason, by: Annotated[str, typer.Option(help="Ai / who")] = "console", config: ConfigFile = None
) -> None:
    """Quay lại mô hình trước / Back to the model before."""
    from pipeline import training

    with opened(config) as app_:
        try:
            version = training.rollback(app_, by, reason)
        except StoreError as err:
            complain(err.message)
            raise typer.Exit(2) from err
    note(Bilingual(f"đang dùng {version}", f"{version} is in charge"))


@app.command()
def log(config: ConfigFile = None) -> None:
    """Nhật ký đưa vào dùng và quay lại / The log of promotions and rollbacks."""
    with opened(config) as app_, app_.store.read() as tx:
        lines = tx.models.log("topics")
    rows = [(r.at.isoformat(timespec="minutes"), r.action, r.version, r.actor, r.reason) for r in lines]
    names = (("lúc", "at"), ("việc", "action"), ("phiên bản", "version"), ("ai", "who"), ("lý do", "reason"))
    stdout.print(table(Bilingual("Nhật ký mô hình", "Model log"), tuple(Bilingual(*pair) for pair in names), rows))
