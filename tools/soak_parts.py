"""What a soak consists of: a relay that can pause, the program in its own process, a wall in a browser tab."""

import asyncio
import os
import subprocess
import sys
import time
import urllib.error
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil
from playwright.async_api import Error, Page

from benchmarks.kiosk import DIRECT

ROOT = Path(__file__).resolve().parents[1]
WALL_SECONDS: Final = 5
GIVEN_UP: Final = 120.0  # seconds after which a wall is not waited for any longer
# Runs before the page's own scripts: this document's mark, and whether its map stayed the same one.
WATCH: Final = """
window.soak = { id: Math.random().toString(36), remounts: 0, map: null };
setInterval(() => {
  const map = document.querySelector('#wall-map .leaflet-map-pane');
  if (window.soak.map && map !== window.soak.map) window.soak.remounts++;
  window.soak.map = map || window.soak.map;
}, 250);
"""
LOOK: Final = """() => {
  const beat = document.getElementById('wall-beat'), map = document.querySelector('#wall-map[data-paints]');
  return { ...window.soak, map: null, beat: beat ? beat.dataset.at : '',
    whole: !!map && !!document.querySelector('.wa-foot'),
    lost: document.documentElement.classList.contains('wa-is-lost'), ghost: !!document.querySelector('.wa-ghost'),
    exceptions: document.querySelectorAll('[data-testid="stException"]').length };
}"""


class Relay:
    """Passes bytes between walls and the server; while it pauses, nothing passes and nothing is closed."""

    def __init__(self, port: int, to: int) -> None:
        self.port, self.to = port, to
        self.open = asyncio.Event()
        self.open.set()

    async def start(self) -> None:
        """Listen."""
        self.server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.open.wait()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while piece := await source.read(65_536):
                await self.open.wait()
                target.write(piece)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()


class Server:
    """The program in its own process, started again on the same port and folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RISKMAP_")}
        own = {"RISKMAP_DATA_DIR": str(folder), "RISKMAP_PORT": str(port), "RISKMAP_WALL_SECONDS": str(WALL_SECONDS)}
        self.environment = {**clean, **own, "RISKMAP_TODAY": "2026-11-18"}

    def load(self) -> None:
        """The demo county in its folder."""
        command = [sys.executable, "-m", "riskmap", "demo", "load"]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        with (self.folder / "soak.log").open("ab") as log:
            command = [sys.executable, "-m", "riskmap.startup"]
            self.process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        while not await asyncio.to_thread(self._ready):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {(self.folder / 'soak.log').read_text()[-2000:]}")
            await asyncio.sleep(0.1)

    def _ready(self) -> bool:
        try:
            with DIRECT.open(f"http://127.0.0.1:{self.port}/api/v1/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    async def stop(self) -> None:
        """End it as an operating system would."""
        self.process.terminate()
        try:
            await asyncio.to_thread(self.process.wait, 20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def memory(self) -> float:
        """Resident memory in MB."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)


@dataclass
class Tab:
    """A wall in a browser, and what was seen of it."""

    page: Page
    documents: set[str] = field(default_factory=set)
    remounts: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    async def look(self) -> dict[str, Any]:
        """How the wall stands; {} while its page is between two documents."""
        try:
            seen: dict[str, Any] = await self.page.evaluate(LOOK)
        except Error:
            return {}
        if seen.get("id"):
            self.documents.add(seen["id"])
            self.remounts[seen["id"]] = seen["remounts"]
        if seen.get("exceptions"):
            self.errors.append("an exception on the page")
        return seen

    async def heap(self) -> float:
        """Memory of its scripts in MB, after a collection."""
        session = await self.page.context.new_cdp_session(self.page)
        await session.send("HeapProfiler.collectGarbage")
        await session.send("Performance.enable")
        told = await session.send("Performance.getMetrics")
        await session.detach()
        return float(next(one["value"] for one in told["metrics"] if one["name"] == "JSHeapUsedSize") / 1e6)

    async def back(self, since: float, before: str) -> float:
        """Seconds from `since` until a whole wall stands here, its map painted, with another beat than before."""
        while time.monotonic() - since < GIVEN_UP:
            seen = await self.look()
            if seen and seen["beat"] not in ("", before) and seen["whole"] and not seen["lost"]:
                return time.monotonic() - since
            await asyncio.sleep(0.2)
        return GIVEN_UP
