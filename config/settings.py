"""One frozen Settings: a YAML file and the environment, nothing else. An unknown key is an error."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from config.errors import ConfigError, nearest
from config.strict import check_keys, read_yaml
from models.records import Bilingual, Role

PREFIX = "DOICHIEU_"
FILE_NAME = "doichieu.yaml"
# Names that begin like settings and are none: for the tests, and the place of the settings file.
NOT_SETTINGS = frozenset({"DOICHIEU_TEST_POSTGRES", "DOICHIEU_NO_SKIP", "DOICHIEU_CONFIG"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SHORTEST_SECRET = 16  # characters


class Settings(BaseModel):
    """Everything an office may set. Frozen; secrets are hidden in every representation.

    Times are in the unit their name ends with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    bind_host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    secret: SecretStr | None = None
    sources_dir: Path | None = None
    topics_dir: Path | None = None
    references_dir: Path | None = None
    claimreview_dir: Path | None = None
    claimreview_feeds: tuple[str, ...] = ()  # addresses read for checked claims once a day
    verifier_dir: Path | None = None  # an entailment model (ONNX) as a second reader; needs the extra [nli]
    user_agent: str = "DoiChieu/0.1 (media monitoring; respects robots.txt)"
    contact: str | None = None
    allow_hosts: tuple[str, ...] = ()
    fetch_timeout_s: float = Field(20.0, gt=0, le=120)
    max_page_bytes: int = Field(5_000_000, ge=10_000)
    download_delay_s: float = Field(1.0, ge=0, le=60)
    max_entry_attempts: int = Field(4, ge=1, le=20)
    collect_every_minutes: int = Field(15, ge=1, le=1440)
    poll_ceiling_minutes: int = Field(360, ge=1, le=10080)
    process_every_minutes: int = Field(5, ge=1, le=1440)
    archive_after_hours: int = Field(48, ge=1)
    story_window_hours: int = Field(72, ge=1, le=720)
    daily_capacity: int = Field(40, ge=1)
    alert_threshold: float = Field(0.5, ge=0, le=1)
    queue_precision: float = Field(0.5, ge=0, le=1)  # the share of a morning's queue that should be worth its reading
    ranking_promote: Literal["person", "gate"] = "person"  # who puts a learned ranking that passed the gate in charge
    confirmations_required: int = Field(2, ge=1, le=5)
    audit_per_day: int = Field(5, ge=0, le=200)
    label_audit_per_day: int = Field(20, ge=0, le=500)  # articles drawn a day for the blind slice of topics
    label_overlap: float = Field(0.1, ge=0, le=1)  # the share of labelled articles that a second person reads, too
    digest_weekday: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    digest_hour: int = Field(7, ge=0, le=23)
    retention_days: int = Field(730, ge=30)
    session_hours: int = Field(12, ge=1, le=720)  # after which everybody signs in again
    session_idle_minutes: int = Field(120, ge=5, le=43_200)  # without a request, after which a session is over
    desk_url: str | None = Field(None, pattern=r"https?://[^\s/]+")  # where people reach the desk, behind a proxy
    oidc_issuer: str | None = None  # the office's own sign-in (OpenID Connect); the next six belong to it
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name_claim: str = "preferred_username"
    oidc_role_claim: str = "roles"  # dots lead into objects: realm_access.roles
    oidc_roles: tuple[str, ...] = ()  # VALUE=ROLE, the first that fits counts; nobody comes in without one
    oidc_link_by_name: bool = False  # an account that is here already opens to the same name of the provider
    language: Literal["vi", "en"] = "vi"
    smtp_host: str | None = None  # mail goes out only where this is set
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"  # none: only to this machine itself
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str | None = Field(None, pattern=r"[^@\s]+@[^@\s]+")
    digest_approval: Literal["person", "schedule"] = "person"  # who lets a digest that the schedule built go out
    office_name: str = "Đối Chiếu"
    office_url: str | None = Field(None, pattern=r"https?://\S+")  # public site, named in published corrections
    own_outlet_ids: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _bound_narrowly(self) -> Settings:
        secret = "" if self.secret is None else self.secret.get_secret_value()
        if self.bind_host not in LOOPBACK and not secret:
            raise _problem(
                "bind_host mở ra ngoài máy này cần đặt secret (DOICHIEU_SECRET hoặc DOICHIEU_SECRET_FILE)",
                "binding wider than this machine needs a secret (DOICHIEU_SECRET or DOICHIEU_SECRET_FILE)",
            )
        if self.smtp_host and self.mail_from is None:
            raise _problem(
                "smtp_host cần mail_from, địa chỉ gửi đi", "smtp_host needs mail_from, the address mail comes from"
            )
        if self.smtp_host and self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            raise _problem(
                "smtp_security: none chỉ dùng cho máy chủ thư trên chính máy này",
                "smtp_security: none is only for a mail server on this machine itself",
            )
        if self.secret is not None and len(secret) < SHORTEST_SECRET:
            raise _problem(
                f"secret cần ít nhất {SHORTEST_SECRET} ký tự", f"the secret needs at least {SHORTEST_SECRET} characters"
            )
        return self

    @model_validator(mode="after")
    def _own_sign_in(self) -> Settings:
        if self.oidc_issuer is None:
            return self
        url = urlsplit(self.oidc_issuer)
        if url.scheme != "https" and url.hostname not in LOOPBACK:
            raise _problem("oidc_issuer phải là địa chỉ https", "oidc_issuer must be an https address")
        if not self.oidc_client_id or not self.oidc_roles:
            raise _problem(
                "oidc_issuer cần cả oidc_client_id và oidc_roles",
                "oidc_issuer needs oidc_client_id and oidc_roles, too",
            )
        for pair in self.oidc_roles:
            value, _, role = pair.rpartition("=")
            if not value or role not in set(Role):
                known = ", ".join(Role)
                raise _problem(
                    f"oidc_roles: {pair!r} không có dạng GIÁ_TRỊ=VAI_TRÒ ({known})",
                    f"oidc_roles: {pair!r} is not VALUE=ROLE ({known})",
                )
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the store; a SQLite file in the data folder unless one is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'doichieu.db'}"

    @property
    def models_dir(self) -> Path:
        return self.data_dir / "models"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def agent(self) -> str:
        """The user agent the outlets see, with the office's contact where there is one."""
        return f"{self.user_agent} +{self.contact}" if self.contact else self.user_agent


