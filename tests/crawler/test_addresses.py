"""One page, one address; and no way to a private network."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses import canonical_url, check_public


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://M.Bao.vn:443/a.htm?utm_source=x&id=3&fbclid=q#top", "https://bao.vn/a.htm?id=3"),
        ("https://amp.bao.vn/tin-1.html", "https://bao.vn/tin-1.html"),
        ("https://bao.vn/tin.amp.html", "https://bao.vn/tin.html"),
        ("https://bao.vn/tin/amp/", "https://bao.vn/tin"),
        ("https://bao.vn/amp/tin?amp=1", "https://bao.vn/tin"),
        ("https://bao.vn/tin.htm%20", "https://bao.vn/tin.htm"),
        ("https://bao.vn/tin%c3%a1?b=1&a=2", "https://bao.vn/tin%C3%A1?b=1&a=2"),
        ("http://bao.vn:8080", "http://bao.vn:8080/"),
    ],
)
def test_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_rel_canonical_is_believed_only_when_sane() -> None:
    url = "https://m.bao.vn/tin-1.htm"
    assert canonical_url(url, "https://www.bao.vn/tin-1.htm?utm_medium=a") == "https://www.bao.vn/tin-1.htm"
    for insane in ("https://bao.vn/", "https://khac.vn/tin-1.htm", "javascript:void(0)", "", "http://[", "//"):
        assert canonical_url(url, insane) == "https://bao.vn/tin-1.htm", insane


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.1.1:8080/", "http://localhost./", "http://may.local/",
     "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0/",
     "http://0x7f.1/", "http://2130706433/", "http://127.1/", "http://169.254.169.254/", "http://100.64.0.1/",
     "http://ai@10.0.0.1/", "file:///etc/passwd", "ftp://bao.vn/", "http://", "http://[", "http://bao.vn:99999/"],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    assert check_public(url) is not None


def test_what_a_setting_lists_is_allowed() -> None:
    assert check_public("http://127.0.0.1:8001/a", ("127.0.0.1:8001",)) is None
    assert check_public("http://127.0.0.1:8002/a", ("127.0.0.1:8001",)) is not None
    assert check_public("https://bao.vn/tin") is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("https://bao.vn/".__add__)))
def test_no_text_crashes_and_canonical_is_stable(url: str) -> None:
    check_public(url)
    once = canonical_url(url, url)
    assert canonical_url(once) == once
