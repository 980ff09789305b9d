"""County networks are closed: nothing the program ships may point outside."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"https?://([A-Za-z0-9.\-\[\]{}%]+)")
HERE = re.compile(r"^(127\.0\.0\.1|localhost|\[::1\]|\{|%)")
NAMESPACES = {"www.w3.org"}  # a name in XML, never fetched
PROGRAM = ("app.py", "manage.py", "pages/", "riskmap/", ".streamlit/")
OURS = Path(__file__)
MACHINE = re.compile(r"/(work|tmp|root|home/[a-z]+)/|[A-Z]:\\\\Users")


def tracked(*starts: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    names = [name for name in listed.split("\0") if name and (not starts or name.startswith(starts))]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def lines(paths: list[Path]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [(f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_outside_address_in_the_program() -> None:
    outside = [
        f"{where} {host}"
        for where, line in lines(tracked(*PROGRAM))
        for host in ADDRESS.findall(line)
        if not HERE.match(host) and host not in NAMESPACES
    ]
    assert not outside


def test_no_path_of_one_machine_is_committed() -> None:
    found = [where for where, line in lines([path for path in tracked() if path != OURS]) if MACHINE.search(line)]
    assert not found


def test_nothing_a_run_makes_is_committed() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert not names & {"var", "dist", "wheels", ".venv", "shots"}
