"""Whether an outlet that somebody drafted may be saved beside those there are."""

from __future__ import annotations

from collections.abc import Iterable

from config.errors import ConfigError
from config.outlet_address import holder_of, typed_address
from config.strict import identifier
from models.addresses import address_key
from models.records import Bilingual, Outlet


def check_new(outlet: Outlet, known: Iterable[Outlet]) -> None:
    """ConfigError says why an outlet cannot be saved: no name or source, a bad or taken id, an address that is
    none, is refused, stands twice, or is another outlet's."""
    known = tuple(known)
    if not outlet.name.strip():
        raise ConfigError(Bilingual("Cần tên cơ quan báo chí.", "The outlet needs a name."))
    identifier("id", outlet.id)
    holder = next((other for other in known if other.id == outlet.id), None)
    if holder is not None:
        raise ConfigError(
            Bilingual(f"Mã {outlet.id} là của {holder.name}.", f"The id {outlet.id} is that of {holder.name}.")
        )
    if not outlet.sources:
        raise ConfigError(Bilingual("Chọn ít nhất một nguồn.", "Choose at least one source."))
    typed_address(outlet.homepage)
    home = holder_of(outlet.homepage, known)
    if home is not None and home.same_address:
        raise ConfigError(home.message)
    taken = {source.id for other in known for source in other.sources}
    places: set[str] = set()
    for source in outlet.sources:
        identifier("id", source.id)
        typed_address(source.url)
        held = holder_of(source.url, known)
        if held is not None and held.source is not None:
            raise ConfigError(held.message)
        if source.id in taken or address_key(source.url) in places:
            raise ConfigError(
                Bilingual(
                    f"Nguồn dùng hai lần: {source.id} {source.url}", f"A source used twice: {source.id} {source.url}"
                )
            )
        taken.add(source.id)
        places.add(address_key(source.url))
