"""Who gets the digest: distribution lists by unit."""

from __future__ import annotations

import re

from fastapi import APIRouter
from starlette.responses import Response

from models.records import Bilingual, Language
from models.rows import ListRow
from models.store import Conflict
from review.entrance import Here
from review.problems import NOT_FOUND, Refused
from review.visit import Visit, record, whole_number

router = APIRouter()
FORMS = ("pdf", "summary", "docx", "mail")
MOST = 500  # addresses of one list
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
EMPTY = ListRow(0, "", "", Language.VI, "pdf", (), (), True)


@router.get("/digest-lists", name="lists")
def lists(visit: Here) -> Response:
    return _page(visit, EMPTY)


@router.get("/digest-lists/{list_id}", name="list")
def one(visit: Here, list_id: str) -> Response:
    number = whole_number(list_id)
    if number is None:
        raise Refused(404, NOT_FOUND)
    with visit.read() as tx:
        found = tx.distribution.get(number)
    return _page(visit, found)


@router.post("/digest-lists", name="list_save")
def save(visit: Here) -> Response:
    """Keep a list (``id`` 0 for a new one)."""
    value, problem = _asked(visit)
    if problem is None:
        try:
            with visit.begin() as tx:
                tx.distribution.save(value)
                record(tx, visit, "list_save", value.name)
            return visit.go("lists", "list_saved")
        except Conflict as err:
            problem = err.message
    return _page(visit, value, problem)


@router.post("/digest-lists/{list_id}/remove", name="list_remove")
def remove(visit: Here, list_id: str) -> Response:
    number = whole_number(list_id)
    if number is None:
        raise Refused(404, NOT_FOUND)
    with visit.begin() as tx:
        tx.distribution.remove(number)
        record(tx, visit, "list_remove", list_id)
    return visit.go("lists", "list_removed")


def _asked(visit: Visit) -> tuple[ListRow, Bilingual | None]:
    posted = visit.posted
    addresses = tuple(dict.fromkeys(re.split(r"[\s,;]+", posted.text("addresses", 60_000).strip(" ,;\n"))))
    addresses = tuple(address for address in addresses if address)
    form, language = posted.text("form", 10), posted.text("language", 2)
    with visit.read() as tx:
        known = {row.topic.id for row in tx.topics.list()}
    value = ListRow(
        whole_number(posted.text("id", 12)) or 0,
        posted.text("name", 120),
        posted.text("unit", 200),
        Language.EN if language == "en" else Language.VI,
        form if form in FORMS else FORMS[0],
        tuple(topic for topic in posted.all("topics") if topic in known),
        addresses,
        bool(posted.text("active", 3)),
    )
    if not value.name:
        return value, Bilingual("Hãy đặt tên danh sách.", "Give the list a name.")
    wrong = next((address for address in addresses if not _ADDRESS.fullmatch(address)), None)
    if wrong is not None:
        return value, Bilingual(f"Không phải địa chỉ thư: {wrong}", f"Not a mail address: {wrong}")
    if len(addresses) > MOST:
        return value, Bilingual(f"Nhiều nhất {MOST} địa chỉ một danh sách.", f"At most {MOST} addresses a list.")
    return value, None


def _page(visit: Visit, value: ListRow, problem: Bilingual | None = None) -> Response:
    with visit.read() as tx:
        rows, topics = tx.distribution.list(), tx.topics.list()
    return visit.page(
        "lists.html",
        409 if problem else 200,
        here="digests",
        rows=rows,
        value=value,
        topics=topics,
        forms=FORMS,
        reason=problem,
        can_mail=visit.desk.settings.smtp_host is not None,
    )
