"""References, topics, labels, models, digests, users, audit, claims."""

from dataclasses import replace
from datetime import date

import pytest

from models.records import Bilingual, EvidenceFrom, FindingEvidence, LabelRecord, Role, Verdict
from models.rows import HealthState, SuggestedClaim
from models.store import Conflict, NotFound, Store
from tests.models.samples import (
    DAY,
    HOUR,
    NOW,
    alert,
    finding,
    judge,
    outlet,
    reference,
    save,
    scores,
    seed,
    topic,
    user,
)

ID = "cau-binh-an"


def test_a_reference_is_confirmed_edited_and_keeps_its_versions(store: Store) -> None:
    with store.begin() as tx:
        lan = user(tx, role=Role.ANALYST)
        tx.references.seed([reference()], NOW)
        tx.references.check(ID, lan, NOW)
        row = tx.references.get(ID)
        assert (row.reference.checked, row.checked_by, row.checked_at) == (True, "lan", NOW)
        tx.references.seed([reference()], NOW)  # the file still says it is unchecked
        assert tx.references.current() == (reference(checked=True),)
        changed = reference(statement="Cầu Bình An dài 125 mét")
        assert tx.references.edit(ID, changed, lan, NOW) == 2
        assert tx.references.get(ID).reference == replace(changed, version=2)  # to be confirmed again
        assert tx.references.edit(ID, replace(changed, checked=True), lan, NOW) == 2
        assert [r.reference.statement.vi[-7:] for r in tx.references.versions(ID)] == ["120 mét", "125 mét"]
        assert tx.references.get(ID, 1).reference.statement.vi.endswith("120 mét")
        with pytest.raises(NotFound):
            tx.references.get(ID, 3)
        with pytest.raises(Conflict):
            tx.references.add(reference(), lan, NOW)


def test_a_changed_reference_file_waits_behind_a_confirmation(store: Store) -> None:
    with store.begin() as tx:
        lan = user(tx)
        tx.references.seed([reference(), reference("khac")], NOW)
        tx.references.check(ID, lan, NOW)
        newer = [reference(statement="Cầu dài 130 mét"), reference("khac", statement="Câu khác")]
        tx.references.seed(newer, NOW)
        assert tx.references.get("khac").reference.version == 2  # nobody had touched it
        assert tx.references.get(ID).reference.version == 1
        (waiting,) = tx.references.pending()
        assert waiting.id == ID and waiting.file is not None
        assert waiting.file["checked"] is False
        tx.references.accept(ID, NOW)
        current = tx.references.get(ID)
        assert (current.reference.version, current.reference.checked, current.pending) == (2, False, False)
        tx.references.seed(newer[:1], NOW)
        assert [r.id for r in tx.references.list()] == [ID]  # dropped from the files: out of use
        assert tx.references.get("khac").active is False


def test_the_library_is_searched_without_diacritics(store: Store) -> None:
    with store.begin() as tx:
        tx.references.seed([reference(), reference("b", statement="Hồ chứa", topics=("water",))], NOW)
        assert [r.id for r in tx.references.list(q="binh AN")] == [ID]
        assert [r.id for r in tx.references.list(topic="water")] == ["b"]
        assert tx.references.list(checked=True) == ()


