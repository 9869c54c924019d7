"""Backup and restore: everything back as it was, or a reason and nothing changed."""

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from models.backup import BackupError, make_backup, restore_backup
from models.store import Store
from tests.models.samples import NOW, save, seed


class Office:
    """A data folder with a store, a model and settings."""

    def __init__(self, folder: Path):
        self.data = folder / "data"
        self.database = f"sqlite:///{self.data / 'doichieu.db'}"
        self.extras = [self.data / "models", self.data / "doichieu.yaml", self.data / "missing"]

    def fill(self) -> None:
        store = Store.open(self.database)
        store.migrate()
        seed(store)
        with store.begin() as tx:
            save(tx, 1, "Văn bản được sao lưu.")
        store.close()
        (self.data / "models" / "m1").mkdir(parents=True)
        (self.data / "models" / "m1" / "card.json").write_text('{"f1": 0.5}')
        (self.data / "doichieu.yaml").write_text("port: 8001\n")

    def backup(self) -> Path:
        return make_backup(
            database=self.database, extras=self.extras, target=self.data / "backups", now=NOW
        )

    def restore(self, archive: Path, *, force: bool = False) -> tuple[Path, ...]:
        return restore_backup(archive, database=self.database, data_dir=self.data, force=force)

    def found(self, words: str) -> int:
        store = Store.open(self.database)
        with store.read() as tx:
            total = tx.search.find(words).total
        store.close()
        return total


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.fill()
    yield made


def test_a_backup_comes_back_elsewhere(office: Office, tmp_path: Path) -> None:
    archive = office.backup()
    assert archive.name == "doichieu-20261123T020000Z.tar.gz"
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    other = Office(tmp_path / "elsewhere")
    written = other.restore(archive)
    assert {path.relative_to(other.data).as_posix() for path in written} == {
        "doichieu.db",
        "models/m1/card.json",
        "doichieu.yaml",
    }
    assert other.found("sao lưu") == 1
    assert (other.data / "models" / "m1" / "card.json").read_text() == '{"f1": 0.5}'
    assert not list(other.data.glob(".restore-*"))


def test_a_backup_is_made_while_others_write(office: Office) -> None:
    store = Store.open(office.database)
    with store.begin() as tx:
        save(tx, 2, "Chưa ghi xong.")
        archive = office.backup()
    store.close()
    office.restore(archive, force=True)
    assert (office.found("sao lưu"), office.found("ghi xong")) == (1, 0)


def test_what_is_there_is_only_replaced_on_demand_and_whole(office: Office) -> None:
    archive = office.backup()
    store = Store.open(office.database)
    with store.begin() as tx:
        save(tx, 2, "Thêm sau đó.")
    (office.data / "models" / "m2").mkdir()
    with pytest.raises(BackupError, match="--force"):
        office.restore(archive)
    with store.read(), pytest.raises(BackupError, match="stop"):
        office.restore(archive, force=True)
    store.close()
    assert office.found("thêm sau") == 1
    office.restore(archive, force=True)
    assert (office.found("thêm sau"), office.found("sao lưu")) == (0, 1)
    assert [path.name for path in (office.data / "models").iterdir()] == ["m1"]


def rewritten(archive: Path, name: str, content: bytes | None, extra: str | None = None) -> Path:
    """The archive with one file's content changed (None: left out), or with an extra file."""
    changed = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(changed, "w:gz") as new:
        for member in old.getmembers():
            data = old.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == name:
                if content is None:
                    continue
                data, member.size = content, len(content)
            new.addfile(member, BytesIO(data))
        if extra is not None:
            info = tarfile.TarInfo(extra)
            info.size = 1
            new.addfile(info, BytesIO(b"x"))
    return changed


def manifest_naming(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    manifest["files"][name] = {"sha256": "0" * 64, "size": 1}
    return json.dumps(manifest).encode()


def test_a_changed_or_damaged_archive_is_refused_and_nothing_is_touched(office: Office) -> None:
    archive = office.backup()
    raw = archive.read_bytes()
    half, noise = archive.with_name("half.tar.gz"), archive.with_name("noise.tar.gz")
    half.write_bytes(raw[: len(raw) // 2])
    noise.write_bytes(b"not an archive")
    outside = rewritten(archive, "manifest.json", manifest_naming(archive, "../evil"), extra="../evil")
    bad = [half, noise, outside.rename(archive.with_name("outside.tar.gz")), archive.with_name("none.tar.gz")]
    for number, change in enumerate(
        (
            ("doichieu.yaml", b"port: 1\n", None),
            ("models/m1/card.json", None, None),
            ("doichieu.yaml", b"port: 8001\n", "more.txt"),
            ("database.db", b"SQLite format 3\x00", None),
            ("manifest.json", b"[]", None),
            ("manifest.json", b"\xff", None),
            ("manifest.json", None, None),
        )
    ):
        changed = rewritten(archive, *change)
        bad.append(changed.rename(archive.with_name(f"bad-{number}.tar.gz")))
    for path in bad:
        with pytest.raises(BackupError) as caught:
            office.restore(path, force=True)
        assert caught.value.message.vi and caught.value.message.en
    assert office.found("sao lưu") == 1
    assert (office.data / "doichieu.yaml").read_text() == "port: 8001\n"
    assert not (office.data.parent / "evil").exists()


def test_a_damaged_database_is_not_backed_up_and_can_be_restored_over(office: Office) -> None:
    archive = office.backup()
    database = office.data / "doichieu.db"
    database.write_bytes(b"no database at all " * 500)
    with pytest.raises(BackupError):
        office.backup()
    office.restore(archive, force=True)
    assert office.found("sao lưu") == 1
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        make_backup(database="postgresql://h/d", extras=[], target=tmp_path, now=NOW)
