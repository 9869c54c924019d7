"""Time zones as they stand behind a clock: ``+07``, ``GMT+7``, ``(ICT)``, ``Asia/Ho_Chi_Minh``."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo

VN = timezone(timedelta(hours=7))
MAX_OFFSET = timedelta(hours=14)

# Hours from UTC. CST is the American one, as RFC 822 has it.
_NAMED: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "ict": 7, "wib": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "ist": 5.5, "sgt": 8, "hkt": 8, "pht": 8, "myt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "asia/ho_chi_minh": 7, "asia/saigon": 7, "asia/bangkok": 7, "asia/hanoi": 7, "indochina": 7,
}  # fmt: skip
_OFFSET = re.compile(r"\s?\(?(?:GMT|UTC|UT)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d|[/.-]\d)", re.I)
_NAME = re.compile(r"\s?\(?([a-z]{1,9}(?:/[a-z_]{2,16})?)\b(?!\s?[+-]\d)", re.I)
_LATER = re.compile(r"\(?\b(?:GMT|UTC)\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)", re.I)


def zone_after(rest: str) -> tzinfo | None:
    """The zone at the start of what follows a clock, or a ``GMT+7`` further on; ``None`` where none is named.

    ``-0000`` is UTC. An offset that no place on earth has is no zone.
    """
    match = _OFFSET.match(rest)
    if match is None and (name := _NAME.match(rest)) is not None and name[1].lower() in _NAMED:
        return _zone(timedelta(hours=_NAMED[name[1].lower()]))
    match = match or _LATER.search(rest)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > MAX_OFFSET or int(match[3] or 0) > 59:
        return None
    return _zone(-offset if match[1] == "-" else offset)


def _zone(offset: timedelta) -> tzinfo:
    if not offset:
        return UTC
    return VN if offset == timedelta(hours=7) else timezone(offset)
