"""What the desk asks of the pipeline. ``pipeline`` fills this; the desk knows no crawler and no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.records import Bilingual, Explanation, Language, Reference
from models.rows import DigestRow


@dataclass(frozen=True, slots=True)
class NextRun:
    """When the schedule will next start one kind of job."""

    kind: str
    at: datetime


class MadeForm(Protocol):
    """A digest in one form."""

    @property
    def ending(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Services(Protocol):
    """Everything here answers at once; long work is a job row whose id comes back."""

    def build_digest(self, period: str) -> Mapping[str, Any]:
        """The digest of a period (its key) as it stands now, not kept. Shape: docs/digest.md."""
        ...

    def digest_blocks(self, data: Mapping[str, Any], language: Language) -> Sequence[tuple[str, Any]]:
        """A digest's data as blocks to set, each with its kind: Heading, Paragraph, Items, Quotation, Grid, Picture;
        () for data of a shape that this version cannot set."""
        ...

    def dossier(self, story_id: int) -> Mapping[str, Any]:
        """One story for a briefing, as data that ``digest_form`` makes a file of. NotFound."""
        ...

    def digest_form(self, data: Mapping[str, Any], form: str, language: Language) -> MadeForm:
        """A digest as a file: pdf, summary, docx, xlsx, html, txt or json."""
        ...

    def digest_chart(self, data: Mapping[str, Any], name: str, language: Language) -> bytes:
        """One chart of a digest as SVG. KeyError for a name there is none of."""
        ...

    def digest_state(self, row: DigestRow) -> Mapping[str, Any]:
        """``{"approved_by", "approved_at", "sent": number, "failed": [{"list", "address", "why"}]}``."""
        ...

    def digest_changed(self, row: DigestRow) -> Sequence[Mapping[str, Any]]:
        """What an approved digest said and no longer holds: ``[{"what", "words": {"vi", "en"}, "alert_id", "title",
        "outlet", "at"}]``; () for one that nobody approved."""
        ...

    def approve_digest(self, digest_id: int, actor: str) -> Bilingual | None:
        """Let an edition count as told, from now on; returns why not."""
        ...

    def fact_table(self, story_id: int) -> Mapping[str, Any] | None:
        """What the reports of one story say about the same facts, side by side; ``None`` when nothing
        can be set side by side.

        ``{"columns": [{"article_id", "outlet"}], "rows": [{"what": {"vi", "en"}, "cells":
        [{"value", "passage", "differs"} or None, one a column]}]}``
        """
        ...

    def preview(self, url: str) -> int:
        """Queue a look at an address an administrator wants to add; returns the job's id.

        The finished job's summary: ``{"refused": {"vi", "en"}}``, or
        ``{"outlet": {"id", "name", "homepage", "language", "kind", "country"},
        "known": None or {"outlet", "name", "vi", "en"}, "sources": [{"id", "url", "kind", "found", "language",
        "entries", "newest", "titles", "problem", "detail", "recommended", "reason": {"vi", "en"}}], "articles":
        [{"url", "title", "stored", "problem": None or {"vi", "en"}, and of a page that was read "lead",
        "published_at", "date_from", "kind", "method", "language", "characters"}], "not_articles": number}``.
        """
        ...

    def export_labels(self, kind: str) -> Iterable[str]:
        """Every label as the text of a file: ``jsonl``, ``csv`` or ``label-studio``."""
        ...

    def label_agreement(self) -> Sequence[Mapping[str, Any]]:
        """How far people agree on each topic that two of them answered, the most answered first.

        ``{"topic", "items", "people", "same", "alpha", "alpha_low", "alpha_high", "pairs": [{"first", "second",
        "items", "kappa", "low", "high"}]}``; a figure that cannot be computed is ``None``.
        """
        ...

    def promote_model(
        self, version: str, actor: str, reason: str, override: str, name: str = "topics"
    ) -> Bilingual | None:
        """Put a registered model (``name``: topics or ranking) in charge, after it was loaded and checked; the next
        pass of the flow uses it. Returns why not: the gate has not passed it and no ``override`` says why all the same,
        or damage."""
        ...

    def rollback_model(self, actor: str, reason: str, name: str = "topics") -> Bilingual | None:
        """Put the model before the present one back in charge; returns why not."""
        ...

    def today_line(self, user_id: int | None) -> Mapping[str, Any]:
        """Where today's queue ends; ``user_id``: without what that person has already decided.

        ``{"ids": [alert id, in order], "seconds": [those that wait for one more person], "shown", "waiting",
        "expected", "low", "high", "ends": "all" | "capacity" | "precision", "capacity", "precision", "learned": bool,
        "version", "kept": {"days", "settled", "expected", "worth"}}``. ``kept`` is what was expected of the alerts
        settled lately, and how many of them people found worth it.
        """
        ...

    def why(self, article_id: int) -> Explanation:
        """Why an article was flagged or not, worked out now by the code that decides; nothing is stored. NotFound."""
        ...

    def contested(self, article_id: int) -> Sequence[Reference]:
        """The contested references the article's latest text speaks of, to show both positions beside it."""
        ...

    def import_claims(self, body: bytes, licence: str) -> Mapping[str, Any] | Bilingual:
        """Take in an uploaded file of ClaimReview: ``{"counters": {name: number}, "refused": [{"where", "reason"}]}``,
        or why it cannot be read at all."""
        ...

    def corrections(self) -> Mapping[str, Any] | Bilingual:
        """What people confirmed, as a DataFeed of ClaimReview, or why nothing can be published."""
        ...

    def note_docx(self, title: str, body: str, language: Language, *, is_draft: bool) -> bytes:
        """A correction note as a DOCX file; ``is_draft`` marks its pages."""
        ...

    def next_runs(self, now: datetime) -> Sequence[NextRun]:
        """The next start of every scheduled job, soonest first."""
        ...
