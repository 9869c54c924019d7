"""Sending an approved digest to the distribution lists: one message an address, TLS, several tries, each on record.

A message is noted as sent right after the server took it, in a transaction of its own: a run that is killed and begun
again sends to nobody twice who is on record. Its Message-ID is that of digest, list and address, so that even the one
message between taking and noting can be told as a repetition.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from config.settings import Settings
from models.records import Bilingual
from models.rows import DigestEvent, DigestRow, ListRow
from pipeline.bootstrap import App
from pipeline.digest.forms.mail import Attachment, message
from pipeline.digest.forms.table import Form, make
from pipeline.digest.keep import is_approved
from pipeline.digest.narrow import narrowed

TIMEOUT_S = 30.0
TRIES = 5
WAIT = timedelta(minutes=5)  # before the second try; doubled for each further one
MAIL_ONLY = "mail"  # a list that wants no attachment


class CannotSend(Exception):
    """Nothing can be sent at all; ``message`` says what to set or do first."""

    def __init__(self, message: Bilingual):
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Letter:
    to: ListRow
    address: str


def send(app: App, digest_id: int, attempt: int = 1) -> Mapping[str, int]:
    """Send an approved digest to everybody on the active lists who has not had it. What fails for now is tried again by
    a job of its own (``attempt`` counts). CannotSend where no mail server is set or nobody approved it."""
    settings = app.settings
    if settings.smtp_host is None or settings.mail_from is None:
        raise CannotSend(
            Bilingual(
                "chưa đặt máy chủ thư: hãy đặt smtp_host và mail_from trong doichieu.yaml",
                "no mail server is set: set smtp_host and mail_from in doichieu.yaml",
            )
        )
    with app.store.read() as tx:
        row = tx.digests.by_id(digest_id)
        if not is_approved(tx, digest_id):
            raise CannotSend(Bilingual("bản tin chưa được duyệt", "the digest is not approved"))
        had = {
            (event.detail.get("list"), event.detail.get("address"))
            for event in tx.digests.events(digest_id)
            if event.kind is DigestEvent.SENT or event.detail.get("final")
        }
        lists = tx.distribution.list(active=True)
    letters = [Letter(to, address) for to in lists for address in to.addresses if (to.name, address) not in had]
    sent = failed = 0
    if letters:
        try:
            with _server(settings) as server:
                for letter in letters:
                    done = _hand_over(app, server, row, letter, attempt)
                    sent, failed = sent + done, failed + (not done)
        except (OSError, smtplib.SMTPException) as err:  # the server itself: everybody left is tried again
            failed = len(letters) - sent
            _note(app, row, letters[sent], DigestEvent.FAILED, attempt, why=_why(err), final=attempt >= TRIES)
    again = failed > 0 and attempt < TRIES
    if again:
        with app.store.begin() as tx:
            after = app.clock() + WAIT * 2 ** (attempt - 1)
            payload = {"digest": digest_id, "attempt": attempt + 1}
            tx.jobs.enqueue("digest_send", payload, key=f"digest_send:{digest_id}", now=app.clock(), run_after=after)
    return {"sent": sent, "failed": failed, "again": int(again)}


def _hand_over(app: App, server: smtplib.SMTP, row: DigestRow, letter: Letter, attempt: int) -> bool:
    """Hand one message to the server and note what it said. What it refuses for good is not tried again."""
    try:
        server.send_message(_message(app, row, letter))
    except smtplib.SMTPRecipientsRefused as err:
        code = next(iter(err.recipients.values()), (500, b""))[0]
        _note(app, row, letter, DigestEvent.FAILED, attempt, why=_why(err), final=code >= 500 or attempt >= TRIES)
        return False
    except smtplib.SMTPResponseException as err:
        final = err.smtp_code >= 500 or attempt >= TRIES
        _note(app, row, letter, DigestEvent.FAILED, attempt, why=_why(err), final=final)
        return False
    _note(app, row, letter, DigestEvent.SENT, attempt)
    return True


def _message(app: App, row: DigestRow, letter: Letter) -> EmailMessage:
    to = letter.to
    data = narrowed(row.data, to.topics)
    domain = str(app.settings.mail_from).partition("@")[2]
    told = f"{row.sha256}:{to.name}:{letter.address}"
    identity = f"{hashlib.sha256(told.encode()).hexdigest()[:24]}@{domain}"
    return message(
        data,
        to.language,
        str(app.settings.mail_from),
        letter.address,
        app.clock(),
        identity=identity,
        attachments=_attachments(data, row.period, to),
    )


def _attachments(data: Mapping[str, Any], period: str, to: ListRow) -> tuple[Attachment, ...]:
    if to.form == MAIL_ONLY:
        return ()
    made = make(data, Form(to.form), to.language)
    return ((f"doi-chieu-{period}.{made.ending}", made.media_type, made.content),)


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to the mail server, encrypted as the settings say, signed in where there is a user."""
    host, port = str(settings.smtp_host), settings.smtp_port
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user and settings.smtp_password is not None:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield server


def _note(app: App, row: DigestRow, letter: Letter, kind: DigestEvent, attempt: int, **detail: Any) -> None:
    with app.store.begin() as tx:
        told = {"list": letter.to.name, "address": letter.address, "attempt": attempt, **detail}
        tx.digests.note(row.id, kind, "mail", app.clock(), **told)


def _why(err: Exception) -> str:
    return str(err)[:300] or type(err).__name__
