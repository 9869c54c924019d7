"""The settings in force, read only, secrets hidden."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import SecretStr
from starlette.responses import Response

from config.settings import Settings
from review.entrance import Here

router = APIRouter()


@router.get("/settings", name="settings")
def settings(visit: Here) -> Response:
    return visit.page("settings.html", here="settings", rows=shown(visit.desk.settings))


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Every setting by name as text; a secret as stars, a database URL without its password."""
    rows = []
    for name in sorted(type(settings).model_fields):
        value = getattr(settings, name)
        if value is None:
            text = "–"
        elif isinstance(value, SecretStr):
            text = "••••••"
        elif isinstance(value, tuple):
            text = ", ".join(map(str, value)) or "–"
        else:
            text = str(value)
        rows.append((name, _without_password(text)))
    return rows


def _without_password(text: str) -> str:
    head, at, tail = text.rpartition("@")
    if not at or "://" not in head:
        return text
    scheme, _, login = head.partition("://")
    user = login.partition(":")[0]
    return f"{scheme}://{user}:••••••@{tail}"
