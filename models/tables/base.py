"""What every table shares: names of constraints, times in UTC, enumerations as text, the seeded columns."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

Json = dict[str, Any]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. A naive one is a programming error and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# What no database takes in a text: the zero character, halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without the characters that no database can hold."""
    return _UNSTORABLE.sub("", text)


class PlainText(TypeDecorator[str]):
    """A text; what cannot be stored in it is left out, for texts of the open web hold anything."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class EnumText(TypeDecorator[StrEnum]):
    """A member of one enumeration, kept as its text. A text that is no member is refused on both ways."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum]):
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.enum(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        str: PlainText(),
        datetime: UtcDateTime(),
        Json: JSON(),
        list[Any]: JSON(),
    }


class Seeded:
    """Columns of a row that a YAML file seeds and the desk may change.

    ``seed`` is the file's value last applied or answered; ``edited`` says the desk's value stands;
    ``pending`` holds a later value of the file that waits for an answer, ``{}`` where the file dropped it.
    """

    seed: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    edited: Mapped[bool] = mapped_column(default=False)
    pending: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
