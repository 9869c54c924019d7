"""Exceptions of Scrapy and Twisted as the problems of models/problems.py."""

from __future__ import annotations

from crawler.politeness import BrokenEncoding, PrivateAddress, RobotsUnavailable, Truncated


def name_of(error: BaseException | None) -> str:
    """The problem an exception stands for; ``reset`` for a connection that failed in no better known way."""
    names = {cls.__name__ for cls in type(error).__mro__} if error is not None else set()
    text = f"{error}".lower()
    if isinstance(error, PrivateAddress) or "private address" in text:
        return "private_address"
    if isinstance(error, RobotsUnavailable):
        return "robots_unavailable"
    if isinstance(error, BrokenEncoding):
        return "bad_encoding"
    if isinstance(error, Truncated):
        return "truncated"
    if "robots.txt" in text:
        return "robots_blocked"
    if "max redirections" in text or "redirect" in text:
        return "redirect_loop"
    if names & {"DNSLookupError", "CannotResolveHostError", "UnknownHostError"}:
        return "dns"
    if names & {"TimeoutError", "TCPTimedOutError", "DownloadTimeoutError"} or "timed out" in text or "timeout" in text:
        return "timeout"
    if names & {"DownloadCancelledError", "CancelledError"} or "maxsize" in text or "larger than" in text:
        return "too_large"
    if "ssl" in text or "certificate" in text or "tls" in text:
        return "tls"
    if names & {"ConnectionRefusedError", "ConnectError", "NoRouteError", "DownloadConnectionRefusedError"}:
        return "unreachable"
    if names & {"BadZipFile", "zlib.error", "error"} and "decompress" in text:
        return "bad_encoding"
    if names & {"UnsupportedURLSchemeError", "NotSupported"}:
        return "bad_url"
    return "reset"