def test_a_finding_keeps_the_reference_version_it_rested_on(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan = user(tx)
        tx.references.seed([reference(checked=True)], NOW)
        on = FindingEvidence(
            EvidenceFrom.REFERENCE,
            (16, 23),
            "120 mét",
            reference_id=ID,
            reference_version=1,
            reference_checked=True,
        )
        article_id = save(tx)
        judge(tx, article_id, [finding(evidence=(on,))])
        tx.references.edit(ID, reference(statement="Cầu dài 99 mét"), lan, NOW)
        (evidence,) = tx.alerts.get(tx.alerts.queue()[0].id).findings[0].evidence
        assert evidence.text[slice(*evidence.span)] == "120 mét"
        assert evidence.reference is not None and evidence.reference.reference.version == 1
        assert evidence.reference_checked is True


def test_topics_are_seeded_and_edited(store: Store) -> None:
    with store.begin() as tx:
        tx.topics.seed([topic(), topic("religion", core=True)], NOW)
        assert [row.id for row in tx.topics.list()] == ["religion", "infrastructure"]
        tx.topics.save(topic(definition="Chỉ cầu"), NOW)
        tx.topics.save(topic("moi"), NOW)
        tx.topics.seed([topic(definition="Cầu, đường, cảng"), topic("religion", core=True)], NOW)
        assert tx.topics.get("infrastructure").topic.definition.vi == "Chỉ cầu"
        (waiting,) = tx.topics.pending()
        assert waiting.file == {"definition": {"vi": "Cầu, đường, cảng", "en": "Bridges and roads"}}
        tx.topics.accept("infrastructure", NOW)
        assert tx.topics.get("infrastructure").topic.definition.vi == "Cầu, đường, cảng"
        tx.topics.retire("moi", NOW)
        assert len(tx.topics.list()) == 2


def test_labels_are_appended_once_with_the_text_they_were_given_to(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        user(tx)
        article_id = save(tx, 1, "Bản đầu.")
        label = LabelRecord(str(article_id), "religion", True, "lan", NOW, "import")
        assert tx.labels.add(label) and not tx.labels.add(label)
        save(tx, 1, "Bản sau khác hẳn.")
        assert tx.labels.add(replace(label, value=False, at=NOW + HOUR))
        assert [row.text for row in tx.labels.export()] == ["Bản đầu.", "Bản sau khác hẳn."]
        assert [row.label.value for row in tx.labels.standing()] == [False]
        assert tx.labels.count() == 2


def test_promotion_and_rollback_are_a_log(store: Store) -> None:
    with store.begin() as tx:
        assert tx.models.champion("topics") is None
        for version in ("m1", "m2", "m3"):
            tx.models.register("topics", version, version, "0" * 64, {"f1": 0.5}, NOW)
        with pytest.raises(NotFound):
            tx.models.promote("topics", "m9", "lan", "", NOW)
        for version in ("m1", "m2", "m3"):
            tx.models.judge("topics", version, "gate", {"passed": True}, NOW)
            tx.models.promote("topics", version, "lan", "tốt hơn", NOW)
        assert tx.models.rollback("topics", "minh", "lẫn chủ đề", NOW).version == "m2"
        assert tx.models.rollback("topics", "minh", "vẫn lẫn", NOW).version == "m1"
        with pytest.raises(Conflict):
            tx.models.rollback("topics", "minh", "", NOW)
        tx.models.promote("topics", "m3", "lan", "", NOW)
        assert tx.models.rollback("topics", "minh", "", NOW).version == "m1"
        assert [m.version for m in tx.models.list("topics") if m.champion] == ["m1"]
        assert [p.action for p in tx.models.log("topics")][:2] == ["rollback", "promote"]


def test_only_what_passed_the_gate_is_promoted(store: Store) -> None:
    with store.begin() as tx:
        for version in ("m1", "m2", "m3"):
            tx.models.register("topics", version, version, "0" * 64, {}, NOW)
        assert tx.models.promote("topics", "m1", "first start", "", NOW).version == "m1"
        with pytest.raises(Conflict, match="never judged"):
            tx.models.promote("topics", "m2", "lan", "", NOW)
        reasons = [{"vi": "kém ở tôn giáo", "en": "worse on religion"}]
        tx.models.judge("topics", "m2", "gate", {"passed": False, "reasons": reasons}, NOW)
        with pytest.raises(Conflict, match="worse on religion"):
            tx.models.promote("topics", "m2", "lan", "", NOW)
        assert tx.models.get("topics", "champion").version == "m1"
        assert tx.models.get("topics", "candidate").version == "m3"
        tx.models.promote("topics", "m2", "lan", "tuần tới", NOW, override="nhãn mới đúng hơn")
        entry = tx.models.log("topics")[0]
        assert entry.gate["override"] == "nhãn mới đúng hơn" and entry.gate["state"] == "refused"
        assert "worse on religion" in entry.gate["gate_said"]["en"] and entry.gate["passed"] is False
        with pytest.raises(Conflict, match="in charge already"):
            tx.models.promote("topics", "champion", "lan", "", NOW)
        tx.models.judge("topics", "m3", "gate", {"passed": True, "against": "m1"}, NOW)
        with pytest.raises(Conflict, match="judged against m1, and m2 is in charge"):
            tx.models.promote("topics", "m3", "lan", "", NOW)
        undecided = {"passed": False, "state": "undecided", "reasons": [{"vi": "ít nhãn", "en": "few labels"}]}
        tx.models.judge("topics", "m3", "gate", undecided, NOW)
        with pytest.raises(Conflict, match="could not tell of m3: few labels"):
            tx.models.promote("topics", "m3", "lan", "", NOW)
        assert tx.models.get("topics", "champion").version == "m2"
        assert tx.models.rollback("topics", "lan", "", NOW).version == "m1"


def test_a_sealed_digest_stays_as_it_is(store: Store) -> None:
    with store.begin() as tx:
        first = tx.digests.save("2026-W47", {"volume": [1], "tên": "đầu"}, NOW)
        assert tx.digests.save("2026-W47", {"volume": [2]}, NOW) == first
        second = tx.digests.save("2026-W47", {"volume": [3]}, NOW, new_edition=True)
        assert tx.digests.get("2026-W47").id == second
        assert tx.digests.get("2026-W47", edition=1).data == {"volume": [1], "tên": "đầu"}
        assert [d.edition for d in tx.digests.list()] == [2, 1]
        with pytest.raises(NotFound):
            tx.digests.get("2026-W01")


def test_the_weeks_figures(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu")
    start = NOW - 7 * DAY
    with store.begin() as tx:
        lan = user(tx)
        ids = [save(tx, n, published_at=NOW - n * DAY) for n in range(1, 11)]
        ids.append(save(tx, 11, outlet_id="bao-chieu", published_at=NOW - DAY, archive=True))
        for article_id in ids:
            tx.tags.set_model(article_id, scores(east_sea=0.9), "m1", NOW)
        story = tx.stories.place(ids[0], "s", None, now=NOW)
        tx.stories.place(ids[-1], "s", None, now=NOW)
        volume = tx.digests.volume(start, NOW)
        assert (volume.articles, volume.outlets, volume.topics) == (8, 2, {"east_sea": 8})
        assert sum(n for _, n in volume.by_day) == 8 and len(volume.by_day) == 7
        assert tx.digests.volume(start, NOW, archive=False).articles == 7
        assert [(t.count, t.start) for t in tx.tags.weekly(NOW, 2)] == [(3, start - 7 * DAY), (8, start)]
        (told,) = tx.digests.stories(start, NOW)
        assert (told.id, told.voices, told.topics) == (story, 2, ("east_sea",))
        judge(tx, ids[0], [finding()], at=start + DAY)
        judge(tx, ids[1], [finding()], at=start + 2 * DAY)
        judge(tx, ids[2], [finding()], at=start - DAY)
        first = tx.alerts.of_article(ids[2])[0].id
        tx.decisions.add(first, lan, Verdict.OPINION, "", [], start + 3 * DAY)
        counts = tx.digests.open_counts(start, NOW)
        assert (counts.start, counts.new, counts.settled, counts.end) == (1, 2, 1, 2)
        assert [d.alert.verdict for d in tx.digests.decided(start, NOW)] == [Verdict.OPINION]
        unseen = tx.digests.sources_unseen(start, NOW)
        assert [s.state for s in unseen] == [HealthState.NEVER, HealthState.NEVER]


def test_users_sessions_and_the_last_administrator(store: Store) -> None:
    with store.begin() as tx:
        assert not tx.users.any()
        admin = tx.users.add("  Quản trị ", Role.ADMINISTRATOR, "h", now=NOW)
        assert tx.users.any()
        row = tx.users.by_name("Qua\u0309n tri\u0323")  # typed on a keyboard that decomposes
        assert row is not None and (row.id, row.must_change, row.active) == (admin, True, True)
        assert "h" not in repr(row).split("password")[-1][:3]
        with pytest.raises(Conflict):
            tx.users.add("Quản trị", Role.LEADER, "h", now=NOW)
        for refused in (lambda: tx.users.set_role(admin, Role.LEADER), lambda: tx.users.set_active(admin, False)):
            with pytest.raises(Conflict, match="administrator"):
                refused()
        lan = user(tx)
        tx.sessions.add("t1", lan, NOW, NOW + HOUR, csrf="c")
        tx.sessions.add("t2", lan, NOW, NOW + HOUR)
        session = tx.sessions.get("t1", NOW)
        assert session is not None and (session.user.name, session.csrf) == ("lan", "c")
        assert tx.sessions.get("t1", NOW + HOUR) is None
        assert tx.sessions.get("t1", NOW + HOUR / 2, HOUR / 4) is None  # not used for too long
        tx.sessions.touch("t1", NOW + HOUR / 3)
        assert tx.sessions.get("t1", NOW + HOUR / 2, HOUR / 4) is not None
        tx.sessions.end_all(lan, keep="t1")
        assert tx.sessions.get("t2", NOW) is None and tx.sessions.get("t1", NOW) is not None
        tx.users.login_failed(lan, NOW)
        assert tx.users.get(lan).failed_logins == 1
        tx.users.set_active(lan, False)
        tx.users.set_active(lan, True)
        assert tx.sessions.get("t1", NOW) is None


def test_the_audit_log_pages_newest_first(store: Store) -> None:
    with store.begin() as tx:
        for n in range(5):
            tx.audit.add(actor="lan", action="login_failed" if n % 2 else "x", target=str(n), detail={}, now=NOW)
        page = tx.audit.list(limit=2)
        assert [row.target for row in page] == ["4", "3"]
        assert [row.target for row in tx.audit.list(limit=2, before_id=page[-1].id)] == ["2", "1"]
        assert tx.audit.count(action="login_failed", since=NOW) == 2
        assert tx.audit.count(since=NOW + HOUR) == 0


CLAIM = ("Cầu đã sập", "Sai", "Trung tâm kiểm chứng", "https://kiem-chung.example/1", None)


def test_claims_are_stored_once_and_follow_the_fact_checker(store: Store) -> None:
    with store.begin() as tx:
        raw = {"reviewRating": {"alternateName": "Sai"}}
        assert tx.claims.save(*CLAIM, date(2026, 11, 1), raw, NOW, origin="kiem-chung.json") == "new"
        assert tx.claims.save(*CLAIM, date(2026, 11, 1), raw, NOW + DAY) == "same"
        (row,) = tx.claims.list()
        assert (row.claim, row.claim_date, row.origin) == ("Cầu đã sập", date(2026, 11, 1), "kiem-chung.json")
        changed = (CLAIM[0], "Đúng một phần", *CLAIM[2:])
        later = {"reviewRating": {"alternateName": "Đúng một phần"}}
        assert tx.claims.save(*changed, date(2026, 11, 3), later, NOW + DAY) == "changed"
        (row,) = tx.claims.list(since=NOW)
        assert row.rating == "Đúng một phần" and [e["rating"] for e in row.raw["earlier"]] == ["Sai"]
        assert tx.claims.list(q="cau SAP") and not tx.claims.list(q="cầu xây") and tx.claims.count() == 1
        assert not tx.claims.list(since=NOW + DAY)


def test_what_a_person_answers_of_a_claim_outlasts_what_the_machine_suggests(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        lan, article = user(tx), save(tx, 70)
        for n in (1, 2):
            tx.claims.save(f"Cầu {n} đã sập", "Sai", "Trung tâm", f"https://kiem-chung.example/{n}", None, None, {}, NOW)
        first, second = sorted(row.id for row in tx.claims.list())
        tx.claims.suggest(article, 1, [told(first, 0.6), told(second, 0.7)], NOW)
        assert [b.claim.id for b in tx.claims.beside(article)] == [second, first]
        tx.claims.answer(article, second, False, lan, NOW)
        tx.claims.answer(article, first, True, lan, NOW)
        assert [(b.claim.id, b.accepted, b.answered_by) for b in tx.claims.beside(article)] == [
            (first, True, "lan"),
            (second, False, "lan"),
        ]
        assert tx.claims.refused(article) == {second}
        tx.claims.suggest(article, 2, [told(second, 0.9)], NOW)  # the machine suggests only the refused one now
        assert [(b.claim.id, b.accepted) for b in tx.claims.beside(article)] == [(first, True), (second, False)]
        assert tx.claims.beside(article)[0].suggestion is None
        tx.claims.answer(article, second, True, lan, NOW + DAY)  # a person may change their mind
        assert tx.claims.refused(article) == frozenset()
        with pytest.raises(NotFound):
            tx.claims.answer(article, 99, True, lan, NOW)
        with pytest.raises(NotFound):
            tx.claims.answer(999, first, True, lan, NOW)


def told(claim: int, score: float) -> SuggestedClaim:
    return SuggestedClaim(claim, score, "text", (0, 3), "Cầu", "")


def test_a_confirmation_keeps_where_the_document_was_read(store: Store) -> None:
    with store.begin() as tx:
        lan = user(tx)
        tx.references.seed([reference()], NOW)
        tx.references.check(ID, lan, NOW, looked_at="https://van-ban.example/1")
        row = tx.references.get(ID)
        assert (row.checked_by, row.checked_at, row.looked_at) == ("lan", NOW, "https://van-ban.example/1")
        tx.references.edit(ID, reference(statement="Cầu dài 99 mét"), lan, NOW)
        assert tx.references.get(ID).looked_at is None  # a new wording is to be confirmed again


def test_errors_speak_both_languages(store: Store) -> None:
    seed(store)
    with store.begin() as tx, pytest.raises(NotFound) as caught:
        tx.alerts.get(alert(tx) + 1)
    assert isinstance(caught.value.message, Bilingual)
    assert "không có cảnh báo" in str(caught.value) and "no alert" in str(caught.value)


def test_a_read_only_transaction_keeps_nothing_and_waits_for_nobody(store: Store) -> None:
    with store.begin() as writing:
        writing.outlets.seed([outlet()], NOW)
        with store.read() as tx:
            assert tx.outlets.list() == ()
    with store.read() as tx:
        assert len(tx.outlets.list()) == 1
