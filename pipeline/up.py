"""``doichieu up``: schedule, worker and desk together, until interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
import uvicorn

from config.settings import Settings
from models.problems import words
from models.records import Bilingual
from pipeline import schedule
from pipeline.accounts import first_administrator
from pipeline.bootstrap import App, build
from pipeline.console import complain, note, stderr
from pipeline.desk import DeskServices
from pipeline.first_models import ensure_topic_model
from review.app import create_app

log = structlog.get_logger()


def serve(
    settings: Settings, config: Path | None, clock: Callable[[], datetime], after: Callable[[App], None] | None = None
) -> None:
    """Migrate, seed, train first models if there are none, then collect and serve until interrupted."""
    app = build(settings, clock)
    try:
        ensure_topic_model(app)
        password = first_administrator(app)
        _enqueue_first(app)
        if after is not None:
            after(app)
        scheduler = schedule.start(app, lambda kind: _missed(app, kind))
        supervisor = WorkerSupervisor(config, settings)
        supervisor.start()
        try:
            _announce(settings, password)
            _serve_desk(app)
        finally:
            supervisor.stop()
            scheduler.shutdown(wait=False)
    finally:
        app.store.close()


def _enqueue_first(app: App) -> None:
    """Collect at once at start, rather than a quarter of an hour later."""
    with app.store.begin() as tx:
        tx.jobs.enqueue("collect", {}, key="collect", now=app.clock())


def _missed(app: App, kind: str) -> None:
    with app.store.begin() as tx:
        tx.audit.add(actor="scheduler", action="job_missed", target=kind, detail={}, now=app.clock())


def _announce(settings: Settings, password: str | None) -> None:
    address = f"http://{settings.bind_host}:{settings.port}"
    stderr.rule(f"Đối Chiếu · {address}")
    if password is not None:
        note(
            Bilingual(
                f"Đăng nhập lần đầu: tên [b]admin[/b], mật khẩu dùng một lần [b]{password}[/b] (chỉ hiện lần này)",
                f"first sign-in: name [b]admin[/b], one-time password [b]{password}[/b] (shown only now)",
            )
        )
    note(Bilingual("Dừng bằng Ctrl-C", "stop with Ctrl-C"))


def _serve_desk(app: App) -> None:
    settings = app.settings
    desk = create_app(app.store, settings, DeskServices(app), problem_words=words)
    server = uvicorn.Server(
        uvicorn.Config(desk, host=settings.bind_host, port=settings.port, log_level="warning", access_log=False)
    )
    try:
        server.run()
    except SystemExit as err:  # uvicorn's answer to a port that is taken
        complain(
            Bilingual(
                f"cổng {settings.port} đang được dùng; đặt DOICHIEU_PORT thành cổng khác",
                f"port {settings.port} is in use; set DOICHIEU_PORT to another one",
            )
        )
        raise SystemExit(2) from err
    except KeyboardInterrupt:
        return


class WorkerSupervisor:
    """Keeps one worker process alive beside the desk: a crash of the work never takes the desk down."""

    def __init__(self, config: Path | None, settings: Settings):
        self._command = [sys.executable, "-m", "pipeline.cli", "worker", "--parent", str(os.getpid())]
        if config is not None:
            self._command += ["--config", str(config)]
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="worker-supervisor")

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        wait = 1.0
        while not self._stop.is_set():
            self._process = subprocess.Popen(self._command)
            code = self._process.wait()
            if self._stop.is_set():
                return
            log.warning("worker_ended", code=code, again_in_seconds=wait)
            self._stop.wait(wait)
            wait = min(wait * 2, 300.0)

    def stop(self) -> None:
        self._stop.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
