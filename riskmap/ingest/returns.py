"""Returned files as sheets: any number of workbooks, texts and zips of them, read in one process of their own."""

import contextlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

import riskmap
from riskmap.domain.codes import EvidenceKind
from riskmap.ingest import guard, separated, workbook
from riskmap.ingest.guard import Caps
from riskmap.ingest.reading.album import Album
from riskmap.ingest.reading.bundle import Member, listed, owner
from riskmap.ingest.reading.bundle import photos as pictures
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Picture, RawSheet

CAPS: Final = Caps(
    file=30_000_000, unpacked=200_000_000, rows=50_000, columns=300, sheets=60, cells=3_000_000, seconds=120,
    memory=2_000_000_000, pictures=500_000_000,
)  # fmt: skip
FILES: Final = 500  # in one drop, members of zips included
TABLES: Final = frozenset({".xlsx", ".xls", ".et", ".xlsm", ".csv", ".tsv", ".txt", ".ods", ".xlsb"})


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
    photos: tuple[Picture, ...] = ()  # those of the zip that belong to it, known by the numbers of their names


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
    """A file, or the members of a zip of files, each as read; photos that belong to none of them stand with the zip."""
    if not _is_container(file.content):
        yield _one(file, caps, album)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            yield from _members(file, archive, caps, album)
    except Refusal as refusal:
        yield _refused(file, refusal)
    except (*guard.ZIP_ERRORS, RuntimeError) as error:
        yield _refused(file, Refusal("damaged_file", type(error).__name__))


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


def _members(file: File, archive: zipfile.ZipFile, caps: Caps, album: Album | None) -> Iterator[Read]:
    """The tables of a zip with their photos; what systems add is passed over. Refuses a bomb from its contents."""
    bundle = listed(archive)
    tables = [one for one in bundle.tables if one.suffix in TABLES and not _hidden(one)]
    photos = [one for one in bundle.photos if not _hidden(one)]
    parts = [one.info for one in (*tables, *photos)]
    if len(parts) > FILES:
        raise Refusal("too_many_entries", str(len(parts)))
    if sum(part.file_size for part in parts) > caps.unpacked:
        raise Refusal("too_large_unpacked", file.name)
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("password_protected", file.name)
    with tempfile.TemporaryDirectory(prefix="riskmap-return-") as folder:
        shown = list(pictures(archive, photos, album or Album(Path(folder), 0), EvidenceKind.PHOTO_AFTER.value))
    own: dict[str, list[Picture]] = defaultdict(list)
    for photo, picture in shown:
        table = owner(photo, tables)
        own[table.name if table else ""].append(picture)
    for member in tables:
        with archive.open(member.info) as stream:
            one = File(PurePosixPath(member.name).name, stream.read(caps.file + 1))
        yield replace(_one(one, caps, album), photos=tuple(own[member.name]))
    if own[""]:
        yield Read(file.name, sha256(file.content).hexdigest(), photos=tuple(own[""]))


def _hidden(member: Member) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in PurePosixPath(member.name).parts)


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
