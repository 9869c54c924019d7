"""When to come back: pure decisions, all times given.

A source is polled in its own rhythm (about two polls for each new entry), never more often than its publisher
asks and never outside the bounds of the settings. Failures weigh by what they are, as in Media Cloud's fetcher,
and put the next poll off; however many there are, the source goes on being polled at the ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.records import Bilingual

MIN_INTERVAL = timedelta(minutes=2)
LONGEST_RETRY_AFTER = timedelta(days=1)
POLLS_AN_ENTRY = 2
LEARNING = timedelta(days=1)  # until then a source is polled at the floor: its first poll says nothing of its rhythm
PAGE_RETRY = timedelta(minutes=5)
PAGE_RETRY_CEILING = timedelta(hours=6)
RECHECK_AFTER = (timedelta(hours=2), timedelta(hours=12), timedelta(hours=48))

HARD, SOFT, PASSING = 1.0, 0.5, 0.25
# What another poll will hardly mend: the address, its name, or what stands there is wrong, or we are not wanted.
LASTING = frozenset(
    {"dns", "unreachable", "tls", "http_404", "http_410", "http_401", "http_403", "robots_blocked", "robot_check",
     "javascript_wall", "redirect_loop", "bad_url", "private_address", "too_large", "html_instead_of_feed",
     "not_a_feed", "not_a_sitemap", "sitemap_index", "is_article"}
)  # fmt: skip
# What the host asks us to wait for, and what went wrong on our side.
WAITING = frozenset({"http_429", "robots_unavailable", "crawl_delay", "crawler_died", "reader_died"})
MISSING_SOFTLY = 1.0  # a 404 counts as soft until the failures weigh this much: sites lose a feed for an hour

PLAIN_AT_LEAST, PLAIN_AT_MOST = timedelta(hours=6), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest wait between two polls of one source."""

    floor: timedelta
    ceiling: timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of a source's rhythm: new entries of the last seven days (without those of its first poll)
    and when it was first polled."""

    entries_week: int
    first_poll_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the publisher wants to be polled, each in seconds: the feed's own period (<ttl>, sy:update…), how long
    the answer is fresh (Cache-Control, Expires), and Retry-After."""

    period_s: float | None = None
    max_age_s: float | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When the next poll is, and why then, in words."""

    at: datetime
    reason: Bilingual


def weight_of(problem: str, weight_before: float) -> float:
    """How much one failed poll weighs, after failures that weigh ``weight_before`` together."""
    if problem == "http_404" and weight_before < MISSING_SOFTLY:
        return SOFT
    if problem in LASTING:
        return HARD
    return PASSING if problem in WAITING else SOFT


def plan(now: datetime, bounds: Bounds, pace: Pace, wishes: Wishes, weight: float) -> NextPoll:
    """The next poll. ``weight`` is that of all failures in a row, 0 after an answer.

    The wait lies within the bounds, except that a Retry-After is honoured up to a day; neither it nor any other
    wish ever makes a poll come sooner.
    """
    floor = max(bounds.floor, MIN_INTERVAL)
    ceiling = max(bounds.ceiling, floor)
    if weight > 0:
        wait = min(floor * 2 ** min(weight, 16.0), ceiling)
        reason = Bilingual("nguồn đang lỗi, hỏi thưa dần", "it is failing, so it is asked less and less often")
        if wait == ceiling:
            reason = Bilingual("nguồn lỗi đã lâu, vẫn hỏi ở mức thưa nhất", "it has long been failing; asked still")
    else:
        wait, reason = _own(now, floor, ceiling, pace)
    stated = Bilingual("nguồn ghi chu kỳ cập nhật như vậy", "the feed states this period")
    fresh = Bilingual("máy chủ nói nội dung còn mới đến lúc đó", "the server calls it fresh until then")
    for seconds, why in ((wishes.period_s, stated), (wishes.max_age_s, fresh)):
        wished = min(_span(seconds), ceiling)
        if wished > wait:
            wait, reason = wished, why
    asked = min(_span(wishes.retry_after_s), LONGEST_RETRY_AFTER)
    if asked > wait:
        wait, reason = asked, Bilingual("máy chủ yêu cầu chờ (Retry-After)", "the server asks to wait (Retry-After)")
    return NextPoll(now + wait, reason)


def _own(now: datetime, floor: timedelta, ceiling: timedelta, pace: Pace) -> tuple[timedelta, Bilingual]:
    known = timedelta(0) if pace.first_poll_at is None else now - pace.first_poll_at
    if known < LEARNING:
        return floor, Bilingual("nguồn mới, đang học nhịp đăng", "it is new and its rhythm is being learned")
    if pace.entries_week <= 0:
        return ceiling, Bilingual("bảy ngày qua không có tin mới", "it had nothing new for seven days")
    gap = _gap(now, pace)
    n = f"{timedelta(days=7) / gap:.0f}"
    reason = Bilingual(f"nguồn đăng khoảng {n} tin mỗi tuần", f"it publishes about {n} entries a week")
    return min(max(gap / POLLS_AN_ENTRY, floor), ceiling), reason


def _gap(now: datetime, pace: Pace) -> timedelta:
    """The mean time between two new entries; a week where there are none."""
    known = timedelta(days=7) if pace.first_poll_at is None else now - pace.first_poll_at
    return min(max(known, LEARNING), timedelta(days=7)) / max(pace.entries_week, 1)


def _span(seconds: float | None) -> timedelta:
    """Seconds as a time span; none, negative or absurd ones made harmless."""
    return timedelta(seconds=min(max(seconds or 0.0, 0.0), 10.0**8))


def ask_plainly(now: datetime, pace: Pace, last_body_at: datetime | None, mistrusted: bool) -> bool:
    """Whether to leave the conditional headers out: they are known to lie, or the last body lies back longer than
    four of the source's own gaps (at least six hours, at most three days)."""
    if mistrusted or last_body_at is None:
        return True
    return now - last_body_at >= min(max(4 * _gap(now, pace), PLAIN_AT_LEAST), PLAIN_AT_MOST)


def lies(etag_before: str | None, etag: str | None, hash_before: str | None, hash_now: str | None) -> bool:
    """Whether the same ETag came with different content: then a 304 of this source means nothing."""
    return bool(etag and etag == etag_before and hash_before and hash_now and hash_now != hash_before)


def next_attempt(now: datetime, attempts: int, retry_after_s: float | None) -> datetime:
    """The next try of a page that failed ``attempts`` times: 5, 10, 20 … minutes, or what the site asks for."""
    wait = min(PAGE_RETRY * (1 << min(attempts - 1, 10)), PAGE_RETRY_CEILING)
    return now + max(wait, min(_span(retry_after_s), LONGEST_RETRY_AFTER))


def next_recheck(now: datetime, rechecks: int) -> datetime | None:
    """The next re-visit of a stored article for revisions; capped, so a page that embeds the time ends."""
    return now + RECHECK_AFTER[rechecks] if rechecks < len(RECHECK_AFTER) else None
