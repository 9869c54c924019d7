"""One article under all its addresses, and no two articles under one."""

from dataclasses import replace

from models.store import Store
from tests.models.samples import NOW, entry, page, save, seed

SHARED = "https://bao-mai.example/chuyen-trang-dac-biet"


def test_twins_are_one_article(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        first = save(tx, 1)
        for url in ("http://www.bao-mai.example/tin-1/?utm_source=a", "https://m.bao-mai.example/tin-1/amp"):
            assert save(tx, 1, url=url, canonical_url=url) == first
            assert tx.articles.id_of_url(url) == first
        assert len(tx.articles.versions(first)) == 1


def test_a_canonical_address_that_many_pages_declare_is_mistrusted(store: Store) -> None:
    seed(store)
    texts = ["Cây cầu mới dài hai trăm mét.", "Giá lúa tăng nhẹ ở huyện bên.", "Trường học đón năm học mới."]
    with store.begin() as tx:
        ids = [save(tx, n, text, canonical_url=SHARED, title=text[:12]) for n, text in enumerate(texts)]
        again = [save(tx, n, text, canonical_url=SHARED, title=text[:12]) for n, text in enumerate(texts)]
        assert len(set(ids)) == 3 and again == ids
        assert [tx.articles.get(id_).version for id_ in ids] == [1, 1, 1]


def test_an_address_that_redirects_here_is_this_entry(store: Store) -> None:
    seed(store)
    with store.begin() as tx:
        asked = replace(entry(1), url="https://bao-mai.example/go?to=9")
        add = {"source_id": tx.sources.due(NOW)[0].source.id, "now": NOW, "first_poll": False, "archive_before": NOW}
        assert tx.entries.add([asked], **add) == 1
        row = tx.entries.pending(1, NOW)[0]
        saved = tx.articles.save(page(9), outlet_id="bao-mai", entry=row, first_seen=NOW, archive=False)
        tx.entries.done(row.id, saved.article_id)
        assert tx.entries.add([entry(9), asked], **add) == 0, "the final address and the asked one are one entry"


def test_counters_and_typography_make_no_version_but_a_title_does(store: Store) -> None:
    seed(store)
    text = "Cây cầu dài 120 mét.\nKinh phí 14 tỷ đồng."
    with store.begin() as tx:
        id_ = save(tx, 1, text)
        save(tx, 1, f"5 phút trước\n{text}\n1.240 lượt xem".replace("cầu dài", "cầu – dài"))
        assert tx.articles.get(id_).version == 1
        save(tx, 1, text, title="Cầu mới mở")
        save(tx, 1, text.replace("14", "15"), title="Cầu mới mở")
        assert tx.articles.get(id_).version == 3
