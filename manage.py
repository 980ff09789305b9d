#!/usr/bin/env python3
"""Set up, run, test, measure and package riskmap: `python3 manage.py setup | run | test | bench | bundle`.

Standard library only. This file is written so that even a Python 3.6 can read it and say what is missing.
"""

import sys

MINIMUM = (3, 11)
if sys.version_info < MINIMUM:
    sys.stderr.write(
        "riskmap needs Python %d.%d or newer; this is Python %d.%d (%s).\n"
        "Install a newer Python beside it and start again with it, for example: python3.11 manage.py run\n"
        % (MINIMUM + tuple(sys.version_info[:2]) + (sys.executable,))
    )
    raise SystemExit(2)

import argparse
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WHEELS = os.path.join(ROOT, "wheels")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
INSTALL_BYTES = 1500 * 1024 * 1024
RUN_BYTES = 100 * 1024 * 1024
READY_SECONDS = 600.0  # a first start also loads the demo county, on a slow machine this takes a while


class Problem(Exception):
    """What stops the command, in words for the person at the keyboard."""


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def gigabytes(count):
    return "%.1f GB" % (count / 1024.0**3)


def check_disk(folder, needed, purpose):
    """Stop early when `folder` has fewer than `needed` bytes left for `purpose`."""
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Problem(
            "The disk is full: %s needs about %s in %s, and %s are free. Make room and start again."
            % (purpose, gigabytes(needed), folder, gigabytes(free))
        )


def requirements(dev):
    return os.path.join(ROOT, "requirements-dev.txt" if dev else "requirements.txt")


def fingerprint(dev):
    """The hash of everything that decides what is installed."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", "constraints.txt") + (("requirements-dev.txt",) if dev else ()):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def stamp_path(dev):
    return os.path.join(VENV, "riskmap-dev.stamp" if dev else "riskmap.stamp")


def is_set_up(dev):
    """Whether .venv holds what the pinned files ask for, told without starting anything."""
    if not os.path.exists(PYTHON):
        return False
    try:
        with open(stamp_path(dev), encoding="utf-8") as file:
            return file.read() == fingerprint(dev) + "\n" + VENV
    except OSError:
        return False


def make_venv():
    """Make .venv, or make it again where its Python has gone (a moved folder, a removed Python)."""
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "This Python cannot make a virtual environment: its module venv is missing.\n"
            "On Debian and Ubuntu: sudo apt install python3-venv (or python%d.%d-venv); then start again."
            % sys.version_info[:2]
        )
    say("Making .venv ...")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        check_disk(ROOT, RUN_BYTES, "the virtual environment")
        raise Problem("Python could not make the virtual environment %s; its words stand above." % VENV)


def pip(arguments, offline):
    """Run pip of .venv, show what it says, and explain a failure."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"] + arguments
    if offline:
        command += ["--no-index", "--find-links", WHEELS]
    said = []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        said.append(line)
        if not line.startswith("Requirement already satisfied"):
            say("  " + line)
    if process.wait() != 0:
        explain_pip("\n".join(said), offline)


def explain_pip(text, offline):
    """Raise the Problem behind a failed installation."""
    if "No space left" in text or os.strerror(errno.ENOSPC) in text:
        raise Problem("The disk is full: the installation did not fit. Make room and start again.")
    if offline:
        raise Problem(
            "The folder wheels does not hold everything for this machine (%s, Python %d.%d).\n"
            "Make the package on the same kind of machine: python3 manage.py bundle"
            % ((sys.platform,) + sys.version_info[:2])
        )
    signs = ("NewConnectionError", "NameResolution", "Max retries", "timed out", "Network is unreachable", "Connection")
    if any(sign in text for sign in signs) or "from versions: none" in text:
        raise Problem(
            "The first start fetches the pinned packages from the network, and the package index was not reached.\n"
            "Without a network: make a package elsewhere with `python3 manage.py bundle`,\n"
            "bring it here, and start with `python3 manage.py run --offline`."
        )
    raise Problem("The installation failed; pip's words stand above.")


def setup(dev=False, offline=False):
    """Make .venv and install the pinned packages, or find that both are there."""
    if is_set_up(dev):
        return
    if offline and not os.path.isdir(WHEELS):
        raise Problem("--offline needs the folder wheels of an offline package: python3 manage.py bundle makes one.")
    if not os.path.exists(stamp_path(False)):
        check_disk(ROOT, INSTALL_BYTES, "the first installation")
    make_venv()
    say("Installing the pinned packages of %s ..." % os.path.basename(requirements(dev)))
    arguments = ["install", "-q", "-r", requirements(dev), "-c", os.path.join(ROOT, "constraints.txt")]
    arguments += ["--progress-bar", "off", "--prefer-binary"]
    try:
        pip(arguments, offline or os.path.isdir(WHEELS))  # a package's own wheels first
    except Problem:
        if offline or not os.path.isdir(WHEELS):
            raise
        pip(arguments, offline=False)
    for kind in (False, True) if dev else (False,):
        with open(stamp_path(kind), "w", encoding="utf-8") as file:
            file.write(fingerprint(kind) + "\n" + VENV)


