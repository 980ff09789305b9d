"""Walls for as long as one likes: the server restarts and the network pauses in between; figures as JSON.

`python tools/soak.py --minutes 10 --kiosks 12`. Some of the walls are real browser tabs, the rest web sockets that ask
as the page does. All go through a relay, so that a pause of the network is one: nothing passes, nothing is closed.

First half: what is shown changes, once the network pauses; memory is compared from the end of the warm-up to the end of
the half. Second half: restarts and pauses in turn. A tab loads its page anew after each of them, as it is meant to; any
other load, and any map that is another one in the same page, is a remount.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from playwright.async_api import Browser, async_playwright  # noqa: E402

from benchmarks.kiosk import Kiosk  # noqa: E402
from riskmap.domain.county import load_county  # noqa: E402
from riskmap.domain.presenting import EVERY, MINUTES, Scene, Show  # noqa: E402
from riskmap.ledger.batch import Actor  # noqa: E402
from riskmap.ledger.presenting import Walls  # noqa: E402
from riskmap.store.engine import open_engine  # noqa: E402
from support.browsing import FLAGS, NAMES  # noqa: E402
from support.servers import free_port  # noqa: E402
from tools.soak_parts import WATCH, Relay, Server, Tab  # noqa: E402

TURN: Final = "kiosk=1&rotate=main,rates,listed&dwell=7"
BACK, GROWTH = 10.0, 5.0  # seconds after a restart, per cent of memory
PAUSE: Final = 8.0  # seconds without a network
EVERY_SECONDS: Final = 15.0  # between two changes of what is shown
SHOWS: Final = (Show.RATES, Show.LISTED, Show.MAIN, Show.HOLD)
OFFICE: Final = Actor("soak", "soak", "system")


class Soak:
    """One run: walls, interruptions, figures."""

    def __init__(self, minutes: float, kiosks: int, tabs: int, folder: Path) -> None:
        self.seconds, self.kiosks, self.tabs_wanted = minutes * 60, kiosks, min(tabs, kiosks)
        self.server = Server(folder, free_port())
        self.tabs: list[Tab] = []
        self.backs: list[float] = []
        self.counts = {"restarts": 0, "pauses": 0, "changes": 0}

    async def run(self, browser: Browser) -> dict[str, Any]:
        """The whole run; its figures."""
        await self.server.start()
        self.relay = Relay(free_port(), self.server.port)
        await self.relay.start()
        self.ends = time.monotonic() + self.seconds
        until = asyncio.Event()
        sessions = [
            Kiosk(f"127.0.0.1:{self.relay.port}", "big_screen", TURN) for _ in range(self.kiosks - self.tabs_wanted)
        ]
        standing = [asyncio.create_task(one.live(until, place * 0.2)) for place, one in enumerate(sessions)]
        self.tabs = [await self._tab(browser) for _ in range(self.tabs_wanted)]
        try:
            memory = await self._steady()
            await self._rough()
        finally:
            until.set()
            for one in standing:
                one.cancel()
            await asyncio.gather(*standing, return_exceptions=True)
            await self.server.stop()
        return self._figures(memory, sessions)

    async def _tab(self, browser: Browser) -> Tab:
        context = await browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        await context.add_init_script(WATCH)
        tab = Tab(await context.new_page())
        tab.page.on("pageerror", lambda error: tab.errors.append(f"script error: {error}"))
        await tab.page.goto(f"http://127.0.0.1:{self.relay.port}/big_screen?{TURN}", wait_until="domcontentloaded")
        await tab.back(time.monotonic(), "")
        return tab

    async def _steady(self) -> dict[str, list[float]]:
        """What is shown changes, once the network pauses; memory at the end of the warm-up and in the middle."""
        began, middle = time.monotonic(), self.ends - self.seconds / 2
        await self._changing(began + (middle - began) * 0.1)
        await self._pause()
        await self._changing(began + (middle - began) * 0.4)
        memory = [await self._memory()]
        await self._changing(middle)
        memory.append(await self._memory())
        return {"server": [one[0] for one in memory], "tabs": [one[1] for one in memory]}

    async def _memory(self) -> tuple[float, float]:
        heaps = [await tab.heap() for tab in self.tabs]
        return self.server.memory(), sum(heaps) / len(heaps) if heaps else 0.0

    async def _changing(self, until: float) -> None:
        """Change what is shown every now and then, and look at the tabs."""
        change = time.monotonic()
        while time.monotonic() < until:
            if time.monotonic() >= change:
                await asyncio.to_thread(self._change)
                change += EVERY_SECONDS
            for tab in self.tabs:
                await tab.look()
            await asyncio.sleep(1)

    def _change(self) -> None:
        engine = open_engine(f"sqlite:///{(self.server.folder / 'riskmap.sqlite3').as_posix()}")
        try:
            walls = Walls(engine, load_county(ROOT / "data" / "county.toml"))
            number = self.counts["changes"] % (len(SHOWS) + 1)
            if number < len(SHOWS):
                walls.present(EVERY, Scene(SHOWS[number]), MINUTES[0], OFFICE)
            else:
                walls.release(EVERY, OFFICE)
            self.counts["changes"] += 1
        finally:
            engine.dispose()

    async def _rough(self) -> None:
        """Restarts and pauses in turn until the end, at least one restart."""
        gap = min(60.0, max(5.0, self.seconds / 20))
        while self.counts["restarts"] == 0 or time.monotonic() + gap < self.ends:
            await (self._restart() if self.counts["restarts"] <= self.counts["pauses"] - 1 else self._pause())
            await self._changing(min(self.ends, time.monotonic() + gap))

    async def _restart(self) -> None:
        self.counts["restarts"] += 1
        before = await self._stand()
        await self.server.stop()
        await self.server.start()
        self.backs += await self._back(before)

    async def _pause(self) -> None:
        self.counts["pauses"] += 1
        before = await self._stand()
        self.relay.open.clear()
        await asyncio.sleep(PAUSE)
        self.relay.open.set()
        self.backs += await self._back(before)

    async def _stand(self) -> list[str]:
        """The last beats of all tabs."""
        return [str((await tab.look()).get("beat", "")) for tab in self.tabs]

    async def _back(self, before: list[str]) -> list[float]:
        since = time.monotonic()
        return list(await asyncio.gather(*(tab.back(since, one) for tab, one in zip(self.tabs, before, strict=True))))

    def _figures(self, memory: dict[str, list[float]], sessions: list[Kiosk]) -> dict[str, Any]:
        """Everything that was counted, and whether it holds."""
        broken = self.counts["restarts"] + self.counts["pauses"]
        extra = sum(max(0, len(tab.documents) - 1 - broken) for tab in self.tabs)
        remounts = extra + sum(sum(tab.remounts.values()) for tab in self.tabs)
        errors = [one for tab in self.tabs for one in tab.errors] + [
            one for wall in sessions for one in wall.told.errors
        ]
        growth = {name: round((last / first - 1) * 100, 1) for name, (first, last) in memory.items() if first}
        worst = max(self.backs, default=0.0)
        held = not remounts and not errors and worst <= BACK and max(growth.values()) < GROWTH
        return {
            "minutes": round(self.seconds / 60, 1), "kiosks": self.kiosks, "tabs": len(self.tabs), **self.counts,
            "looks": sum(wall.told.ticks for wall in sessions), "remounts": remounts, "errors": errors[:20],
            "back_seconds": {"worst": round(worst, 1), "mean": round(sum(self.backs) / max(1, len(self.backs)), 1)},
            "memory_mb": {name: [round(one, 1) for one in pair] for name, pair in memory.items()},
            "growth_percent": growth, "held": held,
        }  # fmt: skip


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, headless."""
    import shutil

    path = next(found for name in NAMES if (found := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def soak(minutes: float, kiosks: int, tabs: int) -> dict[str, Any]:
    """Run it on a demo county in a folder of its own; the figures."""
    with tempfile.TemporaryDirectory(prefix="riskmap-soak-") as name:
        one = Soak(minutes, kiosks, tabs, Path(name))
        one.server.load()
        async with chromium() as browser:
            return await one.run(browser)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; exit 0 when all of them hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kiosks", type=int, default=12)
    parser.add_argument("--tabs", type=int, default=2, help="how many of them are browser tabs")
    options = parser.parse_args(arguments)
    figures = asyncio.run(soak(options.minutes, options.kiosks, options.tabs))
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    return 0 if figures["held"] else 1


if __name__ == "__main__":
    sys.exit(main())
