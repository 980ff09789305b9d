"""An archive of ledgers and photos: its files one after another, photos by the number in their names."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from riskmap.domain.codes import EvidenceKind
from riskmap.ingest.guard import ZIP_ERRORS, Caps
from riskmap.ingest.reading import images, named
from riskmap.ingest.reading.album import Album
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Picture

PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".jfif"})
TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ett", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".docx"})
PACKED = frozenset({".zip", ".rar", ".7z", ".gz", ".tar"})
UTF8 = 0x800
NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Member:
    """A file of an archive: its name as its sender wrote it."""

    info: zipfile.ZipInfo
    name: str

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(slots=True)
class Bundle:
    """What an archive holds: files that may be tables, photos, and the rest."""

    tables: list[Member] = field(default_factory=list)
    photos: list[Member] = field(default_factory=list)
    packed: list[Member] = field(default_factory=list)
    others: list[Member] = field(default_factory=list)


def listed(archive: zipfile.ZipFile) -> Bundle:
    """The files of an archive in the order of their names."""
    bundle = Bundle()
    members = [Member(info, _name(info)) for info in archive.infolist() if not info.is_dir()]
    for member in sorted(members, key=lambda one: one.name):
        base = PurePosixPath(member.name).name
        if member.name.startswith(NOISE) or base in NOISE or base.startswith(("~$", "._")):
            continue
        kinds = ((PHOTOS, bundle.photos), (TABLES, bundle.tables), (PACKED, bundle.packed))
        next((rest for endings, rest in kinds if member.suffix in endings), bundle.others).append(member)
    return bundle


def _name(info: zipfile.ZipInfo) -> str:
    """A name in the encoding of the machine that packed it: UTF-8 if marked, else what its bytes are."""
    if info.flag_bits & UTF8:
        return info.filename.replace("\\", "/")
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename.replace("\\", "/")


def unpack(archive: zipfile.ZipFile, member: Member, target: Path, caps: Caps) -> None:
    """One file of an archive to disk; refuses one that is damaged or larger than a file may be."""
    if member.info.file_size > caps.file:
        raise Refusal("too_large", member.name)
    try:
        with archive.open(member.info) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, 1_000_000)
    except ZIP_ERRORS as error:
        raise Refusal("damaged_file", member.name) from error


def photos(
    archive: zipfile.ZipFile, members: list[Member], album: Album, otherwise: str = EvidenceKind.PHOTO_BEFORE.value
) -> Iterator[tuple[Member, Picture]]:
    """The photos of an archive, kept by their hash, with the numbers and the kind that their names tell.

    `otherwise`: the kind of one whose name tells none.
    """
    for member in members:
        kept = ""
        if member.info.file_size <= images.MOST_BYTES:
            try:
                kept = album.keep(archive.read(member.info))
            except ZIP_ERRORS:
                kept = ""  # told as a picture that cannot be read
        base = PurePosixPath(member.name).name
        numbers, kind = named.numbers_of(member.name), named.kind_of(member.name, otherwise)
        yield member, Picture(base, kept, member.name, numbers=numbers, kind=kind, origin="photo")


def owner(photo: Member, tables: list[Member]) -> Member | None:
    """The table that a photo belongs to: the nearest above it, among several the one whose name its path bears."""
    folder = PurePosixPath(photo.name).parent
    near: list[Member] = []
    for above in (folder, *folder.parents):
        near = [one for one in tables if PurePosixPath(one.name).parent == above]
        if near:
            break
    near = near or tables
    if len(near) > 1:
        near = [one for one in near if bears(photo.name, PurePosixPath(one.name).stem)]
    return near[0] if len(near) == 1 else None


def bears(path: str, name: str) -> bool:
    """Whether a folder of a path has a name, or a part of it."""
    return any(part == name or (len(part) > 1 and (part in name or name in part)) for part in PurePosixPath(path).parts)
