"""Real servers for tests: the program as `manage.py run` starts it, on a free port, with a data folder of its own."""

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-18"  # a Wednesday: "this week" has days on both sides
READY_SECONDS = 120.0
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a program under test: none of this machine's own settings, its own data folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RISKMAP_")}
    return {**clean, "RISKMAP_DATA_DIR": str(data_dir), "RISKMAP_TODAY": TODAY, **settings}


def riskmap(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program on a data folder, in this process: another would first load all libraries anew."""
    from riskmap.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    env = environment(data_dir, **settings)
    with patch.dict(os.environ, env, clear=True), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(list(arguments))
        except SystemExit as end:  # argparse
            code = int(end.code or 0)
    for stream in (out, err):
        stream.seek(0)
    return subprocess.CompletedProcess(list(arguments), code, out.read(), err.read())


def get(url: str, timeout: float = 30.0) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and body of an answer, whatever the status is."""
    try:
        with NO_PROXY.open(url, timeout=timeout) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@contextmanager
def server(data_dir: Path, **settings: str) -> Iterator[str]:
    """Start the program on a data folder; gives its address once it is ready."""
    port = free_port()
    log = data_dir / "server.log"
    data_dir.mkdir(parents=True, exist_ok=True)
    env = environment(data_dir, RISKMAP_PORT=str(port), **settings)
    with log.open("wb") as out:
        command = [sys.executable, "-m", "riskmap.startup"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        _wait(process, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < READY_SECONDS:
        if process.poll() is not None:
            break
        try:
            if get(f"{base}/api/v1/ready", timeout=10)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server was not ready:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")


def made_once(folder: Path, make: object) -> Path:
    """`folder`, made by the first of several test workers that ask; the others wait for it."""
    done, lock = folder.with_suffix(".done"), folder.with_suffix(".lock")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        for _ in range(3000):
            if done.exists():
                if done.read_text() != "ok":
                    raise AssertionError(done.read_text()) from None
                return folder
            time.sleep(0.1)
        raise AssertionError(f"{folder} was not made within 300 s") from None
    try:
        make(folder)  # type: ignore[operator]
    except BaseException as error:
        done.write_text(f"another worker failed: {error}")
        raise
    done.write_text("ok")
    return folder


def load_demo(folder: Path) -> None:
    """Make a data folder with the demo county in it."""
    folder.mkdir(parents=True)
    done = riskmap(folder, "demo", "load")
    if done.returncode != 0:
        raise AssertionError(f"demo load failed ({done.returncode}):\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def copy_folder(source: Path, target: Path) -> Path:
    """A copy of a data folder, so that a test may change it."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target
