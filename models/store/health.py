"""How well a source is: a pure decision over what its last polls left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.problems import words
from models.records import Bilingual, Healthy
from models.rows import HealthState, SourceHealth
from models.store.habit import unusual

BLOCKED = frozenset({"robots_blocked", "robot_check", "http_401", "http_403"})
UNWELL_WEIGHT = 1.0  # one lasting failure, two soft ones, four passing ones
LONG_WEIGHT = 8.0  # by then it is asked at the ceiling
LAPSES = timedelta(days=7)  # an acknowledgement of an unusual day


@dataclass(frozen=True, slots=True)
class Polled:
    """What is known of a source. ``since`` is when its failures began, ``weight`` that of all of them, ``days`` the
    new entries of each day it answered (see ``models.store.habit``)."""

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
    weight: float = 0.0
    days: Mapping[int, int] = field(default_factory=dict)
    first_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """State, reason, and since when it has been unwell. ``trouble`` names the state and its grade, and is empty
    where there is none; ``unwell`` says that somebody should look."""

    state: HealthState
    reason: Bilingual
    since: datetime | None
    unwell: bool = False
    trouble: str = ""


def judge(polled: Polled, now: datetime) -> Judged:
    """How well a source is. A single passing failure is shown but is not unwell yet."""
    if not polled.enabled:
        return Judged(HealthState.OFF, Bilingual("đã tắt", "switched off"), None)
    if polled.last_poll_at is None:
        return Judged(HealthState.NEVER, Bilingual("chưa hỏi lần nào", "never polled yet"), None)
    grade = (polled.weight >= UNWELL_WEIGHT) + (polled.weight >= LONG_WEIGHT)
    said = words(polled.problem or "")
    if polled.problem in BLOCKED:
        reason = Bilingual(f"bị trang chặn: {said.vi}", f"blocked by the outlet: {said.en}")
        return Judged(HealthState.BLOCKED, reason, polled.since, True, f"blocked {polled.problem} {max(grade, 1)}")
    if polled.problem is not None:
        tail = f" ({polled.detail})" if polled.detail else ""
        reason = Bilingual(
            f"{said.vi}, {polled.failures} lần liền{tail}",
            f"{said.en}, {polled.failures} in a row{tail}",
        )
        trouble = f"failing {polled.problem} {grade}"
        return Judged(HealthState.FAILING, reason, polled.since, grade > 0, trouble)
    return _when_answering(polled, now)


def _when_answering(polled: Polled, now: datetime) -> Judged:
    silence = timedelta(hours=polled.healthy.max_silence_hours)
    heard = polled.last_new_at or polled.first_poll_at  # of a new source all may be known from another one
    if heard is None or now - heard > silence:
        return Judged(HealthState.QUIET, _silent(polled.healthy), polled.last_new_at, True, "quiet silent")
    if polled.last_entries is not None and polled.last_entries < polled.healthy.min_entries:
        least = polled.healthy.min_entries
        reason = Bilingual(
            f"chỉ có {polled.last_entries} mục, bình thường ít nhất {least}",
            f"only {polled.last_entries} entries, {least} or more are usual",
        )
        return Judged(HealthState.QUIET, reason, polled.last_poll_at, True, "quiet short")
    odd = unusual(polled.days)
    if odd is None:
        return Judged(HealthState.OK, Bilingual("bình thường", "well"), None)
    since = now - timedelta(days=odd.days)
    if odd.kind == "flood":
        return Judged(HealthState.FLOODING, odd.reason, since, True, "flooding")
    return Judged(HealthState.QUIET, odd.reason, since, True, f"quiet {odd.kind}")


def holds(trouble: str, acknowledged_of: str | None, acknowledged_at: datetime | None, now: datetime) -> bool:
    """Whether an acknowledgement still stands: for the same trouble at the same grade, and one of an unusual day
    for a week."""
    if acknowledged_of is None or acknowledged_at is None or trouble != acknowledged_of:
        return False
    return trouble not in ("flooding", "quiet few") or now - acknowledged_at < LAPSES


def ends_with(acknowledged_of: str, new: int) -> bool:
    """Whether a body that could be read, with ``new`` new entries, ends what was acknowledged."""
    return acknowledged_of.startswith(("failing", "blocked")) or (acknowledged_of == "quiet silent" and new > 0)


@dataclass(frozen=True, slots=True)
class PolledPeriod:
    """The polls of a source within a period. ``problem`` is one of the problems met, if any."""

    polls: int
    failed: int
    problem: str | None
    last_new: datetime | None
    days: Mapping[int, int] = field(default_factory=dict)  # windows that end with the period


def judge_period(
    period: PolledPeriod | None, healthy: Healthy, end: datetime
) -> tuple[HealthState, Bilingual] | None:
    """State and reason where a source could not be seen in a period; None where it could."""
    if period is None:
        return HealthState.NEVER, Bilingual("không được hỏi lần nào trong kỳ", "never polled in the period")
    if period.failed * 2 > period.polls:
        state = HealthState.BLOCKED if period.problem in BLOCKED else HealthState.FAILING
        said = words(period.problem or "")
        return state, Bilingual(
            f"{period.failed} trên {period.polls} lần hỏi không được: {said.vi}",
            f"{period.failed} of {period.polls} polls failed: {said.en}",
        )
    if period.last_new is None or end - period.last_new > timedelta(hours=healthy.max_silence_hours):
        return HealthState.QUIET, _silent(healthy)
    odd = unusual(period.days)
    return None if odd is None or odd.kind == "flood" else (HealthState.QUIET, odd.reason)


def _silent(healthy: Healthy) -> Bilingual:
    hours = f"{healthy.max_silence_hours:g}"
    return Bilingual(f"không có tin mới quá {hours} giờ", f"nothing new for more than {hours} hours")


@dataclass(frozen=True, slots=True)
class Changed:
    """Sources whose state is another kind of state than a day ago; those not polled then are left out."""

    newly_unwell: tuple[SourceHealth, ...]
    newly_quiet: tuple[SourceHealth, ...]  # or flooding
    recovered: tuple[SourceHealth, ...]


def changed(rows: Sequence[SourceHealth]) -> Changed:
    """What changed since yesterday."""
    wrong, odd = (HealthState.FAILING, HealthState.BLOCKED), (HealthState.QUIET, HealthState.FLOODING)
    known = [row for row in rows if row.state_yesterday is not None]
    return Changed(
        tuple(row for row in known if row.state in wrong and row.state_yesterday not in wrong),
        tuple(row for row in known if row.state in odd and row.state_yesterday != row.state),
        tuple(row for row in known if row.state is HealthState.OK and row.state_yesterday is not HealthState.OK),
    )
