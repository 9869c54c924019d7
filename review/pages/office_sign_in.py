"""Signing in through the office's own provider (``review.oidc``), where the settings name one."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from models.records import Bilingual
from models.rows import UserRow
from models.store import Conflict
from review.entrance import Here
from review.oidc import Attempt, Office, SignInFailed, Somebody
from review.pages.account import address_of, let_in, next_of, sign_in_form
from review.pages.users import NAME
from review.problems import NOT_FOUND, Refused
from review.visit import Visit

router = APIRouter()

COOKIE = "doichieu_office"
PATH = "/sign-in"
MINUTES = 10  # to sign in at the provider

TAKEN = Bilingual(
    "Tên này đã là tài khoản khác ở đây. Hãy nhờ người quản trị.",
    "This name is another account here already. Ask the administrator.",
)
CLOSED = Bilingual("Tài khoản này đã bị khóa.", "This account is closed.")
BAD_NAME = Bilingual(
    "Tên của bạn ở hệ thống đăng nhập không dùng được ở đây.", "Your name at the office's sign-in cannot be used here."
)


@router.get(f"{PATH}/office", name="office_sign_in")
def office_sign_in(visit: Here) -> Response:
    """Off to the provider."""
    office = _office(visit)
    attempt = Attempt.new(next_of(visit.asked("next", 2000)))
    try:
        response = RedirectResponse(office.way_out(attempt, _back(visit), visit.now), 303)
    except SignInFailed as failure:
        return _failed(visit, failure, 502)
    secure = _back(visit).startswith("https:")
    response.set_cookie(
        COOKIE, attempt.cookie(), max_age=60 * MINUTES, path=PATH, httponly=True, samesite="lax", secure=secure
    )
    return response


@router.get(f"{PATH}/office/back", name="office_back")
def office_back(visit: Here) -> Response:
    """Back from the provider: the account of whoever it vouches for, made where there is none yet."""
    office = _office(visit)
    attempt = Attempt.read(visit.request.cookies.get(COOKIE, ""))
    try:
        if attempt is None:
            raise SignInFailed(_AGAIN, "no attempt in this browser")
        found = office.who(attempt, dict(visit.request.query_params), _back(visit), visit.now)
        response = let_in(visit, _account(visit, found), next_of(attempt.target), by="office")
    except SignInFailed as failure:
        response = _failed(visit, failure, 403)
    response.delete_cookie(COOKIE, path=PATH)
    return response


_AGAIN = Bilingual("Lần đăng nhập này đã quá hạn. Hãy bắt đầu lại.", "This sign-in has timed out. Please start again.")


def _office(visit: Visit) -> Office:
    if visit.desk.office is None:
        raise Refused(404, NOT_FOUND)
    return visit.desk.office


def _back(visit: Visit) -> str:
    """The address the provider sends people back to; it must be registered there."""
    own = visit.desk.settings.desk_url or str(visit.request.base_url)
    return own.rstrip("/") + visit.path("office_back")


def _account(visit: Visit, found: Somebody) -> UserRow:
    """The account of the person, its role brought in line with the provider's. SignInFailed where there can be none."""
    if NAME.fullmatch(found.name) is None:
        raise SignInFailed(BAD_NAME, f"name {found.name[:40]!r}")
    with visit.begin() as tx:
        user = tx.users.by_subject(found.subject)
        if user is None:
            named = tx.users.by_name(found.name)
            if named is None:
                user_id = tx.users.add(
                    found.name, found.role, "", must_change=False, now=visit.now, subject=found.subject
                )
                what: dict[str, object] = {"role": found.role, "by": "office"}
                tx.audit.add(actor=found.name, action="user_add", target=found.name, detail=what, now=visit.now)
            elif named.subject is None and visit.desk.settings.oidc_link_by_name:
                tx.users.link(named.id, found.subject)
                tx.audit.add(actor=found.name, action="user_link", target=found.name, detail={}, now=visit.now)
                user_id = named.id
            else:
                raise SignInFailed(TAKEN, f"{found.name}: name taken")
            user = tx.users.get(user_id)
        if not user.active:
            raise SignInFailed(CLOSED, f"{user.name}: closed")
        if user.role is not found.role:
            try:
                tx.users.set_role(user.id, found.role)
            except Conflict as err:  # the last administrator stays one
                raise SignInFailed(err.message, f"{user.name}: last administrator") from err
            tx.sessions.end_all(user.id)
            what = {"role": found.role, "by": "office"}
            tx.audit.add(actor=user.name, action="user_role", target=user.name, detail=what, now=visit.now)
        return tx.users.get(user.id)


def _failed(visit: Visit, failure: SignInFailed, status: int) -> Response:
    with visit.begin() as tx:
        detail = {"address": address_of(visit), "why": failure.detail}
        tx.audit.add(actor="desk", action="office_sign_in_failed", target="", detail=detail, now=visit.now)
    return sign_in_form(visit, failure.reason, "", "/", status)
