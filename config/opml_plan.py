"""What importing an OPML list would do: new outlets, new sources, duplicates, refusals. Stores nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from config.errors import ConfigError
from config.opml import KIND_WORDS, Folder, Row
from config.outlet_address import free_id, holder_of, site_of, source_id, typed_address
from config.outlets import refuse_social
from config.strict import identifier
from models.addresses import address_key
from models.records import Bilingual, Language, Outlet, OutletKind, Source, SourceKind
from models.text import fold, language_of

_CONFIRMED = re.compile(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?")
_KINDS = {fold(word): kind for kind, words in KIND_WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, by its line in the file, and why."""

    line: int
    title: str
    url: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class OpmlPlan:
    """``added`` are sources of outlets that are known already; ``duplicates`` counts rows whose address is
    known already or stands twice in the list."""

    outlets: tuple[Outlet, ...]
    added: tuple[Source, ...]
    duplicates: int
    refused: tuple[RefusedRow, ...]

    @property
    def sources(self) -> int:
        return len(self.added) + sum(len(outlet.sources) for outlet in self.outlets)


def plan_opml(rows: Sequence[Row], known: Sequence[Outlet]) -> OpmlPlan:
    """Sort the rows of a list into outlets, given the outlets there are."""
    places = {address_key(source.url) for outlet in known for source in outlet.sources}
    kept: list[Row] = []
    refused: list[RefusedRow] = []
    duplicates = 0
    for row in rows:
        try:
            good = _checked(row)
        except ConfigError as err:
            refused.append(RefusedRow(row.line, row.title, row.url, err.message))
            continue
        if address_key(good.url) in places:
            duplicates += 1
        else:
            places.add(address_key(good.url))
            kept.append(good)
    taken = {outlet.id for outlet in known}
    source_ids = {source.id for outlet in known for source in outlet.sources}
    added: list[Source] = []
    groups: dict[str, list[Row]] = {}
    for row in kept:
        holder = _known_outlet(row, known)
        if holder is None:
            groups.setdefault(_fact(row, "outlet") or site_of(row.homepage), []).append(row)
        else:
            added.append(_source(row, holder, source_ids))
    names = _folder_names(kept)
    outlets = []
    for group in groups.values():
        outlet = _outlet(group, names, taken)
        taken.add(outlet.id)
        outlets.append(replace(outlet, sources=tuple(_source(row, outlet, source_ids) for row in group)))
    return OpmlPlan(tuple(outlets), tuple(added), duplicates, tuple(refused))


def _checked(row: Row) -> Row:
    """The row with whole addresses. ConfigError says why it cannot be taken."""
    if not row.url:
        raise ConfigError(Bilingual("không có địa chỉ nguồn (xmlUrl)", "there is no address of a feed (xmlUrl)"))
    url = typed_address(re.sub(r"^feed:(?://)?", "", row.url, flags=re.I))
    near = (row.homepage, *(folder.homepage for folder in reversed(row.folders)))
    homepage = next((home for home in map(_home, near) if home), "")
    return replace(row, url=url, homepage=homepage or f"{urlsplit(url).scheme}://{site_of(url)}/")


def _home(value: str) -> str:
    """A home page's whole address, empty where it is none. ConfigError for a social network: the feed is its."""
    try:
        return typed_address(value) if value else ""
    except ConfigError:
        if refuse_social(value) is not None:
            raise
        return ""


def _known_outlet(row: Row, known: Sequence[Outlet]) -> Outlet | None:
    named = next((outlet for outlet in known if outlet.id == _fact(row, "outlet")), None)
    if named is not None and site_of(named.homepage) == site_of(row.homepage):
        return named
    holder = holder_of(row.homepage, known) or holder_of(row.url, known)
    return None if holder is None else holder.outlet


def _fact(row: Row, key: str) -> str:
    """One of our own facts about the row's outlet, from the nearest folder that states it."""
    for folder in reversed(row.folders):
        value = dict(folder.ours).get(key)
        if value:
            return value
    return ""


