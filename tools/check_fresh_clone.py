"""What a newcomer does, done by a machine: clone, `manage.py run`, look, stop; again; then from a package, offline."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS = 900.0
SECOND_SECONDS = 30.0  # the promise is 5 s on a quiet machine; this one may be busy
SMOKE = {"/": b"<html", "/api/v1/health": b"{", "/api/v1/ready": b"{", "/api/v1/metrics?by=sector": b'"rows"'}
BARE = str(Path(getattr(sys, "_base_executable", sys.executable)))  # the Python outside of .venv
CUT = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}


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


def surroundings(*, cut: bool) -> dict[str, str]:
    """The environment of a newcomer: no settings of ours; with `cut` no way to a package index."""
    ours = ("RISKMAP_", "VIRTUAL_ENV") + (("PIP_",) if cut else ())
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**clean, **CUT} if cut else clean


def start(folder: Path, limit: float, *options: str) -> tuple[subprocess.Popen[bytes], str, float]:
    """Start the program of a folder; its process, address and seconds until ready."""
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen(
        [BARE, "manage.py", "run", "--port", str(port), *options],
        cwd=folder, env=surroundings(cut="--offline" in options), stdin=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    while answer(f"{base}/api/v1/ready") is None:
        if process.poll() is not None:
            sys.exit(f"manage.py run ended with {process.returncode} before it was ready")
        if time.monotonic() - began > limit:
            stop(process)
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


def look(name: str, folder: Path, limit: float, *options: str) -> None:
    """Start, ask for a few addresses, stop; leave with a message when something is wrong."""
    process, base, seconds = start(folder, limit, *options)
    print(f"{name}: ready after {seconds:.1f} s", flush=True)
    wrong = [path for path, needed in SMOKE.items() if needed not in (answer(base + path) or b"")]
    stop(process)
    if wrong:
        sys.exit(f"{name}: no good answer from {', '.join(wrong)}")


def package(clone: Path, folder: Path) -> Path:
    """Make the offline package of the clone and unpack it."""
    subprocess.run([BARE, "manage.py", "bundle"], cwd=clone, env=surroundings(cut=False), check=True)
    with zipfile.ZipFile(next((clone / "dist").glob("*.zip"))) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def main() -> int:
    """Clone the commit that is checked out here and do what a newcomer does."""
    folder = Path(tempfile.mkdtemp(prefix="riskmap-clone-"))
    try:
        clone = folder / "riskmap"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True, stdin=subprocess.DEVNULL)
        look("first start", clone, FIRST_SECONDS)
        look("second start", clone, SECOND_SECONDS)
        look("offline start of the package", package(clone, folder / "package"), FIRST_SECONDS, "--offline")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
