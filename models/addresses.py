"""The identity of a web address: two spellings that lead to one page give one key. Fetches nothing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|_ga|mc_[ce]id|ref_src|zalo_\w+", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def address_key(url: str) -> str:
    """A key that ignores scheme, "www.", default ports, fragment, tracking parameters and a closing slash.

    Never raises: what cannot be read as an address is its own key, without surrounding blanks.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    host = parts.hostname.lower().removeprefix("www.")
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host += f":{port}"
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
