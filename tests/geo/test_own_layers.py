"""Files that a county drops into its folder become layers: geometry and names, nothing else; a bad file is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely import Polygon, box

from riskmap.geo.own_layers import layers, within

POINT = {"type": "Point", "coordinates": [111.5, 36.6]}


def write(folder: Path, file: str, features: list[Any], **more: Any) -> None:
    told = {"type": "FeatureCollection", "features": features, **more}
    (folder / file).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def test_a_file_keeps_its_places_and_names_and_nothing_else(tmp_path: Path) -> None:
    feature = {"type": "Feature", "geometry": POINT, "properties": {"名称": "示例村", "phone": "13800000000"}}
    write(tmp_path, "villages.geojson", [feature, {"type": "Feature", "geometry": None, "properties": {}}], name="村庄")
    (one,), bad = layers(tmp_path)
    assert (one.id, one.title, one.count, bad) == ("villages", "村庄", 1, ())
    assert json.loads(one.document)["features"] == [
        {"type": "Feature", "geometry": POINT, "properties": {"name": "示例村"}}
    ]


def test_a_chinese_file_name_gets_a_plain_address(tmp_path: Path) -> None:
    write(tmp_path, "应急.geojson", [{"type": "Feature", "geometry": POINT, "properties": {}}])
    (one,), _ = layers(tmp_path)
    assert (one.title, one.id) == ("应急", "应急".encode().hex())


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"type": "Feature"}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": ["a", 1]}}]}',
        '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": [500000, 4e6]}}]}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_layer_is_named_and_harms_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.geojson").write_text(text, encoding="utf-8")
    assert layers(tmp_path) == ((), ("bad.geojson",))


def test_no_folder_has_no_layers(tmp_path: Path) -> None:
    assert layers(tmp_path / "nowhere") == ((), ())


def test_a_layer_within_an_area_is_cut_at_its_border_and_keeps_nothing_beyond(tmp_path: Path) -> None:
    road = {"type": "LineString", "coordinates": [[111.0, 36.5], [113.0, 36.5]]}
    crossed = [[111.2, 36.2], [111.4, 36.4], [111.4, 36.2], [111.2, 36.4], [111.2, 36.2]]  # no sound outline
    bow = {"type": "Polygon", "coordinates": [crossed]}
    far = {"type": "Point", "coordinates": [112.5, 36.6]}
    features = [{"type": "Feature", "geometry": one, "properties": {"name": name}}
                for name, one in (("内", POINT), ("外", far), ("路", road), ("折", bow))]  # fmt: skip
    write(tmp_path, "some.geojson", features)
    (layer,), _ = layers(tmp_path)
    cut = within(layer, box(111.0, 36.0, 112.0, 37.0))
    assert cut is not None
    told = json.loads(cut.document)["features"]
    assert [one["properties"]["name"] for one in told] == ["内", "路", "折"]
    assert (cut.count, cut.title, cut.id) == (3, layer.title, layer.id)
    assert told[1]["geometry"]["coordinates"] == [[111.0, 36.5], [112.0, 36.5]]
    assert within(layer, box(0, 0, 1, 1)) is None
    assert within(layer, Polygon()) is None