def answers(url):
    """The JSON that `url` answers, or None."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return json.loads(response.read().decode("utf-8"))
    except (OSError, ValueError):
        return None


def check_port(host, port):
    """Stop when another program listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if not isinstance(error, socket.gaierror) and error.errno != errno.EADDRNOTAVAIL:
                raise Problem(why_not(host, port, error)) from error  # an address elsewhere the program itself refuses


def why_not(host, port, error):
    """Why the address cannot be opened, and what to do."""
    other = "Take another port: python3 manage.py run --port %d" % (port + 1 if port >= 1024 else 8502)
    if error.errno == errno.EACCES:
        return "Port %d may not be opened by this user. %s" % (port, other)
    if error.errno not in (errno.EADDRINUSE, 10048):
        return "The address %s:%d cannot be opened: %s" % (host, port, error)
    if answers("http://%s:%d/api/v1/health" % (host, port)) is not None:
        return "riskmap is running already: http://%s:%d\nStop it first. %s" % (host, port, other)
    return "Port %d is taken by another program. %s" % (port, other)


def wait_until_ready(process, base, started):
    """Print the address as soon as the server answers; return its exit code, or None while it runs."""
    while process.poll() is None:
        if answers(base + "/api/v1/ready") is not None:
            say("riskmap is ready: %s  (%.1f s; Ctrl+C stops it)" % (base, time.monotonic() - started))
            return None
        if time.monotonic() - started > READY_SECONDS:
            process.terminate()
            raise Problem("riskmap was not ready within %d s; what it said stands above." % READY_SECONDS)
        time.sleep(0.05)
    return process.returncode


def run(options):
    """Start the program on this machine and stay with it until it ends."""
    started = time.monotonic()
    environment = dict(os.environ)
    host = environment.get("RISKMAP_HOST") or "127.0.0.1"
    told = str(options.port or environment.get("RISKMAP_PORT") or 8501)
    port = int(told) if told.isdecimal() and int(told) < 1 << 16 else 0  # what is wrong with it, the program says
    check_port(host, port)
    setup(offline=options.offline)
    check_disk(environment.get("RISKMAP_DATA_DIR") or os.path.join(ROOT, "var"), RUN_BYTES, "the ledger")
    environment["RISKMAP_PORT"] = told
    process = subprocess.Popen([PYTHON, "-m", "riskmap.startup"], cwd=ROOT, env=environment)

    def forward(number, _frame):
        typed = number == signal.SIGINT and sys.stdin is not None and sys.stdin.isatty()
        if process.poll() is None and not (WINDOWS or typed):  # a typed Ctrl+C has reached the server already
            process.send_signal(number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), forward)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "localhost") else host
    code = wait_until_ready(process, "http://%s:%d" % (shown, port), started)
    return process.wait() if code is None else code


def tool(name, arguments, dev):
    """Run one of tools/ or benchmarks/ with the Python of .venv."""
    setup(dev=dev)
    return subprocess.call([PYTHON, os.path.join(ROOT, *name.split("/"))] + arguments, cwd=ROOT)


def arguments():
    """The command line: (options, what belongs to pytest or to the benchmarks)."""
    parser = argparse.ArgumentParser(prog="manage.py", description="Set up, run, test, measure and package riskmap.")
    commands = parser.add_subparsers(dest="command", metavar="setup | run | test | bench | bundle", required=True)
    for name, words in (
        ("setup", "make .venv with the pinned packages, nothing else"),
        ("run", "set up what is missing and start the program"),
        ("test", "install what tests need and run them; --all: the full product of page tests"),
        ("bench", "measure speed, each figure beside its peers; --json"),
        ("bundle", "make an offline package for this kind of machine in dist/"),
    ):
        command = commands.add_parser(name, help=words, add_help=name not in ("test", "bench"))
        if name in ("setup", "run"):
            command.add_argument("--offline", action="store_true", help="install from the folder wheels only")
        if name == "run":
            command.add_argument("--port", type=int, help="the port on this machine (RISKMAP_PORT, 8501)")
    options, rest = parser.parse_known_args()
    if rest and options.command not in ("test", "bench"):
        parser.error("unknown: " + " ".join(rest))
    return options, rest


def main():
    options, rest = arguments()
    if options.command == "setup":
        return setup(offline=options.offline)
    if options.command == "run":
        return run(options)
    if options.command == "test":
        return tool("tools/run_tests.py", rest, dev=True)
    if options.command == "bench":
        return tool("benchmarks/run.py", rest, dev=True)
    return tool("tools/bundle.py", rest, dev=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        sys.stderr.write("\n%s\n" % problem)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.stderr.write("\nThe disk is full. Make room and start again.\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
