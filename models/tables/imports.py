"""How far the import of a file has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class ImportTable(Base):
    """One file, known by what is in it. ``records`` of it are done; ``counters`` says how each ended."""

    __tablename__ = "imports"

    key: Mapped[str] = mapped_column(primary_key=True)  # of the content, the outlet given and the size
    name: Mapped[str]
    records: Mapped[int]
    position: Mapped[int] = mapped_column(BigInteger)  # bytes into the (unpacked) file where the next record begins
    counters: Mapped[dict[str, int]] = mapped_column(JSON)
    finished: Mapped[bool]
    at: Mapped[datetime]
