"""The command line as the laboratory: JSON Lines in and out, as DESIGN.md section 8 says, from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLI = [sys.executable, "-m", "pipeline.cli"]
ENV_DATA = "DOICHIEU_DATA_DIR"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, with_model: Callable[[Path], None]) -> Path:
    folder = tmp_path_factory.mktemp("data")
    with_model(folder)
    return folder


def call(data: Path, *args: str, lines: list[Any] | None = None) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, the rows of standard output, and standard error. ``lines``: objects, or raw text lines."""
    stdin = None
    if lines is not None:
        stdin = "".join((x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)) + "\n" for x in lines)
    done = subprocess.run(
        [*CLI, *args],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        env={"PATH": "/usr/bin:/bin", ENV_DATA: str(data), "PYTHONUTF8": "1"},
    )
    return done.returncode, [json.loads(line) for line in done.stdout.split("\n") if line.strip()], done.stderr


FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>
<item><title>Lễ &amp;amp; hội</title><link>/a-1.html</link><description>&lt;p&gt;Tóm tắt&lt;/p&gt;</description>
<pubDate>Thu, 19 Nov 26 07:15:00 +07</pubDate></item>
<item><title>B</title><link>https://b.example/2</link><pubDate>11/20/2026 6:44:00 PM</pubDate></item></channel></rss>"""


