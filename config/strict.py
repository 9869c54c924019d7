"""YAML read strictly: a duplicate or unknown key, a missing one or a wrong type is an error that names the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from config.errors import ConfigError, nearest
from models.records import Bilingual

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


class Lined(dict[str, Any]):
    """A mapping of a YAML file that knows the line each of its keys stands on, and the one it begins on."""

    def __init__(self, values: Mapping[str, Any], line: int, lines: Mapping[str, int]):
        super().__init__(values)
        self.line = line
        self.lines = lines


class _Mistake(Exception):
    """A mistake the YAML reader itself does not know of: where it stands, and what it is."""

    def __init__(self, line: int, message: Bilingual):
        super().__init__(message.en)
        self.line = line
        self.message = message


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses duplicate keys and keys that are no text, and remembers lines."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise _Mistake(line, Bilingual(f"khóa phải là chữ: {key!r}", f"a key must be text: {key!r}"))
        if key in values:
            raise _Mistake(line, Bilingual(f"khóa {key!r} viết hai lần", f"duplicate key {key!r}"))
        values[key] = loader.construct_object(value_node, deep=True)
        lines[key] = line
    return Lined(values, node.start_mark.line + 1, lines)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. ConfigError names the file and the line of a mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as err:
        raise ConfigError(Bilingual(f"không có tệp {path}", f"there is no file {path}")) from err
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(Bilingual(f"không đọc được {path}: {err}", f"cannot read {path}: {err}")) from err
    return parse_yaml(text, str(path))


def parse_yaml(text: str, where: str) -> Any:
    """The content of YAML text. ConfigError begins with ``where`` and names the line of a mistake."""
    try:
        return yaml.load(text, Loader=_Loader)
    except _Mistake as err:
        at = f"{where}:{err.line}"
        raise ConfigError(Bilingual(f"{at}: {err.message.vi}", f"{at}: {err.message.en}")) from None
    except (yaml.YAMLError, ValueError, RecursionError) as err:  # a ValueError: a date that does not exist
        raise ConfigError(Bilingual(f"{where}: YAML không hợp lệ: {err}", f"{where}: invalid YAML: {err}")) from err


def check_keys(where: str, value: Any, required: Collection[str], optional: Collection[str] = ()) -> Mapping[str, Any]:
    """``value`` as a mapping that has every required key and no unknown one; the message gives the line."""
    if not isinstance(value, Mapping):
        raise ConfigError(Bilingual(f"{where}: phải là các cặp khóa: giá trị", f"{where}: must be key: value pairs"))
    known = [*required, *optional]
    for key in value:
        if key not in known:
            hint, at = nearest(str(key), known), _line(value, key)
            vi, en = (f"{where}, {word} {at}" if at else where for word in ("dòng", "line"))
            raise ConfigError(
                Bilingual(f"{vi}: không có khóa {key!r}; {hint.vi}", f"{en}: unknown key {key!r}; {hint.en}")
            )
    for key in required:
        if key not in value:
            at = _line(value)
            vi, en = (f"{where}, {word} {at}" if at else where for word in ("dòng", "line"))
            raise ConfigError(Bilingual(f"{vi}: thiếu khóa {key!r}", f"{en}: missing key {key!r}"))
    return value


def _line(value: Mapping[str, Any], key: str | None = None) -> int | None:
    """The line of a key, or of the mapping itself; ``None`` for a mapping that was not read from a file."""
    if not isinstance(value, Lined):
        return None
    return value.line if key is None else value.lines.get(key)


def text(where: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
        raise ConfigError(Bilingual(f"{where}: phải là chữ", f"{where}: must be text"))
    return str(value).strip()


def texts(where: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(Bilingual(f"{where}: phải là danh sách", f"{where}: must be a list"))
    return tuple(text(where, item) for item in value)


def flag(where: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(Bilingual(f"{where}: phải là true hoặc false", f"{where}: must be true or false"))
    return value


def identifier(where: str, value: Any) -> str:
    """A name by which the store, the addresses of the desk and the console know a thing."""
    name = text(where, value)
    if not _IDENTIFIER.fullmatch(name):
        raise ConfigError(
            Bilingual(
                f"{where}: chỉ dùng a-z, 0-9, gạch nối hoặc gạch dưới: {name!r}",
                f"{where}: only a-z, 0-9, hyphen or underscore: {name!r}",
            )
        )
    return name


def number(where: str, value: Any) -> float:
    """A number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ConfigError(Bilingual(f"{where}: phải là số không âm", f"{where}: must be a number of at least 0"))
    return float(value)


def bilingual(where: str, value: Any) -> Bilingual:
    both = check_keys(where, value, ("vi", "en"))
    return Bilingual(text(f"{where}.vi", both["vi"]), text(f"{where}.en", both["en"]))


def one_of(where: str, value: Any, known: Collection[str]) -> str:
    if value not in known:
        hint = nearest(str(value), list(known))
        raise ConfigError(
            Bilingual(f"{where}: không có {value!r}; {hint.vi}", f"{where}: no such {value!r}; {hint.en}")
        )
    return str(value)


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder in name order; a single file stands for itself."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise ConfigError(Bilingual(f"không có thư mục {folder}", f"there is no folder {folder}"))
    return sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml"))
