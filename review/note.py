"""The draft of a correction note: what an article says, what the evidence says, and where both can be read.

It states the difference and its sources, nothing about intent or opinion, and names neither the author nor the people
who decided. It rests on a person's verdict: ``refusal`` says why there is none yet. A person edits it before it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.records import Bilingual, EvidenceFrom, Verdict
from models.rows import AlertDetail, DecisionRow, EvidenceRow, FindingRow
from review.formats import Formats
from review.marks import excerpt
from review.shown import citation_of
from review.words import Words

ROOM = 90  # characters around a passage that are quoted with it


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as plain text: paragraphs apart by an empty line, the sources last, one a line, numbered ``[1]``."""

    title: str
    body: str


def refusal(detail: AlertDetail) -> Bilingual | None:
    """Why there can be no note about this alert, or None: somebody found a distortion and it stands."""
    if confirming(detail) and detail.alert.verdict is Verdict.DISTORTION:
        return None
    return Bilingual(
        "Chỉ soạn ghi chú đính chính khi có người đã kết luận là sai lệch và kết luận ấy còn hiệu lực.",
        "A correction note can only be drafted once a person has found a distortion and that verdict stands.",
    )


def confirming(detail: AlertDetail) -> list[DecisionRow]:
    """The verdicts in force that found a distortion, one a person, earliest first."""
    version = detail.alert.version
    rows = [d for d in detail.decisions if d.verdict and not d.undone and d.article_version == version]
    latest = {row.user_id: row for row in rows}
    return [row for row in latest.values() if row.verdict is Verdict.DISTORTION]


def draft(detail: AlertDetail, words: Words, formats: Formats) -> Draft:
    """The note as the machine would begin it, in the language of ``words``."""
    alert, article = detail.alert, detail.article
    sources: list[str] = []
    published = formats.moment(alert.published_at)
    paragraphs = [words("note.about", title=alert.title, outlet=alert.outlet_name, when=published, url=alert.url)]
    findings = _findings(detail)
    for number, finding in enumerate(findings, start=1):
        paragraphs.append(_said(number, finding, detail, words))
        paragraphs += [_shown(row, detail, sources, words, formats) for row in finding.evidence]
        paragraphs.append(words("note.differs", why=words.pick(finding.why)))
    if not findings:
        notes = [row.note for row in confirming(detail) if row.note]
        paragraphs += [words("note.found", note=note) for note in notes]
    paragraphs.append(_status(detail, words, formats))
    if alert.corrected_at is not None:
        paragraphs.append(words("note.corrected", when=formats.moment(alert.corrected_at)))
    if detail.copies:
        carriers = dict.fromkeys(copy.outlet_name for copy in detail.copies)
        paragraphs.append(words("note.copies", names=", ".join(carriers)))
    paragraphs.append(words("note.limits"))
    if sources:
        listed = "\n".join(f"[{n}] {source}" for n, source in enumerate(sources, start=1))
        paragraphs.append(f"{words('note.sources')}\n{listed}")
    return Draft(words("note.title", title=article.title), "\n\n".join(paragraphs))


def _findings(detail: AlertDetail) -> Sequence[FindingRow]:
    """Those whose evidence was ticked; where nobody could tick any, all."""
    ticked = {id_ for row in confirming(detail) for id_ in row.evidence_ticked}
    return [finding for finding in detail.findings if finding.id in ticked] or detail.findings


def _said(number: int, finding: FindingRow, detail: AlertDetail, words: Words) -> str:
    text = detail.version.title if finding.part == "title" else detail.version.text
    where = words("note.headline" if finding.part == "title" else f"note.{finding.asserted}")
    return words("note.said", n=number, where=where, passage=_quoted(text, finding.span))


def _shown(row: EvidenceRow, detail: AlertDetail, sources: list[str], words: Words, formats: Formats) -> str:
    if row.source is EvidenceFrom.BODY:
        return words("note.body", passage=_quoted(row.text, row.span))
    source = ". ".join(part for part in (_where(row, words, formats), _address(row)) if part)
    if source not in sources:
        sources.append(source)
    return words("note.evidence", passage=_quoted(row.text, row.span), n=sources.index(source) + 1)


def _where(row: EvidenceRow, words: Words, formats: Formats) -> str:
    """The citation with its date; a reference's own date is part of its citation."""
    cited = citation_of(row) or words(f"evidence.{row.role or row.source}")
    if row.reference is None and row.published_at is not None:
        return f"{cited}, {formats.moment(row.published_at)}"
    return cited


def _address(row: EvidenceRow) -> str:
    return (row.reference.reference.url if row.reference is not None else row.url) or ""


def _quoted(text: str, span: tuple[int, int]) -> str:
    cut = excerpt(text, span, ROOM)
    before, after = ("… " if cut.cut_before else ""), (" …" if cut.cut_after else "")
    return f"{before}{cut.before}{cut.passage}{cut.after}{after}".strip()


def _status(detail: AlertDetail, words: Words, formats: Formats) -> str:
    rows = confirming(detail)
    if not detail.alert.confirmed or not rows:
        return words("note.unconfirmed")
    return words("note.confirmed", n=len(rows), day=formats.day(max(row.at for row in rows)))
