"""``doichieu demo``: the product against the invented outlets of ``demo/``, and what it found of what was planted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from config.settings import load_settings
from demo.config import write_config
from demo.server import DemoSite
from models.records import Bilingual
from models.times import VIETNAM
from pipeline.bootstrap import build
from pipeline.console import complain, note, progress
from pipeline.demo_digest import write_digests
from pipeline.demo_report import report, show_report
from pipeline.flow import run_once, show

REVISE_AFTER_SECONDS = 600.0


def run_demo(data: Path, clock: Callable[[], datetime], *, once: bool, fresh: bool) -> None:
    """Serve the demo outlets, run one pass with the report, then (unless ``once``) stay up like ``up``."""
    from pipeline.first_models import ensure_topic_model
    from pipeline.up import serve

    if fresh and (data / "doichieu.yaml").exists():
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    site = DemoSite(clock().astimezone(VIETNAM).date(), revise_after_s=REVISE_AFTER_SECONDS)
    try:
        site.start()
    except OSError as err:
        complain(
            Bilingual(
                f"cổng của trang mẫu đang được dùng ({err}); hãy tắt bản mẫu kia",
                f"a port of the demo outlets is in use ({err}); stop the other demo first",
            )
        )
        raise SystemExit(2) from err
    try:
        config = write_config(data, site.bases)
        settings = load_settings(config)
        app = build(settings, clock)
        try:
            ensure_topic_model(app)
            with progress() as bars:
                done = run_once(app, bars)
            show(done)
            show_report(*report(app, site))
            written = write_digests(app, data / "digest")
            note(Bilingual(f"bản tin mẫu: {written}", f"the demo's digest: {written}"))
        finally:
            app.store.close()
        if once:
            return
        note(Bilingual("các trang mẫu", "demo outlets"))
        for outlet in site.outlets:
            print(f"  {site.bases[outlet.id]}/  {outlet.name}")
        serve(settings, config, clock)
    finally:
        site.stop()
