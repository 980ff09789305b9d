"""XML parts of an office file as trees: small ones, never with a document type, whose entities could grow endlessly."""

import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET

from riskmap.ingest.guard import ZIP_ERRORS
from riskmap.ingest.refusal import Refusal

SMALL: Final = 8_000_000  # bytes of a part that may become a tree


def opened(path: Path) -> zipfile.ZipFile:
    """An archive; refuses a file that is none."""
    try:
        return zipfile.ZipFile(path)
    except ZIP_ERRORS as error:
        raise Refusal("damaged_file", type(error).__name__) from error


def part(archive: zipfile.ZipFile, name: str, most: int = SMALL) -> bytes | None:
    """The bytes of a part, None if there is none; refuses one that is too large, damaged or carries entities."""
    try:
        info = archive.getinfo(name)
        if info.file_size > most:
            raise Refusal("too_large_unpacked", name)
        raw = archive.read(info)
    except KeyError:
        return None
    except ZIP_ERRORS as error:
        raise Refusal("damaged_file", name) from error
    if name.endswith((".xml", ".rels")):
        safe(raw, name)
    return raw


def safe(raw: bytes, name: str) -> None:
    """Refuse XML with a document type, in whatever encoding."""
    plain = raw.replace(b"\0", b"") if b"\0" in raw[:64] else raw
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refusal("unsafe_xml", name)


def tree(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    """A small part as a tree, None if there is none; refuses what is no XML."""
    raw = part(archive, name)
    if raw is None:
        return None
    try:
        return ET.fromstring(raw)  # noqa: S314 - no document type, so no entities: see safe
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise Refusal("damaged_file", name) from error


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return str(tag).rsplit("}", 1)[-1]


def attribute(element: ET.Element, name: str) -> str:
    """An attribute by its name without its namespace."""
    return next((value for key, value in element.items() if local(key) == name), "")


def relations(archive: zipfile.ZipFile, name: str) -> Mapping[str, str]:
    """Id → name of the part of what a part points to inside the file."""
    path = PurePosixPath(name)
    root = tree(archive, str(path.parent / "_rels" / f"{path.name}.rels"))
    found = {}
    for one in root if root is not None else ():
        if one.get("TargetMode") != "External" and one.get("Target"):
            found[str(one.get("Id"))] = resolved(path.parent, str(one.get("Target")))
    return found


def resolved(folder: PurePosixPath, target: str) -> str:
    """The name of a part that a relation of a part in `folder` points to."""
    parts: list[str] = []
    whole = target.replace("\\", "/")
    for piece in (whole if whole.startswith("/") else f"{folder}/{whole}").split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece not in {"", "."}:
            parts.append(piece)
    return "/".join(parts)