KNOWN = tuple(Settings.model_fields)


def load_settings(
    path: Path | None = None, env: Mapping[str, str] | None = None, overrides: Mapping[str, Any] | None = None
) -> Settings:
    """Settings from a YAML file, the environment, and overrides; each wins over the one before.

    ``path``: the file; without it ``doichieu.yaml`` of the data folder is read where there is one.
    ``env``: ``os.environ`` unless given; where given, the process's own environment is not looked at.
    ConfigError names the key, the nearest known one, and the reason.
    """
    given = {**_environment(os.environ if env is None else env), **(overrides or {})}
    values = _file(path, given)
    try:
        return Settings(**{**values, **given})
    except ValidationError as err:
        problems = [_words(detail) for detail in err.errors(include_input=False, include_url=False)]
        where = path or f"{FILE_NAME}, {PREFIX}*"
        raise ConfigError(
            Bilingual(
                f"cấu hình không hợp lệ ({where}): {'; '.join(p.vi for p in problems)}",
                f"invalid settings ({where}): {'; '.join(p.en for p in problems)}",
            )
        ) from None


def _problem(vi: str, en: str) -> PydanticCustomError:
    """A refusal in both languages, in the form the validator raises."""
    return PydanticCustomError("refused", "{en}", {"vi": vi, "en": en})


def _words(detail: ErrorDetails) -> Bilingual:
    """One validation error in both languages, beginning with the name of the setting."""
    key = ".".join(str(part) for part in detail["loc"]) or "settings"
    context = detail.get("ctx", {})
    if detail["type"] == "refused":
        return Bilingual(context["vi"], context["en"])
    bounds = {
        "greater_than_equal": ("ít nhất là {ge}", "must be at least {ge}"),
        "greater_than": ("phải lớn hơn {gt}", "must be greater than {gt}"),
        "less_than_equal": ("nhiều nhất là {le}", "must be at most {le}"),
        "literal_error": ("phải là một trong {expected}", "must be one of {expected}"),
    }
    kinds = {
        "int": ("phải là số nguyên", "must be a whole number"),
        "float": ("phải là số", "must be a number"),
        "bool": ("phải là true hoặc false", "must be true or false"),
        "tuple": ("phải là danh sách", "must be a list"),
        "string": ("phải là chữ", "must be text"),
        "path": ("phải là đường dẫn", "must be a path"),
    }
    kind = detail["type"].partition("_")[0]
    vi, en = bounds.get(detail["type"]) or kinds.get(kind, ("không dùng được", "cannot be used"))
    return Bilingual(f"{key}: {vi.format(**context)}", f"{key}: {en.format(**context)}")


def _file(path: Path | None, given: Mapping[str, Any]) -> dict[str, Any]:
    if path is None:
        path = Path(given.get("data_dir", "data")) / FILE_NAME
        if not path.exists():
            return {}
    content = read_yaml(path)
    return dict(check_keys(str(path), {} if content is None else content, (), KNOWN))


def _environment(env: Mapping[str, str]) -> dict[str, Any]:
    """The settings that ``DOICHIEU_*`` gives. An empty value is no value, as in a compose file."""
    values: dict[str, Any] = {}
    for name, value in env.items():
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        key = name.removeprefix(PREFIX).lower()
        from_file = key not in KNOWN and key.endswith("_file") and key.removesuffix("_file") in KNOWN
        key = key.removesuffix("_file") if from_file else key
        if key not in KNOWN:
            hint = nearest(name, [PREFIX + known.upper() for known in KNOWN])
            raise ConfigError(
                Bilingual(
                    f"biến môi trường không có: {name}; {hint.vi}", f"unknown environment variable {name}; {hint.en}"
                )
            )
        if not value.strip():
            continue
        if key in values:
            both = f"{PREFIX}{key.upper()}, {PREFIX}{key.upper()}_FILE"
            raise ConfigError(Bilingual(f"chỉ đặt một trong hai: {both}", f"set only one of the two: {both}"))
        text = _secret(name, Path(value)) if from_file else value
        is_list = get_origin(Settings.model_fields[key].annotation) is tuple
        values[key] = tuple(part.strip() for part in text.split(",") if part.strip()) if is_list else text
    return values


def _secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(Bilingual(f"{name}: không đọc được {path}", f"{name}: cannot read {path}")) from err
