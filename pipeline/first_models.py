"""The topic model in charge, and the first one where an office has none yet.

Models live in ``<data>/models/topics/<version>``; the file ``champion`` beside them names the one in charge,
so that a stage run alone needs no database. The store's promotions are the authority and write that file.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.registry import MODEL_FILE, read_card
from classifier.topics.model import TopicModel, load_model
from classifier.training.examples import starting_examples
from classifier.training.topics import train
from config.settings import Settings
from config.topics import DEFAULT_TOPICS, load_topics
from models.records import Bilingual, Topic
from pipeline.bootstrap import App
from pipeline.console import note

NAME = "topics"


def topics_folder(settings: Settings) -> Path:
    return settings.models_dir / NAME


def champion_folder(settings: Settings) -> Path | None:
    """The folder of the model in charge, or None where there is none yet."""
    pointer = topics_folder(settings) / "champion"
    if not pointer.exists():
        return None
    folder = topics_folder(settings) / pointer.read_text(encoding="utf-8").strip()
    return folder if folder.is_dir() else None


def point_to(settings: Settings, version: str) -> None:
    """Put a version in charge for what runs without a database. Atomic."""
    pointer = topics_folder(settings) / "champion"
    pointer.parent.mkdir(parents=True, exist_ok=True)
    fresh = pointer.with_suffix(".new")
    fresh.write_text(version + "\n", encoding="utf-8")
    fresh.replace(pointer)


def topic_model(settings: Settings, folder: Path | None = None) -> TopicModel:
    """The model in ``folder``, or the one in charge, trained first where there is none."""
    chosen = folder or champion_folder(settings)
    if chosen is None:
        chosen = train_first(settings, load_topics(settings.topics_dir or DEFAULT_TOPICS))
    return load_model(chosen)


def train_first(settings: Settings, topics: Sequence[Topic]) -> Path:
    """Train the first model from the corpus in the repository and put it in charge; returns its folder."""
    note(
        Bilingual(
            "Huấn luyện mô hình chủ đề đầu tiên (dưới một phút)", "training the first topic model (under a minute)"
        )
    )
    folder, _ = train_into(settings, starting_examples(), topics)
    point_to(settings, folder.name)
    return folder


def train_into(
    settings: Settings,
    examples: Sequence[Any],
    topics: Sequence[Topic],
    notes: Mapping[str, Any] | None = None,
    archive: Sequence[Any] = (),
) -> tuple[Path, dict[str, Any]]:
    """Train beside the other models; returns the new model's folder, named by its version, and its card.

    Written elsewhere first, so that a training that is killed leaves nothing half made.
    """
    home = topics_folder(settings)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".training-") as work:
        card = train(examples, topics, Path(work) / "model", notes=notes, archive=archive)
        version = load_model(Path(work) / "model").version
        folder = home / version
        if not folder.exists():
            shutil.move(str(Path(work) / "model"), folder)
    return folder, card


def ensure_topic_model(app: App) -> None:
    """A trained, registered and promoted topic model, made now if the office has none."""
    folder = champion_folder(app.settings) or train_first(app.settings, app.topics)
    with app.store.begin() as tx:
        register(app, tx, folder)
        if tx.models.champion(NAME) is None:
            tx.models.promote(NAME, folder.name, "first start", "the first model", app.clock())
        champion = tx.models.champion(NAME)
    if (
        champion is not None
        and champion.version != folder.name
        and (topics_folder(app.settings) / champion.version).is_dir()
    ):
        point_to(app.settings, champion.version)


def register(app: App, tx: Any, folder: Path) -> None:
    """Note a model's card in the store, once."""
    card = read_card(folder)
    files: dict[str, dict[str, str]] = card["files"]
    digest = files[MODEL_FILE]["sha256"]
    tx.models.register(NAME, folder.name, f"{NAME}/{folder.name}", digest, card, app.clock())
