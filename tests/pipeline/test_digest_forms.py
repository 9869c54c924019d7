"""Every form of a digest, opened again by other libraries and checked in content; and mail through a real server."""

from __future__ import annotations

import copy
import email
import email.policy
import io
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from aiosmtpd.controller import Controller
from pypdf import PdfReader

from models.periods import parse_period
from models.records import Language
from models.rows import DigestEvent, ListRow
from models.store import Store
from pipeline.digest.build import build_digest
from pipeline.digest.forms.charts import draw
from pipeline.digest.forms.table import Form, make
from pipeline.digest.keep import approve, build_and_keep, state_of
from pipeline.digest.send import CannotSend, send
from pipeline.digest.words import Words
from tests.models.samples import DAY
from tests.pipeline.weeks import Clock, office, weeks

WEEK = parse_period("2026-W47")
TITLE = "Bản tin theo dõi báo chí, tuần 47 năm 2026"


@pytest.fixture(scope="module")
def built(_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("weeks")
    shutil.copyfile(_sqlite, folder / "weeks.db")
    store = Store.open(f"sqlite:///{folder / 'weeks.db'}")
    weeks(store)
    app = office(store, folder, Clock())
    with store.read() as tx:
        made = build_digest(tx, app.settings, app.topics, WEEK, app.clock())
    store.close()
    return made


@pytest.fixture
def data(built: dict) -> dict:
    return copy.deepcopy(built)


@pytest.fixture
def store(_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """SQLite alone: what a form or a mail server sees does not hang on the database."""
    shutil.copyfile(_sqlite, tmp_path / "mail.db")
    opened = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    yield opened
    opened.close()


def test_pdf_has_its_words_contents_pages_and_the_same_bytes_each_time(data: dict) -> None:
    made = make(data, Form.PDF, Language.VI)
    book = PdfReader(io.BytesIO(made.content))
    text = " ".join(" ".join(page.extract_text() for page in book.pages).split())
    for words in (TITLE, "Mục lục", "Cầu Bình An thông xe", "14 tỷ đồng", "Xác nhận: một, hai (2/2)", "Những gì hệ thống không thấy"):
        assert words in text, words
    assert f"1 / {len(book.pages)}" in text
    assert {font for page in book.pages for font in page["/Resources"]["/Font"]}, "fonts are within the file"
    assert book.metadata is not None and book.metadata.title == TITLE
    assert make(data, Form.PDF, Language.VI).content == made.content


def test_the_summary_is_one_page_however_much_there_is(data: dict) -> None:
    many = {**data, "confirmed": data["confirmed"] * 9, "unseen": data["unseen"] * 9}
    book = PdfReader(io.BytesIO(make(many, Form.SUMMARY, Language.VI).content))
    assert len(book.pages) == 1
    assert "mục nữa trong bản đầy đủ" in book.pages[0].extract_text()


def test_docx_has_real_styles_and_an_offices_heading(data: dict) -> None:
    head = {"above": "UBND THÀNH PHỐ", "agency": "PHÒNG THỬ", "number": "Số: {number}/BC", "state": ["DÒNG MỘT", "Dòng hai"],
            "place": "Bình An", "signed_as": "TRƯỞNG PHÒNG", "signed_by": "", "copies_to": ["Lưu: VT"]}  # fmt: skip
    made = docx.Document(io.BytesIO(make({**data, "document": head}, Form.DOCX, Language.VI).content))
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Quote"} <= styles
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert TITLE in texts and any("14 tỷ đồng" in text for text in texts)
    cells = " ".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
    for words in ("UBND THÀNH PHỐ", "PHÒNG THỬ", "Số: ......../BC", "Bình An, ngày 23 tháng 11 năm 2026", "TRƯỞNG PHÒNG", "Lưu: VT"):
        assert words in cells, words
    assert len(made.inline_shapes) == 2, "both charts"


def test_xlsx_opens_with_its_figures_and_no_formula(data: dict) -> None:
    data["confirmed"][0]["title"] = "=cmd|' /C calc'!A0"
    book = openpyxl.load_workbook(io.BytesIO(make(data, Form.XLSX, Language.VI).content))
    assert book.sheetnames == ["Chủ đề", "Theo ngày", "Sự kiện", "Đã xác nhận", "Báo tự sửa", "Không thấy được"]
    volume = {row[0]: row[1] for row in book["Chủ đề"].iter_rows(min_row=2, values_only=True)}
    assert volume[next(r["name"]["vi"] for r in data["volume"] if r["topic"] == "east_sea")] == 12
    cell = book["Đã xác nhận"].cell(2, 1)
    assert cell.value == "'=cmd|' /C calc'!A0" and cell.data_type == "s"


def test_html_is_whole_by_itself_and_escapes_what_outlets_wrote(data: dict) -> None:
    data["stories"][0]["title"] = "<script>alert(1)</script>"
    data["confirmed"][0]["url"] = "javascript:alert(1)"
    page = make(data, Form.HTML, Language.EN).content.decode()
    assert "<script" not in page and "&lt;script&gt;" in page and "javascript:" not in page
    assert page.count("data:image/svg+xml;base64,") == 2 and '<html lang="en">' in page
    assert "Press monitoring digest, week 47 of 2026" in page


@pytest.mark.parametrize("name", ["topics", "days"])
def test_charts_are_the_same_bytes_and_have_every_letter(data: dict, name: str) -> None:
    words = Words(Language.VI)
    assert draw(name, data, words) == draw(name, data, words)
    assert draw(name, data, words, "png").startswith(b"\x89PNG")


def test_the_console_writes_a_file_and_refuses_what_is_no_period(tmp_path: Path) -> None:
    import sys

    run = [sys.executable, "-m", "pipeline.cli", "digest"]
    env = {"DOICHIEU_DATA_DIR": str(tmp_path / "d"), "PATH": "/usr/bin:/bin"}
    wrong = subprocess.run([*run, "--week", "2026-W99"], env=env, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2 and "không phải một kỳ" in wrong.stderr and "not a period" in wrong.stderr


class Inbox:
    """What a mail server was handed; ``refuse``: an address it turns away for good, ``busy``: for how many messages it
    asks to come back later."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, email.message.EmailMessage]] = []
        self.refuse = ""
        self.busy = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.busy:
            self.busy -= 1
            return "451 come back later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((envelope.rcpt_tos[0], message))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=0)
    # port 0: the system's choice, which aiosmtpd does not learn by itself
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        controller.port = free.getsockname()[1]
    controller.start()
    yield inbox, controller.port
    controller.stop()


def mailing(store: Store, folder: Path, clock: Clock, port: int, **env: str):
    given = {"DOICHIEU_SMTP_HOST": "127.0.0.1", "DOICHIEU_SMTP_PORT": str(port), "DOICHIEU_SMTP_SECURITY": "none",
             "DOICHIEU_MAIL_FROM": "bantin@phong.example", **env}  # fmt: skip
    app = office(store, folder, clock, **given)
    with store.begin() as tx:
        tx.distribution.save(ListRow(0, "Lãnh đạo", "Ban giám đốc", Language.VI, "pdf", (), ("a@phong.example", "b@phong.example"), True))
        tx.distribution.save(ListRow(0, "Desk", "", Language.EN, "mail", ("east_sea",), ("c@phong.example",), True))
        tx.distribution.save(ListRow(0, "Cũ", "", Language.VI, "mail", (), ("d@phong.example",), False))
    return app


def test_mail_goes_to_the_lists_once_with_text_html_charts_and_the_document(
    store: Store, tmp_path: Path, server: tuple[Inbox, int]
) -> None:
    inbox, port = server
    weeks(store)
    app = mailing(store, tmp_path, Clock(), port)
    kept = build_and_keep(app, WEEK, new_edition=False)
    with pytest.raises(CannotSend, match="not approved"):
        send(app, kept)
    with store.begin() as tx:
        approve(tx, kept, "lãnh đạo", app.clock())
    assert send(app, kept) == {"sent": 3, "failed": 0, "again": 0}
    assert send(app, kept) == {"sent": 0, "failed": 0, "again": 0}, "nobody gets it twice"
    got = dict(inbox.messages)
    assert set(got) == {"a@phong.example", "b@phong.example", "c@phong.example"}
    leader = got["a@phong.example"]
    assert leader["Subject"] == TITLE and "Phòng thử" in leader["From"]
    parts = {part.get_content_type(): part for part in leader.walk()}
    assert "14 tỷ đồng" in parts["text/plain"].get_content() and "cid:topics." in parts["text/html"].get_content()
    assert parts["image/png"].get_content().startswith(b"\x89PNG")
    attached = next(part for part in leader.iter_attachments() if part.get_filename() == "doi-chieu-2026-W47.pdf")
    assert PdfReader(io.BytesIO(attached.get_content())).pages
    english = got["c@phong.example"]
    assert english["Subject"].startswith("Press monitoring digest") and "14 tỷ đồng" not in str(english), "not its topic"
    assert not [p for p in english.iter_attachments() if p.get_filename()]


def test_what_fails_for_now_is_tried_again_and_what_is_refused_is_not(
    store: Store, tmp_path: Path, server: tuple[Inbox, int]
) -> None:
    inbox, port = server
    weeks(store)
    clock = Clock()
    app = mailing(store, tmp_path, clock, port)
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        approve(tx, kept, "lãnh đạo", clock.now)
    inbox.refuse, inbox.busy = "b@phong.example", 1
    assert send(app, kept) == {"sent": 1, "failed": 2, "again": 1}
    with store.read() as tx:
        (job,) = tx.jobs.list(kind="digest_send")
        assert job.payload == {"digest": kept, "attempt": 2}
    clock.now += DAY
    assert send(app, kept, 2)["sent"] == 1, "the one that was put off"
    with store.read() as tx:
        state = state_of(tx, tx.digests.by_id(kept))
        assert [event.kind for event in tx.digests.events(kept)].count(DigestEvent.SENT) == 2
    assert state["sent"] == 2
    assert [one["address"] for one in state["failed"]] == ["b@phong.example"] and "no such person" in state["failed"][0]["why"]


def test_a_server_that_is_not_there_is_tried_again(store: Store, tmp_path: Path) -> None:
    weeks(store)
    app = mailing(store, tmp_path, Clock(), 1)
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        approve(tx, kept, "lãnh đạo", app.clock())
    assert send(app, kept) == {"sent": 0, "failed": 3, "again": 1}


def test_mail_leaves_the_machine_only_encrypted(store: Store, tmp_path: Path, server: tuple[Inbox, int]) -> None:
    inbox, port = server
    weeks(store)
    app = mailing(store, tmp_path, Clock(), port, DOICHIEU_SMTP_SECURITY="starttls")
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        approve(tx, kept, "lãnh đạo", app.clock())
    assert send(app, kept)["sent"] == 0 and inbox.messages == [], "a server that offers no TLS gets nothing"
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


def test_without_a_mail_server_it_says_what_to_set(store: Store, tmp_path: Path) -> None:
    weeks(store)
    app = office(store, tmp_path, Clock())
    with pytest.raises(CannotSend) as err:
        send(app, build_and_keep(app, WEEK, new_edition=False))
    assert "smtp_host" in err.value.message.vi and "smtp_host" in err.value.message.en


def test_the_console_gives_the_approved_edition_whatever_has_changed_since(_sqlite: Path, tmp_path: Path) -> None:
    import json
    import sys

    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "doichieu.db"
    shutil.copyfile(_sqlite, path)
    store = Store.open(f"sqlite:///{path}")
    alert = weeks(store)
    app = office(store, tmp_path / "data", Clock())
    kept = build_and_keep(app, WEEK, new_edition=False)
    with store.begin() as tx:
        approve(tx, kept, "lãnh đạo", app.clock())
        sealed = dict(tx.digests.by_id(kept).data)
        tx.decisions.reopen(alert, tx.users.by_name("một").id, "", app.clock())  # type: ignore[union-attr]
    store.close()

    def told(*more: str) -> dict:
        env = {"DOICHIEU_DATA_DIR": str(tmp_path / "data"), "PATH": "/usr/bin:/bin"}
        run = [sys.executable, "-m", "pipeline.cli", "digest", "--week", "2026-W47", "--format", "json", *more]
        return json.loads(subprocess.run(run, env=env, capture_output=True, check=True).stdout)

    assert told() == sealed and told("--edition", "1") == sealed
    assert told("--now")["confirmed"] == [] != sealed["confirmed"]
