"""``python -m demo``: serve the demo outlets alone until Ctrl-C."""

from __future__ import annotations

import argparse
import time
from datetime import datetime

from demo.dates import VIETNAM
from demo.server import DemoSite


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--free-ports", action="store_true", help="cổng trống bất kỳ / any free ports")
    parser.add_argument("--revise-after", type=float, default=None, metavar="S", help="giây / seconds")
    options = parser.parse_args()
    site = DemoSite(
        datetime.now(VIETNAM).date(), 0 if options.free_ports else None, revise_after_s=options.revise_after
    )
    with site:
        for outlet in site.outlets:
            print(f"{site.bases[outlet.id]}/  {outlet.name} ({outlet.host})", flush=True)
        print("Ctrl-C để dừng / to stop", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
