"""Addresses of outlets as people type them: made whole, compared, and turned into ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.errors import ConfigError
from config.outlets import refuse_social
from models.addresses import address_key
from models.records import Bilingual, Outlet, Source
from models.text import fold

MAX_ADDRESS = 2000
MAX_ID = 60
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_NO_PAGE = re.compile(r"(?:mailto|javascript|data|tel|file|about|blob):", re.I)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}|localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.]+\]", re.I)
_TWIN = re.compile(r"^(?:www|m|mobile|amp|wap|rss|feeds?)\.(?=[^.]+\.)")
_DEFAULT_PORTS = {("http", 80), ("https", 443)}


def typed_address(value: str) -> str:
    """An address as a person pasted it, with https:// where it had no scheme.

    ConfigError, in words: nothing, no web address, another scheme than http(s), a name or password in it,
    a social network or personal page.
    """
    text = value.strip().strip("<>\"'“”").strip()
    if not text:
        raise ConfigError(Bilingual("Cần một địa chỉ.", "An address is needed."))
    shown = text[:200]
    if len(text) > MAX_ADDRESS:
        raise ConfigError(Bilingual(f"Địa chỉ quá dài: {shown}…", f"The address is too long: {shown}…"))
    if text.startswith("//"):
        text = "https:" + text
    elif not _SCHEME.match(text) and not _NO_PAGE.match(text):
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_address(shown) from None
    if parts.scheme not in ("http", "https"):
        raise ConfigError(Bilingual(f"Chỉ nhận địa chỉ http(s): {shown}", f"Only http(s) addresses: {shown}"))
    if re.search(r"\s", text) or not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise _no_address(shown)
    if parts.username is not None:
        raise ConfigError(
            Bilingual("Địa chỉ không được chứa tên hay mật khẩu.", "An address must hold no name or password.")
        )
    refused = refuse_social(text)
    if refused is not None:
        raise ConfigError(refused)
    return text if parts.path or parts.query or parts.fragment else text + "/"


def _no_address(shown: str) -> ConfigError:
    return ConfigError(
        Bilingual(
            f"Không phải địa chỉ trang web: {shown}. Ví dụ: baovidu.vn hoặc https://baovidu.vn/rss",
            f"Not a web address: {shown}. For example: baovidu.vn or https://baovidu.vn/rss",
        )
    )


def site_of(url: str) -> str:
    """The host of an address without www, m, rss and the like, with its port if it is no ordinary one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = _TWIN.sub("", (parts.hostname or "").lower().rstrip("."))
    return host if port is None or (parts.scheme, port) in _DEFAULT_PORTS else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Holder:
    """The outlet that has an address already. ``source``: it is that very source; ``same_address``: it is a
    source or the home page, and not only another address of the same site."""

    outlet: Outlet
    source: Source | None
    same_address: bool

    @property
    def message(self) -> Bilingual:
        name = f"{self.outlet.name} ({self.outlet.id})"
        if self.source is not None:
            off = self.outlet.enabled and self.source.enabled
            vi, en = ("", "") if off else (", đang tắt", ", switched off")
            return Bilingual(
                f"Địa chỉ này đã có: nguồn {self.source.id} của {name}{vi}.",
                f"This address is known already: source {self.source.id} of {name}{en}.",
            )
        if self.same_address:
            return Bilingual(f"Đây là trang chủ của {name}, đã có.", f"This is the home page of {name}, known already.")
        return Bilingual(f"Trang này thuộc {name}, đã có.", f"This site belongs to {name}, known already.")


def holder_of(url: str, outlets: Iterable[Outlet]) -> Holder | None:
    """Which outlet has an address: as a source, as its home page, or below its home page; the nearest one."""
    place, best = address_key(url), None
    depth = -1
    for outlet in outlets:
        for source in outlet.sources:
            if address_key(source.url) == place:
                return Holder(outlet, source, True)
        home = address_key(outlet.homepage)
        if home == place:
            best, depth = Holder(outlet, None, True), len(place) + 1
        elif len(home) > depth and _below(url, outlet.homepage):
            best, depth = Holder(outlet, None, False), len(home)
    return best


def _below(url: str, homepage: str) -> bool:
    """Whether an address is of the site of a home page, and below its folder where it has one."""
    if site_of(url) != site_of(homepage):
        return False
    folder = urlsplit(homepage).path.rstrip("/")
    return not folder or f"{urlsplit(url).path.rstrip('/')}/".startswith(folder + "/")


def slug(text: str, most: int = MAX_ID) -> str:
    """Lowercase letters without marks, digits and hyphens; empty where the text has none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:most].rstrip("-")


def free_id(wanted: str, taken: Collection[str]) -> str:
    """An id nobody has: the slug of what is wanted, numbered where that is taken."""
    base = slug(wanted) or "bao"
    if base not in taken:
        return base
    return next(name for n in range(2, len(taken) + 3) if (name := f"{base}-{n}") not in taken)


_PLUMBING = frozenset("rss rss2 feed feeds atom xml index news home html htm aspx ashx php sitemap trang chu".split())


def source_id(outlet_id: str, url: str, kind: str, taken: Collection[str]) -> str:
    """An id for a source: its outlet's, then the words of the address that tell it from its sisters."""
    path = urlsplit(url).path.rsplit("/", 2)[1:]
    words = [word for part in path for word in slug(re.sub(r"\.\w{2,5}$", "", part)).split("-") if word]
    own = "-".join(word for word in words if word not in _PLUMBING)[:40].strip("-")
    tail = f"{own}-{kind}" if own and kind != "feed" else own or {"feed": "rss", "listing": "trang"}.get(kind, kind)
    return free_id(f"{outlet_id[: MAX_ID - len(tail) - 1]}-{tail}", taken)
