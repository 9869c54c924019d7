"""Outlets written as YAML and OPML read back as the same; what people paste is made whole or refused in words."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import ConfigError
from config.opml import read_opml, write_opml
from config.opml_plan import plan_opml
from config.outlet_address import free_id, holder_of, site_of, source_id, typed_address
from config.outlet_yaml import outlet_yaml
from config.outlets import load_outlets, refuse_social
from models.records import Healthy, Language, Outlet, OutletKind, Source, SourceKind

ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=40)
titles = names.map(lambda text: " ".join(text.split())).filter(bool)
health = st.builds(
    Healthy,
    max_silence_hours=st.sampled_from([1.0, 12.5, 24.0, 168.0]),
    min_entries=st.integers(0, 50),
    min_article_chars=st.integers(0, 1000),
)


@st.composite
def outlets(draw: st.DrawFn) -> tuple[Outlet, ...]:
    made = []
    for number, id_ in enumerate(draw(st.lists(ids, min_size=1, max_size=4, unique=True))):
        site = f"https://{id_.strip('-_').replace('_', '-') or 'x'}-{number}.example.vn"
        sources = tuple(
            Source(
                f"{id_}-{n}",
                id_,
                draw(st.sampled_from(SourceKind)),
                f"{site}/{draw(st.text(string.ascii_letters + string.digits + '-&?=.%', max_size=20))}/{n}",
                draw(st.sampled_from(Language)),
                draw(st.booleans()),
                draw(st.sampled_from([None, "2025", "2026-09"])),
                draw(health),
            )
            for n in range(draw(st.integers(1, 4)))
        )
        made.append(
            Outlet(
                id_,
                draw(titles),
                draw(st.sampled_from(OutletKind)),
                site + "/",
                draw(st.sampled_from(Language)),
                tuple(draw(st.lists(titles, max_size=2))),
                draw(st.none() | titles),
                draw(st.booleans()),
                draw(st.booleans()),
                sources,
            )
        )
    return tuple(made)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outlets())
def test_an_exported_outlet_loads_again_identically(tmp_path: Path, made: tuple[Outlet, ...]) -> None:
    for outlet in made:
        path = tmp_path / "one.yaml"
        path.write_text(outlet_yaml(outlet), "utf-8")
        assert load_outlets(path) == (outlet,)


def test_the_shipped_outlets_survive_both_forms(tmp_path: Path) -> None:
    shipped = load_outlets()
    for outlet in shipped:
        (tmp_path / f"{outlet.id}.yaml").write_text(outlet_yaml(outlet), "utf-8")
    assert sorted(load_outlets(tmp_path), key=lambda o: o.id) == sorted(shipped, key=lambda o: o.id)
    assert not any(len(line) > 200 for o in shipped for line in outlet_yaml(o).splitlines())
    plan = plan_opml(read_opml(write_opml(shipped)), ())
    assert not plan.refused and not plan.duplicates
    assert {o.id: (o.name, o.kind) for o in plan.outlets} == {o.id: (o.name, o.kind) for o in shipped}
    again = plan_opml(read_opml(write_opml(shipped)), shipped)
    assert again.outlets == () and again.added == () and again.duplicates == sum(len(o.sources) for o in shipped)


@settings(max_examples=80, deadline=None)
@given(outlets())
def test_opml_carries_what_it_says_it_carries(made: tuple[Outlet, ...]) -> None:
    plan = plan_opml(read_opml(write_opml(made)), ())
    assert plan.refused == () and plan.added == ()
    found = {outlet.id: outlet for outlet in plan.outlets}
    assert set(found) == {outlet.id for outlet in made}
    for outlet in made:
        bare = tuple(replace(source, healthy=Healthy()) for source in outlet.sources)
        again = found[outlet.id]
        country = outlet.country or "VN"
        assert again == replace(outlet, aliases=(), country=country, sources=bare)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_bytes_that_are_no_opml_end_in_words(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_opml(data)


LIST = """<?xml version="1.0" encoding="UTF-8"?>
<OPML version="1.0"><head><title>Danh sách</title></head><body>
<outline text="Hãng thông tấn">
  <outline text="Báo Sông Lam">
    <outline type="rss" text="Báo Sông Lam - Thời sự" xmlUrl="https://songlam.example.vn/thoi-su.rss" htmlUrl="https://songlam.example.vn/"/>
    <outline type="rss" text="Báo Sông Lam - Kinh tế" xmlUrl="https://rss.songlam.example.vn/kinh-te.rss"/>
  </outline>
</outline>
<outline text="Đọc thêm">
  <outline text="Báo Ban Mai: Trang chủ" type="rss" xmlUrl="feed://banmai.example/rss" htmlUrl="banmai.example" language="vi-VN"/>
  <outline text="Báo Ban Mai: Pháp luật" type="rss" xmlUrl="http://www.banmai.example/phap-luat.rss#x"/>
  <outline text="Báo Ban Mai: lặp" type="rss" xmlUrl="https://www.banmai.example/rss/"/>
  <outline text="Kênh" type="rss" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=1"/>
  <outline text="Qua cầu" type="rss" xmlUrl="https://cau.example/rss" htmlUrl="https://facebook.com/mot-trang"/>
  <outline text="Trống" type="rss"/>
  <outline text="Lạ" type="rss" xmlUrl="gopher://cu.example/"/>
  <outline text="Đã có" type="rss" xmlUrl="https://cuadong.example/kinh-te.rss"/>
