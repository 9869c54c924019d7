"""How well a source is: a pure decision over what its last polls left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.records import Bilingual, Healthy
from models.rows import HealthState

BLOCKED = frozenset({"robots_blocked", "robot_check", "http_401", "http_403"})


@dataclass(frozen=True, slots=True)
class Polled:
    """What is known of a source. ``since`` is when its failures began."""

    enabled: bool
    healthy: Healthy
    last_poll_at: datetime | None
    last_ok: datetime | None
    last_new_at: datetime | None
    last_entries: int | None
    problem: str | None
    detail: str
    failures: int
    since: datetime | None


def judge(polled: Polled, now: datetime) -> tuple[HealthState, Bilingual, datetime | None]:
    """State, reason, and since when it has been unwell."""
    if not polled.enabled:
        return HealthState.OFF, Bilingual("đã tắt", "switched off"), None
    if polled.last_poll_at is None:
        return HealthState.NEVER, Bilingual("chưa hỏi lần nào", "never polled yet"), None
    if polled.problem in BLOCKED:
        reason = Bilingual(f"bị trang chặn ({polled.problem})", f"blocked by the outlet ({polled.problem})")
        return HealthState.BLOCKED, reason, polled.since
    if polled.problem is not None:
        tail = f": {polled.detail}" if polled.detail else ""
        reason = Bilingual(
            f"lỗi {polled.problem}, {polled.failures} lần liền{tail}",
            f"{polled.problem}, {polled.failures} in a row{tail}",
        )
        return HealthState.FAILING, reason, polled.since
    return _when_answering(polled, now)


def _when_answering(polled: Polled, now: datetime) -> tuple[HealthState, Bilingual, datetime | None]:
    silence = timedelta(hours=polled.healthy.max_silence_hours)
    if polled.last_new_at is None or now - polled.last_new_at > silence:
        return HealthState.QUIET, _silent(polled.healthy), polled.last_new_at
    if polled.last_entries is not None and polled.last_entries < polled.healthy.min_entries:
        least = polled.healthy.min_entries
        reason = Bilingual(
            f"chỉ có {polled.last_entries} mục, bình thường ít nhất {least}",
            f"only {polled.last_entries} entries, {least} or more are usual",
        )
        return HealthState.QUIET, reason, polled.last_poll_at
    return HealthState.OK, Bilingual("bình thường", "well"), None


@dataclass(frozen=True, slots=True)
class PolledPeriod:
    """The polls of a source within a period. ``problem`` is one of the problems met, if any."""

    polls: int
    failed: int
    problem: str | None
    last_new: datetime | None


def judge_period(
    period: PolledPeriod | None, healthy: Healthy, end: datetime
) -> tuple[HealthState, Bilingual] | None:
    """State and reason where a source could not be seen in a period; None where it could."""
    if period is None:
        return HealthState.NEVER, Bilingual("không được hỏi lần nào trong kỳ", "never polled in the period")
    if period.failed * 2 > period.polls:
        state = HealthState.BLOCKED if period.problem in BLOCKED else HealthState.FAILING
        return state, Bilingual(
            f"{period.failed} trên {period.polls} lần hỏi không được ({period.problem})",
            f"{period.failed} of {period.polls} polls failed ({period.problem})",
        )
    if period.last_new is None or end - period.last_new > timedelta(hours=healthy.max_silence_hours):
        return HealthState.QUIET, _silent(healthy)
    return None


def _silent(healthy: Healthy) -> Bilingual:
    hours = f"{healthy.max_silence_hours:g}"
    return Bilingual(f"không có tin mới quá {hours} giờ", f"nothing new for more than {hours} hours")
