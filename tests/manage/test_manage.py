"""manage.py says clearly what stops it, and does nothing twice."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def manage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """manage.py as a module whose root is an empty folder with the pinned files."""
    spec = importlib.util.spec_from_file_location("manage_under_test", ROOT / "manage.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(module, "PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(module, "WHEELS", str(tmp_path / "wheels"))
    return module


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run_with(python: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [python, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL)


def old_pythons() -> list[str]:
    """Pythons of this machine that are too old for the program."""
    found = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    kept = Path(os.environ.get("PYENV_ROOT", "/nonexistent")) / "versions"
    return [path for path in found if path] + [str(path) for path in kept.glob("3.[6-9].*/bin/python")]


def test_an_old_python_is_told_which_one_is_needed() -> None:
    working = [python for python in old_pythons() if run_with(python, "--help").returncode == 2]
    if not working:
        pytest.skip("this machine has no old Python to try")
    for python in working:
        said = run_with(python, "run").stderr
        assert "needs Python 3.11 or newer" in said
        assert "Traceback" not in said


def test_help_names_every_command() -> None:
    said = run_with(sys.executable, "--help").stdout
    assert all(command in said for command in ("setup", "run", "test", "bench", "bundle"))


def test_an_unknown_option_is_refused() -> None:
    assert run_with(sys.executable, "run", "--prot", "8502").returncode == 2


def test_a_taken_port_is_named_before_anything_is_installed(taken_port: int) -> None:
    done = run_with(sys.executable, "run", "--port", str(taken_port))
    assert done.returncode == 1
    assert f"Port {taken_port} is taken" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        (["manage.py", "run"], "HOST", "0.0.0.0"),
        (["app.py"], "TODAY", "x"),
        (["-m", "riskmap.startup"], "PORT", "http"),
        *(
            pytest.param(command, name, value, marks=pytest.mark.long)
            for command, name, value in [
                (["manage.py", "run"], "HOST", "192.0.2.7"),
                (["manage.py", "run"], "PORT", "65536"),
                (["manage.py", "run"], "TODAY", "x"),
                (["app.py"], "HOST", "0.0.0.0"),
                (["-m", "riskmap.startup"], "HOST", "192.0.2.7"),
            ]
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_exit_2(command: list[str], name: str, value: str, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {**os.environ, "RISKMAP_DATA_DIR": str(tmp_path), "RISKMAP_PORT": port, f"RISKMAP_{name}": value}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if line][-1].startswith(f"RISKMAP_{name}: ")
    assert not done.stdout


def test_a_missing_venv_module_names_the_debian_package(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(manage.Problem, match="python3-venv"):
        manage.setup()


def test_a_full_disk_is_named_before_the_installation(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(manage.Problem, match="The disk is full"):
        manage.setup()


def test_offline_without_wheels_says_how_to_get_them(manage: ModuleType) -> None:
    with pytest.raises(manage.Problem, match=r"manage\.py bundle"):
        manage.setup(offline=True)


@pytest.mark.parametrize(
    ("pip_said", "offline", "expected"),
    [
        ("ERROR: OSError: [Errno 28] No space left on device", False, "disk is full"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", False, "was not reached"),
        ("ERROR: Could not find a version that satisfies x (from versions: none)", False, "was not reached"),
        ("ERROR: Could not find a version that satisfies x (from versions: none)", True, "does not hold everything"),
        ("ERROR: resolution impossible", False, "pip's words stand above"),
    ],
)
def test_a_failed_installation_is_explained(manage: ModuleType, pip_said: str, offline: bool, expected: str) -> None:
    with pytest.raises(manage.Problem, match=expected):
        manage.explain_pip(pip_said, offline)


def test_a_second_setup_starts_nothing(manage: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = Path(manage.PYTHON)
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / ".venv" / "riskmap.stamp").write_text(manage.fingerprint(False) + "\n" + manage.VENV)
    started: list[object] = []
    monkeypatch.setattr(manage.subprocess, "Popen", lambda *a, **k: started.append(a))
    monkeypatch.setattr(manage.subprocess, "call", lambda *a, **k: started.append(a))
    manage.setup()
    assert not started


def test_a_changed_pin_asks_for_a_new_installation(manage: ModuleType, tmp_path: Path) -> None:
    before = manage.fingerprint(False)
    with (tmp_path / "constraints.txt").open("a") as file:
        file.write("six==1.17.0\n")
    assert manage.fingerprint(False) != before


def test_a_moved_folder_asks_for_a_new_environment(manage: ModuleType, tmp_path: Path) -> None:
    python = Path(manage.PYTHON)
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / ".venv" / "riskmap.stamp").write_text(manage.fingerprint(False) + "\n/somewhere/else/.venv")
    assert not manage.is_set_up(False)
