"""Backup and restore of the SQLite set-up: one archive with the database, the models and the settings.

The archive is a ``.tar.gz`` whose first member, ``manifest.json``, names every file with its size and SHA-256.
A backup may be made while the product runs; a restore needs it stopped, checks everything before it replaces
anything, and puts all of it in place or nothing. PostgreSQL has its own tools for both.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import make_url

from models.records import Bilingual
from models.store.engine import normal_url

DATABASE = "database.db"
MANIFEST = "manifest.json"
FORMAT = 1
_BLOCK = 1 << 20


class BackupError(Exception):
    """Why a backup or a restore was not done, in both languages. Nothing was changed."""

    def __init__(self, vi: str, en: str):
        super().__init__(f"{vi} / {en}")
        self.message = Bilingual(vi, en)


def make_backup(*, database: str, extras: Sequence[Path], target: Path, now: datetime) -> Path:
    """Back up the SQLite database of that URL and the files and folders ``extras`` (those that exist).

    Writes ``target/doichieu-<UTC time>.tar.gz`` and returns its path; a half-written one is never left there.
    """
    path = _sqlite_file(database)
    if not path.is_file():
        raise BackupError(f"không có cơ sở dữ liệu {path}", f"there is no database {path}")
    archive = target / f"doichieu-{now.strftime('%Y%m%dT%H%M%SZ')}.tar.gz"
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target) as folder:
            copy = Path(folder) / DATABASE
            _copy_database(path, copy)
            files = {DATABASE: copy, **_files(extras)}
            unfinished = Path(folder) / "archive"
            _write(unfinished, files, now)
            unfinished.replace(archive)
    except (OSError, sqlite3.Error) as err:
        raise BackupError(f"không sao lưu được: {err}", f"the backup failed: {err}") from err
    return archive


def restore_backup(archive: Path, *, database: str, data_dir: Path, force: bool) -> tuple[Path, ...]:
    """Put a backup in place: the database at its URL, the rest under ``data_dir``; returns what was written.

    Refused when the archive is damaged or changed, when the product still runs, or when there are data
    already, unless ``force``.
    """
    target = _sqlite_file(database)
    if target.exists() and not force:
        raise BackupError(
            f"đã có dữ liệu ở {target}; thêm --force để thay", f"there are data at {target}; add --force"
        )
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restore-") as folder:
            fresh = Path(folder) / "new"
            names = _unpack(archive, fresh)
            _check_database(fresh / DATABASE)
            _close_for_all(target)
            moves = {target: fresh / DATABASE} | {
                data_dir / top: fresh / top for top in sorted({name.split("/")[0] for name in names} - {DATABASE})
            }
            _replace_all(moves, Path(folder) / "old")
    except (OSError, sqlite3.Error) as err:
        raise BackupError(f"không khôi phục được: {err}", f"the restore failed: {err}") from err
    return (target, *(data_dir / name for name in names if name != DATABASE))


def _sqlite_file(database: str) -> Path:
    url = make_url(normal_url(database))
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupError(
            "chỉ sao lưu được SQLite; với PostgreSQL hãy dùng pg_dump và pg_restore",
            "only SQLite is backed up here; with PostgreSQL use pg_dump and pg_restore",
        )
    return Path(url.database)


def _copy_database(source: Path, copy: Path) -> None:
    """A consistent copy by SQLite's online backup, while others go on writing."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(copy)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    _check_database(copy)


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        try:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (ours,) = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()
        except sqlite3.DatabaseError as err:
            answer, ours = str(err), 0
    if answer != "ok" or not ours:
        raise BackupError(f"cơ sở dữ liệu hỏng: {answer}", f"the database is damaged: {answer}")


def _files(extras: Sequence[Path]) -> dict[str, Path]:
    """Names in the archive of the extra files; a folder's files keep their places in it."""
    found: dict[str, Path] = {}
    for extra in extras:
        if extra.is_file():
            found[extra.name] = extra
        elif extra.is_dir():
            inside = sorted(path for path in extra.rglob("*") if path.is_file() and not path.is_symlink())
            found |= {f"{extra.name}/{path.relative_to(extra).as_posix()}": path for path in inside}
    return found


def _write(archive: Path, files: dict[str, Path], now: datetime) -> None:
    listed = {name: {"sha256": _sha256(path), "size": path.stat().st_size} for name, path in files.items()}
    manifest = {"format": FORMAT, "made_at": now.isoformat(), "files": listed}
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        head = tarfile.TarInfo(MANIFEST)
        head.size = len(text)
        tar.addfile(head, io.BytesIO(text))
        for name, path in files.items():
            tar.add(path, arcname=name, recursive=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack(archive: Path, folder: Path) -> tuple[str, ...]:
    """Unpack into ``folder`` exactly what the manifest names, each with its hash; returns the names."""
    folder.mkdir(parents=True)
    with _opened(archive) as tar:
        first = tar.next()
        if first is None or first.name != MANIFEST:
            raise _damaged(f"{MANIFEST}?")
        listed = _manifest(tar, first)
        left = dict(listed)
        while (member := tar.next()) is not None:
            expected = left.pop(member.name, None)
            if expected is None or not member.isfile():
                raise _damaged(member.name)
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _extract(tar, member, target) != expected["sha256"]:
                raise BackupError(
                    f"{member.name} trong bản sao lưu không khớp mã băm",
                    f"{member.name} in the backup does not match its hash",
                )
    if left or DATABASE not in listed:
        raise _damaged(", ".join(left) or DATABASE)
    return tuple(listed)


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    if not archive.is_file():
        raise BackupError(f"không có tệp {archive}", f"there is no file {archive}")
    try:
        with tarfile.open(archive, "r:gz") as tar:
            yield tar
    except (tarfile.TarError, zlib.error, EOFError, json.JSONDecodeError, UnicodeDecodeError) as err:
        raise _damaged(str(err)) from err


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, dict[str, Any]]:
    data = json.loads(_content(tar, member).read().decode())
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("files"), dict):
        raise BackupError(
            "bản sao lưu có định dạng không rõ, có thể của bản mới hơn",
            "the backup is of an unknown format, perhaps of a newer version",
        )
    for name in data["files"]:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
            raise _damaged(name)
    return dict(data["files"])


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise _damaged(member.name)
    return content


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    digest = hashlib.sha256()
    with _content(tar, member) as content, target.open("wb") as out:
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _damaged(where: str) -> BackupError:
    return BackupError(f"bản sao lưu hỏng: {where}", f"the backup is damaged: {where}")


def _close_for_all(database: Path) -> None:
    """Make sure nobody has the database open, and fold its write-ahead log in: a log left beside another
    database would destroy that."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as err:
            raise BackupError(
                f"cơ sở dữ liệu đang được dùng; hãy dừng Đối Chiếu trước ({err})",
                f"the database is in use; stop Đối Chiếu first ({err})",
            ) from err
        except sqlite3.DatabaseError:
            pass  # a damaged database is what one restores over


def _replace_all(moves: dict[Path, Path], aside: Path) -> None:
    """Move each new thing to its place, what was there going ``aside``; undone when one cannot be moved."""
    aside.mkdir()
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, (place, new) in enumerate(moves.items()):
            old = aside / str(number) if place.exists() else None
            if old is not None:
                shutil.move(place, old)
            done.append((place, old))
            shutil.move(new, place)
            for beside in ("-wal", "-shm"):
                place.with_name(place.name + beside).unlink(missing_ok=True)
    except OSError:
        for place, old in reversed(done):
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
            if old is not None:
                shutil.move(old, place)
        raise
