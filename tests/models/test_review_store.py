"""Stories, findings, alerts and decisions: what the desk rests on."""

from dataclasses import replace

import pytest

from models.records import EvidenceFrom, FindingEvidence, FindingKind, Role, Verdict
from models.rows import AlertFilter, AlertState, Waiting
from models.store import Conflict, Store
from models.store.outcome import Standing, outcome
from tests.models.samples import DAY, DOCUMENT, HOUR, NOW, alert, finding, judge, page, save, scores, seed, user

YES, NO = Verdict.DISTORTION, Verdict.ACCURATE


def test_a_finding_is_stored_once_with_the_text_it_rested_on(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu")
    with store.begin() as tx:
        about = save(tx, 1)
        other = save(tx, 2, "Kinh phí 41 tỷ đồng.", outlet_id="bao-chieu")
        report = replace(DOCUMENT, text="Kinh phí 41 tỷ đồng.", article_id=str(other), version=1)
        two = finding(
            evidence=(
                FindingEvidence(EvidenceFrom.GIVEN, (9, 19), "41 tỷ đồng", index=0),
                FindingEvidence(EvidenceFrom.GIVEN, (0, 10), "41 tỷ đồng", index=1),
                FindingEvidence(EvidenceFrom.BODY, (0, 7), "Cây cầu"),
            )
        )
        for key in ("k1", "k1", "k2"):
            judge(tx, about, [two], key=key, evidence=[report, DOCUMENT])
        tx.articles.save(
            page(2, "Kinh phí 14 tỷ đồng."), outlet_id="bao-chieu", entry=None, first_seen=NOW, archive=False
        )
        assert len(tx.findings.history(about)) == 1
        (stored,) = tx.findings.of(about)
        assert stored.why == two.why and stored.span == two.span
        given, document, body = stored.evidence
        assert (given.text, given.article_id, given.version) == ("Kinh phí 41 tỷ đồng.", other, 1)
        assert given.text[slice(*given.span)] == given.passage
        assert (document.text, document.outlet) == (DOCUMENT.text, "Sở Giao thông")
        assert body.text[slice(*body.span)] == "Cây cầu"


def test_one_open_alert_an_article_however_often_it_is_judged(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx)
        assert judge(tx, article_id, [finding()])
        assert not judge(tx, article_id, [finding()])
        assert not judge(tx, article_id, [finding(), finding("120 mét", span=(20, 27))], key="k2")
        (row,) = tx.alerts.queue()
        assert (row.passage, row.kinds) == ("14 tỷ đồng", (FindingKind.QUANTITY,))
        assert len(tx.alerts.get(row.id).findings) == 2


def test_archive_articles_are_judged_but_never_alerted(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx, archive=True)
        assert not judge(tx, article_id, [finding()])
        assert tx.alerts.count(AlertFilter(state=None)) == 0
        judged = tx.alerts.judgement(article_id)
        assert judged is not None and judged[:2] == (0.9, True)


def test_an_alert_follows_its_article(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx)
        judge(tx, article_id, [finding()])
        judge(tx, article_id, [], key="k2", at=NOW + HOUR)
        (waits,) = tx.alerts.of_article(article_id)
        assert (waits.state, waits.waiting) == (AlertState.OPEN, Waiting.EVIDENCE)  # never silently gone
        assert len(tx.alerts.get(waits.id).findings) == 1
        judge(tx, article_id, [finding()], key="k3")  # the evidence is back
        assert tx.alerts.row(waits.id).waiting is None
        save(tx, 1, "Bản đã sửa: kinh phí 41 tỷ đồng.")
        assert not judge(tx, article_id, [], key="k4", at=NOW + DAY)
        (row,) = tx.alerts.of_article(article_id)
        assert (row.state, row.corrected_version, row.version) == (AlertState.CORRECTED, 2, 1)
        assert tx.alerts.get(row.id).version.text.endswith("do tỉnh cấp.")
        save(tx, 1, "Sửa lần nữa, lại 14 tỷ đồng.")
        assert judge(tx, article_id, [finding()], key="k5")
        assert tx.alerts.queue()[0].reopens == row.id


def test_a_revision_elsewhere_in_the_text_is_no_correction(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx)
        judge(tx, article_id, [finding()])
        row = tx.alerts.queue()[0]
        save(tx, 1, tx.articles.get(article_id).text + " Công trình khởi công tuần sau, theo chủ đầu tư.")
        judge(tx, article_id, [], key="k2", at=NOW + HOUR)
        row = tx.alerts.row(row.id)
        assert (row.state, row.waiting, row.corrected_at) == (AlertState.OPEN, Waiting.EVIDENCE, None)
        tx.decisions.add(row.id, user(tx), NO, "bài kia đã sửa", [], NOW)
        assert tx.alerts.row(row.id).state is AlertState.DECIDED


def test_a_judgement_of_an_old_text_changes_nothing(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx)
        save(tx, 1, "Bản mới hoàn toàn khác.")
        assert not judge(tx, article_id, [finding()], version=1)
        assert tx.alerts.count() == 0


def test_decided_stays_decided_until_something_new_is_found(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id = save(tx)
        judge(tx, article_id, [finding()])
        first = tx.alerts.queue()[0].id
        tx.decisions.add(first, user(tx), NO, "đúng theo quyết định", [], NOW)
        assert not judge(tx, article_id, [finding(strength=0.5)], key="k2")  # the same complaint
        save(tx, 1, "Thêm một câu. Kinh phí 14 tỷ đồng.")
        assert not judge(tx, article_id, [finding(span=(20, 30))], key="k3")  # moved, not new
        assert judge(tx, article_id, [finding("một câu", span=(5, 12))], key="k4")
        new, old = tx.alerts.of_article(article_id)
        assert (new.state, new.reopens, old.state) == (AlertState.OPEN, first, AlertState.DECIDED)
        assert tx.alerts.get(first).version.version == 1  # what was decided about is still to be seen


def test_a_correction_after_the_decision_is_noted(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        id_ = alert(tx)
        ticked = [tx.alerts.get(id_).findings[0].id]
        tx.decisions.add(id_, user(tx), YES, "", ticked, NOW, confirmations_required=1)
        row = tx.alerts.row(id_)
        save(tx, 1, "Bản đã sửa.")
        judge(tx, row.article_id, [], at=NOW + HOUR)
        row = tx.alerts.row(id_)
        assert (row.state, row.confirmed, row.corrected_version) == (AlertState.DECIDED, True, 2)
        assert tx.digests.corrected(NOW, NOW + DAY)[0].id == id_


def test_a_distortion_needs_two_people_and_ticked_evidence(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        id_ = alert(tx)
        lan, minh = user(tx), user(tx, "minh")
        ticked = [tx.alerts.get(id_).findings[0].id]
        with pytest.raises(Conflict, match="tick"):
            tx.decisions.add(id_, lan, YES, "", [], NOW)
        with pytest.raises(Conflict, match="changed"):
            tx.decisions.add(id_, lan, YES, "", [999], NOW)
        result = tx.decisions.add(id_, lan, YES, "", ticked, NOW)
        assert (result.state, result.waiting) == (AlertState.OPEN, Waiting.SECOND)
        again = tx.decisions.add(id_, lan, YES, "vẫn vậy", ticked, NOW)
        assert (again.confirmations, again.confirmed) == (1, False)
        assert tx.alerts.count(AlertFilter(undecided_by=lan)) == 0
        assert tx.alerts.count(AlertFilter(undecided_by=minh)) == 1
        with pytest.raises(Conflict, match="lan"):
            tx.decisions.add(id_, minh, YES, "", ticked, NOW, seen=0)
        result = tx.decisions.add(id_, minh, YES, "", ticked, NOW + HOUR, seen=2)
        assert (result.state, result.confirmed) == (AlertState.DECIDED, True)
        (decided,) = tx.digests.decided(NOW, NOW + DAY)
        assert (decided.alert.id, decided.decided_at) == (id_, NOW + HOUR)
        assert [d.user_name for d in decided.decisions] == ["lan", "minh"]


def test_undo_and_reopen_are_kept_in_history(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        id_ = alert(tx)
        lan, minh = user(tx), user(tx, "minh")
        tx.decisions.add(id_, lan, NO, "", [], NOW)
        assert tx.alerts.row(id_).state is AlertState.DECIDED
        assert tx.decisions.undo(id_, lan, NOW).state is AlertState.OPEN
        with pytest.raises(Conflict):
            tx.decisions.undo(id_, lan, NOW)
        tx.decisions.add(id_, lan, NO, "", [], NOW)
        tx.decisions.add(id_, minh, NO, "", [], NOW)
        assert tx.decisions.reopen(id_, minh, "xem lại", NOW).state is AlertState.OPEN
        history = tx.decisions.of_alert(id_)
        assert [d.view for d in history] == ["queue", "undo", "queue", "queue", "reopen", "reopen"]
        assert [d.undone for d in history] == [True, False, True, True, False, False]
        assert tx.decisions.in_force(id_) == ()


def test_verdicts_on_an_old_text_no_longer_count(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        id_ = alert(tx)
        lan, minh = user(tx), user(tx, "minh")
        ticked = [tx.alerts.get(id_).findings[0].id]
        tx.decisions.add(id_, lan, YES, "", ticked, NOW)
        save(tx, 1, "Bản mới. Vẫn 14 tỷ đồng và thêm 9 cây cầu.")
        judge(tx, tx.alerts.row(id_).article_id, [finding("9 cây cầu")], key="k2")
        row = tx.alerts.row(id_)
        assert (row.version, row.confirmations, row.waiting) == (2, 0, None)
        ticked = [tx.alerts.get(id_).findings[0].id]
        assert tx.decisions.add(id_, minh, YES, "", ticked, NOW).waiting is Waiting.SECOND


@pytest.mark.parametrize(
    ("standing", "required", "state", "waiting", "confirmed"),
    [
        ([], 2, AlertState.OPEN, None, False),
        ([(1, YES, "queue")], 1, AlertState.DECIDED, None, True),
        ([(1, YES, "queue")], 2, AlertState.OPEN, Waiting.SECOND, False),
        ([(1, YES, "queue"), (2, YES, "blind")], 2, AlertState.DECIDED, None, True),
        ([(1, NO, "queue")], 2, AlertState.DECIDED, None, False),
        ([(1, YES, "queue"), (2, NO, "queue")], 2, AlertState.OPEN, Waiting.SETTLE, False),
        ([(1, YES, "queue"), (2, NO, "queue"), (3, NO, "settle")], 2, AlertState.DECIDED, None, False),
        ([(1, YES, "queue"), (2, NO, "queue"), (3, YES, "settle")], 2, AlertState.DECIDED, None, True),
        ([(1, YES, "settle")], 2, AlertState.OPEN, Waiting.SECOND, False),
    ],
)
def test_outcome(
    standing: list[tuple[int, Verdict, str]],
    required: int,
    state: AlertState,
    waiting: Waiting | None,
    confirmed: bool,
) -> None:
    result = outcome([Standing(*each) for each in standing], required)
    assert (result.state, result.waiting, result.confirmed) == (state, waiting, confirmed)


def test_the_queue_is_ordered_by_worth_and_narrowed(store: Store) -> None:
    seed(store, "bao-mai", "bao-chieu")
    with store.begin() as tx:
        ids = [save(tx, n, outlet_id="bao-mai" if n % 2 else "bao-chieu") for n in range(1, 5)]
        for n, article_id in enumerate(ids):
            kind = FindingKind.DATE if n == 0 else FindingKind.QUANTITY
            judge(tx, article_id, [finding(kind=kind)])
        tx.tags.set_model(ids[1], scores(east_sea=0.9, religion=0.1), "m1", NOW)
        rows = tx.alerts.queue()
        assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)

        def found(where: AlertFilter) -> set[int]:
            listed = tx.alerts.queue(where)
            assert tx.alerts.count(where) == len(listed)
            return {row.article_id for row in listed}

        assert found(AlertFilter(kinds=(FindingKind.DATE,))) == {ids[0]}
        assert found(AlertFilter(topics=("east_sea",))) == {ids[1]}
        assert found(AlertFilter(topics=("religion",))) == set()
        assert found(AlertFilter(outlets=("bao-chieu",))) == {ids[1], ids[3]}
        assert found(AlertFilter(since=NOW)) == set()
        assert found(AlertFilter(state=AlertState.DECIDED)) == set()
        assert tx.alerts.queue(limit=2, offset=2) == rows[2:4]
        assert tx.alerts.queue(AlertFilter(topics=("east_sea",)))[0].topics == ("east_sea",)


def test_the_audit_slice_is_random_unflagged_and_once_an_article(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        ids = [save(tx, n) for n in range(1, 9)]
        judge(tx, ids[0], [finding()])
        for article_id in ids[1:7]:
            judge(tx, article_id)
        old = save(tx, 20, archive=True)
        judge(tx, old)
        pool = tx.articles.unflagged(NOW, NOW + DAY)
        assert set(pool) == set(ids[1:7])  # not the flagged, uncompared, archived
        assert set(pool.values()) == {0.1}  # of their comparisons
        drawn = sorted(pool)[:3]
        day = NOW.date()
        assert tx.alerts.add_audit(drawn, NOW, day) == 3
        assert tx.alerts.add_audit(drawn, NOW, day) == 0
        assert {row.score for row in tx.alerts.audit(day)} == {0.9}  # as the open alerts
        assert tx.alerts.count() == 4
        chosen = tx.alerts.audit(day)[0]
        tx.decisions.add(chosen.id, user(tx), YES, "sai số liệu", [], NOW, view="blind")
        other = next(id_ for id_ in drawn if id_ != chosen.article_id)
        assert judge(tx, other, [finding()], key="k9")  # flagged after all: leaves the audit
        states = {row.article_id: row.state for row in tx.alerts.audit(day)}
        assert states[other] is AlertState.CLOSED
        outcome_ = tx.digests.audit_outcome(NOW, NOW + DAY)
        assert (outcome_.audit_shown, outcome_.audit_answered, outcome_.audit_distortions) == (3, 1, 1)
        assert outcome_.shown == 2
        shown = [row for row in tx.digests.shown(NOW, NOW + DAY) if row.audit]
        assert [(row.answered, row.distortion) for row in shown if row.answered] == [(True, True)] and len(shown) == 3


def test_counts_of_the_day(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        one, two, three = alert(tx, 1), alert(tx, 2), alert(tx, 3)
        lan, minh = user(tx), user(tx, "minh")
        tx.decisions.add(one, lan, NO, "", [], NOW)
        tx.decisions.add(two, lan, YES, "", [tx.alerts.get(two).findings[0].id], NOW)
        tx.decisions.add(three, lan, YES, "", [tx.alerts.get(three).findings[0].id], NOW)
        tx.decisions.add(three, minh, NO, "", [], NOW)
        counts = tx.alerts.counts(NOW - HOUR, overdue_before=NOW + HOUR)
        assert (counts.open, counts.opened_since, counts.decided_since, counts.overdue) == (2, 3, 1, 2)
        assert (counts.waiting_second, counts.waiting_settle, counts.waiting_evidence) == (1, 1, 0)
        assert tx.alerts.queue(AlertFilter(waiting=Waiting.SETTLE))[0].id == three


def test_copies_speak_with_one_voice(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        a, b, c, d = (save(tx, n, published_at=NOW - n * HOUR) for n in range(1, 5))
        story = tx.stories.place(a, "s1", None, now=NOW, signature=b"sig")
        tx.stories.place(b, "s1", str(a), now=NOW)
        tx.stories.place(c, "s1", str(b), now=NOW)
        tx.stories.place(d, "s1", None, now=NOW)
        row = tx.stories.get(story)
        assert (row.articles, row.voices, row.outlets, row.first_at) == (4, 2, 1, NOW - 4 * HOUR)
        assert row.title == tx.articles.get(d).title  # the earliest
        beside = tx.stories.reports_beside(a)
        assert [(r.article.id, r.voice == r.own_voice) for r in beside] == [
            (str(d), False),
            (str(c), True),
            (str(b), True),
        ]
        tx.stories.place(a, "s1", str(d), now=NOW)  # d turns out to be the origin of them all
        assert {m.voice for m in tx.stories.members(story)} == {d}
        window = {r.article.id: r for r in tx.stories.window(NOW - DAY)}
        assert window[str(a)].signature == b"sig"
        assert (window[str(b)].place.story, window[str(b)].place.copy_of) == ("s1", str(a))


def test_what_a_person_did_to_a_story_is_never_undone(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        a, b, c = (save(tx, n) for n in range(1, 4))
        story = tx.stories.place(a, "s1", None, now=NOW)
        tx.stories.place(b, "s1", None, now=NOW)
        split = tx.stories.move([b], None, NOW)
        assert tx.stories.place(b, "s1", None, now=NOW) == split != story
        other = tx.stories.place(c, "s2", None, now=NOW)
        tx.stories.join(story, other, NOW)
        assert [m.article_id for m in tx.stories.members(story)] == [a, c]
        later = save(tx, 9)
        assert tx.stories.place(later, "s2", None, now=NOW) == story
        assert {row.id for row in tx.stories.list(NOW - DAY)} == {story, split}


def test_a_model_never_overwrites_a_persons_tag(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        article_id, lan = save(tx), user(tx, role=Role.ANALYST)
        tx.tags.set_model(article_id, scores(east_sea=0.9, religion=0.45), "m1", NOW)
        tx.tags.set_person(article_id, "east_sea", False, lan, "correction", NOW)
        tx.tags.set_person(article_id, "health", True, lan, "queue", NOW)
        tx.tags.set_model(article_id, scores(east_sea=0.99, religion=0.7), "m2", NOW + HOUR)
        tags = {t.topic: (t.value, t.origin.value, t.by) for t in tx.tags.of(article_id)}
        assert tags == {
            "east_sea": (False, "person", "lan"),
            "religion": (True, "model", None),
            "health": (True, "person", "lan"),
        }
        assert tx.tags.on([article_id]) == {article_id: ("health", "religion")}
        labels = [(row.label.topic, row.label.value, row.label.model_version) for row in tx.labels.export()]
        assert labels == [("east_sea", False, "m1"), ("health", True, None)]
        assert tx.tags.counts(NOW - DAY, NOW) == {"health": 1, "religion": 1}
