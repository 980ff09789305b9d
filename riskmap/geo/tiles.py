"""What tiles need beside their address: the file of a tile, the digest of a folder, the shift of GCJ-02 tiles."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from riskmap.geo.coords import wgs84_to_gcj02

KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
PAD = 0.3  # degrees beyond the county in which tiles are shifted exactly
STEP = 0.05  # degrees between the points of the table; in between it is right to 2 m
_BLOCK = 1 << 20


def tile(folder: Path, z: int, x: int, y: int) -> Path | None:
    """File of a tile ({z}/{x}/{y} with the ending of a picture), None where the folder has none."""
    if not (0 <= z <= 24 and 0 <= x < 2**z and 0 <= y < 2**z):
        return None
    stem = folder / str(z) / str(x) / str(y)
    return next((path for ending in KINDS if (path := stem.with_suffix(ending)).is_file()), None)


@lru_cache(maxsize=8)
def digest(folder: Path) -> str:
    """SHA-256 over names and contents of all tiles of a folder, in the order of their names; read once a process."""
    total = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.suffix in KINDS):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
    return total.hexdigest()


def gcj_shift(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    """Table of the offset GCJ-02 minus WGS 84 over (west, south, east, north) and PAD around, in degrees × 10^7.

    Gives {"west", "south", "step", "columns", "east": [...], "north": [...]}, rows from the south.
    """
    west, south, east, north = bounds
    lon = np.arange(west - PAD, east + PAD + STEP, STEP)
    lat = np.arange(south - PAD, north + PAD + STEP, STEP)
    x, y = np.meshgrid(lon, lat)
    moved_x, moved_y = wgs84_to_gcj02(x, y)
    return {
        "west": float(lon[0]),
        "south": float(lat[0]),
        "step": STEP,
        "columns": len(lon),
        "east": np.rint((moved_x - x).ravel() * 1e7).astype(int).tolist(),
        "north": np.rint((moved_y - y).ravel() * 1e7).astype(int).tolist(),
    }
