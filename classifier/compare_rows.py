"""Rows of ``doichieu compare`` (DESIGN.md section 8): a JSON object in, an object out.

``from_row`` raises ``RowError`` with both languages in its message; it never guesses a missing text or an
unknown role.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from classifier.compare import CompareItem
from models.records import (
    Bilingual,
    Comparison,
    Evidence,
    EvidenceFrom,
    EvidenceRole,
    Finding,
    FindingEvidence,
)
from models.times import VIETNAM


class RowError(ValueError):
    """A row that cannot be read; ``message`` says why in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")
        self.message = Bilingual(vi, en)


def from_row(row: Mapping[str, Any]) -> CompareItem:
    """A compare row as a value. ``text`` is needed; ``evidence`` may be empty or absent."""
    if not isinstance(row, Mapping):
        raise RowError("mỗi dòng phải là một đối tượng JSON", "each line must be a JSON object")
    evidence = row.get("evidence")
    if evidence is None:
        evidence = []
    if not isinstance(evidence, list):
        raise RowError("“evidence” phải là một danh sách", "“evidence” must be a list")
    return CompareItem(
        id=_id(row.get("id")),
        text=_text(row, "text", needed=not row.get("title")),
        title=_text(row, "title", needed=False),
        published_at=_time(row.get("published_at"), "published_at"),
        outlet=_text(row, "outlet", needed=False) or None,
        evidence=tuple(_evidence(e, i) for i, e in enumerate(evidence)),
    )


def _id(value: object) -> str:
    if value is None or isinstance(value, (dict, list)):
        raise RowError("thiếu “id”", "“id” is missing")
    return str(value)


def _text(row: Mapping[str, Any], key: str, *, needed: bool, where: str = "") -> str:
    value = row.get(key)
    if value is None:
        if needed:
            raise RowError(f"thiếu “{key}”{where}", f"“{key}” is missing{where}")
        return ""
    if not isinstance(value, str):
        raise RowError(f"“{key}”{where} phải là chuỗi ký tự", f"“{key}”{where} must be a string")
    return value


def _evidence(value: object, index: int) -> Evidence:
    where = f" (evidence[{index}])"
    if not isinstance(value, Mapping):
        raise RowError(f"bằng chứng phải là đối tượng JSON{where}", f"evidence must be a JSON object{where}")
    role = value.get("role") or EvidenceRole.REPORT.value
    if role not in {r.value for r in EvidenceRole}:
        known = ", ".join(r.value for r in EvidenceRole)
        raise RowError(
            f"“role” lạ {role!r}{where}; chỉ nhận: {known}",
            f"unknown “role” {role!r}{where}; one of: {known}",
        )
    return Evidence(
        text=_text(value, "text", needed=True, where=where),
        role=EvidenceRole(role),
        outlet=_text(value, "outlet", needed=False, where=where) or None,
        published_at=_time(value.get("published_at"), f"published_at{where}"),
        title=_text(value, "title", needed=False, where=where) or None,
        voice=_text(value, "voice", needed=False, where=where) or None,
    )


def _time(value: object, where: str) -> datetime | None:
    """ISO 8601; a time without offset is Vietnamese time."""
    if value is None or value == "":
        return None
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise RowError(
            f"thời điểm không đọc được ở “{where}”: {value!r}", f"unreadable time in “{where}”: {value!r}"
        )
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def to_row(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the object of DESIGN.md section 8."""
    return {
        "id": comparison.id,
        "score": comparison.score,
        "findings": [_finding(f) for f in comparison.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "in": finding.part,
        "span": list(finding.span),
        "passage": finding.passage,
        "evidence": [_rests_on(e) for e in finding.evidence],
        "asserted": finding.asserted.value,
        "strength": finding.strength,
        "why": {"vi": finding.why.vi, "en": finding.why.en},
    }


def _rests_on(evidence: FindingEvidence) -> dict[str, Any]:
    out: dict[str, Any] = {"from": evidence.source.value}
    if evidence.source is EvidenceFrom.GIVEN:
        out["index"] = evidence.index
    elif evidence.source is EvidenceFrom.REFERENCE:
        out["reference_id"] = evidence.reference_id
        out["reference_checked"] = bool(evidence.reference_checked)
        out["reference_version"] = evidence.reference_version
    out["span"] = list(evidence.span)
    out["passage"] = evidence.passage
    return out
