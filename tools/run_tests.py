"""Install what the tests need beside Python packages, then run pytest.

`python3 manage.py test [--all] [pytest arguments]`
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = {"browser": "chromium", "fonts": "fonts-noto-cjk"}
MEMORY = Path("/dev/shm")  # files in memory, where Linux has them
NEEDED = 4 << 30  # bytes: a whole run leaves about 0.7 GB, several databases and browsers stand at once


def missing() -> list[str]:
    """Which of the browser and the Chinese fonts this machine lacks."""
    lacks = [] if any(shutil.which(name) for name in BROWSERS) else ["browser"]
    lister = shutil.which("fc-list")
    fonts = subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout if lister else b""
    return lacks if fonts.strip() else [*lacks, "fonts"]


def install(lacks: list[str]) -> str:
    """Install the Debian packages of what is missing; the reason why not, or ""."""
    apt = shutil.which("apt-get")
    packages = [DEBIAN_PACKAGES[name] for name in lacks]
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"install {' and '.join(packages)} by hand (only root on Debian or Ubuntu can do it from here)"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' and '.join(packages)} …", flush=True)
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "fontconfig", *packages]):
        done = subprocess.run([apt, *arguments], env=environment, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip() or "no words").splitlines()[-1]
            return f"apt-get {arguments[0]} failed: {last}"
    return ""


@contextmanager
def scratch(environment: dict[str, str]) -> Iterator[None]:
    """Files of the tests live in memory where there is room: a disk would wait for every commit of every database."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= NEEDED
    if "TMPDIR" in environment or not roomy:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="riskmap-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        environment["TMPDIR"] = folder
        yield


def main(arguments: list[str]) -> int:
    """Run the suite; the exit code of pytest."""
    environment = dict(os.environ)
    if "--all" in arguments:
        arguments = [argument for argument in arguments if argument != "--all"]
        environment["RISKMAP_TEST_ALL"] = "1"
    lacks = missing()
    reason = install(lacks) if lacks else ""
    if reason:
        environment["RISKMAP_TEST_NO_BROWSER"] = reason
        print(f"Browser tests cannot run here: {reason}", flush=True)
    # The program under test reads its own settings: none of this machine's may reach it.
    for name in [name for name in environment if name.startswith("RISKMAP_") and not name.startswith("RISKMAP_TEST_")]:
        del environment[name]
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each of hundreds of processes would compile the program anew
    # Two loops on two cores; libraries that start threads of their own would only get in each other's way.
    spread = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2", "--dist", "loadscope"]
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    with scratch(environment):
        return subprocess.call(command, cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
