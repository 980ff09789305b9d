"""Tiles of a folder, their digest, and the shift that puts GCJ-02 tiles under our positions."""

from pathlib import Path

import numpy as np
import pytest

from riskmap.geo import tiles
from riskmap.geo.coords import wgs84_to_gcj02


def test_a_tile_is_found_by_its_numbers_and_nothing_beside_the_folder_is(tmp_path: Path) -> None:
    (tmp_path / "9" / "414").mkdir(parents=True)
    (tmp_path / "9" / "414" / "200.png").write_bytes(b"x")
    assert tiles.tile(tmp_path, 9, 414, 200) == tmp_path / "9" / "414" / "200.png"
    assert tiles.tile(tmp_path, 9, 414, 201) is None
    assert tiles.tile(tmp_path, 2, 9, 0) is None


def test_the_digest_changes_with_any_tile(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    first = tiles.digest(tmp_path)
    tiles.digest.cache_clear()
    (tmp_path / "a.png").write_bytes(b"y")
    assert tiles.digest(tmp_path) != first


@pytest.mark.parametrize(("lon", "lat"), [(111.51, 36.63), (111.6, 36.7), (111.333, 36.5)])
def test_the_table_of_the_shift_is_right_to_two_metres(lon: float, lat: float) -> None:
    table = tiles.gcj_shift((111.3, 36.4, 111.8, 36.9))
    wide = table["columns"]
    grid = {name: np.array(table[name]).reshape(-1, wide) / 1e7 for name in ("east", "north")}
    x, y = (lon - table["west"]) / table["step"], (lat - table["south"]) / table["step"]
    c, r = int(x), int(y)
    weights = np.outer([1 - (y - r), y - r], [1 - (x - c), x - c])
    told = [float((grid[name][r : r + 2, c : c + 2] * weights).sum()) for name in ("east", "north")]
    there = wgs84_to_gcj02(lon, lat)
    assert abs(told[0] - (float(there[0]) - lon)) < 2e-5
    assert abs(told[1] - (float(there[1]) - lat)) < 2e-5
