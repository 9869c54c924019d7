"""A small office to test the desk with, made through the store's own interface. All texts are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from models.records import (
    Asserted,
    Bilingual,
    Comparison,
    DateFrom,
    Evidence,
    EvidenceFrom,
    EvidenceRole,
    Extracted,
    Finding,
    FindingEvidence,
    FindingKind,
    Language,
    Outlet,
    OutletKind,
    PageKind,
    Ranked,
    Reference,
    ReferencePosition,
    Role,
    Source,
    SourceKind,
    Topic,
    TopicScores,
)
from models.store import Store
from review.passwords import hash_password

NOW = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)  # 10:30 on a Friday in Việt Nam
PASSWORD = "một câu đủ dài 2026"

TITLE_WRONG = "Cảng Vân Sa đón 1.200 chuyến tàu trong tháng Mười"
TEXT_WRONG = (
    "Ban quản lý cảng Vân Sa cho biết tháng Mười cảng đón 1.200 chuyến tàu, tăng so với tháng trước.\n"
    "Phần lớn là tàu cá về từ ngư trường Biển Đông.\n"
    "Cảng sẽ mở thêm một bến vào đầu năm sau."
)
TEXT_RIGHT = (
    "Theo ban quản lý, trong tháng Mười cảng Vân Sa đón 120 chuyến tàu.\n"
    "Con số này được nêu trong báo cáo gửi ủy ban huyện."
)
TEXT_HOSTILE = (
    "Một đoạn có <script>alert(1)</script> và <b>thẻ</b> trong bài.\n"
    "=HYPERLINK(\"http://example.invalid\") đứng đầu dòng.\n"
    "Lễ hội diễn ra ngày 3 tháng 11."
)
TITLE_HOSTILE = "Lễ hội <img src=x onerror=alert(1)> mở cửa"


@dataclass(frozen=True, slots=True)
class Office:
    """The ids of what was made."""

    users: dict[str, int]
    wrong: int  # the article with the wrong figure
    right: int
    hostile: int
    quiet: int  # an unflagged article
    alert: int
    hostile_alert: int
    story: int


def outlet(id_: str, name: str, kind: OutletKind = OutletKind.PRESS) -> Outlet:
    base = f"https://{id_}.example"
    source = Source(f"{id_}_feed", id_, SourceKind.FEED, f"{base}/rss.xml", Language.VI)
    return Outlet(id_, name, kind, base, Language.VI, sources=(source,))


OUTLETS = (
    outlet("ban_mai", "Báo Ban Mai"),
    outlet("song_lam", "Báo Sông Lam"),
    outlet("cong_quan", "Cổng thông tin quận Hồng Hà", OutletKind.PORTAL),
)
TOPICS = (
    Topic(
        "east_sea",
        Bilingual("Biển Đông", "East Sea"),
        Bilingual("Tranh chấp và hoạt động trên biển.", "Disputes and activity at sea."),
        ("Tàu tuần tra gặp tàu lạ.",),
        ("Bão trên Biển Đông.",),
        core=True,
    ),
    Topic(
        "religion",
        Bilingual("Tôn giáo", "Religion"),
        Bilingual("Đời sống tôn giáo.", "Religious life."),
        ("Lễ phong chức.",),
        ("Du lịch đền chùa.",),
        core=True,
    ),
)
REFERENCES = (
    Reference(
        "harbour_ships_october",
        Bilingual("Tháng 10/2026 cảng Vân Sa đón 120 chuyến tàu.", "In October 2026 Van Sa received 120 ships."),
        "Ban quản lý cảng Vân Sa",
        "Báo cáo tháng 10/2026",
        "2026-11-02",
        None,
        topics=("east_sea",),
        keywords=("cảng Vân Sa",),
    ),
    Reference(
        "shoal_name",
        Bilingual("Tên gọi bãi ngầm Sa Vĩ.", "The name of the Sa Vi shoal."),
        "Hai cơ quan bản đồ",
        "Hai tập bản đồ",
        "2020",
        None,
        topics=("east_sea",),
        contested=True,
        positions=(
            ReferencePosition("Cơ quan thứ nhất", Bilingual("gọi là bãi Sa Vĩ", "calls it Sa Vi shoal")),
            ReferencePosition("Cơ quan thứ hai", Bilingual("gọi là bãi Đá Dài", "calls it Da Dai shoal")),
        ),
    ),
)


def page(outlet_id: str, slug: str, title: str, text: str, at: datetime) -> Extracted:
    url = f"https://{outlet_id}.example/{slug}.html"
    return Extracted(url, url, PageKind.ARTICLE, title, text, at, Language.VI, "test", date_from=DateFrom.PAGE)


def save(store: Store, outlet_id: str, slug: str, title: str, text: str, at: datetime) -> int:
    """Store an article first seen now; its id."""
    with store.begin() as tx:
        saved = tx.articles.save(
            page(outlet_id, slug, title, text, at), outlet_id=outlet_id, entry=None, first_seen=NOW, archive=False
        )
        tx.articles.mark_placed(saved.article_id, saved.version)
    return saved.article_id


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def add_user(store: Store, name: str, role: Role, must_change: bool = False) -> int:
    with store.begin() as tx:
        return tx.users.add(name, role, _hash(), must_change=must_change, now=NOW)


def flag(store: Store, article_id: int, finding: Finding, evidence: tuple[Evidence, ...], score: float) -> int:
    """Store a comparison with one finding and raise its alert; the alert's id."""
    with store.begin() as tx:
        version = tx.articles.get(article_id).version
        comparison = Comparison(str(article_id), score, (finding,))
        tx.findings.replace(
            article_id,
            version,
            comparison,
            evidence=evidence,
            compared_key=f"key-{article_id}-{version}",
            comparer_version="test",
            now=NOW,
        )
        ranked = Ranked(str(article_id), score, True, (finding,), {}, Bilingual("khác số liệu", "figures differ"))
        tx.articles.mark_processed(article_id, version, f"key-{article_id}-{version}")
        tx.alerts.raise_(article_id, version, ranked, NOW)
        return tx.alerts.of_article(article_id)[0].id


