"""Small values for the store's tests. All texts are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from models.records import (
    Asserted,
    Bilingual,
    Comparison,
    Entry,
    Evidence,
    EvidenceFrom,
    Extracted,
    Finding,
    FindingEvidence,
    FindingKind,
    Healthy,
    Language,
    Outlet,
    OutletKind,
    PageKind,
    Ranked,
    Reference,
    Role,
    Source,
    SourceKind,
    Topic,
    TopicScores,
)
from models.store import Store, Transaction

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def outlet(id_: str = "bao-mai", **changes: object) -> Outlet:
    source = Source(
        id=f"{id_}-chinh",
        outlet_id=id_,
        kind=SourceKind.FEED,
        url=f"https://{id_}.example/rss",
        language=Language.VI,
        healthy=Healthy(max_silence_hours=12),
    )
    values: dict[str, object] = {
        "id": id_,
        "name": f"Báo {id_.removeprefix('bao-').title()}",
        "kind": OutletKind.PRESS,
        "homepage": f"https://{id_}.example/",
        "language": Language.VI,
        "sources": (source,),
    }
    return Outlet(**(values | changes))  # type: ignore[arg-type]


def page(number: int = 1, text: str | None = None, **changes: object) -> Extracted:
    url = f"https://bao-mai.example/tin-{number}"
    values: dict[str, object] = {
        "url": url,
        "canonical_url": url,
        "kind": PageKind.ARTICLE,
        "title": f"Xã Bình An khánh thành cầu số {number}",
        "text": text or f"Cây cầu số {number} dài 120 mét.\nKinh phí 14 tỷ đồng do tỉnh cấp.",
        "published_at": NOW - 3 * HOUR,
        "language": Language.VI,
        "method": "json-ld",
    }
    return Extracted(**(values | changes))  # type: ignore[arg-type]


def entry(number: int = 1, published_at: datetime | None = NOW - HOUR) -> Entry:
    url = f"https://bao-mai.example/tin-{number}?utm_source=rss"
    return Entry(url=url, title=f"Tin {number}", summary=f"Tóm tắt {number}", published_at=published_at, id=url)


def seed(store: Store, *ids: str) -> None:
    with store.begin() as tx:
        tx.outlets.seed([outlet(id_) for id_ in ids or ("bao-mai",)], NOW)


def save(
    tx: Transaction,
    number: int = 1,
    text: str | None = None,
    *,
    outlet_id: str = "bao-mai",
    archive: bool = False,
    at: datetime = NOW,
    **changes: object,
) -> int:
    """Store a page; returns the article's id."""
    extracted = page(number, text, **changes)
    saved = tx.articles.save(extracted, outlet_id=outlet_id, entry=None, first_seen=at, archive=archive)
    return saved.article_id


def user(tx: Transaction, name: str = "lan", role: Role = Role.REVIEWER) -> int:
    return tx.users.add(name, role, "hash", now=NOW)


def finding(passage: str = "14 tỷ đồng", **changes: object) -> Finding:
    values: dict[str, object] = {
        "kind": FindingKind.QUANTITY,
        "part": "text",
        "span": (44, 54),
        "passage": passage,
        "evidence": (FindingEvidence(EvidenceFrom.GIVEN, (0, 10), "41 tỷ đồng", index=0),),
        "asserted": Asserted.ASSERTED,
        "strength": 0.8,
        "why": Bilingual("bài nói 14, nguồn kia nói 41", "the article says 14, the other 41"),
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


DOCUMENT = Evidence(text="41 tỷ đồng là kinh phí của cây cầu.", outlet="Sở Giao thông")


def judge(
    tx: Transaction,
    article_id: int,
    findings: Sequence[Finding] = (),
    *,
    version: int | None = None,
    key: str = "k1",
    at: datetime = NOW,
    evidence: Sequence[Evidence] = (DOCUMENT,),
    raise_alert: bool | None = None,
) -> bool:
    """Store a comparison and rank it, as the pipeline does; True when an alert was opened."""
    number = version or tx.articles.get(article_id).version
    found = tuple(findings)
    score = 0.9 if found else 0.1
    tx.findings.replace(
        article_id,
        number,
        Comparison(str(article_id), score, found),
        evidence=evidence,
        compared_key=key,
        comparer_version="1",
        now=at,
    )
    ranked = Ranked(
        str(article_id),
        score,
        bool(found) if raise_alert is None else raise_alert,
        found,
        {"strength": 0.8},
        Bilingual("một con số khác", "one figure differs"),
    )
    opened = tx.alerts.raise_(article_id, number, ranked, at)
    tx.articles.mark_placed(article_id, number)
    tx.articles.mark_processed(article_id, number, key)
    return opened


def alert(tx: Transaction, number: int = 1) -> int:
    """An article with one finding and its open alert; returns the alert's id."""
    article_id = save(tx, number)
    assert judge(tx, article_id, [finding()])
    return tx.alerts.of_article(article_id)[0].id


def scores(**probabilities: float) -> TopicScores:
    tags = tuple(topic for topic, p in probabilities.items() if p >= 0.5)
    unsure = tuple(topic for topic, p in probabilities.items() if 0.4 <= p <= 0.6)
    return TopicScores("x", probabilities, tags, unsure)


def reference(id_: str = "cau-binh-an", statement: str = "Cầu Bình An dài 120 mét", **changes: object) -> Reference:
    values: dict[str, object] = {
        "id": id_,
        "statement": Bilingual(statement, "The bridge is 120 metres long"),
        "publisher": "Sở Giao thông",
        "document": "Quyết định 12",
        "date": "2026-03-01",
        "url": None,
        "topics": ("infrastructure",),
    }
    return Reference(**(values | changes))  # type: ignore[arg-type]


def topic(id_: str = "infrastructure", definition: str = "Cầu, đường", **changes: object) -> Topic:
    values: dict[str, object] = {
        "id": id_,
        "name": Bilingual("Hạ tầng", "Infrastructure"),
        "definition": Bilingual(definition, "Bridges and roads"),
        "examples": ("Khánh thành cầu",),
        "counter_examples": ("Cầu thủ ghi bàn",),
    }
    return Topic(**(values | changes))  # type: ignore[arg-type]
