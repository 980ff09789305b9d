"""Take the README's pictures of the demo county: `.venv/bin/python tools/screenshots.py [--out FOLDER] [--lang en]`.

Starts a program of its own with a fresh data folder and a fixed day, so that two runs show the same.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.browsing import chromium  # noqa: E402
from support.pages import PAGES, api, map_frame, visit  # noqa: E402
from support.servers import load_demo, server  # noqa: E402

SIZE = {"width": 1600, "height": 900}
WALLS = {"big_screen_rates": {"wall": "rates"}, "big_screen_listed": {"wall": "listed"}}  # the wall's further pages


def main() -> int:
    """Take one picture a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("pages", nargs="*", default=[*PAGES, *WALLS])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="riskmap-shots-") as folder:
        data = Path(folder) / "var"
        load_demo(data)
        with server(data) as base, chromium() as browser:
            for name in options.pages:
                page = browser.new_page(viewport=SIZE, color_scheme=options.theme, locale="zh-CN")
                query = {"id": api(base, "hazards", grade="major")["rows"][0]["id"]} if name == "hazard" else {}
                query |= WALLS.get(name, {})
                visit(page, base, "big_screen" if name in WALLS else name, lang=options.lang, **query)
                if name == "battle_map":
                    map_frame(page)
                page.wait_for_timeout(1500)  # charts grow into place
                page.screenshot(path=options.out / f"{name}.png")
                page.close()
                print(options.out / f"{name}.png", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
