"""``doichieu doctor``: is everything there that the product needs, and what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from classifier.registry import RegistryError
from classifier.topics.model import load_model
from config.errors import ConfigError
from config.outlets import DEFAULT_SOURCES, load_outlets
from config.settings import Settings
from models.records import Bilingual
from models.store import Store
from pipeline.comparing import load_verifier
from pipeline.console import both, stdout, table
from pipeline.first_models import champion_folder

LOW_DISK_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing examined."""

    what: Bilingual
    ok: bool
    detail: Bilingual


def examine(settings: Settings, now: datetime) -> list[Checked]:
    """Look at database, models, disk and sources. Changes nothing; never raises for what it examines."""
    checks: Sequence[Callable[[Settings, datetime], Checked]] = (
        _configuration,
        _database,
        _model,
        _verifier,
        _disk,
        _sources,
    )
    return [check(settings, now) for check in checks]


def show(checked: Sequence[Checked]) -> bool:
    """The findings as a table on standard output; True when all is well."""
    columns = (Bilingual("mục", "item"), Bilingual("", ""), Bilingual("chi tiết", "detail"))
    rows = [(both(one.what), "✓" if one.ok else "✗", both(one.detail)) for one in checked]
    stdout.print(table(Bilingual("Kiểm tra", "Doctor"), columns, rows))
    return all(one.ok for one in checked)


def _configuration(settings: Settings, now: datetime) -> Checked:
    what = Bilingual("cấu hình", "configuration")
    try:
        outlets = load_outlets(settings.sources_dir or DEFAULT_SOURCES)
    except ConfigError as err:
        return Checked(what, False, err.message)
    feeds = sum(len(outlet.sources) for outlet in outlets)
    detail = Bilingual(f"{len(outlets)} cơ quan, {feeds} nguồn", f"{len(outlets)} outlets, {feeds} sources")
    return Checked(what, True, detail)


def _database(settings: Settings, now: datetime) -> Checked:
    what = Bilingual("cơ sở dữ liệu", "database")
    if settings.database_url is None and not (settings.data_dir / "doichieu.db").exists():
        return Checked(what, False, Bilingual("chưa có; chạy 'doichieu up'", "none yet; run 'doichieu up'"))
    try:
        store = Store.open(settings.database)
        try:
            store.ping()
            with store.read() as tx:
                counts = tx.articles.counts(now)
        finally:
            store.close()
    except Exception as err:  # whatever a database driver raises is the finding
        reason = str(err).splitlines()[0][:200]
        return Checked(what, False, Bilingual(f"không dùng được: {reason}", f"cannot be used: {reason}"))
    return Checked(what, True, Bilingual(f"{counts['total']} bài", f"{counts['total']} articles"))


def _model(settings: Settings, now: datetime) -> Checked:
    what = Bilingual("mô hình chủ đề", "topic model")
    folder = champion_folder(settings)
    if folder is None:
        return Checked(
            what, False, Bilingual("chưa có; 'doichieu up' sẽ huấn luyện", "none yet; 'doichieu up' trains it")
        )
    try:
        model = load_model(folder)
    except RegistryError as err:
        return Checked(what, False, err.message)
    return Checked(what, True, Bilingual(model.version, model.version))


def _verifier(settings: Settings, now: datetime) -> Checked:
    what = Bilingual("mô hình suy luận (tùy chọn)", "entailment model (optional)")
    try:
        found = load_verifier(settings.verifier_dir)
    except ConfigError as err:
        return Checked(what, False, err.message)
    if found is None:
        return Checked(what, True, Bilingual("không dùng", "not used"))
    return Checked(what, True, Bilingual(found.name, found.name))


def _disk(settings: Settings, now: datetime) -> Checked:
    place = settings.data_dir if settings.data_dir.exists() else settings.data_dir.absolute().parent
    free = shutil.disk_usage(place).free
    amount = f"{free / 1e9:.1f} GB"
    return Checked(Bilingual("đĩa", "disk"), free >= LOW_DISK_BYTES, Bilingual(f"còn {amount}", f"{amount} free"))


def _sources(settings: Settings, now: datetime) -> Checked:
    what = Bilingual("nguồn tin", "sources")
    try:
        store = Store.open(settings.database)
        try:
            with store.read() as tx:
                health = tx.sources.health(now)
        finally:
            store.close()
    except Exception as err:
        reason = str(err).splitlines()[0][:200]
        return Checked(what, False, Bilingual(f"không xem được: {reason}", f"cannot be seen: {reason}"))
    unwell = [row for row in health if row.state.value in ("failing", "blocked", "quiet")]
    names = ", ".join(row.source_id for row in unwell[:5])
    return Checked(
        what,
        not unwell,
        Bilingual(f"{len(unwell)} nguồn không khỏe {names}".strip(), f"{len(unwell)} sources unwell {names}".strip()),
    )
