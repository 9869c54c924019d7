"""The flagged part of a large invented office: findings with evidence, alerts in every state, and people's decisions."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from classifier.ranking import PRIOR, PRIOR_VERSION, features_of, probability
from models.records import (
    Asserted,
    Bilingual,
    EvidenceFrom,
    EvidenceRole,
    Finding,
    FindingEvidence,
    FindingKind,
    Verdict,
)
from models.tables import (
    AlertFindingTable,
    AlertTable,
    ComparisonFindingTable,
    DecisionTable,
    EvidenceTable,
    FindingTable,
)
from tests.bench.office_plan import AT, REFERENCES, Planned

if TYPE_CHECKING:
    from tests.bench.big_office import Known, Rows

AUDIT_PER_DAY = 5
OLD = {"open": 6, "decided": 52, "corrected": 12, "closed": 30}
NEW = {"open": 70, "decided": 20, "corrected": 4, "closed": 6}
NEW_DAYS = 3
KINDS = {kind: 40 if kind is FindingKind.QUANTITY else 6 for kind in FindingKind}
VERDICTS = {
    Verdict.ACCURATE: 45,
    Verdict.DISTORTION: 25,
    Verdict.OPINION: 12,
    Verdict.EVIDENCE_WRONG: 10,
    Verdict.CANNOT_TELL: 5,
    Verdict.OFF_TOPIC: 3,
}
WHY = Bilingual(
    "Bài viết con số khác với báo cáo cùng việc này.",
    "This report gives another figure than others of the same matter.",
)


@dataclass(frozen=True, slots=True)
class Flag:
    """An article with an alert. ``findings`` are empty for the audit's."""

    state: str
    audit: bool
    findings: tuple[Finding, ...]
    features: Mapping[str, float]
    score: float
    reference: bool  # held against a reference, for nobody else reports the event


