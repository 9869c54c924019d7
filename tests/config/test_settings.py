"""Settings: file and environment, strict, secrets hidden, loopback unless a secret is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.errors import ConfigError
from config.settings import load_settings

ELSEWHERE = {"DOICHIEU_DATA_DIR": "/nonexistent"}  # no settings file there


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


@pytest.mark.parametrize("secret", ["", "short"])
def test_an_empty_or_short_secret_does_not_open_the_desk(secret: str) -> None:
    with pytest.raises(ConfigError, match="secret"):
        load_settings(None, {**ELSEWHERE, "DOICHIEU_BIND_HOST": "0.0.0.0", "DOICHIEU_SECRET": secret})


def test_a_value_and_its_file_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("x" * 32, "utf-8")
    both = {"DOICHIEU_SECRET": "y" * 32, "DOICHIEU_SECRET_FILE": str(tmp_path / "s")}
    with pytest.raises(ConfigError, match="set only one of the two"):
        load_settings(None, {**ELSEWHERE, **both})


def test_a_secret_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ConfigError, match=r"DOICHIEU_SECRET_FILE: không đọc được .* / .*cannot read"):
        load_settings(None, {**ELSEWHERE, "DOICHIEU_SECRET_FILE": "/nonexistent/secret"})


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("port: 99999", "port: nhiều nhất là 65535", "port: must be at most 65535"),
        ("audit_per_day: -1", "audit_per_day: ít nhất là 0", "audit_per_day: must be at least 0"),
        ("fetch_timeout_s: 0", "phải lớn hơn 0", "must be greater than 0"),
        ("port: many", "port: phải là số nguyên", "port: must be a whole number"),
        ("alert_threshold: high", "phải là số", "must be a number"),
        ("digest_weekday: monday", "phải là một trong 'mon'", "must be one of 'mon'"),
        ("allow_hosts: a.example", "phải là danh sách", "must be a list"),
        ("office_name: 7", "phải là chữ", "must be text"),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(tmp_path: Path, line: str, vi: str, en: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_settings(write(tmp_path, line + "\n"), {})
    assert vi in raised.value.message.vi and en in raised.value.message.en
    assert "office.yaml" in raised.value.message.en


def test_names_that_are_no_settings_are_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOICHIEU_PORT", "1234")
    others = {"DOICHIEU_TEST_POSTGRES": "x", "DOICHIEU_NO_SKIP": "1", "DOICHIEU_CONFIG": "x"}
    assert load_settings(None, {**ELSEWHERE, **others}).port == 8000  # the process's own environment is not looked at


def test_overrides_win_and_the_data_folder_carries_its_file(tmp_path: Path) -> None:
    (tmp_path / "doichieu.yaml").write_text("port: 9000\noffice_name: Ban A\n", "utf-8")
    settings = load_settings(None, {"DOICHIEU_DATA_DIR": str(tmp_path)}, {"port": 9002})
    assert (settings.port, settings.office_name) == (9002, "Ban A")
    assert settings.database == f"sqlite:///{tmp_path / 'doichieu.db'}"
    assert settings.models_dir == tmp_path / "models" and settings.backups_dir == tmp_path / "backups"


def test_the_agent_carries_the_contact() -> None:
    settings = load_settings(None, {**ELSEWHERE, "DOICHIEU_CONTACT": "mailto:desk@office.example"})
    assert settings.agent.endswith("+mailto:desk@office.example")
