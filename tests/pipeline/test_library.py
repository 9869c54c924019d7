"""The reference library from the console: in bulk, by search, confirmed by a named person who says where they read."""

from __future__ import annotations

from pathlib import Path

import yaml

from config.settings import load_settings
from models.store import Store
from tests.pipeline.test_administration import office, run  # noqa: F401

ROWS = (
    "id,statement_vi,statement_en,publisher,document,date,url,topics,keywords\n"
    'cau-mau,Cầu Mẫu dài 120 mét.,"Mau bridge is 120 metres long.",Sở Mẫu,Hồ sơ số 3,2020-05-01,,east_sea,Cầu Mẫu; dài\n'
    "cau-hai,Cầu Hai dài 90 mét.,Hai bridge is 90 metres long.,Sở Mẫu,Hồ sơ số 4,hôm qua,,,Cầu Hai\n"
)


def test_the_library_is_filled_searched_confirmed_and_written(office: Path, tmp_path: Path) -> None:  # noqa: F811
    at = ("--config", str(office))
    path = tmp_path / "more.csv"
    path.write_text(ROWS, "utf-8")
    assert run("references", "import", str(path), "--as", "lan", *at).returncode == 2  # nobody of that name
    assert run("users", "add", "lan", "--role", "analyst", *at).returncode == 0
    assert run("users", "add", "binh", "--role", "leader", *at).returncode == 0
    refused = run("references", "import", str(path), "--as", "binh", *at)
    assert refused.returncode == 2 and "does not keep" in refused.stderr
    looked = run("references", "import", str(path), "--as", "lan", "--dry-run", *at)
    assert looked.returncode == 1 and "Preview" in looked.stdout and "more.csv, 3" in looked.stderr
    store = Store.open(load_settings(office, {}).database)
    with store.read() as tx:
        assert tx.references.find("cau-mau") is None
    done = run("references", "import", str(path), "--as", "lan", *at)
    assert done.returncode == 1 and "YYYY" in done.stderr
    with store.read() as tx:
        row = tx.references.get("cau-mau")
        assert (row.changed_by, row.reference.checked, row.reference.keywords) == ("lan", False, ("Cầu Mẫu", "dài"))
        assert tx.references.find("cau-hai") is None
    found = run("references", "list", "-q", "120 METRES", *at)
    assert "cau-mau" in found.stdout and "1 tư liệu" in found.stdout
    where = ("--looked-at", "https://ho-so.example/3", "--as", "lan")
    assert run("references", "confirm", "cau-mau", "--version", "2", *where, *at).returncode == 2
    assert run("references", "confirm", "khong-co", "--version", "1", *where, *at).returncode == 2
    assert run("references", "confirm", "cau-mau", "--version", "1", *where, *at).returncode == 0
    with store.read() as tx:
        row = tx.references.get("cau-mau")
        event = tx.audit.list()[0]
    store.close()
    assert (row.checked_by, row.looked_at) == ("lan", "https://ho-so.example/3") and row.checked_at is not None
    assert (event.actor, event.action, event.detail["looked_at"]) == ("lan", "reference_check", "https://ho-so.example/3")
    out = tmp_path / "library.yaml"
    assert run("references", "export", "-o", str(out), *at).returncode == 0
    again = run("references", "import", str(out), "--as", "lan", *at)
    assert again.returncode == 0 and "same" in again.stdout and "changed" not in again.stdout
    assert any(row["id"] == "cau-mau" and "checked" not in row for row in yaml.safe_load(out.read_text("utf-8")))
