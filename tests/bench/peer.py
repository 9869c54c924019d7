"""The crawl bench's peer: plain Scrapy, trafilatura with metadata in the callback, JSON lines out.

``python -m tests.bench.peer OUT PAGES LIST…`` crawls the first PAGES addresses of each list and prints the seconds
from the start of the engine to its end, the interpreter's start not counted.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import trafilatura
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse


class Peer(Spider):
    name = "peer"

    def __init__(self, lists: list[str], pages: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lists = lists
        self.pages = pages

    async def start(self) -> AsyncIterator[Request]:
        for url in self.lists:
            yield Request(url, callback=self.listed)

    def listed(self, response: Response) -> Iterator[Request]:
        found = re.findall(rb"<(?:loc|guid)>([^<]+)", response.body)
        for url in found[: self.pages]:
            yield Request(url.decode(), callback=self.article)

    def article(self, response: Response) -> Iterator[dict[str, Any]]:
        assert isinstance(response, TextResponse)
        read = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if read is not None:
            yield {"url": response.url, "title": read.title, "date": read.date, "text": read.text}


def main(out: str, pages: int, lists: list[str]) -> None:
    settings = {"FEEDS": {out: {"format": "jsonlines"}}, "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True}
    process = CrawlerProcess(settings)
    process.crawl(Peer, lists=lists, pages=pages)
    begun = time.perf_counter()
    process.start()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
