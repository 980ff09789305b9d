"""Returned files as sheets: any number of workbooks, texts and zips of them, read in one process of their own."""

import contextlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

import riskmap
from riskmap.ingest import guard, separated, workbook
from riskmap.ingest.guard import Caps
from riskmap.ingest.reading.album import Album
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import RawSheet

CAPS: Final = Caps(
    file=30_000_000, unpacked=200_000_000, rows=50_000, columns=300, sheets=60, cells=3_000_000, seconds=120,
    memory=2_000_000_000, pictures=500_000_000,
)  # fmt: skip
FILES: Final = 500  # in one drop, members of zips included
TABLES: Final = frozenset({".xlsx", ".xls", ".et", ".xlsm", ".csv", ".tsv", ".txt", ".ods", ".xlsb"})
UTF8_NAME: Final = 0x800


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was dropped in, or a member of a zip."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read; `refusal`: (code, detail) of one that is no table."""

    name: str
    sha256: str
    sheets: tuple[RawSheet, ...] = ()
    refusal: tuple[str, str] | None = None


def read(files: Sequence[File], caps: Caps = CAPS, folder: Path | None = None) -> list[Read]:
    """Every file as its sheets or its refusal, never an exception for what is in a file.

    Pictures are kept in `folder`, each under its hash in the folder of an album; without one they are told, not kept.
    """
    root = str(Path(riskmap.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command,
            input=pickle.dumps((tuple(files), caps, folder)),
            env=environ,
            timeout=caps.seconds,
            check=False,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        return [_refused(one, Refusal("took_too_long", str(caps.seconds))) for one in files]
    if done.returncode != 0:
        detail = done.stderr.decode("utf-8", "replace").strip()[-200:]
        return [_refused(one, Refusal("reader_failed", detail)) for one in files]
    found: list[Read] = pickle.loads(done.stdout)  # noqa: S301 - written by our own child process
    return found


def main() -> None:
    """Entry point of the reading process: files on stdin, sheets on stdout."""
    files, caps, folder = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (caps.memory, caps.memory))
    album = Album(folder, caps.pictures) if folder is not None else None
    sys.stdout.buffer.write(pickle.dumps([one for file in files for one in unpacked(file, caps, album)], protocol=5))


def unpacked(file: File, caps: Caps = CAPS, album: Album | None = None) -> Iterator[Read]:
    """A file, or the members of a zip of files, each as read."""
    if not _is_container(file.content):
        yield _one(file, caps, album)
        return
    try:
        yield from (_one(member, caps, album) for member in _members(file, caps))
    except Refusal as refusal:
        yield _refused(file, refusal)


def _is_container(content: bytes) -> bool:
    """A zip that is no workbook."""
    if not content.startswith(guard.ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except guard.ZIP_ERRORS:
        return False  # the guard says what is wrong with it
    return not names & {"[content_types].xml", "content.xml"}


def _members(file: File, caps: Caps) -> Iterator[File]:
    """Table files in a zip; pictures and what systems add are passed over. Refuses a bomb from its list of contents."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            parts = [part for part in archive.infolist() if _is_table(part.filename)]
            if len(parts) > FILES:
                raise Refusal("too_many_entries", str(len(parts)))
            if sum(part.file_size for part in parts) > caps.unpacked:
                raise Refusal("too_large_unpacked", file.name)
            if any(part.flag_bits & 1 for part in parts):
                raise Refusal("password_protected", file.name)
            for part in parts:
                with archive.open(part) as stream:
                    yield File(_name(part), stream.read(caps.file + 1))
    except (*guard.ZIP_ERRORS, RuntimeError) as error:
        raise Refusal("damaged_file", type(error).__name__) from error


def _is_table(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)
    return path.suffix.lower() in TABLES and not hidden


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese systems write GBK without saying so."""
    name = part.filename.replace("\\", "/").rpartition("/")[2]
    if part.flag_bits & UTF8_NAME:
        return name
    with contextlib.suppress(UnicodeError):
        return name.encode("cp437").decode("gb18030")
    return name


def _one(file: File, caps: Caps, album: Album | None) -> Read:
    digest = sha256(file.content).hexdigest()
    with tempfile.TemporaryDirectory(prefix="riskmap-return-") as folder:
        path = Path(folder) / "input"
        album = album or Album(Path(folder), 0)
        album.files += 1
        path.write_bytes(file.content)
        try:
            kind = guard.kind_of(path, caps)
            if kind == "csv":
                return Read(file.name, digest, tuple(separated.read(path, file.name, caps)))
            return Read(file.name, digest, tuple(workbook.read(path, kind, None, caps, album)))
        except Refusal as refusal:
            return _refused(file, refusal)


def _refused(file: File, refusal: Refusal) -> Read:
    return Read(file.name, sha256(file.content).hexdigest(), refusal=(refusal.code, refusal.detail))
