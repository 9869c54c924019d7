"""Outlets and their sources: one outlet a YAML file. Social networks and personal accounts are refused."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from config.errors import ConfigError
from config.strict import check_keys, flag, identifier, number, one_of, read_yaml, text, texts, yaml_files
from models.records import Bilingual, Healthy, Language, Outlet, OutletKind, Source, SourceKind

DEFAULT_SOURCES = Path(__file__).resolve().parent / "sources"
_YEAR_MONTH = re.compile(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?")

# Registrable domains where people, not newsrooms, publish. Subdomains count.
SOCIAL = frozenset(
    "facebook.com fb.com fb.watch fb.me messenger.com x.com twitter.com t.co youtube.com youtu.be tiktok.com "
    "instagram.com threads.net threads.com zalo.me zaloapp.com telegram.org telegram.me t.me whatsapp.com wa.me "
    "viber.com signal.group discord.com discord.gg reddit.com redd.it weibo.com weibo.cn wechat.com vk.com ok.ru "
    "linkedin.com pinterest.com snapchat.com tumblr.com mastodon.social bsky.app truthsocial.com gettr.com "
    "medium.com substack.com blogspot.com blogger.com wordpress.com livejournal.com minds.com lotus.vn gapo.vn "
    "mocha.com.vn quora.com twitch.tv locals.com patreon.com linktr.ee youtube-nocookie.com douyin.com bilibili.com "
    "line.me kakao.com rumble.com odysee.com bitchute.com dailymotion.com clubhouse.com ghost.io wixsite.com "
    "weebly.com nitter.net xcancel.com m.me about.me flipboard.com rsshub.app rss.app fetchrss.com plurk.com "
    "kuaishou.com xiaohongshu.com".split()
)
_INSIDE = re.compile(r"https?(?::|%3a)(?:/|%2f){2}([^/?#&%\s]+)", re.I)


def refuse_social(url: str) -> Bilingual | None:
    """Why an address is refused as a source, or None where it is not a social network or personal page.

    Also refused: a personal account on a host of its own (``/@name``), and a service that is handed the
    address of a social network in its path or query.
    """
    host, rest = _parted(url)
    for name in (host, *(_plain_host(inside) for inside in _INSIDE.findall(rest))):
        if domain := _social_domain(name):
            return _refusal(domain)
    return _refusal(f"{host}{rest[:60]}") if re.match(r"/(?:@|%40)\w", rest, re.I) else None


def _refusal(what: str) -> Bilingual:
    return Bilingual(
        f"{what} là mạng xã hội hoặc trang cá nhân; Đối Chiếu chỉ đọc báo chí đã xuất bản, không theo dõi cá nhân",
        f"{what} is a social network or personal publishing site; Đối Chiếu reads the published press only "
        "and does not watch people",
    )


def _social_domain(host: str) -> str | None:
    labels = host.split(".")
    domains = (".".join(labels[-size:]) for size in range(2, len(labels) + 1))
    return next((domain for domain in domains if domain in SOCIAL), None)


def _host(url: str) -> str:
    """The host an address leads to, empty where it is no address. Without a scheme it is read as one with."""
    return _parted(url)[0]


def _parted(url: str) -> tuple[str, str]:
    """The host an address leads to, and its path and query."""
    try:
        parts = urlsplit(url if "//" in url.partition("?")[0] else f"//{url}")
        return _plain_host(parts.hostname or ""), f"{parts.path}?{parts.query}" if parts.query else parts.path
    except ValueError:
        return "", ""


def _plain_host(host: str) -> str:
    """A host as the resolver will read it: escapes undone, wide letters made plain."""
    return unicodedata.normalize("NFKC", unquote(host)).lower().rstrip(".")


def load_outlets(folder: Path = DEFAULT_SOURCES) -> tuple[Outlet, ...]:
    """Every outlet of a folder (or of one file), in file order.

    ConfigError: an unknown key or kind, a bad address, a social network, an id or address used twice.
    """
    outlets = tuple(_outlet(path) for path in yaml_files(folder))
    _unique("id", [outlet.id for outlet in outlets])
    _unique("id", [source.id for outlet in outlets for source in outlet.sources])
    _unique("url", [source.url for outlet in outlets for source in outlet.sources])
    return outlets


def _unique(what: str, values: list[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ConfigError(Bilingual(f"{what} dùng hai lần: {value}", f"{what} used twice: {value}"))
        seen.add(value)


def _outlet(path: Path) -> Outlet:
    where = path.name
    data = check_keys(
        where,
        read_yaml(path),
        ("id", "name", "kind", "homepage", "language", "sources"),
        ("aliases", "country", "enabled", "own", "healthy"),
    )
    id_ = identifier(f"{where}: id", data["id"])
    language = Language(one_of(f"{where}: language", data["language"], [x.value for x in Language]))
    healthy = _healthy(f"{where}: healthy", data.get("healthy", {}), Healthy())
    if not isinstance(data["sources"], list):
        raise ConfigError(Bilingual(f"{where}: sources phải là danh sách", f"{where}: sources must be a list"))
    return Outlet(
        id=id_,
        name=text(f"{where}: name", data["name"]),
        kind=OutletKind(one_of(f"{where}: kind", data["kind"], [x.value for x in OutletKind])),
        homepage=address(f"{where}: homepage", data["homepage"]),
        language=language,
        aliases=texts(f"{where}: aliases", data.get("aliases", [])),
        country=None if data.get("country") is None else text(f"{where}: country", data["country"]),
        enabled=flag(f"{where}: enabled", data.get("enabled", True)),
        own=flag(f"{where}: own", data.get("own", False)),
        sources=tuple(
            _source(f"{where}: sources[{n}]", row, id_, language, healthy) for n, row in enumerate(data["sources"])
        ),
    )


def _source(where: str, value: Any, outlet_id: str, language: Language, healthy: Healthy) -> Source:
    data = check_keys(where, value, ("id", "url"), ("kind", "language", "enabled", "confirmed", "healthy"))
    kind = one_of(f"{where}.kind", data.get("kind", "feed"), [x.value for x in SourceKind])
    own_language = one_of(f"{where}.language", data.get("language", language.value), [x.value for x in Language])
    return Source(
        id=identifier(f"{where}.id", data["id"]),
        outlet_id=outlet_id,
        kind=SourceKind(kind),
        url=address(f"{where}.url", data["url"]),
        language=Language(own_language),
        enabled=flag(f"{where}.enabled", data.get("enabled", True)),
        confirmed=_confirmed(f"{where}.confirmed", data.get("confirmed")),
        healthy=_healthy(f"{where}.healthy", data.get("healthy", {}), healthy),
    )


def _confirmed(where: str, value: Any) -> str | None:
    """The year, or year and month, in which an address was last seen to work; ``None``: never by us."""
    if value is None:
        return None
    when = text(where, value)
    if not _YEAR_MONTH.fullmatch(when):
        raise ConfigError(Bilingual(f"{where}: cần năm hoặc năm-tháng: {when}", f"{where}: YYYY or YYYY-MM: {when}"))
    return when


def _healthy(where: str, value: Any, default: Healthy) -> Healthy:
    data = check_keys(where, value, (), ("max_silence_hours", "min_entries", "min_article_chars"))
    silence, entries, chars = (
        number(f"{where}.{key}", data.get(key, getattr(default, key)))
        for key in ("max_silence_hours", "min_entries", "min_article_chars")
    )
    return Healthy(max_silence_hours=silence, min_entries=int(entries), min_article_chars=int(chars))


def address(where: str, value: Any) -> str:
    """An http(s) address that is no social network."""
    url = text(where, value)
    if not url.lower().startswith(("http://", "https://")) or not _host(url):
        raise ConfigError(
            Bilingual(f"{where}: phải là địa chỉ http(s): {url}", f"{where}: must be an http(s) address: {url}")
        )
    refused = refuse_social(url)
    if refused is not None:
        raise ConfigError(Bilingual(f"{where}: {refused.vi}", f"{where}: {refused.en}"))
    return url
