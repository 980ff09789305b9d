"""What a newcomer does, done by a machine: clone, `manage.py run`, look, stop; then start a second time."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS = 900.0
SECOND_SECONDS = 30.0  # the promise is 5 s on a quiet machine; this one may be busy
SMOKE = {"/": b"<html", "/api/v1/health": b"{", "/api/v1/ready": b"{", "/api/v1/metrics?by=sector": b'"rows"'}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(url: str) -> bytes | None:
    """The body of a 200 answer, or None."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30) as response:
            return bytes(response.read())
    except OSError:
        return None


def start(folder: Path, limit: float) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start the clone's program; its process, address and seconds until ready."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RISKMAP_")}
    began = time.monotonic()
    command = [sys.base_prefix + "/bin/python3", "manage.py", "run", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    while answer(f"{base}/api/v1/ready") is None:
        if process.poll() is not None:
            sys.exit(f"manage.py run ended with {process.returncode} before it was ready")
        if time.monotonic() - began > limit:
            process.terminate()
            sys.exit(f"not ready within {limit:.0f} s")
        time.sleep(0.05)
    return process, base, time.monotonic() - began


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it the way a service manager does."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("the program did not stop within 30 s of SIGTERM")


def main() -> int:
    """Clone the commit that is checked out here, start it twice, ask for the first page."""
    folder = Path(tempfile.mkdtemp(prefix="riskmap-clone-"))
    try:
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "riskmap")], check=True, stdin=subprocess.DEVNULL)
        for name, limit in (("first", FIRST_SECONDS), ("second", SECOND_SECONDS)):
            process, base, seconds = start(folder / "riskmap", limit)
            print(f"{name} start: ready after {seconds:.1f} s", flush=True)
            wrong = [path for path, needed in SMOKE.items() if needed not in (answer(base + path) or b"")]
            stop(process)
            if wrong:
                print("no good answer from " + ", ".join(wrong))
                return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
