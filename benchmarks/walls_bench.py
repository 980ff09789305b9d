"""What walls cost: many of them on one server, and one look with three pages in turn over a full county.

The server is its own process; walls are web sockets that ask as the page does, with its pulse (benchmarks/kiosk.py).
What is counted is the processor time of the whole server process over the time that passed.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks import bench_ledger
from benchmarks.kiosk import Kiosk, stand
from benchmarks.rerun_bench import cpu, free_port, server, tutorial

WALLS, SECONDS = 50, 30
SHARE, TICK_MS = 50.0, 25.0  # per cent of a core; milliseconds a look
LISTED: Final = 500
TURN: Final = "kiosk=1&rotate=main,rates,listed"
PEER_SIZE: Final = 10_000  # one run of the tutorial app takes minutes at 10^5


@contextmanager
def ours(size: int, folder: Path, listed: int, seconds: int) -> Iterator[tuple[psutil.Process, str]]:
    """The program on a ledger of its own; its process and its address."""
    port = free_port()
    environment = {
        "RISKMAP_DATABASE_URL": bench_ledger.database(size, folder, listed),
        "RISKMAP_DATA_DIR": str(folder / "data"),
        "RISKMAP_TODAY": bench_ledger.LAST.isoformat(),
        "RISKMAP_DEMO": "0",
        "RISKMAP_WALL_SECONDS": str(seconds),
        "RISKMAP_PORT": str(port),
        "RISKMAP_HOST": "127.0.0.1",
    }
    with server([sys.executable, "app.py"], port, environment, folder / "walls.log") as process:
        yield process, f"127.0.0.1:{port}"


def share(process: psutil.Process, walls: list[Kiosk], warm: float, seconds: float) -> tuple[float, float]:
    """(per cent of a core, looks a second) of walls that stand for some seconds, after `warm` seconds not counted."""

    async def counted() -> tuple[float, float]:
        standing = asyncio.create_task(stand(walls, warm + seconds, warm / 2))
        await asyncio.sleep(warm)
        began, at, ticks = cpu(process), time.monotonic(), sum(one.told.ticks for one in walls)
        await asyncio.sleep(seconds - 0.5)
        took = time.monotonic() - at
        used, looks = cpu(process) - began, sum(one.told.ticks for one in walls) - ticks
        await standing
        return used / took / 10, looks / took

    result = asyncio.run(counted())
    wrong = [error for one in walls for error in one.told.errors]
    if wrong or any(one.told.lost for one in walls):
        raise RuntimeError(f"walls were lost or failed: {wrong[:3]}")
    if not result[0]:  # somebody else answers on this port
        raise RuntimeError("the server that was measured did nothing")
    return result


def tick(process: psutil.Process, address: str, rounds: int) -> float:
    """Milliseconds of processor time of one look of a wall with three pages in turn, the state being known."""
    wall = Kiosk(address, "big_screen", TURN, fixed=0.01)
    used, looks = share(process, [wall], 4.0, max(4.0, rounds * 0.05))
    return used * 10 / looks


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Measure 50 walls and a look at 10^5 hazards, 500 of them listed majors (10 walls at 10^4 when quick)."""
    size, walls = (10_000, 10) if quick else (100_000, WALLS)
    seconds = 5 if quick else SECONDS
    with tempfile.TemporaryDirectory(prefix="riskmap-walls-") as name:
        folder = Path(name)
        with ours(size, folder, LISTED, seconds) as (process, address):
            each = tick(process, address, 40 if quick else 200)
            queries = ("kiosk=1", TURN, "kiosk=1&township=141034100", "kiosk=1&lang=en")
            kiosks = [Kiosk(address, "big_screen", queries[number % len(queries)]) for number in range(walls)]
            used, looks = share(process, kiosks, 2.0 * seconds, 2.0 * seconds)
        theirs = tutorial(PEER_SIZE, folder, 1)
    return [_walls(size, walls, seconds, (used, looks), theirs), _tick(size, each, theirs)]


def _walls(size: int, walls: int, seconds: int, ours: tuple[float, float], theirs: float) -> dict[str, Any]:
    """`ours`: per cent of a core, looks a second; `theirs`: milliseconds of a run, one an interval."""
    one = theirs / (seconds * 10)
    return {
        "work": f"CPU of {walls} walls, each every {seconds} s, {size:,} hazards",
        "unit": "% of a core",
        "ours": ours[0],
        "peers": {f"tutorial app, 1 wall, {PEER_SIZE:,} hazards": one},
        "target": f"< {SHARE:.0f} % of a core",
        "met": ours[0] < SHARE,
        "note": f"{ours[1]:.2f} looks a second, pulses besides; half a core holds {SHARE / one:.1f} walls of the peer",
    }


def _tick(size: int, each: float, theirs: float) -> dict[str, Any]:
    return {
        "work": f"CPU of a look, three pages in turn, {size:,} hazards, {LISTED} listed majors",
        "unit": "ms",
        "ours": each,
        "peers": {f"tutorial app, {PEER_SIZE:,} hazards": theirs},
        "target": f"≤ {TICK_MS:.0f} ms",
        "met": each <= TICK_MS,
    }
