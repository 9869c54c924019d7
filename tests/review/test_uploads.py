"""Hostile files at every route that takes one: refused in words, quickly, and nothing of the desk falls over."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest
from fastapi import FastAPI

from review.entrance import MAX_UPLOAD_BYTES, UPLOADS
from tests.review.desk import Client, signed_in
from tests.review.material import Office

ADDRESS = {"opml_import": "/outlets/opml", "claims_import": "/claims/import", "references_import": "/references/bulk"}


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("xl/workbook.xml", b"0" * 50_000_000)
    return made.getvalue()


def _aliases() -> bytes:
    """Nine doublings of ten: a thousand million words for whoever writes them out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return ("\n".join(lines) + "\nreferences: *a9\n").encode()


def _entities() -> bytes:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY l0 "ha">{names}]><opml><body>&l9;</body></opml>'.encode()


FILES = {
    "nothing": b"",
    "zip bomb": _zip(),
    "gzip bomb": gzip.compress(b"0" * 50_000_000),
    "yaml aliases": _aliases(),
    "yaml list of aliases": b"- &a [x]\n" + b"- [*a, *a]\n" * 20_000,
    "xml entities": _entities(),
    "xml entity of a file": b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml><body>&x;</body></opml>',
    "deep json": b"[" * 400_000,
    "deep yaml": b"[" * 50_000,
    "deep xml": b"<opml><body>" + b"<outline>" * 200_000,
    "a number without end": b'{"@type": "ClaimReview", "claimReviewed": ' + b"9" * 1_000_000 + b"}",
    "one endless line": b"id,statement_vi\n" + b"a" * 2_500_000,
    "no text at all": bytes(range(256)) * 2_000,
    "python objects": b"!!python/object/apply:os.system ['touch /tmp/should-not-be']",
}


@pytest.fixture
def admin(app: FastAPI, office: Office) -> Client:
    return signed_in(app, "administrator")


def test_every_route_that_takes_a_file_is_here() -> None:
    assert set(ADDRESS) == UPLOADS


def test_a_hostile_file_is_refused_in_words(admin: Client) -> None:
    token = admin.token()
    for named, body in FILES.items():
        for route, address in ADDRESS.items():
            began = time.process_time()
            fields = {"csrf": token, "action": "import"}
            answer = admin.http.post(address, data=fields, files={"file": ("a.xlsx", body)})
            assert answer.status_code in (200, 409, 422), (route, named, answer.status_code)
            assert time.process_time() - began < 5, (route, named)
            assert "should-not-be" not in answer.text


def test_size_is_bounded_whatever_the_sender_says(admin: Client) -> None:
    large = b"x" * (MAX_UPLOAD_BYTES + 1)
    for address in ADDRESS.values():
        assert admin.http.post(address, data={"csrf": admin.token()}, files={"file": ("a", large)}).status_code == 413
        for header in ("-1", "abc", ""):
            answer = admin.http.post(address, content=b"--b\r\n", headers={"content-type": "multipart/form-data; boundary=b", "content-length": header})
            assert answer.status_code in (400, 413), header


def test_a_file_goes_nowhere_else(admin: Client, office: Office) -> None:
    """A form of another route does not take files, and an upload needs its token."""
    token = admin.token()
    answer = admin.http.post("/users", data={"csrf": token, "name": "abc", "role": "leader"}, files={"file": ("a", b"x")})
    assert answer.status_code == 415
    for address in ADDRESS.values():
        assert admin.http.post(address, data={"csrf": "0" * 64}, files={"file": ("a", b"x")}).status_code == 403
