"""Make dist/riskmap-<version>-<platform>.zip: the program and every wheel it needs, for a machine without a network."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {".venv", "var", "dist", "wheels", ".git"}
EPOCH = (2020, 1, 1, 0, 0, 0)  # the same input makes the same bytes


def version() -> str:
    """The version that pyproject.toml states."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def platform() -> str:
    """The kind of machine the wheels fit: system, processor and Python."""
    return f"{sysconfig.get_platform().replace('.', '_')}-cp{sys.version_info.major}{sys.version_info.minor}"


def sources() -> list[Path]:
    """The files of the program, as git knows them; without git (in a package), all that is not made by a run."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
        names = [Path(name) for name in listed.split("\0") if name]
    else:
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [path for path in found if not LEFT_OUT & set(path.parts) and "__pycache__" not in path.parts]
    return sorted(name for name in names if (ROOT / name).is_file())


def build_wheels(folder: Path) -> list[Path]:
    """Fetch the pinned wheels of this platform; build those that come as source only."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "wheel", "-q"]
    known = ["--find-links", str(ROOT / "wheels")] if (ROOT / "wheels").is_dir() else []
    pinned = ["-r", str(ROOT / "requirements.txt"), "-c", str(ROOT / "constraints.txt"), "--prefer-binary"]
    if subprocess.call([*pip, "-w", str(folder), *known, *pinned]) != 0:
        sys.exit("The wheels could not be fetched; pip's words stand above. This step needs the network.")
    return sorted(folder.glob("*.whl"))


def write(package: Path, top: str, wheels: list[Path]) -> None:
    """Write the package: sources under `top`/, wheels under `top`/wheels/."""
    with zipfile.ZipFile(package, "w") as archive:
        for name, file in [*((str(n), ROOT / n) for n in sources()), *((f"wheels/{w.name}", w) for w in wheels)]:
            entry = zipfile.ZipInfo(f"{top}/{Path(name).as_posix()}", EPOCH)
            entry.external_attr = (file.stat().st_mode & 0xFFFF) << 16
            entry.compress_type = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
            with file.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target)


def main() -> int:
    """Build the wheels and the package; print where it is and how it is used."""
    top = f"riskmap-{version()}"
    dist = ROOT / "dist"
    wheels = build_wheels(dist / "wheels")
    package = dist / f"{top}-{platform()}.zip"
    write(package, top, wheels)
    shutil.rmtree(dist / "wheels")
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.0f} MB, {len(wheels)} wheels")
    print(f"On a machine of this kind, without a network: unpack, cd {top}, python3 manage.py run --offline")
    return 0


if __name__ == "__main__":
    sys.exit(main())
