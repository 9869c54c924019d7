"""Where tests find the shared material of the workplace, if it is there at all."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_shared = ROOT.parent / "shared" / "data"
SHARED_DATA: Path | None = _shared if _shared.is_dir() else None
