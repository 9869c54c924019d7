"""Archives in: every format, whatever is broken in it, and however often it is killed."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.settings import load_settings
from pipeline.archives import read_records
from tests.pipeline.test_administration import CLI, office, run  # noqa: F401

COUNT = 2500
BODY = "Xã Mẫu vừa mở thư viện thứ {n}, có {n} phòng đọc và một sân chơi cho trẻ em trong xã, theo ủy ban xã. " * 6
SITE = "http://bao-mau.invalid"


def row(n: int, **more: str) -> dict[str, str]:
    return {"url": f"{SITE}/tin-{100000 + n}.html", "title": f"Thư viện thứ {n} mở cửa", "text": BODY.format(n=n), **more}


def page(n: int) -> bytes:
    text = "".join(f"<p>{BODY.format(n=n)}</p>" for _ in range(3))
    return (
        f"<html><head><meta charset=utf-8><title>Thư viện thứ {n} mở cửa</title>"
        f"<meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2024-05-01T08:00:00+07:00'></head>"
        f"<body><article><h1>Thư viện thứ {n} mở cửa</h1>{text}</article></body></html>"
    ).encode()


def warc(pages: list[tuple[str, bytes]], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    for url, body in pages:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))
    return out.getvalue()


def stored(office: Path) -> list[str]:  # noqa: F811
    """The keys of all stored articles."""
    conn = sqlite3.connect(load_settings(office, {}).database.removeprefix("sqlite:///"))
    keys = [key for (key,) in conn.execute("SELECT key FROM articles WHERE archive ORDER BY key")]
    texts = conn.execute("SELECT count(*) FROM article_versions").fetchone()[0]
    conn.close()
    assert len(set(keys)) == len(keys) == texts
    return keys


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("packed", [False, True])
def test_csv_of_any_delimiter_and_vietnamese_headings(tmp_path: Path, mark: str, packed: bool) -> None:
    lines = [["Tiêu đề", "NỘI DUNG", "Ngày đăng", "Đường dẫn"], ["Một tít", '"hai dòng\nvà nữa"', "01/05/2024", "http://a.invalid/1"],
             ["thiếu ô"], ["Hai", "Thân bài", "02/05/2024", "http://a.invalid/2"]]  # fmt: skip
    raw = "\ufeff" + "\r\n".join(mark.join(cells) for cells in lines)
    path = tmp_path / ("a.csv.gz" if packed else "a.csv")
    path.write_bytes(gzip.compress(raw.encode()) if packed else raw.encode())
    first, bad, last = read_records(path)
    assert first.row == {"title": "Một tít", "text": "hai dòng\nvà nữa", "published_at": "01/05/2024", "url": "http://a.invalid/1"}
    assert (bad.problem, bad.place) == ("bad_row", 4)
    assert list(read_records(path, 2)) == [last]


def test_jsonl_goes_on_at_a_byte_and_names_the_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = [json.dumps(row(1)), "{nửa", "", json.dumps(["khong"]), json.dumps(row(2), ensure_ascii=False)]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    records = list(read_records(path))
    assert [(one.place, one.problem) for one in records if one.problem] == [(2, "bad_row"), (4, "bad_row")]
    for done, one in enumerate(records, 1):
        assert list(read_records(path, done, one.end)) == records[done:]
    path.write_bytes(path.read_bytes()[:-40])
    assert list(read_records(path))[-1].problem == "truncated_file"


@pytest.mark.parametrize("packed", [False, True])
def test_warc_goes_on_at_any_record_and_keeps_what_is_whole(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    whole = warc([(f"{SITE}/tin-{n}.html", page(n)) for n in range(5)], packed=packed)
    path.write_bytes(whole)
    records = list(read_records(path))
    urls = [one.row["url"] for one in records if one.row]
    assert urls == [f"{SITE}/tin-{n}.html" for n in range(5)]
    for done, one in enumerate(records, 1):
        assert list(read_records(path, done, one.end)) == records[done:]
    path.write_bytes(whole[: -len(whole) // 10])
    cut = list(read_records(path))
    assert cut[:5] == records[:5] and cut[-1].problem in ("truncated_file", "truncated_record")
    assert sum(one.row is not None for one in cut) == 4


def test_a_warc_of_several_outlets(office: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "cc.warc.gz"
    path.write_bytes(
        warc([(f"https://www.bao-mau.invalid/tin-{100000 + n}.html?utm_source=a", page(n)) for n in range(3)]
             + [("http://m.bao-mau.invalid/tin-100001.html", page(1)), ("https://bao-khac.invalid/tin-1.html", page(9))])
    )  # fmt: skip
    done = run("import", str(path), "--config", str(office))
    assert done.returncode == 0, done.stderr
    assert "unknown_outlet" in done.stdout and "known_already" in done.stdout
    assert len(stored(office)) == 3
    again = run("import", str(path), "--restart", "--config", str(office))
    assert again.returncode == 0 and "stored" not in again.stdout
    assert len(stored(office)) == 3


def test_killed_and_run_again_it_goes_on(office: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "kho.jsonl"
    path.write_text("".join(json.dumps(row(n)) + "\n" for n in range(COUNT)), "utf-8")
    command = [*CLI, "import", str(path), "--config", str(office)]
    database = load_settings(office, {}).database
    reached = [0]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_more(database, reached[-1], process)
        process.kill()
        process.wait()
        reached.append(progress_of(database))
        assert len(stored(office)) == reached[-1], "what is counted is what is stored"
    assert 0 < reached[1] < reached[2] < COUNT, "killed midway"
    done = run(*command[len(CLI):])
    assert done.returncode == 0 and "known_already" not in done.stdout, done.stdout
    assert len(stored(office)) == progress_of(database) == COUNT


def progress_of(database: str) -> int:
    """Records done, read beside the writer."""
    try:
        conn = sqlite3.connect(f"file:{database.removeprefix('sqlite:///')}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int((conn.execute("SELECT records FROM imports").fetchone() or (0,))[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        conn.close()


def wait_for_more(database: str, before: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None and progress_of(database) <= before:
        time.sleep(0.005)
