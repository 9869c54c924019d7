"""The command ``doichieu``: daily use, administration, and every stage alone (DESIGN.md section 8)."""

from __future__ import annotations

import sys

import typer

from config.errors import ConfigError
from pipeline import logs
from pipeline.cli import (
    claims,
    digests,
    labels,
    laboratory,
    model,
    people,
    references,
    running,
    source,
    storage,
    train,
    watching,
    why,
)
from pipeline.console import complain

app = typer.Typer(
    name="doichieu",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Đối Chiếu: theo dõi báo chí và đối chiếu với chứng cứ / media monitoring held against the evidence",
)
laboratory.register(app)
running.register(app)
storage.register(app)
claims.register(app)
app.add_typer(source.app, name="sources")
app.add_typer(references.app, name="references")
app.add_typer(train.app, name="train")
app.add_typer(model.app, name="models")
app.add_typer(labels.app, name="labels")
app.add_typer(people.app, name="users")
digests.register(app)
watching.register(app)
why.register(app)


def main() -> None:
    """Run the command line. Configuration errors end with status 2 and say what to do."""
    logs.configure()
    try:
        app()
    except ConfigError as err:
        complain(err.message)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
