"""The demo's honest count: planted distortions that became alerts, and alerts that were not planted."""

from __future__ import annotations

from demo.manifest import Manifest, load_manifest
from demo.server import DemoSite
from demo.tally import Alerted, Tally, tally
from models.records import Bilingual
from models.rows import AlertFilter
from pipeline.bootstrap import App
from pipeline.console import stdout, table


def report(app: App, site: DemoSite) -> tuple[Manifest, Tally]:
    """Hold the open alerts of the store against the site's manifest."""
    with app.store.read() as tx:
        rows = tx.alerts.queue(AlertFilter(audit=False, merged=None), limit=1000)
        alerted = [
            Alerted(ref, finding.kind.value, finding.part, finding.passage)
            for row in rows
            if (ref := site.ref_of(row.url)) is not None
            for finding in tx.findings.of(row.article_id)
        ]
    manifest = load_manifest(site.today)
    return manifest, tally(manifest, alerted)


def show_report(manifest: Manifest, done: Tally) -> None:
    """Each planted distortion with what became of it, then both counts in words."""
    rows = [
        (
            item.id,
            item.kind,
            item.outlet,
            "✓" if item.id in done.found else "(✓)" if item.id in done.elsewhere else "–",
            "✓" if item.id in done.same_kind else "–",
        )
        for item in manifest.planted
    ]
    names = (
        ("cài sẵn", "planted"),
        ("loại", "kind"),
        ("báo", "outlet"),
        ("có cảnh báo", "alerted"),
        ("đúng loại", "right kind"),
    )
    title = Bilingual("Chỗ sai cài sẵn trong trang mẫu", "Distortions planted in the demo")
    stdout.print(table(title, tuple(Bilingual(*pair) for pair in names), rows))
    found, exact, extra = len(done.found), len(done.same_kind), len(done.unplanned)
    vi = (
        f"{found}/{done.planted} chỗ cài sẵn thành cảnh báo ({exact} đúng loại); {extra} bài khác có cảnh báo "
        f"không cài sẵn; {len(done.lookalikes)} đoạn trông giống bị đánh dấu"
    )
    en = (
        f"{found} of {done.planted} planted became alerts ({exact} with the right kind); {extra} other articles "
        f"have alerts that were not planted; {len(done.lookalikes)} look-alike passages were flagged"
    )
    stdout.print(f"{vi} / {en}", soft_wrap=True)
