"""What an administrator does from the console: users, doctor, backup, restore, import, sources."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from config.settings import load_settings
from models.store import Store
from review.passwords import verify_password

CLI = [sys.executable, "-m", "pipeline.cli"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A settings file of an office with one outlet nobody can reach."""
    (tmp_path / "sources").mkdir()
    outlet = {
        "id": "mau",
        "name": "Báo Mẫu",
        "kind": "press",
        "homepage": "http://bao-mau.invalid/",
        "language": "vi",
        "sources": [{"id": "mau-rss", "url": "http://bao-mau.invalid/rss"}],
    }
    (tmp_path / "sources" / "mau.yaml").write_text(yaml.safe_dump(outlet, allow_unicode=True), "utf-8")
    settings = {"data_dir": str(tmp_path / "data"), "sources_dir": str(tmp_path / "sources"), "fetch_timeout_s": 3}
    path = tmp_path / "office.yaml"
    path.write_text(yaml.safe_dump(settings), "utf-8")
    return path


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*CLI, *args], capture_output=True, text=True, timeout=200)


def test_users_are_added_and_a_lost_password_is_recovered(office: Path) -> None:
    added = run("users", "add", "lan", "--role", "analyst", "--config", str(office))
    assert added.returncode == 0, added.stderr
    first = added.stdout.strip()
    again = run("users", "add", "lan", "--config", str(office))
    assert again.returncode == 2 and "exists already" in again.stderr
    reset = run("users", "reset-password", "lan", "--config", str(office))
    second = reset.stdout.strip()
    assert reset.returncode == 0 and second and second != first
    assert run("users", "role", "lan", "administrator", "--config", str(office)).returncode == 0
    assert run("users", "reset-password", "ai-do", "--config", str(office)).returncode == 2
    store = Store.open(load_settings(office, {}).database)
    with store.read() as tx:
        user = tx.users.by_name("lan")
        events = [event.action for event in tx.audit.list()]
    store.close()
    assert user is not None and user.role == "administrator" and user.must_change
    assert verify_password(second, user.password_hash) and not verify_password(first, user.password_hash)
    assert {"user_add", "user_role", "user_reset_password"} <= set(events)


def test_import_then_backup_then_restore(office: Path, tmp_path: Path) -> None:
    rows = [
        {"url": "http://bao-mau.invalid/a-1.html", "title": "Cầu Mẫu thông xe", "text": "Cầu dài 120 mét vừa thông xe.", "published_at": "2024-05-01T08:00:00+07:00"},
        {"url": "http://bao-mau.invalid/a-2.html", "title": "Chợ Mẫu mở lại", "text": "Chợ họp lại từ sáng nay.", "published_at": "2024-05-02"},
        {"url": "khong-phai-dia-chi", "title": "x", "text": "y"},
    ]  # fmt: skip
    archive = tmp_path / "kho.jsonl"
    archive.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    done = run("import", str(archive), "--outlet", "mau", "--config", str(office))
    assert done.returncode == 1 and "stored" in done.stdout and "bad_row" in done.stdout, done.stderr
    assert "kho.jsonl, dòng 3: bad_row" in done.stderr and "line 3" in done.stderr
    assert "known_already" in run("import", str(archive), "--outlet", "mau", "--config", str(office)).stdout
    assert run("import", str(archive), "--outlet", "khong-co", "--config", str(office)).returncode == 1

    saved = run("backup", "--to", str(tmp_path / "saved"), "--config", str(office))
    assert saved.returncode == 0, saved.stderr
    copy = saved.stdout.strip().splitlines()[-1]
    refused = run("restore", copy, "--config", str(office))
    assert refused.returncode == 2, "a restore over living data needs --force"
    (tmp_path / "data" / "doichieu.db").unlink()
    for rest in (tmp_path / "data").glob("doichieu.db-*"):
        rest.unlink()
    assert run("restore", copy, "--force", "--config", str(office)).returncode == 0
    assert "known_already" in run("import", str(archive), "--outlet", "mau", "--config", str(office)).stdout


def test_doctor_says_what_is_missing_and_what_to_do(office: Path) -> None:
    done = run("doctor", "--config", str(office))
    assert done.returncode == 1
    assert "doichieu up" in done.stdout


def test_an_unreachable_outlet_ends_in_a_counter_and_a_reason(office: Path) -> None:
    done = run("sources", "poll", "mau-rss", "--config", str(office))
    assert done.returncode == 0, done.stderr
    health = run("sources", "health", "--config", str(office))
    assert "failing" in health.stdout
    assert run("sources", "poll", "khong-co", "--config", str(office)).returncode == 2


def test_watching_an_empty_office_says_that_it_is_too_few(office: Path) -> None:
    done = run("watch", "--json", "--config", str(office))
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["new_alarms"] == [] and made["words"]["state"] == "too_few"
    assert {row["state"] for row in made["share"].values()} == {"too_few"}
    shown = run("watch", "--config", str(office))
    assert "Nhân quyền" in shown.stdout or "human_rights" in shown.stdout
    assert "0 đề tài mới nổi" in shown.stderr and "emerging subjects" in shown.stderr


def test_a_mistake_in_the_settings_ends_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("prot: 9000\n", "utf-8")
    done = run("sources", "list", "--config", str(path))
    assert done.returncode == 2
    assert "did you mean port" in done.stderr.replace("\n", " ") and "Traceback" not in done.stderr


def test_run_without_once_says_what_to_do(office: Path) -> None:
    done = run("run", "--config", str(office))
    assert done.returncode == 2 and "--once" in done.stderr and "doichieu up" in done.stderr
