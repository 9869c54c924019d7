"""The facts of the neutrality suite, each in three voices, and what the comparison finds of them.

``neutrality_facts.yaml`` says each fact drily, in sharply critical and in praising words; and names what to replace, in
all three alike, to make it a statement that the evidence contradicts. Two things must hold whatever the voice: the true
statement raises nothing, and the false one is found as often. The comparison of all takes about two seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from classifier.compare import CompareItem, Comparer
from models.records import Comparison, Evidence, Language

FACTS = Path(__file__).with_name("neutrality_facts.yaml")
VOICES = ("dry", "critical", "praising")


@dataclass(frozen=True, slots=True)
class Fact:
    """``said``: one text a voice, in the order of ``VOICES``. ``words`` stand in all three and are replaced by
    ``by`` to make them false; ``kind``: of what kind that is. ``actor`` stands in the evidence and in all three."""

    language: Language
    actor: str
    evidence: str
    said: tuple[str, ...]
    kind: str
    words: str
    by: str

    @property
    def false(self) -> tuple[str, ...]:
        """The three texts with the change, which is the same in all."""
        return tuple(text.replace(self.words, self.by) for text in self.said)

    def of(self, actor: str) -> Fact:
        """The same fact of another actor, in the evidence and in every voice."""
        evidence, *said = (t.replace(self.actor, actor) for t in (self.evidence, *self.said))
        return Fact(self.language, actor, evidence, tuple(said), self.kind, self.words, self.by)


def read_facts(path: Path = FACTS) -> tuple[Fact, ...]:
    """The facts of the file, in order. ValueError for one whose change or actor is not in every voice."""
    found = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        changed, said = row["changed"], tuple(row[voice] for voice in VOICES)
        whole = all(changed["words"] in text and row["actor"] in text for text in said)
        if not whole or row["actor"] not in row["evidence"]:
            raise ValueError(f"neutrality_facts: {row['evidence']!r}")
        language = Language(row["language"])
        found.append(
            Fact(language, row["actor"], row["evidence"], said, changed["kind"], changed["words"], changed["by"])
        )
    return tuple(found)


def compared(fact: Fact, comparer: Comparer, *, false: bool = False) -> tuple[Comparison, ...]:
    """The comparison of each voice with the fact's evidence."""
    evidence = (Evidence(fact.evidence),)
    said = zip(VOICES, fact.false if false else fact.said, strict=True)
    return tuple(comparer.compare(CompareItem(voice, text, evidence=evidence)) for voice, text in said)


@cache
def false_findings() -> tuple[tuple[Comparison, ...], ...]:
    """Of every fact that was changed, what is found in each voice: kept, for it is the same in every run."""
    comparer = Comparer()
    return tuple(compared(fact, comparer, false=True) for fact in read_facts())
