"""YAML read strictly: a duplicate or unknown key, a missing one or a wrong type is an error that names the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import yaml

from config.errors import ConfigError, nearest
from models.records import Bilingual


class _Loader(yaml.SafeLoader):
    """SafeLoader that refuses duplicate keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key!r}", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=deep)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. ConfigError names the file and the line of a mistake."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError as err:
        raise ConfigError(Bilingual(f"không có tệp {path}", f"there is no file {path}")) from err
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(Bilingual(f"không đọc được {path}: {err}", f"cannot read {path}: {err}")) from err
    except yaml.YAMLError as err:
        raise ConfigError(Bilingual(f"{path}: YAML không hợp lệ: {err}", f"{path}: invalid YAML: {err}")) from err


def check_keys(
    where: str, value: Any, required: Collection[str], optional: Collection[str] = ()
) -> Mapping[str, Any]:
    """``value`` as a mapping that has every required key and no unknown one."""
    if not isinstance(value, Mapping):
        raise ConfigError(Bilingual(f"{where}: phải là các cặp khóa: giá trị", f"{where}: must be key: value pairs"))
    known = [*required, *optional]
    for key in value:
        if key not in known:
            hint = nearest(str(key), known)
            raise ConfigError(
                Bilingual(f"{where}: không có khóa {key!r}; {hint.vi}", f"{where}: unknown key {key!r}; {hint.en}")
            )
    for key in required:
        if key not in value:
            raise ConfigError(Bilingual(f"{where}: thiếu khóa {key!r}", f"{where}: missing key {key!r}"))
    return value


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


def number(where: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(Bilingual(f"{where}: phải là số", f"{where}: must be a number"))
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
