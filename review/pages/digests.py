"""Digests: of any period, as it stands now or as it was kept; approving, sending, and the lists they go to."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from models.periods import NoPeriod, Period, PeriodKind, parse_period, period_of
from models.records import Bilingual, Language
from models.rows import DigestRow
from models.store import StoreError
from review.entrance import Here
from review.problems import NOT_FOUND, Refused
from review.visit import Visit, record, whole_number

router = APIRouter()
FORMS = ("pdf", "summary", "docx", "xlsx", "html", "txt")


@router.get("/digests", name="digests")
def digests(visit: Here) -> Response:
    asked = visit.asked("period", 40)
    reason = None
    if asked:
        try:
            return visit.see(visit.path("digest", {"edition": "now"}, period=parse_period(asked).key))
        except NoPeriod as err:
            reason = err.args[0]
    with visit.read() as tx:
        rows = [(row, visit.desk.services.digest_state(row)) for row in tx.digests.list(60)]
    kinds = [kind for kind in PeriodKind if kind is not PeriodKind.RANGE]
    current = [period_of(kind, visit.now) for kind in kinds]
    return visit.page(
        "digests.html", here="digests", rows=rows, current=current, reason=reason, asked=asked, named=_named
    )


@router.get("/digests/{period}", name="digest")
def digest(visit: Here, period: str) -> Response:
    """The kept digest of a period (``?edition=`` for an earlier one), else the period as it stands now
    (``?edition=now`` also where one is kept)."""
    asked, kept, editions = _found(visit, period)
    data = kept.data if kept else visit.desk.services.build_digest(asked.key)
    language = Language(visit.words.language)
    services = visit.desk.services
    return visit.page(
        "digest.html",
        here="digests",
        period=asked,
        d=data,
        blocks=services.digest_blocks(data, language),
        kept=kept,
        editions=editions,
        state=services.digest_state(kept) if kept else None,
        changed=services.digest_changed(kept) if kept else (),
        forms=FORMS,
        can_mail=visit.desk.settings.smtp_host is not None,
    )


@router.get("/digests/{period}/file", name="digest_file")
def digest_file(visit: Here, period: str) -> Response:
    """One form of a digest to keep or print (``?form=pdf``), in the language of the desk."""
    asked, kept, _ = _found(visit, period)
    form = visit.asked("form", 10)
    if form not in FORMS:
        raise Refused(404, NOT_FOUND)
    data = kept.data if kept else visit.desk.services.build_digest(asked.key)
    made = visit.desk.services.digest_form(data, form, Language(visit.words.language))
    edition = f"-{kept.edition}" if kept else ""
    short = "-tom-tat" if form == "summary" else ""
    name = f"doi-chieu-{asked.key}{edition}{short}.{made.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made.content, media_type=made.media_type, headers=headers)


@router.get("/digests/{period}/charts/{name}.svg", name="digest_chart")
def digest_chart(visit: Here, period: str, name: str) -> Response:
    asked, kept, _ = _found(visit, period)
    data = kept.data if kept else visit.desk.services.build_digest(asked.key)
    try:
        drawn = visit.desk.services.digest_chart(data, name, Language(visit.words.language))
    except KeyError as err:
        raise Refused(404, NOT_FOUND) from err
    return Response(drawn, media_type="image/svg+xml")


@router.post("/digests/{period}/build", name="digest_build")
def digest_build(visit: Here, period: str) -> Response:
    """Queue the job that builds a new edition of a period's digest."""
    asked = _period(visit, period)
    with visit.begin() as tx:
        tx.jobs.enqueue(
            "digest", {"period": asked.key, "new_edition": True}, key=f"digest:{asked.key}", now=visit.now
        )
        record(tx, visit, "digest_build", asked.key)
    return visit.go("digests", "digest_queued")


@router.post("/digests/{period}/approve", name="digest_approve")
def digest_approve(visit: Here, period: str) -> Response:
    """Answer for an edition (``digest``: its id): it is what was told from now on."""
    asked = _period(visit, period)
    refused = visit.desk.services.approve_digest(_id(visit), visit.who.name)
    if refused is not None:
        raise Refused(409, refused)
    with visit.begin() as tx:
        record(tx, visit, "digest_approve", asked.key)
    return visit.see(visit.path("digest", {"said": "digest_approved"}, period=asked.key))


@router.post("/digests/{period}/send", name="digest_send")
def digest_send(visit: Here, period: str) -> Response:
    """Queue the job that mails an approved edition to the active lists."""
    asked, number = _period(visit, period), _id(visit)
    with visit.begin() as tx:
        tx.jobs.enqueue("digest_send", {"digest": number}, key=f"digest_send:{number}", now=visit.now)
        record(tx, visit, "digest_send", asked.key)
    return visit.see(visit.path("digest", {"said": "digest_sending"}, period=asked.key))


def _id(visit: Visit) -> int:
    number = whole_number(visit.posted.text("digest", 12))
    if number is None:
        raise Refused(404, NOT_FOUND)
    try:
        with visit.read() as tx:
            return tx.digests.by_id(number).id
    except StoreError as err:
        raise Refused(404, NOT_FOUND) from err


def _period(visit: Visit, key: str) -> Period:
    try:
        period = parse_period(key)
    except NoPeriod as err:
        raise Refused(404, err.args[0]) from err
    if period.start > visit.now:
        raise Refused(404, Bilingual("Kỳ này chưa bắt đầu.", "This period has not begun."))
    return period


def _found(visit: Visit, key: str) -> tuple[Period, DigestRow | None, list[DigestRow]]:
    """The period, the edition asked for if it is a kept one, and all its editions, the latest first."""
    period = _period(visit, key)
    edition = visit.asked("edition", 6)
    with visit.read() as tx:
        editions = list(tx.digests.editions(period.key))
    wanted = [row for row in editions if not edition or str(row.edition) == edition]
    if edition and edition != "now" and not wanted:
        raise Refused(404, NOT_FOUND)
    return period, (wanted[0] if wanted else None), editions


def _named(key: str) -> Bilingual:
    try:
        return parse_period(key).name
    except NoPeriod:
        return Bilingual(key, key)
