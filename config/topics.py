"""Topics are data: one a YAML file, with a definition, examples and counter-examples."""

from __future__ import annotations

from pathlib import Path

from config.errors import ConfigError
from config.strict import bilingual, check_keys, flag, identifier, read_yaml, texts, yaml_files
from models.records import Bilingual, Topic

DEFAULT_TOPICS = Path(__file__).resolve().parent / "topics"
CORE = ("east_sea", "human_rights", "religion")


def load_topics(folder: Path = DEFAULT_TOPICS) -> tuple[Topic, ...]:
    """Every topic of a folder, in file order. ConfigError: an unknown key, an id twice, a core topic missing."""
    topics = tuple(_topic(path) for path in yaml_files(folder))
    ids = [topic.id for topic in topics]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ConfigError(Bilingual(f"chủ đề dùng hai lần: {id_}", f"topic used twice: {id_}"))
    for id_ in CORE:
        if id_ not in ids:
            raise ConfigError(Bilingual(f"thiếu chủ đề cốt lõi {id_}", f"the core topic {id_} is missing"))
    return topics


def _topic(path: Path) -> Topic:
    where = path.name
    data = check_keys(
        where,
        read_yaml(path),
        ("id", "name", "definition", "examples", "counter_examples"),
        ("core", "keywords"),
    )
    return Topic(
        id=identifier(f"{where}: id", data["id"]),
        name=bilingual(f"{where}: name", data["name"]),
        definition=bilingual(f"{where}: definition", data["definition"]),
        examples=texts(f"{where}: examples", data["examples"]),
        counter_examples=texts(f"{where}: counter_examples", data["counter_examples"]),
        core=flag(f"{where}: core", data.get("core", False)),
        keywords=texts(f"{where}: keywords", data.get("keywords", [])),
    )
