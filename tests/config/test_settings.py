"""Settings: file and environment, strict, secrets hidden, loopback unless a secret is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.errors import ConfigError
from config.settings import load_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "office.yaml"
    path.write_text(text, "utf-8")
    return path


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "port: 9000\naudit_per_day: 3\n")
    settings = load_settings(path, {"DOICHIEU_PORT": "9001"})
    assert (settings.port, settings.audit_per_day) == (9001, 3)


def test_unknown_keys_name_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"audit_per_day.*did you mean audit_per_day") as raised:
        load_settings(write(tmp_path, "audit_per_dya: 3\n"), {})
    assert "có phải là audit_per_day?" in raised.value.message.vi
    with pytest.raises(ConfigError, match="DOICHIEU_PORT"):
        load_settings(None, {"DOICHIEU_PROT": "1", "DOICHIEU_DATA_DIR": str(tmp_path)})


def test_duplicate_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="duplicate key 'port'"):
        load_settings(write(tmp_path, "port: 1\nport: 2\n"), {})


def test_secrets_come_from_files_and_never_show(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://u:hunter2@db/x\n", "utf-8")
    env = {"DOICHIEU_DATABASE_URL_FILE": str(secret), "DOICHIEU_DATA_DIR": str(tmp_path)}
    settings = load_settings(None, env)
    assert settings.database == "postgresql://u:hunter2@db/x"
    assert "hunter2" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_binding_wider_needs_a_secret() -> None:
    with pytest.raises(ConfigError, match="needs a secret"):
        load_settings(None, {"DOICHIEU_BIND_HOST": "0.0.0.0", "DOICHIEU_DATA_DIR": "/nonexistent"})
    wide = {"DOICHIEU_BIND_HOST": "0.0.0.0", "DOICHIEU_SECRET": "x" * 32, "DOICHIEU_DATA_DIR": "/nonexistent"}
    assert load_settings(None, wide).bind_host == "0.0.0.0"


def test_bounds_and_freezing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="port"):
        load_settings(write(tmp_path, "port: 99999\n"), {})
    settings = load_settings(write(tmp_path, "allow_hosts: ['127.0.0.1:8801']\n"), {})
    assert settings.allow_hosts == ("127.0.0.1:8801",)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]
