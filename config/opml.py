"""OPML: lists of feeds that readers and offices exchange. Read without entities, document types or network.

Folders that hold the feeds of one site are outlets, other folders are categories; where a folder is named as a
kind of outlet ("agency", "hãng thông tấn") its outlets are of that kind. What OPML has no word for (ids, the kind
of a source, the country) stands in the standard ``category`` attribute, as ``/doichieu/<key>/<value>``. What is
healthy, and aliases, OPML does not carry: the YAML files do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from config.errors import ConfigError
from models.records import Bilingual, Outlet, OutletKind, Source, SourceKind

MAX_BYTES = 3_000_000
MAX_OUTLINES = 10_000
MAX_DEPTH = 20
_OURS = re.compile(r"/doichieu/([a-z]+)/([^,\s]+)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KIND_WORDS = {
    OutletKind.PRESS: ("Báo", "press"),
    OutletKind.AGENCY: ("Hãng thông tấn", "agency"),
    OutletKind.BROADCASTER: ("Phát thanh, truyền hình", "broadcaster"),
    OutletKind.GOVERNMENT: ("Cơ quan nhà nước", "government"),
    OutletKind.PORTAL: ("Cổng thông tin", "portal"),
    OutletKind.FOREIGN: ("Báo nước ngoài", "foreign"),
    OutletKind.FACT_CHECKER: ("Kiểm chứng", "fact_checker"),
}


@dataclass(frozen=True, slots=True)
class Folder:
    """An outline that holds others."""

    title: str
    homepage: str = ""
    ours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One feed of the list as it stands there, with the folders around it, outermost first."""

    line: int
    title: str
    url: str
    homepage: str
    language: str
    folders: tuple[Folder, ...]
    ours: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Reader:
    """Collects the rows while the parser walks through the file."""

    parser: expat.XMLParserType
    stack: list[Folder | None] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    outlines: int = 0
    opml: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.opml = self.opml or name.lower() == "opml"
        if name.lower() != "outline":
            return
        self.outlines += 1
        if self.outlines > MAX_OUTLINES or len(self.stack) >= MAX_DEPTH:
            raise _refused(
                f"quá {MAX_OUTLINES} mục hoặc quá {MAX_DEPTH} tầng", f"over {MAX_OUTLINES} rows or {MAX_DEPTH} levels"
            )
        has = {key.lower(): value.strip() for key, value in attributes.items()}
        title = " ".join((has.get("title") or has.get("text") or "").split())
        url = has.get("xmlurl") or (has.get("url", "") if has.get("type", "").lower() in ("link", "rss") else "")
        ours = tuple((key, unquote(value)) for key, value in _OURS.findall(has.get("category", "")))
        home = has.get("htmlurl", "")
        self.stack.append(None if url else Folder(title, home, ours))
        if url or has.get("type", "").lower() in ("rss", "atom"):
            around = tuple(folder for folder in self.stack[:-1] if folder is not None)
            line = self.parser.CurrentLineNumber
            self.rows.append(Row(line, title, url, home, has.get("language", ""), around, ours))

    def end(self, name: str) -> None:
        if name.lower() == "outline":
            self.stack.pop()


def read_opml(data: bytes) -> tuple[Row, ...]:
    """The feeds of an OPML file, in its order. A row without an address has an empty ``url``.

    ConfigError: not XML, not OPML, a document type or entity declared, too large, too deep.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"lớn hơn {MAX_BYTES:,} byte", f"larger than {MAX_BYTES:,} bytes")
    parser = expat.ParserCreate()
    reader = _Reader(parser)
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as err:
        raise _refused(f"không phải XML đúng: {err}", f"not well-formed XML: {err}") from err
    if not reader.opml:
        raise _refused("không có phần tử <opml>", "there is no <opml> element")
    return tuple(reader.rows)


def _no_doctype(*_: object) -> None:
    raise _refused("khai báo DOCTYPE không được nhận", "a DOCTYPE declaration is not accepted")


def _refused(vi: str, en: str) -> ConfigError:
    return ConfigError(Bilingual(f"tệp OPML bị từ chối: {vi}", f"the OPML file is refused: {en}"))


def write_opml(outlets: Iterable[Outlet], title: str = "Đối Chiếu") -> bytes:
    """The outlets as OPML 2.0: a folder a kind, a folder an outlet, a row a source."""
    of_kind: dict[OutletKind, list[Outlet]] = {}
    for outlet in outlets:
        of_kind.setdefault(outlet.kind, []).append(outlet)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"<head><title>{_text(title)}</title></head>", "<body>"]
    for kind in OutletKind:
        if kind not in of_kind:
            continue
        vi, en = KIND_WORDS[kind]
        lines.append(f"<outline text={_quoted(vi)} category={_quoted(f'/doichieu/kind/{kind}')} description='{en}'>")
        for outlet in of_kind[kind]:
            lines += _outlet_lines(outlet)
        lines.append("</outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""]).encode("utf-8")


def _outlet_lines(outlet: Outlet) -> list[str]:
    facts = {"outlet": outlet.id, "language": outlet.language.value, "country": outlet.country or ""}
    facts |= {"off": "" if outlet.enabled else "yes", "own": "yes" if outlet.own else ""}
    head = f"  <outline text={_quoted(outlet.name)} htmlUrl={_quoted(outlet.homepage)} category={_facts(facts)}>"
    return [head, *(_source_line(source, outlet) for source in outlet.sources), "  </outline>"]


def _source_line(source: Source, outlet: Outlet) -> str:
    facts = {"source": source.id, "sort": source.kind.value, "off": "" if source.enabled else "yes"}
    facts["confirmed"] = source.confirmed or ""
    kind, address = ("rss", "xmlUrl") if source.kind is SourceKind.FEED else ("link", "url")
    return (
        f'    <outline type="{kind}" text={_quoted(source.id)} {address}={_quoted(source.url)} '
        f"htmlUrl={_quoted(outlet.homepage)} language={_quoted(source.language.value)} category={_facts(facts)}/>"
    )


def _facts(facts: dict[str, str]) -> str:
    return _quoted(",".join(f"/doichieu/{key}/{quote(value, safe='')}" for key, value in facts.items() if value))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))


def _text(text: str) -> str:
    return _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