def clear(store: Store, article_id: int) -> None:
    """Store a comparison that found nothing."""
    with store.begin() as tx:
        version = tx.articles.get(article_id).version
        tx.findings.replace(
            article_id,
            version,
            Comparison(str(article_id), 0.1, ()),
            evidence=(),
            compared_key=f"none-{article_id}",
            comparer_version="test",
            now=NOW,
        )
        reason = Bilingual("Không có đoạn nào khác với bằng chứng.", "No passage differs from the evidence.")
        tx.alerts.raise_(article_id, version, Ranked(str(article_id), 0.1, False, (), {}, reason), NOW)
        tx.articles.mark_processed(article_id, version, f"none-{article_id}")


def finding(kind: FindingKind, text: str, passage: str, other: str, their: str, why: Bilingual) -> Finding:
    start, theirs = text.index(passage), other.index(their)
    return Finding(
        kind=kind,
        part="text",
        span=(start, start + len(passage)),
        passage=passage,
        evidence=(FindingEvidence(EvidenceFrom.GIVEN, (theirs, theirs + len(their)), their, index=0),),
        asserted=Asserted.ATTRIBUTED,
        strength=0.86,
        why=why,
    )


def add_audit(store: Store, slug: str, title: str, text: str) -> int:
    """An unflagged article in the blind audit slice; the alert's id."""
    article_id = save(store, "song_lam", slug, title, text, NOW - timedelta(hours=4))
    clear(store, article_id)
    with store.begin() as tx:
        tx.alerts.add_audit([article_id], NOW, date(2026, 11, 20))
        return tx.alerts.of_article(article_id)[0].id


def build(store: Store) -> Office:
    """The office: four roles, three outlets, four articles, two alerts, two references."""
    with store.begin() as tx:
        tx.outlets.seed(OUTLETS, NOW - timedelta(days=20))
        tx.topics.seed(TOPICS, NOW - timedelta(days=20))
        tx.references.seed(REFERENCES, NOW - timedelta(days=20))
        polled = NOW - timedelta(minutes=9)
        tx.sources.record_poll("ban_mai_feed", at=polled, status=200, problem=None, entries=9, new=3)
        tx.sources.record_poll("song_lam_feed", at=polled, status=503, problem="http_5xx", detail="503")
    users = {role.value: add_user(store, role.value, role) for role in Role}
    users["second"] = add_user(store, "second", Role.REVIEWER)
    users["fresh"] = add_user(store, "fresh", Role.REVIEWER, must_change=True)
    right = save(store, "song_lam", "cang", "Cảng Vân Sa tháng Mười", TEXT_RIGHT, NOW - timedelta(hours=5))
    wrong = save(store, "ban_mai", "cang", TITLE_WRONG, TEXT_WRONG, NOW - timedelta(hours=3))
    hostile = save(store, "cong_quan", "le-hoi", TITLE_HOSTILE, TEXT_HOSTILE, NOW - timedelta(hours=2))
    quiet = save(
        store, "ban_mai", "cho", "Chợ Hạ mở lại", "Chợ Hạ mở lại sau ba tháng sửa chữa.", NOW - timedelta(hours=1)
    )
    with store.begin() as tx:
        for article_id in (right, wrong):
            story = tx.stories.place(article_id, "harbour", None, now=NOW)
        scores = TopicScores(str(wrong), {"east_sea": 0.81, "religion": 0.52}, ("east_sea",), ("religion",))
        tx.tags.set_model(wrong, scores, "m1", NOW)
    clear(store, right)
    clear(store, quiet)
    evidence = Evidence(
        TEXT_RIGHT,
        EvidenceRole.REPORT,
        outlet="Báo Sông Lam",
        published_at=NOW - timedelta(hours=5),
        title="Cảng Vân Sa tháng Mười",
        article_id=str(right),
        version=1,
    )
    why = Bilingual("Bài viết 1.200 chuyến, báo khác dẫn cùng nguồn viết 120.", "This report says 1,200, another 120.")
    alert = flag(
        store,
        wrong,
        finding(FindingKind.QUANTITY, TEXT_WRONG, "1.200 chuyến tàu", TEXT_RIGHT, "120 chuyến tàu", why),
        (evidence,),
        0.9,
    )
    document = Evidence("Lễ hội diễn ra ngày 5 tháng 11 <i>tại</i> đình.", EvidenceRole.DOCUMENT, title="Thông báo")
    day = Bilingual("Ngày khác với thông báo: 3 và 5.", "The day differs from the notice: 3 against 5.")
    hostile_alert = flag(
        store,
        hostile,
        finding(FindingKind.DATE, TEXT_HOSTILE, "ngày 3 tháng 11", document.text, "ngày 5 tháng 11", day),
        (document,),
        0.7,
    )
    return Office(users, wrong, right, hostile, quiet, alert, hostile_alert, story)
