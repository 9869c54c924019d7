"""Training from the console: each makes a candidate and has the gate judge it; neither is put in charge by it."""

from __future__ import annotations

from typing import Annotated

import typer

from models.records import Bilingual
from pipeline.cli.common import ConfigFile, opened
from pipeline.cli.model import print_json, refusals, say_verdict
from pipeline.console import complain, note

app = typer.Typer(no_args_is_help=True, help="Huấn luyện / Train")


@app.command()
def topics(
    archive: Annotated[
        bool,
        typer.Option(help="Thử cả bài chưa gắn nhãn, dùng nếu giúp / try unlabelled articles, used if they help"),
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Huấn luyện một mô hình ứng viên từ nhãn của văn phòng / Train a candidate from the office's labels."""
    from classifier.training.confounding import ConfoundedError
    from classifier.training.topics import TrainingError
    from pipeline.training import train_topics

    with opened(config) as app_:
        try:
            done = train_topics(app_, archive=archive)
        except (ConfoundedError, TrainingError) as err:
            complain(err.message)
            raise typer.Exit(1) from err
    say_verdict(done["gate"])
    for measure in done["confounding"] or ():
        if not measure["enough"]:
            note(Bilingual(measure["says_vi"], measure["says_en"]))
    for tried in done["archive"] or ():
        note(Bilingual(tried["says_vi"], tried["says_en"]))
    print_json(done)


@app.command()
def ranking(config: ConfigFile = None) -> None:
    """Học cách xếp hạng cảnh báo từ các quyết định / Learn the ranking of alerts from decisions, a candidate."""
    from classifier.training.ranking import TooFew
    from pipeline.ranking import train_ranking

    with opened(config) as app_, refusals():
        try:
            done = train_ranking(app_)
        except TooFew as err:
            complain(err.message)
            raise typer.Exit(1) from err
    say_verdict(done["gate"])
    print_json(done)
