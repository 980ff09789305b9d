"""A filter change in a real browser: from the click until the new marks are drawn, without a remount of the map frame.

The peer is the tutorial app, whose map is made again with every rerun; at 10^5 it takes minutes and is left out.
Without Chromium there are no rows but one that says so.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import bench_ledger, rerun_bench

TARGETS = {10_000: 1.0, 100_000: 3.0}
PEER_MOST = 10_000
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
BOX = ".leaflet-container"
WORK = "filter change to marks drawn"
Row = dict[str, Any]


def run() -> list[Row]:
    """One row a size: seconds until drawn (the slower of two changes), and whether the map frame stayed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        row: Row = {"work": WORK, "unit": "s", "ours": None, "peers": {}, "target": "", "met": False}
        return [row | {"note": "no Chromium"}]
    from playwright.sync_api import sync_playwright

    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for size, target in TARGETS.items():
            seconds, drawn, stayed = ours(browser, size, Path(folder))
            peers = {"tutorial app": tutorial(browser, size, Path(folder))} if size <= PEER_MOST else {}
            rows.append(
                {"work": f"{WORK}, {size:,} hazards", "unit": "s", "ours": seconds, "peers": peers}
                | {"target": f"≤ {target:g} s, no remount", "met": seconds <= target and stayed}
                | {"note": f"{drawn} drawn" + ("" if stayed else "; the map was mounted anew")}
            )
        browser.close()
    return rows


def ours(browser: Any, size: int, folder: Path) -> tuple[float, int, bool]:
    """Seconds of the slower of two changes, marks and dots drawn after it, and whether the frame stayed."""
    address = bench_ledger.database(size, folder)
    port = rerun_bench.free_port()
    values = {
        "RISKMAP_DATABASE_URL": address,
        "RISKMAP_DATA_DIR": str(folder),
        "RISKMAP_TODAY": bench_ledger.LAST.isoformat(),
        "RISKMAP_DEMO": "0",
        "RISKMAP_PORT": str(port),
    }
    with rerun_bench.server([sys.executable, "app.py"], port, values, folder / "ours.log"):
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.goto(f"http://127.0.0.1:{port}/battle_map")
        frame = page.frame_locator('iframe[title*="folium"]')
        box = frame.locator(f"{BOX}[data-paints]")
        box.wait_for(state="attached", timeout=90_000)
        box.evaluate("() => { window.stillHere = true; }")
        page.wait_for_timeout(1500)
        times = []
        for number, query in ((0, "grade=general"), (1, "grade=general%2Cmajor")):
            began = time.perf_counter()
            page.locator(".st-key-filter_grade button").nth(number).click()
            frame.locator(f'{BOX}[data-drawn*="{query}"]').wait_for(state="attached", timeout=60_000)
            times.append(time.perf_counter() - began)
            page.wait_for_timeout(1000)
        drawn = int(box.get_attribute("data-marks") or 0) + int(box.get_attribute("data-dots") or 0)
        stayed = bool(box.evaluate("() => window.stillHere === true"))
        page.close()
    return max(times), drawn, stayed


def tutorial(browser: Any, size: int, folder: Path) -> float:
    """Seconds from choosing a township until the tutorial app's new map shows its clusters."""
    file, port = bench_ledger.table(size, folder / f"{size}.csv"), rerun_bench.free_port()
    script = str(bench_ledger.ROOT / "benchmarks" / "tutorial_app.py")
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    with rerun_bench.server(command, port, {"TUTORIAL_DATA": str(file)}, folder / "tutorial.log"):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _local_assets(page)
        page.goto(f"http://127.0.0.1:{port}/")
        clusters = page.frame_locator("iframe").locator(".marker-cluster")
        clusters.first.wait_for(state="attached", timeout=180_000)
        page.frame_locator("iframe").locator("body").evaluate("() => { window.old = true; }")
        page.wait_for_timeout(3000)
        began = time.perf_counter()
        page.locator('[data-testid="stSidebar"] [role="combobox"]').first.click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_function(FRESH, timeout=180_000)
        taken = time.perf_counter() - began
        page.close()
    return taken


FRESH = """() => [...document.querySelectorAll('iframe')].some((one) => {
  const inside = one.contentWindow;
  return inside && !inside.old && inside.document.querySelector('.marker-cluster');
})"""


def _local_assets(page: Any) -> None:
    """Answer the peer's requests to the internet from the installed packages: the network is not what is measured."""
    from xstatic.pkg import leaflet, leaflet_markercluster

    found = {"leaflet.js": leaflet, "leaflet.css": leaflet, "leaflet.markercluster.js": leaflet_markercluster}

    def answer(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[-1].partition("?")[0]
        if "127.0.0.1" in route.request.url:
            route.continue_()
        elif name in found:
            files = list(Path(found[name].BASE_DIR).rglob(name))
            route.fulfill(path=files[0])
        else:
            route.fulfill(status=200, body="", content_type="text/javascript" if name.endswith("js") else "text/css")

    page.route("**/*", answer)
