"""Settings as the options of the parts that do not know Settings."""

from __future__ import annotations

from config.settings import Settings
from crawler.fetch import FetchOptions


def fetch_options(settings: Settings) -> FetchOptions:
    return FetchOptions(
        user_agent=settings.agent,
        timeout_s=settings.fetch_timeout_s,
        max_bytes=settings.max_page_bytes,
        delay_s=settings.download_delay_s,
        allow_hosts=settings.allow_hosts,
    )