def _folder_names(rows: Sequence[Row]) -> dict[tuple[Folder, ...], str]:
    """The folders that stand for one outlet: several feeds, all of one site, and no name of a category."""
    sites: dict[tuple[Folder, ...], list[str]] = {}
    for row in rows:
        if row.folders:
            sites.setdefault(row.folders, []).append(site_of(row.homepage))
    return {
        folders: folders[-1].title
        for folders, found in sites.items()
        if len(found) > 1 and len(set(found)) == 1 and folders[-1].title and fold(folders[-1].title) not in _KINDS
    }


def _outlet(rows: Sequence[Row], names: dict[tuple[Folder, ...], str], taken: set[str]) -> Outlet:
    """An outlet for the rows of one site, without its sources yet."""
    first = rows[0]
    ours = next((dict(folder.ours) for folder in reversed(first.folders) if dict(folder.ours).get("outlet")), {})
    named = next((folder.title for folder in reversed(first.folders) if dict(folder.ours).get("outlet")), "")
    name = named or next((names[row.folders] for row in rows if row.folders in names), "") or _common_name(rows)
    homepage = first.homepage
    return Outlet(
        id=_given_id(ours.get("outlet", ""), taken) or free_id(site_of(homepage).removesuffix(".vn"), taken),
        name=name[:200],
        kind=_kind(first),
        homepage=homepage,
        language=_language(ours.get("language", ""), rows),
        country=ours.get("country") or ("VN" if (urlsplit(homepage).hostname or "").endswith(".vn") else None),
        enabled=ours.get("off") != "yes",
        own=ours.get("own") == "yes",
    )


def _common_name(rows: Sequence[Row]) -> str:
    """What the titles of an outlet's feeds begin with, or its site where they share nothing."""
    shared: list[str] = []
    for words in zip(*(row.title.split() for row in rows if row.title), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    while shared and not re.search(r"\w", shared[-1]):
        shared.pop()
    name = " ".join(shared).rstrip(" -–—|:·»")
    return name if len(name) >= 3 else site_of(rows[0].homepage)


def _kind(row: Row) -> OutletKind:
    for folder in reversed(row.folders):
        stated = dict(folder.ours).get("kind", "")
        if stated in set(OutletKind):
            return OutletKind(stated)
        if fold(folder.title) in _KINDS:
            return _KINDS[fold(folder.title)]
    return OutletKind.PORTAL if site_of(row.homepage).endswith(".gov.vn") else OutletKind.PRESS


def _language(stated: str, rows: Sequence[Row]) -> Language:
    if stated in set(Language):
        return Language(stated)
    said = {row.language.lower()[:2] for row in rows} & {"vi", "en"}
    if len(said) == 1:
        return Language(said.pop())
    if site_of(rows[0].homepage).endswith(".vn"):
        return Language.VI
    return language_of(" ".join(row.title for row in rows))


def _given_id(value: str, taken: set[str]) -> str:
    """An id the list itself gives, where it is one and nobody has it."""
    try:
        return "" if not value or value in taken else identifier("id", value)
    except ConfigError:
        return ""


def _source(row: Row, outlet: Outlet, taken: set[str]) -> Source:
    ours = dict(row.ours)
    kind = SourceKind(ours["sort"]) if ours.get("sort") in set(SourceKind) else SourceKind.FEED
    id_ = _given_id(ours.get("source", ""), taken) or source_id(outlet.id, row.url, kind, taken)
    taken.add(id_)
    said = row.language.lower()[:2] if row.language.lower() != "other" else "other"
    return Source(
        id=id_,
        outlet_id=outlet.id,
        kind=kind,
        url=row.url,
        language=Language(said) if said in set(Language) else outlet.language,
        enabled=ours.get("off") != "yes",
        confirmed=ours.get("confirmed") if _CONFIRMED.fullmatch(ours.get("confirmed", "")) else None,
    )
