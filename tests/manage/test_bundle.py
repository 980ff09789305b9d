"""The offline package holds the program, and the same input makes the same bytes."""

import importlib.util
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle_under_test", ROOT / "tools" / "bundle.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / "example-1.0-py3-none-any.whl"
    file.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    return file


def test_the_package_holds_program_data_and_wheels(bundle: ModuleType, tmp_path: Path, wheel: Path) -> None:
    bundle.write(tmp_path / "a.zip", "riskmap-1", [wheel])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        held = set(archive.namelist())
    for name in ("manage.py", "requirements.txt", "constraints.txt", "riskmap/settings.py", "data/county.toml"):
        assert f"riskmap-1/{name}" in held
    assert f"riskmap-1/wheels/{wheel.name}" in held
    assert not [name for name in held if name.split("/")[1] in {".venv", "var", "dist", ".git"}]


def test_the_same_sources_make_the_same_bytes(bundle: ModuleType, tmp_path: Path, wheel: Path) -> None:
    for name in ("a.zip", "b.zip"):
        bundle.write(tmp_path / name, "riskmap-1", [wheel])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_platform_names_system_and_python(bundle: ModuleType) -> None:
    assert "-cp3" in bundle.platform()
    assert "/" not in bundle.platform()