def test_feed(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "rss.xml"
    path.write_text(FEED, "utf-8")
    status, rows, _ = call(data, "feed", str(path))
    assert status == 0
    assert [set(row) for row in rows] == [{"url", "title", "summary", "published_at", "id"}] * 2
    assert rows[0]["title"] == "Lễ & hội" and rows[0]["summary"] == "Tóm tắt"
    assert rows[0]["published_at"] == "2026-11-19T07:15:00+07:00"
    assert rows[1]["published_at"] == "2026-11-20T18:44:00+07:00"


def test_a_feed_that_is_none_says_why_in_both_languages(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "rss.xml"
    path.write_text("<html><body>Xin chào</body></html>", "utf-8")
    status, rows, said = call(data, "feed", str(path))
    assert (status, rows) == (1, [])
    assert "HTML" in said and " / " in said


PAGE = """<html><head><title>Xã Mẫu khánh thành cầu mới | Báo Mẫu</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2026-11-20T08:05:00+07:00">
<meta name="description" content="Cầu mới nối hai bờ sông Mẫu vừa thông xe sau mười tám tháng thi công liên tục."></head>
<body><h1>Xã Mẫu khánh thành cầu mới</h1>
<h2 class="sapo">Cầu mới nối hai bờ sông Mẫu vừa thông xe sau mười tám tháng thi công liên tục.</h2>
<div class="detail"><p>Sáng nay, người dân hai bên sông đã đi qua cây cầu dài 120 mét, rộng 9 mét do huyện đầu tư.</p>
<figure><img src="a.jpg"><figcaption>Cầu mới nhìn từ trên cao, ảnh chụp sáng nay.</figcaption></figure>
<p>Theo ban quản lý dự án, tổng vốn đầu tư khoảng 45 tỷ đồng, thấp hơn dự toán ban đầu gần 2 tỷ đồng.</p>
<p>Trước đây, học sinh trong xã phải đi đò ngang mỗi ngày, nhất là trong mùa nước lớn rất nguy hiểm.</p>
<div class="related"><a href="/b.html">Tin liên quan không thuộc bài này</a></div></div></body></html>"""


def test_extract(data: Path, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text(PAGE, "utf-8")
    manifest = tmp_path / "m.tsv"
    manifest.write_text("p.html\thttps://bao-mau.example/xa-mau-khanh-thanh-cau-moi-123456.html\nthiếu-cột\n", "utf-8")
    status, rows, _ = call(data, "extract", "--manifest", str(manifest))
    assert status == 1
    good = next(row for row in rows if "error" not in row)
    keys = {"url", "canonical_url", "kind", "title", "text", "published_at", "language", "method", "links"}
    assert set(good) == keys
    assert (good["kind"], good["title"], good["language"]) == ("article", "Xã Mẫu khánh thành cầu mới", "vi")
    assert good["published_at"] == "2026-11-20T08:05:00+07:00"
    lines = good["text"].split("\n")
    assert len(lines) == 4 and lines[0].startswith("Cầu mới nối")
    assert "ảnh chụp" not in good["text"] and "liên quan" not in good["text"]


def test_tag_keeps_order_and_ids_and_names_bad_lines(data: Path) -> None:
    status, rows, _ = call(
        data,
        "tag",
        lines=[
            {"id": "a", "title": "Giáo hội tổ chức Đại lễ Phật đản cho tăng ni, phật tử", "summary": ""},
            "không phải json",
            {"id": "c", "title": 7},
            {"id": "d", "title": "Giá xăng giảm nhẹ chiều nay", "summary": "Mỗi lít giảm 200 đồng."},
        ],
    )
    assert status == 1
    assert [row["id"] for row in rows] == ["a", None, "c", "d"]
    assert "error" in rows[1] and "error" in rows[2]
    assert {"east_sea", "human_rights", "religion"} <= set(rows[0]["topics"]) == set(rows[3]["topics"])
    assert all(0 <= p <= 1 for p in rows[0]["topics"].values())
    assert rows[0]["topics"]["religion"] > rows[3]["topics"]["religion"]
    assert rows[3]["tags"] == []


def test_stories(data: Path) -> None:
    day = "2026-11-20T0{}:00:00+07:00"
    fire = "Cháy kho vải ở khu công nghiệp An Mẫu, {} người bị thương"
    lines = [
        {"id": 1, "title": fire.format(3), "summary": "Lửa bùng lên lúc rạng sáng tại kho vải 2.000 m2 ở An Mẫu.", "published_at": day.format(6), "outlet": "A"},
        {"id": 2, "title": "Thủ môn tuyển nữ gia hạn hợp đồng", "summary": "Hợp đồng mới dài hai năm.", "published_at": day.format(7), "outlet": "A"},
        {"id": 3, "title": "Hỏa hoạn thiêu rụi kho vải tại An Mẫu", "summary": "Kho vải rộng 2.000 m2 ở khu công nghiệp An Mẫu cháy lúc rạng sáng, 3 người bị thương.", "published_at": day.format(8), "outlet": "B"},
    ]  # fmt: skip
    status, rows, _ = call(data, "stories", lines=lines)
    assert status == 0 and [row["id"] for row in rows] == [1, 2, 3]
    assert rows[0]["story"] == rows[2]["story"] != rows[1]["story"]
    again = {row["id"]: row["story"] for row in call(data, "stories", lines=lines[::-1])[1]}
    assert again == {row["id"]: row["story"] for row in rows}


def test_compare_flags_a_changed_number_and_slices(data: Path) -> None:
    evidence = (
        "Sở Y tế tỉnh Mẫu cho biết đến ngày 19/11, toàn tỉnh ghi nhận 1.200 ca sốt xuất huyết, tăng 15% so với cùng kỳ."
    )
    changed = "Đến ngày 19/11, toàn tỉnh Mẫu ghi nhận 2.100 ca sốt xuất huyết, tăng 15% so với cùng kỳ, theo Sở Y tế tỉnh Mẫu."
    same = "Theo Sở Y tế tỉnh Mẫu, đến 19/11 toàn tỉnh có 1.200 ca sốt xuất huyết, tăng 15% so với cùng kỳ."
    given = [{"text": evidence}]
    status, rows, _ = call(
        data,
        "compare",
        lines=[
            {"id": "changed", "text": changed, "evidence": given},
            {"id": "same", "text": same, "evidence": given},
            {"id": "nothing", "text": same, "evidence": []},
            {"id": "bad", "text": 5},
        ],
    )
    assert status == 1 and [row["id"] for row in rows] == ["changed", "same", "nothing", "bad"]
    assert "error" in rows[3]
    found = rows[0]["findings"]
    assert [f["kind"] for f in found] == ["quantity_mismatch"]
    start, end = found[0]["span"]
    assert changed[start:end] == found[0]["passage"] and "2.100" in found[0]["passage"]
    proof = found[0]["evidence"][0]
    assert proof["from"] == "given" and proof["index"] == 0
    assert evidence[proof["span"][0] : proof["span"][1]] == proof["passage"]
    assert set(found[0]["why"]) == {"vi", "en"} and found[0]["in"] == "text"
    assert rows[1]["findings"] == [] and rows[2]["findings"] == []
    assert 0 <= rows[1]["score"] < rows[0]["score"] <= 1


def test_help_names_every_command() -> None:
    done = subprocess.run(
        [*CLI, "--help"], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    )
    for name in (
        "feed extract tag stories compare run up demo sources train models labels digest import users backup restore doctor worker"
    ).split():
        assert name in done.stdout
