"""The demo's digest in every form, as files to look at: the last whole week and the one that runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from models.periods import Period, PeriodKind, period_of
from models.records import Language
from pipeline.bootstrap import App
from pipeline.digest.build import build_digest
from pipeline.digest.forms.mail import message
from pipeline.digest.forms.table import Form, make

FORMS = (Form.HTML, Form.PDF, Form.SUMMARY, Form.DOCX, Form.XLSX, Form.TEXT, Form.JSON)


def write_digests(app: App, folder: Path) -> Path:
    """Writes both weeks in every form, and each as a mail message (.eml) with the PDF attached; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    now = app.clock()
    week = period_of(PeriodKind.WEEK, now)
    for period in (week.previous(), week):
        _write(app, period, folder, now)
    return folder


def _write(app: App, period: Period, folder: Path, now: datetime) -> None:
    with app.store.read() as tx:
        data = build_digest(tx, app.settings, app.topics, period, now)
    attached = None
    for form in FORMS:
        made = make(data, form, Language.VI)
        short = "-tom-tat" if form is Form.SUMMARY else ""
        (folder / f"{period.key}{short}.{made.ending}").write_bytes(made.content)
        if form is Form.PDF:
            attached = (f"{period.key}.pdf", made.media_type, made.content)
    assert attached is not None
    identity = f"{period.key}@demo.example"
    people = "bantin@demo.example", "lanhdao@demo.example"
    mail = message(data, Language.VI, *people, now, identity=identity, attachments=(attached,))
    (folder / f"{period.key}.eml").write_bytes(bytes(mail))