</outline>
</body></OPML>"""  # fmt: skip


def test_a_foreign_list_becomes_outlets_by_site_and_says_what_it_leaves_out() -> None:
    known = Outlet("cua-dong", "Cửa Đông", OutletKind.PRESS, "https://www.cuadong.example", Language.VI)
    plan = plan_opml(read_opml(LIST.encode()), [known])
    lam, mai = plan.outlets
    assert (lam.id, lam.name, lam.kind, lam.country) == (
        "songlam-example", "Báo Sông Lam", OutletKind.AGENCY, "VN",
    )  # fmt: skip
    assert [source.url for source in lam.sources] == [
        "https://songlam.example.vn/thoi-su.rss", "https://rss.songlam.example.vn/kinh-te.rss",
    ]  # fmt: skip
    assert (mai.name, mai.homepage, mai.kind) == ("Báo Ban Mai", "https://banmai.example/", OutletKind.PRESS)
    assert len(mai.sources) == 2 and mai.language == "vi" and plan.duplicates == 1
    assert [(source.outlet_id, source.url) for source in plan.added] == [
        ("cua-dong", "https://cuadong.example/kinh-te.rss")
    ]
    reasons = {row.title: row.reason.en for row in plan.refused}
    assert set(reasons) == {"Kênh", "Qua cầu", "Trống", "Lạ"}
    assert "does not watch people" in reasons["Kênh"] and "facebook.com" in reasons["Qua cầu"]
    assert all(row.line > 10 for row in plan.refused)


BOMB = b'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body/></opml>'
READS = b'<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><body><outline text="&f;"/></body></opml>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "DOCTYPE"),
        (READS, "DOCTYPE"),
        (b"<opml><body><outline", "well-formed"),
        (b"<rss><channel/></rss>", "no <opml>"),
        (b"", "well-formed"),
        (b"<opml>" + b"<outline text='a'>" * 30 + b"</outline>" * 30 + b"</opml>", "levels"),
        (b"<opml>" + b"<outline text='a'/>" * 10_001 + b"</opml>", "10000 rows"),
        (b" " * 3_000_001, "larger"),
        (b"<?xml version='1.0' encoding='khong-co'?><opml/>", "well-formed"),
    ],
)
def test_dangerous_or_broken_lists_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_opml(data)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("baovidu.vn", "https://baovidu.vn/"),
        ("  www.baovidu.vn/rss  ", "https://www.baovidu.vn/rss"),
        ("//baovidu.vn/", "https://baovidu.vn/"),
        ("<http://baovidu.vn:8080/a?b=c>", "http://baovidu.vn:8080/a?b=c"),
        ("localhost:8000", "https://localhost:8000/"),
        ("127.0.0.1:80/rss", "https://127.0.0.1:80/rss"),
        ("báo.vn", "https://báo.vn/"),
    ],
)
def test_an_address_is_made_whole(typed: str, whole: str) -> None:
    assert typed_address(typed) == whole


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "needed"),
        ("Báo Ví Dụ", "Not a web address"),
        ("vidu", "Not a web address"),
        ("https://", "Not a web address"),
        ("https://a.vn:99999/", "Not a web address"),
        ("ftp://a.vn/", "Only http"),
        ("javascript:alert(1)", "Only http"),
        ("mailto:toa-soan@a.vn", "Only http"),
        ("https://ten:mat-khau@a.vn/", "password"),
        ("a.vn/" + "x" * 3000, "too long"),
        ("facebook.com/bao", "does not watch people"),
        ("https://mang.example/@nguoi", "does not watch people"),
        ("https://cau.example/?u=https%3A%2F%2Fx.com%2Fai", "does not watch people"),
        ("https://ｆacebook.com/bao", "does not watch people"),
        ("https://rsshub.app/twitter/user/x", "does not watch people"),
    ],
)
def test_a_bad_address_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        typed_address(typed)
    assert caught.value.message.vi and caught.value.message.vi != caught.value.message.en


def test_newsrooms_that_name_a_network_are_not_refused() -> None:
    for url in ("https://vidu.vn/@", "https://vidu.vn/facebook.com-bi-phat-123456.html", "https://vidu.vn/?via=x.com"):
        assert refuse_social(url) is None


def test_which_outlet_has_an_address() -> None:
    source = Source("a-rss", "a", SourceKind.FEED, "https://a.vn/rss", Language.VI)
    whole = Outlet("a", "A", OutletKind.PRESS, "https://www.a.vn/", Language.VI, sources=(source,))
    part = Outlet("b", "B", OutletKind.PRESS, "https://a.vn/tieng-viet", Language.VI, enabled=False)
    both = [whole, part]
    assert (held := holder_of("http://a.vn/rss/", both)) and held.source == source and held.same_address
    assert (held := holder_of("https://a.vn", both)) and held.outlet is whole and held.same_address
    assert (held := holder_of("https://a.vn/tieng-viet/x.rss", both)) and held.outlet is part and not held.same_address
    assert (held := holder_of("https://a.vn/tieng-viets", both)) and held.outlet is whole
    assert holder_of("https://con.a.vn/", both) is None


def test_ids_are_readable_and_free() -> None:
    assert free_id("Báo Đắk Lắk", {"bao-dak-lak"}) == "bao-dak-lak-2" and free_id("日本", ()) == "bao"
    assert source_id("a", "https://a.vn/rss/thoi-su.rss", "feed", ()) == "a-thoi-su"
    assert source_id("a", "https://a.vn/rss", "feed", {"a-rss"}) == "a-rss-2"
    assert source_id("a", "https://a.vn/sitemap-news.xml", "sitemap", ()) == "a-sitemap"
    assert site_of("https://rss.a.vn:443/x") == "a.vn" and site_of("http://m.vn/") == "m.vn"
