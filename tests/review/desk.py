"""What the desk's tests share: services that answer from the store's own data, and a signed-in client."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from config.digest import load_digest
from config.settings import Settings, load_settings
from models.periods import parse_period
from models.records import Bilingual, Explanation, Language, Reference
from models.rows import DigestRow
from models.store import Store, StoreError
from pipeline.bootstrap import App
from pipeline.desk import DeskServices
from pipeline.digest.values import SHAPE
from pipeline.labels_agreement import label_agreement
from pipeline.labels_files import write
from review.app import create_app
from review.services import MadeForm, NextRun
from tests.review.material import NOW, PASSWORD


class Stand:
    """Services of a desk that runs alone: no crawler, no models, the figures of an empty week."""

    def __init__(self, store: Store, **env: str):
        self._store = store
        self._env = env

    def build_digest(self, period: str) -> Mapping[str, Any]:
        return empty_digest(period)

    def dossier(self, story_id: int) -> Mapping[str, Any]:
        return DeskServices(self._app()).dossier(story_id)

    def digest_blocks(self, data: Mapping[str, Any], language: Language) -> Sequence[tuple[str, Any]]:
        return DeskServices(self._app()).digest_blocks(data, language)

    def digest_form(self, data: Mapping[str, Any], form: str, language: Language) -> MadeForm:
        return DeskServices(self._app()).digest_form(data, form, language)

    def digest_chart(self, data: Mapping[str, Any], name: str, language: Language) -> bytes:
        return DeskServices(self._app()).digest_chart(data, name, language)

    def digest_state(self, row: DigestRow) -> Mapping[str, Any]:
        return DeskServices(self._app()).digest_state(row)

    def digest_changed(self, row: DigestRow) -> Sequence[Mapping[str, Any]]:
        return DeskServices(self._app()).digest_changed(row)

    def approve_digest(self, digest_id: int, actor: str) -> Bilingual | None:
        return DeskServices(self._app()).approve_digest(digest_id, actor)

    def fact_table(self, story_id: int) -> Mapping[str, Any] | None:
        with self._store.begin(write=False) as tx:
            members = tx.stories.members(story_id)
        columns = [{"article_id": m.article_id, "outlet": m.outlet_name, "at": m.published_at, "copies": []} for m in members]
        more = {"first": False, "was": None, "speaker": None}
        cells = [
            {**more, "value": "120", "passage": None, "differs": False, "first": True, "speaker": "ban quản lý cảng"},
            {**more, "value": "1.200", "passage": "đón 1.200 chuyến", "differs": True, "was": "120"},
        ]
        what = {"vi": "số chuyến tàu", "en": "number of ships"}
        return {"columns": columns[:2], "rows": [{"what": what, "cells": cells, "voices": 2}], "more": 0}

    def preview(self, url: str) -> int:
        with self._store.begin() as tx:
            return tx.jobs.enqueue("preview", {"url": url}, key=f"preview:{url}", now=NOW)

    def export_labels(self, kind: str) -> Iterable[str]:
        with self._store.begin(write=False) as tx:
            rows = tx.labels.export()
        return write(kind, rows)

    def label_agreement(self) -> Sequence[Mapping[str, Any]]:
        with self._store.begin(write=False) as tx:
            return label_agreement(tx.labels.answers())

    def promote_model(
        self, version: str, actor: str, reason: str, override: str, name: str = "topics"
    ) -> Bilingual | None:
        try:
            with self._store.begin() as tx:
                tx.models.promote(name, version, actor, reason, NOW, override=override)
        except StoreError as err:
            return err.message
        return None

    def rollback_model(self, actor: str, reason: str, name: str = "topics") -> Bilingual | None:
        try:
            with self._store.begin() as tx:
                tx.models.rollback(name, actor, reason, NOW)
        except StoreError as err:
            return err.message
        return None

    def _app(self) -> App:
        """An application around the store, for what the pipeline works out."""
        settings = load_settings(None, {"DOICHIEU_DATA_DIR": "/nonexistent", **self._env})
        return App(settings, self._store, lambda: NOW, (), (), ())

    def today_line(self, user_id: int | None) -> Mapping[str, Any]:
        return DeskServices(self._app()).today_line(user_id)

    def why(self, article_id: int) -> Explanation:
        return DeskServices(self._app()).why(article_id)

    def contested(self, article_id: int) -> Sequence[Reference]:
        return DeskServices(self._app()).contested(article_id)

    def import_claims(self, body: bytes, licence: str) -> Mapping[str, Any] | Bilingual:
        return DeskServices(self._app()).import_claims(body, licence)

    def corrections(self) -> Mapping[str, Any] | Bilingual:
        return DeskServices(self._app()).corrections()

    def note_docx(self, title: str, body: str, language: Language, *, is_draft: bool) -> bytes:
        return DeskServices(self._app()).note_docx(title, body, language, is_draft=is_draft)

    def next_runs(self, now: datetime) -> Sequence[NextRun]:
        return [NextRun("collect", now + timedelta(minutes=5))]


def empty_digest(key: str) -> dict[str, Any]:
    """A digest in the shape ``pipeline.digest`` builds, of a period in which little happened."""
    period = parse_period(key)
    return {
        "shape": SHAPE,
        "period": period.key,
        "kind": period.kind.value,
        "name": {"vi": period.name.vi, "en": period.name.en},
        "title": {"vi": f"Bản tin {period.name.vi}", "en": f"Digest, {period.name.en}"},
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "built_at": NOW.isoformat(),
        "office": "Văn phòng thử",
        "sections": [
            {"id": section.id, "title": {"vi": section.title.vi, "en": section.title.en}} for section in load_digest().sections
        ],
        "document": {},
        "topic": None,
        "empty": False,
        "errata": [],
        "five_lines": [{"vi": "Một sai lệch được xác nhận.", "en": "One distortion was confirmed."}],
        "volume": [
            {"topic": "east_sea", "name": {"vi": "Biển Đông", "en": "East Sea"}, "count": 12, "last": 7, "past": [5, 6, 7],
             "low": 2, "high": 13, "unusual": False, "why": []}
        ],
        "totals": {
            "articles": 12,
            "last": 7,
            "outlets": 3,
            "past": [5, 6, 7],
            "by_day": [{"day": (period.start + timedelta(days=n)).date().isoformat(), "count": n} for n in range(7)],
        },
        "stories": [],
        "confirmed": [
            {
                "alert_id": 1,
                "article_id": 1,
                "title": "Cảng <b>Vân Sa</b>",
                "outlet": "Báo Ban Mai",
                "carried_by": [],
                "topics": ["east_sea"],
                "url": "https://ban_mai.example/cang.html",
                "published_at": NOW.isoformat(),
                "kind": "quantity_mismatch",
                "kind_name": {"vi": "Con số khác", "en": "Number differs"},
                "passage": "1.200 chuyến tàu",
                "why": {"vi": "1.200 và 120", "en": "1,200 against 120"},
                "asserted": "attributed",
                "evidence": [{"passage": "120 chuyến tàu", "citation": "Báo Sông Lam", "url": None, "date": None}],
                "confirmed_by": ["reviewer", "second"],
                "confirmations": 2,
                "required": 2,
                "decided_at": NOW.isoformat(),
                "notes": ["đã xem báo cáo"],
                "answered": {"note_at": None, "note_by": None, "corrected_at": None},
            }
        ],
        "decided": [{"verdict": "distortion_confirmed", "count": 1}],
        "open": {"start": 0, "new": 2, "settled": 1, "end": 1},
        "corrected": [],
        "coverage": [],
        "own": [],
        "upcoming": [],
        "unseen": [],
        "trust": {
            "alerts_shown": 2,
            "decided": 1,
            "confirmed": 1,
            "precision": {"value": 1.0, "low": 0.2, "high": 1.0, "n": 1},
            "recall": None,
            "audit": {"answered": 0, "distortions": 0, "rate_high": None},
            "sources": {"ok": 1, "unwell": 1, "silent": 0},
            "confirmations_required": 2,
        },
        "models": {"in_use": [], "changes": []},
    }  # fmt: skip


class Client:
    """A person at the desk without script: pages, and forms with the page's own CSRF token."""

    def __init__(self, app: FastAPI):
        self.http = TestClient(app, base_url="http://desk.local", follow_redirects=False, raise_server_exceptions=False)

    def get(self, path: str) -> Any:
        return self.http.get(path)

    def token(self, path: str = "/help") -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.http.get(path).text)
        assert found is not None, path
        return found[1]

    def post(self, path: str, fields: Mapping[str, Any] | None = None, page: str = "/help") -> Any:
        return self.http.post(path, data={"csrf": self.token(page), **(fields or {})})

    def sign_in(self, name: str, password: str = PASSWORD, target: str = "") -> Any:
        token = self.token("/sign-in")
        fields = {"csrf": token, "name": name, "password": password, "next": target}
        return self.http.post("/sign-in", data=fields)


def app_of(store: Store, settings: Settings | None = None, now: datetime = NOW) -> FastAPI:
    return create_app(store, settings or Settings(), Stand(store), clock=lambda: now, problem_words=_words)


def _words(problem: str) -> Bilingual:
    return Bilingual(f"{problem} bằng lời", f"{problem} in words")


def signed_in(app: FastAPI, name: str) -> Client:
    client = Client(app)
    answer = client.sign_in(name)
    assert answer.status_code == 303, answer.text
    return client
