"""What the desk asks of the pipeline, filled (``review.services.Services``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from models.periods import parse_period
from models.records import Bilingual, Explanation, Language, Reference
from models.rows import DigestRow, Member
from models.store import StoreError
from pipeline.bootstrap import App
from pipeline.digest.build import build_digest, build_dossier
from pipeline.digest.document import UnknownShape, document
from pipeline.digest.errata import changed_since
from pipeline.digest.forms.table import Form, make
from pipeline.digest.keep import approve, is_approved, state_of
from pipeline.digest.words import Words
from pipeline.facts import fact_table
from pipeline.judge import Judge
from pipeline.kept import Kept
from pipeline.labels_agreement import label_agreement
from pipeline.labels_files import write
from pipeline.schedule import plan
from review.services import MadeForm, NextRun

FACT_TABLES = 300  # kept for the next reader, about 20 kB each


class DeskServices:
    """Everything here answers at once; long work is put into the job table."""

    def __init__(self, app: App):
        self._app = app
        self._facts: Kept[tuple[Member, ...], Mapping[str, Any] | None] = Kept(FACT_TABLES)
        self._judges: Kept[tuple[Any, ...], Judge] = Kept(1)

    def build_digest(self, period: str) -> Mapping[str, Any]:
        with self._app.store.read() as tx:
            return build_digest(tx, self._app.settings, self._app.topics, parse_period(period), self._app.clock())

    def dossier(self, story_id: int) -> Mapping[str, Any]:
        with self._app.store.read() as tx:
            return build_dossier(tx, self._app.settings, story_id, self._app.clock())

    def digest_blocks(self, data: Mapping[str, Any], language: Language) -> Sequence[tuple[str, Any]]:
        try:
            return [(type(block).__name__, block) for block in document(data, language)]
        except UnknownShape:
            return ()

    def digest_form(self, data: Mapping[str, Any], form: str, language: Language) -> MadeForm:
        return make(data, Form(form), language)

    def digest_chart(self, data: Mapping[str, Any], name: str, language: Language) -> bytes:
        from pipeline.digest.forms.charts import draw

        return draw(name, data, Words(language))

    def digest_state(self, row: DigestRow) -> Mapping[str, Any]:
        with self._app.store.read() as tx:
            return state_of(tx, row)

    def digest_changed(self, row: DigestRow) -> Sequence[Mapping[str, Any]]:
        with self._app.store.read() as tx:
            return changed_since(tx, row) if is_approved(tx, row.id) else ()

    def approve_digest(self, digest_id: int, actor: str) -> Bilingual | None:
        def work() -> None:
            with self._app.store.begin() as tx:
                approve(tx, digest_id, actor, self._app.clock())

        return _refusal(work)

    def fact_table(self, story_id: int) -> Mapping[str, Any] | None:
        with self._app.store.read() as tx:
            members = tx.stories.members(story_id)  # with the version of each: the table rests on nothing else
            return self._facts.get(members, lambda: fact_table(tx, members))

    def preview(self, url: str) -> int:
        with self._app.store.begin() as tx:
            return tx.jobs.enqueue("preview", {"url": url}, now=self._app.clock())

    def export_labels(self, kind: str) -> Iterable[str]:
        with self._app.store.read() as tx:
            rows = tx.labels.export()
        return write(kind, rows)

    def label_agreement(self) -> Sequence[Mapping[str, Any]]:
        with self._app.store.read() as tx:
            answers = tx.labels.answers()
        return label_agreement(answers)

    def promote_model(
        self, version: str, actor: str, reason: str, override: str, name: str = "topics"
    ) -> Bilingual | None:
        from pipeline import ranking, training

        work = ranking.promote if name == ranking.NAME else training.promote
        return _refusal(lambda: work(self._app, version, actor, reason, override=override))

    def rollback_model(self, actor: str, reason: str, name: str = "topics") -> Bilingual | None:
        from pipeline import ranking, training

        work = ranking.rollback if name == ranking.NAME else training.rollback
        return _refusal(lambda: work(self._app, actor, reason))

    def today_line(self, user_id: int | None) -> Mapping[str, Any]:
        from pipeline.ranking import as_row, kept, today_line

        with self._app.store.read() as tx:
            line, today, ranking = today_line(tx, self._app, user_id)
            promise = kept(tx, self._app.clock())
        return as_row(line, today, ranking, self._app, promise)

    def why(self, article_id: int) -> Explanation:
        from pipeline.why import why

        return why(self._app, article_id, self._judges)

    def contested(self, article_id: int) -> Sequence[Reference]:
        from classifier.references import contested_about

        with self._app.store.read() as tx:
            article = tx.articles.as_value(article_id)
            references = tx.references.current(contested_only=True)
        return contested_about(references, article.title, article.text)

    def import_claims(self, body: bytes, licence: str) -> Mapping[str, Any] | Bilingual:
        from pipeline.claims_import import import_bytes

        try:
            done = import_bytes(self._app, body, "file.json", licence=licence)
        except ValueError as err:
            why = err.args[0]
            return why if isinstance(why, Bilingual) else Bilingual(str(err), str(err))
        refused = [{"where": bad.where, "reason": bad.reason} for bad in done.refused]
        return {"counters": done.counters, "refused": refused}

    def corrections(self) -> Mapping[str, Any] | Bilingual:
        from pipeline.corrections import CannotExport, export_corrections

        try:
            with self._app.store.read() as tx:
                return export_corrections(tx, self._app.settings, self._app.clock()).feed
        except CannotExport as err:
            return err.message

    def note_docx(self, title: str, body: str, language: Language, *, is_draft: bool) -> bytes:
        from pipeline.note_docx import note_docx

        office = self._app.settings.office_name
        return note_docx(title, body, language, office, self._app.clock(), is_draft=is_draft)

    def next_runs(self, now: datetime) -> Sequence[NextRun]:
        runs = []
        for planned in plan(self._app.settings):
            at = planned.trigger.get_next_fire_time(None, now)
            if at is not None:
                runs.append(NextRun(planned.kind, at))
        return sorted(runs, key=lambda run: run.at)


def _refusal(work: Callable[[], object]) -> Bilingual | None:
    """Does the work; what the store or the registry refuses comes back in words."""
    from classifier.registry import RegistryError

    try:
        work()
    except (RegistryError, StoreError) as err:
        return err.message
    return None
