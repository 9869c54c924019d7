"""The correction note of one alert: drafted from its evidence, edited by people, every version kept, out as DOCX."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Language
from models.rows import AlertDetail, NoteRow
from models.store import Conflict
from review import blind
from review.entrance import Here
from review.formats import Formats
from review.note import Draft, draft, refusal
from review.problems import Refused, sentence
from review.visit import Visit, record
from review.words import LANGUAGES, Words

router = APIRouter()

LONGEST = 20_000
EMPTY = Bilingual("Cần tiêu đề và nội dung.", "A title and a text are needed.")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/alerts/{alert_id:int}/note", name="note")
def note(visit: Here, alert_id: int) -> Response:
    """The latest saved version of a language, else a fresh draft (``?fresh=yes``: the draft in any case)."""
    return _page(visit, _detail(visit, alert_id), _language(visit, visit.asked("language", 5)))


@router.post("/alerts/{alert_id:int}/note", name="note_save")
def note_save(visit: Here, alert_id: int) -> Response:
    """Keep what was typed as a new version, unless somebody saved another meanwhile."""
    detail, language = _detail(visit, alert_id), _language(visit, visit.posted.text("language", 5))
    typed = Draft(visit.posted.text("title", 500), visit.posted.text("body", LONGEST))
    seen = next(iter(visit.posted.numbers("seen")), 0)
    if not typed.title or not typed.body:
        return _page(visit, detail, language, typed, EMPTY)
    try:
        with visit.begin() as tx:
            if tx.notes.add(alert_id, language, typed.title, typed.body, visit.who.id, visit.now, seen=seen):
                record(tx, visit, "note", f"alert {alert_id}", language=language.value)
    except Conflict as err:
        return _page(visit, detail, language, typed, sentence(err.message))
    return visit.see(visit.path("note", {"language": language, "said": "note_saved"}, alert_id=alert_id))


@router.get("/alerts/{alert_id:int}/note.docx", name="note_docx")
def note_docx(visit: Here, alert_id: int) -> Response:
    """The latest saved version as DOCX; the draft where none is saved. Marked as a draft until it is confirmed."""
    detail, language = _detail(visit, alert_id), _language(visit, visit.asked("language", 5))
    with visit.read() as tx:
        saved = tx.notes.of(alert_id, language)[:1]
    shown = Draft(saved[0].title, saved[0].body) if saved else _draft(visit, detail, language)
    is_draft = not detail.alert.confirmed
    body = visit.desk.services.note_docx(shown.title, shown.body, language, is_draft=is_draft)
    name = f"{'du-thao-' if is_draft else ''}dinh-chinh-{alert_id}-{language}.docx"
    return Response(body, media_type=DOCX, headers={"content-disposition": f'attachment; filename="{name}"'})


def _detail(visit: Visit, alert_id: int) -> AlertDetail:
    """The alert. Refused where no person's distortion stands, or it is to be read blind by this reader."""
    with visit.read() as tx:
        detail = tx.alerts.get(alert_id)
    hidden = blind.is_hidden(detail.alert, blind.answered(detail.decisions), visit.who.id)
    reason = Bilingual("Trả lời cảnh báo này trước đã.", "Answer this alert first.") if hidden else refusal(detail)
    if reason is not None:
        raise Refused(409, reason)
    return detail


def _language(visit: Visit, asked: str) -> Language:
    """The note's language: the one asked for, else the reader's."""
    return Language(asked if asked in LANGUAGES else visit.words.language)


def _draft(visit: Visit, detail: AlertDetail, language: Language) -> Draft:
    words = Words(visit.desk.texts, language)
    return draft(detail, words, Formats(words, visit.now))


def _page(
    visit: Visit, detail: AlertDetail, language: Language, typed: Draft | None = None, reason: Bilingual | None = None
) -> Response:
    with visit.read() as tx:
        versions: tuple[NoteRow, ...] = tx.notes.of(detail.alert.id, language)
    fresh = _draft(visit, detail, language)
    saved = Draft(versions[0].title, versions[0].body) if versions and not visit.asked("fresh", 5) else None
    return visit.page(
        "note.html",
        422 if reason else 200,
        here="queue",
        alert=detail.alert,
        article=detail.article,
        language=language,
        languages=LANGUAGES,
        shown=typed or saved or fresh,
        saved=saved is not None,
        seen=versions[0].id if versions else 0,
        versions=versions,
        reason=reason,
        longest=LONGEST,
    )
