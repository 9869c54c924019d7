"""The models an office has, or the first ones where it has none yet."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from models.records import Bilingual, Topic
