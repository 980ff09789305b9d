"""CPU per rerun of each page at 10^5 hazards: ours, warm, beside the tutorial app, both spoken to as a browser would.

The server is its own process; a session is a web socket that asks for reruns and waits until each has finished.
What is counted is the processor time of the whole server process, divided by the number of reruns.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from benchmarks import bench_ledger

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "", "my_work", "weekly_review", "battle_map", "closure_rates", "analysis", "analysis?part=time",
    "analysis?part=duration", "analysis?part=origin", "analysis?part=coming", "assessment", "ledger", "hazard",
    "import", "register", "forms", "reconcile", "rounds", "papers", "responsibility", "tips", "deputies", "presenter",
    "audit",
)  # fmt: skip
FILTERS = ("", "township=141034100")  # a rerun as a reader makes it: between two filters, both seen before
TARGET_MS = 25.0
FIRST_PORT = 8710
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # this machine, whatever proxy is set


class RerunFailed(RuntimeError):
    """The script did not finish, or the server did not start."""


def free_port() -> int:
    """The first free port from FIRST_PORT on."""
    for port in range(FIRST_PORT, FIRST_PORT + 60):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RerunFailed("no free port")


@contextmanager
def server(command: list[str], port: int, environment: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    """Start a server, wait until it is healthy, stop it at the end."""
    with log.open("w", encoding="utf-8") as out:
        started = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=out, stderr=out)
        try:
            _wait(port, started, log)
            yield psutil.Process(started.pid)
        finally:
            started.terminate()
            try:
                started.wait(timeout=20)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def _wait(port: int, started: "subprocess.Popen[bytes]", log: Path, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if started.poll() is not None:
            raise RerunFailed(f"server ended with {started.returncode}: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with DIRECT.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RerunFailed("server did not become healthy")


def rerun(
    session: ClientConnection, page: str, query: str, script: str = "", seconds: float = 1_800
) -> tuple[str, int]:
    """Ask for a rerun of a page and wait for its end; returns (hash of the page's script, bytes received)."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_script_hash = script
    asked.rerun_script.page_name = "" if script else page
    session.send(asked.SerializeToString())
    received = 0
    while True:
        packet = session.recv(timeout=seconds)
        assert isinstance(packet, bytes)
        received += len(packet)
        message = ForwardMsg()
        message.ParseFromString(packet)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            script = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.new_element.HasField("exception"):
            raise RerunFailed(f"{page}: {message.delta.new_element.exception.message}")
        elif kind == "page_not_found":
            raise RerunFailed(f"no page {page!r}")
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return script, received


def cpu(process: psutil.Process) -> float:
    """Processor time of a process so far, in milliseconds."""
    used = process.cpu_times()
    return (used.user + used.system) * 1000


def per_rerun(
    process: psutil.Process, port: int, page: str, queries: tuple[str, ...], rounds: int, warm: int = 6
) -> float:
    """Milliseconds of processor time per rerun of a page, after `warm` reruns that are not counted."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(
        address, subprotocols=["streamlit"], max_size=None, proxy=None, origin=f"http://127.0.0.1:{port}"
    ) as session:  # type: ignore[list-item,arg-type]
        script = ""
        for number in range(warm):
            script, _ = rerun(session, page, queries[number % len(queries)], script)
        time.sleep(0.5)  # what the last run left behind (collection, sending) is not the next one's
        began = cpu(process)
        for number in range(rounds):
            rerun(session, page, queries[number % len(queries)], script)
        return (cpu(process) - began) / rounds


def ours(size: int, folder: Path, rounds: int) -> dict[str, float]:
    """CPU per rerun of every page of the program."""
    port = free_port()
    environment = {
        "RISKMAP_DATABASE_URL": bench_ledger.database(size, folder),
        "RISKMAP_DATA_DIR": str(folder / "data"),
        "RISKMAP_TODAY": bench_ledger.LAST.isoformat(),
        "RISKMAP_DEMO": "0",
        "RISKMAP_PORT": str(port),
        "RISKMAP_HOST": "127.0.0.1",
    }
    with server([sys.executable, "app.py"], port, environment, folder / "app.log") as process:
        one = tuple(f"id={number}" for number in _some_ids(port))
        return {page: _page(process, port, page, one, rounds) for page in PAGES}


def _page(process: psutil.Process, port: int, page: str, hazards: tuple[str, ...], rounds: int) -> float:
    """CPU per rerun of a page; words after its name are asked each time."""
    name, _, words = page.partition("?")
    queries = hazards if name == "hazard" else FILTERS
    return per_rerun(process, port, name, tuple("&".join(filter(None, (words, one))) for one in queries), rounds)


def _some_ids(port: int) -> list[str]:
    """Two hazards to look at."""
    with DIRECT.open(f"http://127.0.0.1:{port}/api/v1/hazards?grade=major", timeout=60) as answer:
        found = json.load(answer)
    return [str(row["id"]) for row in found["rows"][:2]]


def tutorial(size: int, folder: Path, rounds: int, warm: int = 1) -> float:
    """CPU per rerun of the tutorial app's one page, with the same filter each time."""
    port, script = free_port(), str(ROOT / "benchmarks" / "tutorial_app.py")
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    options += ["--server.maxMessageSize", "1000"]  # MB; its map of 10^5 markers is refused by the default of 64
    environment = {"TUTORIAL_DATA": str(bench_ledger.table(size, folder / f"tutorial-{size}.csv"))}
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    with server(command, port, environment, folder / "tutorial.log") as process:
        return per_rerun(process, port, "", ("",), rounds, warm)


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Measure each page at 10^5 hazards (10^4 when quick) beside the tutorial app at the same size."""
    size, rounds = (10_000, 10) if quick else (100_000, 40)
    with tempfile.TemporaryDirectory(prefix="riskmap-bench-") as name:
        folder = Path(name)
        measured = ours(size, folder, rounds)
        peer = tutorial(size, folder, 1) if quick else tutorial(size, folder, 1, warm=0)  # minutes a run at 10^5
    return [
        {
            "work": f"CPU per rerun, page /{page}, {size:,} hazards",
            "unit": "ms",
            "ours": value,
            "peers": {"tutorial app": peer},
            "target": f"≤ {TARGET_MS:.0f} ms warm",
            "met": value <= TARGET_MS,
        }
        for page, value in measured.items()
    ]
