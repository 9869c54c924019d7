"""Addresses: what is one page under several spellings, and what is refused as not public."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from models.addresses import sane_declared, spelling
from models.records import Bilingual

_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(url: str, declared: str | None = None) -> str:
    """One spelling of an address that still works as a link (models/addresses.py says what is one page).

    ``declared`` is the page's rel=canonical, believed only when sane: http(s), the same site, and neither the
    home page, a section, nor another article.
    """
    if declared:
        candidate = absolute(url, declared)
        if sane_declared(candidate, url):
            return spelling(candidate)
    return spelling(url)


def absolute(base: str, href: str) -> str:
    """``urljoin`` that gives the href itself where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def is_public_ip(address: str) -> bool:
    """Whether an IP address is on the open internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if isinstance(ip, ipaddress.IPv6Address) and any(ip in network for network in _WRAPPED):
        return False  # an IPv4 address in disguise
    return ip.is_global and not ip.is_multicast


def allowed(host: str, port: int | None, allow_hosts: Collection[str]) -> bool:
    """Whether a setting lists this host, or host:port, as allowed although private."""
    return host in allow_hosts or f"{host}:{port}" in allow_hosts


def check_public(url: str, allow_hosts: Collection[str] = ()) -> Bilingual | None:
    """Why an address is refused before any connection: not http(s), or a private address written as such.

    Host names are checked again when they are resolved (crawler/spider.py).
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORT.get(parts.scheme)
    except ValueError:
        return Bilingual(f"địa chỉ không hợp lệ: {url}", f"not a valid address: {url}")
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme not in ("http", "https") or not host:
        return Bilingual(f"chỉ nhận địa chỉ http(s): {url}", f"only http(s) addresses: {url}")
    if allowed(host, port, allow_hosts):
        return None
    literal = re.fullmatch(r"[\d.]+|0x[\da-f.x]+|\d+", host) is not None or ":" in host
    private_name = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    if private_name or (literal and not is_public_ip(host)):
        return Bilingual(f"địa chỉ nội bộ bị từ chối: {host}", f"private address refused: {host}")
    return None
