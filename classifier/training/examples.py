"""Labelled examples: what training reads, from the repository's own corpus or from an office's labels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from config.topics import CORE
from models.records import Article, Language, Topic

CORPUS = Path(__file__).with_name("corpus")
GATE_SET = Path(__file__).with_name("gate_set")


@dataclass(frozen=True, slots=True)
class Example:
    """One text and the topics it is substantially about.

    ``known`` are the topics somebody judged (``None``: all of them); a topic outside ``known`` says nothing.
    ``origin`` is "corpus" (written for this repository), "office" (people's labels), "definition" (a topic's own
    examples), "gate" (written to judge models on, never trained). ``hard`` marks near misses and borderline texts.
    """

    id: str
    title: str
    text: str
    topics: frozenset[str]
    language: Language = Language.VI
    outlet: str | None = None
    published_at: datetime | None = None
    known: frozenset[str] | None = None
    origin: str = "corpus"
    batch: str = ""
    hard: bool = False
    summary: str = ""
    weight: float = 1.0

    def article(self) -> Article:
        return Article(
            id=self.id,
            title=self.title,
            text=self.text,
            summary=self.summary,
            published_at=self.published_at,
            outlet=self.outlet,
            language=self.language,
        )


def read_examples(path: Path) -> Iterator[Example]:
    """The rows of one corpus file. ValueError, with file and line, for a row that is not as README.md says."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                yield Example(
                    id=str(row["id"]),
                    title=str(row["title"]),
                    text=str(row["text"]),
                    topics=frozenset(map(str, row["topics"])),
                    language=Language(row["lang"]),
                    batch=str(row["batch"]),
                    hard=bool(row["hard"]),
                )
            except (KeyError, TypeError, ValueError) as err:
                raise ValueError(f"{path.name}:{number}: {err!r}") from err


def starting_examples(folder: Path = CORPUS) -> tuple[Example, ...]:
    """The corpus in the repository, in file order. ValueError: an id used twice."""
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for example in read_examples(path):
            if example.id in found:
                raise ValueError(f"{path.name}: id used twice: {example.id}")
            found[example.id] = example
    return tuple(found.values())


def gate_examples(language: Language | None = None) -> tuple[Example, ...]:
    """Feed items written for this repository and kept from every training, to judge models of the core topics on."""
    rows = []
    for path in sorted(GATE_SET.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.append(
                Example(
                    id=str(row["id"]),
                    title=str(row["title"]),
                    text="",
                    summary=str(row["summary"]),
                    topics=frozenset(row["topics"]),
                    language=Language(row["lang"]),
                    known=frozenset(CORE),
                    origin="gate",
                )
            )
    return tuple(row for row in rows if language is None or row.language is language)


def definition_examples(topics: tuple[Topic, ...]) -> tuple[Example, ...]:
    """What the topics' own pages say: each example is about its topic, each counter-example is not.

    Only the topic whose page it stands on is known: an example of one may well be about another too.
    """
    rows = []
    for topic in topics:
        for kind, texts in (("yes", topic.examples), ("no", topic.counter_examples)):
            for n, text in enumerate(texts):
                rows.append(
                    Example(
                        id=f"{topic.id}:{kind}:{n}",
                        title=text,
                        text="",
                        topics=frozenset([topic.id]) if kind == "yes" else frozenset(),
                        known=frozenset([topic.id]),
                        origin="definition",
                        batch=f"topic-{topic.id}",
                        hard=kind == "no",
                    )
                )
    return tuple(rows)
