"""What was learned of where outlets keep the parts of their articles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class TemplateTable(Base):
    """One row an outlet; ``learned`` is crawler.templates' own text, replaced as a whole."""

    __tablename__ = "templates"

    outlet_id: Mapped[str] = mapped_column(ForeignKey("outlets.id"), primary_key=True)
    learned: Mapped[str]
    at: Mapped[datetime]
