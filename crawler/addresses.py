"""Addresses: what is one page under several spellings, and what is refused as not public."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from models.records import Bilingual

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|_ga|mc_[ce]id|ref_src|igshid|zalo_\w+|yclid|at_(medium|campaign)\w*|"
    r"traffic_source|gidzl|xtor|ns_\w+",
    re.IGNORECASE,
)
_TWIN_QUERY = frozenset({("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp"), ("mobile", "1")})
_TWIN_HOST = re.compile(r"^(?:m|amp|mobile|wap)\.(?=[^.]+\.[^.]+)")
_TRAILING_JUNK = re.compile(r"(?:%20|%22|%0[ad]|[\s\"'<>,;])+$", re.I)
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(url: str, declared: str | None = None) -> str:
    """One spelling of an address: no fragment, tracking parameters, default port, trailing junk, AMP or mobile twin.

    ``declared`` is the page's rel=canonical. It is believed only when sane: http(s), the same site (the host
    or its www/m/amp twin), and not the home page while ``url`` is none.
    """
    plain = _plain(url)
    if declared:
        candidate = _plain(absolute(url, declared))
        if _sane(candidate, plain):
            return candidate
    return plain


def absolute(base: str, href: str) -> str:
    """``urljoin`` that gives the href itself where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def _plain(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if not parts.hostname:
        return url.strip()
    scheme = parts.scheme.lower()
    host = _TWIN_HOST.sub("", parts.hostname.lower().rstrip("."))
    netloc = host if port in (None, _DEFAULT_PORT.get(scheme)) else f"{host}:{port}"
    query = urlencode(
        [
            (k, v)
            for k, v in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(k) and (k.lower(), v.lower()) not in _TWIN_QUERY
        ]
    )
    path = _TRAILING_JUNK.sub("", parts.path)
    path = re.sub(r"^/amp(?=/.)|/amp/?$", "", path) or "/"
    path = re.sub(r"\.amp(?=\.html?$|$)", "", path)
    path = re.sub(r"%[0-9a-f]{2}", lambda match: match[0].upper(), path)
    return urlunsplit((scheme, netloc, path, query, ""))


def _site(url: str) -> str:
    try:
        host = urlsplit(url).netloc
    except ValueError:
        return ""
    return re.sub(r"^(www|m|amp|mobile|wap)\.", "", host)


def _sane(candidate: str, plain: str) -> bool:
    try:
        parts = urlsplit(candidate)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.netloc or _site(candidate) != _site(plain):
        return False
    return parts.path not in ("", "/") or urlsplit(plain).path in ("", "/")


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
