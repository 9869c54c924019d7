"""The list of what is planted in the demo's texts: distortions, and clean passages that resemble them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from demo.dates import Dates
from demo.texts import HERE, load_articles, render_text

KINDS = (
    "quantity_mismatch", "date_mismatch", "entity_mismatch", "polarity_mismatch", "certainty_shift",
    "quote_alteration", "attribution_mismatch", "cause_mismatch", "headline_mismatch", "outlier_report",
    "recycled_content", "known_false_claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a person checks a distortion: exactly one of ``article``, ``reference``, ``body`` is set.

    ``passage`` are the words of that article, or of the distorted article's own body.
    """

    passage: str
    article: str | None = None
    reference: str | None = None
    body: bool = False


@dataclass(frozen=True, slots=True)
class Distortion:
    """One planted disagreement. ``article`` is ``outlet/slug``; ``part`` is "title" or "text"."""

    id: str
    kind: str
    article: str
    part: str
    passage: str
    evidence: tuple[Proof, ...]
    why: Mapping[str, str]

    @property
    def outlet(self) -> str:
        return self.article.split("/")[0]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """One clean passage that resembles the distortion ``of``; its id counts those of that distortion."""

    id: str
    of: str
    article: str
    part: str
    passage: str
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    planted: tuple[Distortion, ...]
    lookalikes: tuple[Lookalike, ...]


def load_manifest(today: date) -> Manifest:
    """The manifest with its passages as they are rendered when the demo starts on ``today``."""
    data = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
    language = {article.ref: article.language for article in load_articles(today)}

    def words(text: str, ref: str) -> str:
        return render_text(text, Dates(today, language[ref]))

    def proof(row: Mapping[str, Any], ref: str) -> Proof:
        if "body" in row:
            return Proof(words(row["body"], ref), body=True)
        if "reference" in row:
            return Proof("", reference=row["reference"])
        return Proof(words(row["passage"], row["article"]), article=row["article"])

    return Manifest(
        tuple(
            Distortion(
                id=row["id"],
                kind=row["kind"],
                article=row["article"],
                part=row["in"],
                passage=words(row["passage"], row["article"]),
                evidence=tuple(proof(e, row["article"]) for e in row["evidence"]),
                why=row["why"],
            )
            for row in data["distortions"]
        ),
        tuple(
            Lookalike(
                id=f"{row['of']}~{sum(r['of'] == row['of'] for r in data['lookalikes'][:n]) + 1}",
                of=row["of"],
                article=row["article"],
                part=row["in"],
                passage=words(row["passage"], row["article"]),
                why=row["why"],
            )
            for n, row in enumerate(data["lookalikes"])
        ),
    )