def choose(dice: random.Random, planned: Sequence[Planned], alerts: int, days: int) -> dict[int, Flag]:
    """Which articles (by id, from 1) have an alert, and of what kind. Three of four are of events with company."""
    sizes = Counter(p.event for p in planned)
    beside = [n for n, p in enumerate(planned, start=1) if sizes[p.event] > 1]
    alone = [n for n, p in enumerate(planned, start=1) if sizes[p.event] == 1]
    audit = min(alerts // 10, AUDIT_PER_DAY * days)
    with_company = min(len(beside) - audit, (alerts - audit) * 3 // 4)
    chosen = dice.sample(beside, with_company + audit)
    chosen += dice.sample(alone, alerts - len(chosen))
    blind = set(chosen[:audit])
    found = {}
    for id_ in sorted(chosen):
        shares = NEW if AT - planned[id_ - 1].at < timedelta(days=NEW_DAYS) else OLD
        state = dice.choices(list(shares), list(shares.values()))[0]
        if id_ in blind:
            state = "open" if state == "open" else "decided"
        findings = () if id_ in blind else tuple(_finding(dice) for _ in range(dice.choices((1, 2, 3), (75, 20, 5))[0]))
        features = features_of(findings)
        score = probability(features, PRIOR) if findings else round(dice.uniform(0.5, 0.9), 6)
        found[id_] = Flag(state, id_ in blind, findings, features, score, sizes[planned[id_ - 1].event] == 1)
    return found


def _finding(dice: random.Random) -> Finding:
    """A finding whose places in the texts are filled in when it is written."""
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    evidence = (FindingEvidence(EvidenceFrom.GIVEN, (0, 0), "", index=0),)
    return Finding(
        kind, "text", (0, 0), "", evidence, dice.choice(list(Asserted)), round(dice.uniform(0.5, 0.98), 3), WHY
    )


def write(
    rows: Rows, dice: random.Random, planned: Sequence[Planned], flagged: Mapping[int, Flag], known: Known, users: int
) -> None:
    members: dict[int, list[int]] = {}
    for id_, event in enumerate(known.event_of, start=1):
        members.setdefault(event, []).append(id_)
    numbers = {article_id: number for number, article_id in enumerate(flagged, start=1)}
    finding_id = 0
    for article_id, flag in flagged.items():
        number, at = numbers[article_id], planned[article_id - 1].at + timedelta(minutes=25)
        _alert(rows, dice, number, article_id, flag, at, _speaker(dice, numbers, members, known, article_id, flagged))
        for position, finding in enumerate(flag.findings):
            finding_id += 1
            company = [m for m in members[known.event_of[article_id - 1]] if m != article_id]
            _store(rows, dice, finding_id, article_id, finding, known, company, at)
            rows.add(ComparisonFindingTable, comparison_id=article_id, finding_id=finding_id, position=position)
            rows.add(AlertFindingTable, alert_id=number, finding_id=finding_id, position=position)
        _decide(rows, dice, number, flag, at, users, finding_id)
    rows.flush(FindingTable, ComparisonFindingTable, EvidenceTable)
    rows.flush(AlertTable, AlertFindingTable, DecisionTable)


def _speaker(
    dice: random.Random,
    numbers: Mapping[int, int],
    members: Mapping[int, list[int]],
    known: Known,
    article_id: int,
    flagged: Mapping[int, Flag],
) -> int | None:
    """The alert of an earlier article of the same event that speaks for this one, for some of the open ones."""
    flag = flagged[article_id]
    if flag.audit or flag.state != "open":
        return None
    for other in members[known.event_of[article_id - 1]]:
        if other >= article_id:
            return None
        if other in flagged and flagged[other].state == "open" and not flagged[other].audit:
            return numbers[other] if dice.random() < 0.5 else None
    return None


def _alert(
    rows: Rows, dice: random.Random, number: int, article_id: int, flag: Flag, at: datetime, speaker: int | None
) -> None:
    decided = flag.state == "decided"
    corrected = flag.state == "corrected"
    rows.add(
        AlertTable,
        id=number,
        article_id=article_id,
        version=1,
        state=flag.state,
        waiting=None,
        audit=flag.audit,
        audit_day=at.date() if flag.audit else None,
        sampled=0.002 if flag.audit else None,
        score=flag.score,
        features=dict(flag.features),
        ranked_by=PRIOR_VERSION,
        reason_vi="mẫu kiểm tra ngẫu nhiên" if flag.audit else WHY.vi,
        reason_en="random audit sample" if flag.audit else WHY.en,
        verdict=None,
        confirmations=0,
        confirmed=False,
        decided_at=None,
        corrected_at=at + timedelta(hours=4) if corrected else None,
        corrected_version=2 if corrected else None,
        reopens=None,
        merged_into=speaker,
        merged_at=None if speaker is None else at,
        opened_at=at,
        changed_at=at + timedelta(hours=5) if decided or corrected else at,
    )


def _store(
    rows: Rows,
    dice: random.Random,
    id_: int,
    article_id: int,
    finding: Finding,
    known: Known,
    company: Sequence[int],
    at: datetime,
) -> None:
    start, end, passage, _ = known.lead[article_id - 1]
    rows.add(
        FindingTable,
        id=id_,
        content_key=hashlib.sha256(f"finding {id_}".encode()).hexdigest(),
        article_id=article_id,
        version=1,
        kind=finding.kind,
        part="text",
        start=start,
        end=end,
        passage=passage,
        asserted=finding.asserted,
        strength=finding.strength,
        why_vi=WHY.vi,
        why_en=WHY.en,
        comparer_version="c1",
        at=at,
    )
    for position, other in enumerate(company[:3] or [None]):
        evidence: dict[str, Any] = dict.fromkeys(
            (
                "given_index",
                "title",
                "outlet",
                "url",
                "published_at",
                "article_id",
                "version",
                "reference_id",
                "reference_version",
                "reference_checked",
            )
        )
        if other is None:
            number = dice.randrange(REFERENCES)
            text = known.statements[number]
            evidence |= {
                "source": EvidenceFrom.REFERENCE,
                "role": EvidenceRole.REFERENCE,
                "start": 0,
                "end": len(text),
                "passage": text,
            }
            evidence |= {"reference_id": f"reference_{number:03d}", "reference_version": 1, "reference_checked": True}
        else:
            first, last, said, title = known.lead[other - 1]
            evidence |= {
                "source": EvidenceFrom.GIVEN,
                "role": EvidenceRole.REPORT,
                "start": first,
                "end": last,
                "passage": said,
            }
            evidence |= {"given_index": position, "title": title, "article_id": other, "version": 1, "published_at": at}
        rows.add(EvidenceTable, finding_id=id_, position=position, text_sha256=None, **evidence)


def _decide(
    rows: Rows, dice: random.Random, number: int, flag: Flag, at: datetime, users: int, finding_id: int
) -> None:
    """The verdicts of an alert and what they make of it: settled, waiting for a second person, or for a settlement."""
    alert = rows.of[AlertTable][-1]
    waiting = flag.state == "open" and not flag.audit and alert["merged_into"] is None and dice.random() < 0.08
    if flag.state != "decided" and not waiting:
        return
    verdict = dice.choices(list(VERDICTS), list(VERDICTS.values()))[0]
    if waiting:
        verdict = Verdict.DISTORTION
    disagree = waiting and dice.random() < 0.2
    first, second = dice.sample(range(5, users + 1), 2)  # the reviewers, after the four of each role
    given = [(first, verdict)]
    if verdict is Verdict.DISTORTION and not waiting:
        given.append((second, verdict))
    if disagree:
        given.append((second, Verdict.ACCURATE))
    for n, (user, said) in enumerate(given):
        rows.add(
            DecisionTable,
            alert_id=number,
            user_id=user,
            verdict=said,
            note="Đã xem lại báo cáo." if dice.random() < 0.3 else "",
            evidence_ticked=[finding_id] if flag.findings and said is Verdict.DISTORTION else [],
            view="blind" if flag.audit else "alert",
            undo_of=None,
            article_version=1,
            at=min(AT, at + timedelta(hours=2 + 2 * n, minutes=dice.randrange(60))),
        )
    confirmations = sum(said is Verdict.DISTORTION for _, said in given)
    alert.update(
        verdict=None if disagree else verdict,
        confirmations=confirmations,
        confirmed=confirmations > 1,
        waiting="settle" if disagree else "second" if waiting else None,
        decided_at=None if waiting else min(AT, at + timedelta(hours=5)),
    )
