"""The commands of docs/retraining.md, run in order as a person would, in a fresh folder with the demo's data."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from models.store import Store
from tests.conftest import missing

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "retraining.md"
FIRST_PORT = 8801  # of the demo's outlets
PROGRAM = '#!/bin/sh\nexec "{python}" -m pipeline.cli "$@"\n'


def blocks() -> list[str]:
    return re.findall(r"^```bash\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_guide_can_be_followed_from_start_to_end(tmp_path: Path) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", FIRST_PORT)) == 0:
            missing("cổng của bản mẫu đang được dùng / a port of the demo is in use")
    program = tmp_path / "bin" / "doichieu"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    env.pop("DOICHIEU_CONFIG", None)
    script = "set -e\n" + "\n".join(f"echo '### {n}'\n{block}" for n, block in enumerate(blocks()))
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"

    said = done.stderr
    assert "added 0 labels, 0 were there, 0 could not be used" in said  # the sheet nobody filled in
    added = [int(n) for n in re.findall(r"added (\d+) labels", said)]
    lan, minh, settled = (
        (ROOT / "docs" / "examples" / f"demo_{name}.csv").read_text(encoding="utf-8").count("\n") - 1
        for name in ("labels_lan", "labels_minh", "settled")
    )
    assert added == [0, lan, minh, settled]
    assert re.findall(r"exported (\d+) labels", said) == [str(lan)] * 3
    assert re.findall(r"(\d+) disagreements to settle", said) == [str(settled), "0"]
    store = Store.open(f"sqlite:///{tmp_path}/data/try/store/doichieu.db")
    with store.read() as tx:
        assert tx.labels.count() == lan + minh + settled
        actions = [row.action for row in tx.models.log("topics")]
        assert actions[0] == "rollback" and actions[1] == "promote" and "judge" in actions
        first = tx.models.list("topics")[-1]
        assert first.champion  # gone back to the first model
    store.close()
