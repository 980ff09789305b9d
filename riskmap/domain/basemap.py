"""Base maps a county may lay under its battle map, as data of its county file; without any nothing is asked outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SYSTEMS = ("wgs84", "cgcs2000", "gcj02")
DEEPEST = 22


class Kind(StrEnum):
    """Where the tiles of a base map come from."""

    TILES = "tiles"  # an XYZ or WMTS address that the county writes into its file; the program names none
    FOLDER = "folder"  # {z}/{x}/{y}.png beside the county file, served by this program


@dataclass(frozen=True, slots=True)
class Approval:
    """审图号 of a base map: it belongs to these very files (`sha256`, for a folder) and is not shown for others."""

    number: str
    year: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Basemap:
    """One base map: addresses of its layers from the bottom ({z}, {x}, {y}, {s}), who made it, where it is defined."""

    id: str
    title: str
    title_en: str
    kind: Kind
    urls: tuple[str, ...] = ()
    folder: Path | None = None
    system: str = "wgs84"
    attribution: str = ""
    approval: Approval | None = None
    subdomains: str = ""
    least: int = 1
    deepest: int = 18

    def label(self, lang: str) -> str:
        """Name in a language."""
        return self.title if lang.startswith("zh") else self.title_en or self.title

    def hosts(self) -> tuple[str, ...]:
        """Origins that the browser asks for tiles (scheme and host), each once: what the content policy opens."""
        found = (_origin(url.replace("{s}", sign)) for url in self.urls for sign in self.subdomains or " ")
        return tuple(dict.fromkeys(origin for origin in found if origin))


def read_basemaps(rows: Iterable[Mapping[str, Any]], beside: Path) -> tuple[Basemap, ...]:
    """Base maps of the `[[basemap]]` tables of a county file in folder `beside`; raises KeyError and ValueError."""
    maps = tuple(_basemap(row, beside) for row in rows)
    if len({one.id for one in maps}) < len(maps):
        raise ValueError("two base maps have one id")
    return maps


def _basemap(row: Mapping[str, Any], beside: Path) -> Basemap:
    name, kind = str(row["id"]), Kind(row.get("kind", Kind.TILES))
    if not (name.isascii() and name.replace("-", "").isalnum()) or name == "none":
        raise ValueError(f"basemap id {name!r}: letters, digits and - only, and not none")
    urls, signs, system = _addresses(kind, row)
    if system not in SYSTEMS:
        raise ValueError(f"basemap {name}: system {system!r} is not one of {', '.join(SYSTEMS)}")
    for url in urls:
        if not _origin(url.replace("{s}", "0")) or not all(part in url for part in ("{z}", "{x}", "{y}")):
            raise ValueError(f"basemap {name}: {url!r} is no http address with {{z}}, {{x}} and {{y}}")
    least, deepest = int(row.get("min_zoom", 1)), int(row.get("max_zoom", 18))
    if not 0 <= least <= deepest <= DEEPEST:
        raise ValueError(f"basemap {name}: min_zoom and max_zoom lie between 0 and {DEEPEST}")
    folder = None
    if kind is Kind.FOLDER:
        folder = beside / str(row["folder"])
        if not folder.is_dir():
            raise ValueError(f"basemap {name}: {row['folder']} is not a folder")
    return Basemap(
        id=name,
        title=str(row["title"]),
        title_en=str(row.get("title_en", "")),
        kind=kind,
        urls=urls,
        folder=folder,
        system=system,
        attribution=str(row.get("attribution", "")),
        approval=_approval(name, row.get("approval"), folder),
        subdomains=signs,
        least=least,
        deepest=deepest,
    )


def _addresses(kind: Kind, row: Mapping[str, Any]) -> tuple[tuple[str, ...], str, str]:
    """Addresses, subdomains and coordinate system of a kind."""
    system = str(row.get("system", "wgs84"))
    if kind is Kind.FOLDER:
        return (), "", system
    urls = row["url"]
    return (urls,) if isinstance(urls, str) else tuple(map(str, urls)), str(row.get("subdomains", "")), system


def _approval(name: str, told: Mapping[str, Any] | None, folder: Path | None) -> Approval | None:
    if not told:
        return None
    approval = Approval(str(told["number"]), int(told["year"]), str(told.get("sha256", "")).lower())
    if folder is not None and not approval.sha256:
        raise ValueError(f"basemap {name}: an approval number needs the sha256 of the files it was given for")
    return approval


def _origin(url: str) -> str:
    parts = urlsplit(url.strip())
    unsafe = any(sign in parts.netloc for sign in " ;,'\"@{}")
    known = parts.scheme in {"http", "https"} and parts.netloc and not unsafe
    return f"{parts.scheme}://{parts.netloc}" if known else ""
