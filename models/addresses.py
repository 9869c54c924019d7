"""The identity of a web address: the one place that says which spellings lead to one page. Fetches nothing.

``spelling`` keeps a link that works; ``address_key`` is what is compared and stored, for sources, entries and articles.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|zarsrc|_ga|_gl|mc_[ce]id|ref_src|igshid|zalo_\w+|yclid|"
    r"at_(medium|campaign)\w*|traffic_source|gidzl|xtor|ns_\w+",
    re.IGNORECASE,
)
_TWIN_QUERY = frozenset({("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp"), ("mobile", "1")})
_TWIN_HOST = re.compile(r"^(?:(?:m|amp|mobile|wap)\.)+(?=[^.]+\.[^.]+)(?!(?:com|gov|edu|org|net|co)\.\w\w$)")
_TRAILING_JUNK = re.compile(r"(?:%20|%22|%0[AD]|[\s\"'<>,;])+$")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?|[^!-~]+|[\"<>\\^`{|}]")
_ARTICLE_ID = re.compile(r"\d{5,}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def spelling(url: str) -> str:
    """One spelling of an address: no fragment, tracking parameters, default port, trailing junk, AMP or mobile twin;
    the host in lower case, percent signs only where needed.

    Never raises: what cannot be read as an address comes back without surrounding blanks.
    """
    read = _read(url)
    if read is None:
        return _text(url)
    scheme, host, path, query = read
    return urlunsplit((scheme, host, path, urlencode(query, errors="surrogateescape"), ""))


def address_key(url: str) -> str:
    """The identity of an address: its ``spelling`` without scheme, "www." and closing slash, parameters in order.

    Idempotent; never raises.
    """
    read = _read(url)
    if read is None:
        return _text(url)
    _, host, path, query = read
    ordered = urlencode(sorted(query), errors="surrogateescape")
    return f"{_bare(host)}{path.rstrip('/')}{'?' * bool(ordered)}{ordered}"


def sane_declared(declared: str, url: str) -> bool:
    """Whether a page at ``url`` may say that its address is ``declared`` (both absolute).

    Not so for another site, for the home page or a section of which ``url`` is not the address itself, for
    something else than http(s), nor for another article's number.
    """
    own, other = _read(url), _read(declared)
    if own is None or other is None or other[0] not in ("http", "https") or _bare(own[1]) != _bare(other[1]):
        return False
    if address_key(url) == address_key(declared):
        return True
    path, target = own[2].rstrip("/"), other[2].rstrip("/")
    if not target and not other[3]:
        return False
    if path.startswith(target + "/"):
        return False  # a folder above the page: its section
    numbers, others = (set(_ARTICLE_ID.findall(f"{one[2]}?{one[3]}")) for one in (own, other))
    if numbers and others:
        return bool(numbers & others)
    slug = target.rpartition("/")[2]
    return not numbers or len(re.findall(r"\w+", slug)) >= 4  # a numbered page is no "/thoi-su"


def _text(url: str) -> str:
    return url.encode("utf-8", "replace").decode().strip()


def _bare(host: str) -> str:
    while (shorter := _TWIN_HOST.sub("", host.removeprefix("www."))) != host:
        host = shorter
    return host


def _read(url: str) -> tuple[str, str, str, list[tuple[str, str]]] | None:
    """Scheme, host with a port that matters, path and telling parameters of an address; None for what is none."""
    try:
        parts = urlsplit(_text(url))
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = _ascii((parts.hostname or "").rstrip("."))
    if not host or not scheme:
        return None
    if ":" in host:
        host = f"[{host}]"
    host = _TWIN_HOST.sub("", host)
    if port is not None and port != _DEFAULT_PORTS.get(scheme):
        host += f":{port}"
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if not _TRACKING.fullmatch(k) and (k.lower(), v.lower()) not in _TWIN_QUERY
    ]
    return scheme, host, _path(parts.path), query


def _ascii(host: str) -> str:
    """A host as the network knows it: lower case, "báo.vn" as its xn-- form."""
    host = host.lower()
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _path(raw: str) -> str:
    path, before = _ESCAPE.sub(_escaped, raw), None
    while path != before:
        before = path
        path = _TRAILING_JUNK.sub("", path)
        path = re.sub(r"^/amp(?=/.)|/amp/?$", "", path)
        path = re.sub(r"\.amp(?=\.html?$|$)", "", path)
    return path or "/"


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if match[1]:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode())
