"""Tables of villages and emergency resources as offices have them: any header, encoding and coordinate system."""

import json
from pathlib import Path

import openpyxl
import pytest

from riskmap.domain.county import load_county
from riskmap.geo import coords
from riskmap.geo.places import Kind, distance, kind_by_name, kind_of, nearest
from riskmap.ingest.place_files import read
from riskmap.ingest.template import template

COUNTY = load_county(Path(__file__).resolve().parents[2] / "data" / "county.toml")
CHINESE = "序号,村名,乡镇,东经,纬度（度）,人口,联系人,电话\n1,示例村,和平镇,111.5,36.5,620,张某,13800000000\n"


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_any_encoding_without_its_persons(tmp_path: Path, encoding: str) -> None:
    (one,) = read(write(tmp_path / "村庄.csv", CHINESE, encoding)).places
    assert (one.name, one.kind, one.lon, one.lat, one.population) == ("示例村", Kind.VILLAGE, 111.5, 36.5, "620")
    assert "张某" not in repr(one)
    assert "1380" not in repr(one)


@pytest.mark.parametrize("system", ["GCJ-02", "BD-09", "高德", "CGCS2000", "WGS84", ""])
def test_positions_are_converted_from_the_system_that_their_row_states(tmp_path: Path, system: str) -> None:
    convert = {"GCJ-02": coords.wgs84_to_gcj02, "高德": coords.wgs84_to_gcj02, "BD-09": coords.wgs84_to_bd09}
    lon, lat = convert[system](111.5, 36.5) if system in convert else (111.5, 36.5)
    text = f"name,kind,lon,lat,坐标系\n示例医院,医院,{lon},{lat},{system}\n"
    (one,) = read(write(tmp_path / "a.csv", text)).places
    assert (one.lon, one.lat) == (pytest.approx(111.5, abs=1e-6), pytest.approx(36.5, abs=1e-6))


@pytest.mark.parametrize(
    ("cells", "fault", "drawn"),
    [
        (",,", "no_place", False),
        ("36.5,111.5,", "swapped_coordinates", True),
        ("111.5,,", "half_a_point", False),
        ("某处,36.5,", "half_a_point", False),
        ("某处,某处,", "bad_coordinate", False),
        ("500000,4040000,", "bad_coordinate", False),
        ("111.5,36.5,北京54", "unknown_system", False),
        ("111°30′0″,36°30′,", "", True),
    ],
)
def test_what_is_wrong_with_a_position_is_told_with_its_row(
    tmp_path: Path, cells: str, fault: str, drawn: bool
) -> None:
    (one,) = read(write(tmp_path / "a.csv", f"名称,经度,纬度,坐标系\n示例库,{cells}\n")).places
    assert (one.fault, one.lon is not None, one.row) == (fault, drawn, 2)
    assert not drawn or (one.lon, one.lat) == (111.5, 36.5)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("应急救援队伍", Kind.TEAM), ("应急物资储备库", Kind.STORE), ("避难场所", Kind.SHELTER),
        ("乡镇卫生院", Kind.HOSPITAL),
        ("消防站", Kind.FIRE), ("专职消防队", Kind.FIRE), ("消防取水点", Kind.WATER), ("村卫生室", Kind.HOSPITAL),
        ("村委会", Kind.VILLAGE), ("社区居委会", Kind.COMMUNITY), ("Fire station", Kind.FIRE), ("加油站", None),
    ],
)  # fmt: skip
def test_kinds_are_known_by_the_words_of_both_languages(word: str, kind: Kind | None) -> None:
    assert kind_of(word) == kind


def test_a_name_tells_its_kind_where_no_column_does() -> None:
    assert kind_by_name("柳沟村") is Kind.VILLAGE
    assert kind_by_name("柳沟村避难场所") is Kind.SHELTER
    assert kind_by_name("柳沟桥") is None


def test_telephones_in_the_words_of_a_row_are_left_out(tmp_path: Path) -> None:
    text = "名称,类别,经度,纬度,责任单位,数量\n示例队,队伍,111.5,36.5,示例镇政府（0357-5123456）,30人 13800000000\n"
    (one,) = read(write(tmp_path / "a.csv", text)).places
    assert (one.unit, one.capacity) == ("示例镇政府", "30人")


def test_features_of_a_geojson_that_say_their_kind_are_places_and_the_rest_are_not(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [111.5, 36.5]}
    features = [
        {"type": "Feature", "geometry": point, "properties": {"name": "示例医院", "kind": "医院", "phone": "1"}},
        {"type": "Feature", "geometry": point, "properties": {"name": "桥", "kind": "bridge"}},
    ]
    file = write(tmp_path / "x.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    (one,) = read(file).places
    assert (one.name, one.kind, one.lon) == ("示例医院", Kind.HOSPITAL, 111.5)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04nonsense", b"", b"\x00\xff" * 40, "一,二\n三,四\n".encode(), b"%PDF-1.4"]
)
def test_a_file_that_is_no_such_table_is_refused_and_harms_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    told = read(file)
    assert told.refused
    assert not told.places


def test_the_template_of_villages_needs_coordinates_only(tmp_path: Path) -> None:
    file = tmp_path / "村庄.xlsx"
    file.write_bytes(template("villages", COUNTY))
    empty = read(file).places
    assert (len(empty), {one.fault for one in empty}) == (93, {"no_place"})
    assert sum(one.kind is Kind.COMMUNITY for one in empty) == 7
    assert len({one.code for one in empty}) == 93
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    headers = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, headers["经度"], 111.56)
    sheet.cell(2, headers["纬度"], 36.65)
    book.save(file)
    first, *others = read(file).places
    assert (first.name, first.lon, first.lat, first.township) == ("南街社区", 111.56, 36.65, "永安镇")
    assert all(one.lon is None for one in others)


def test_the_nearest_of_each_kind_is_found_along_the_straight_line(tmp_path: Path) -> None:
    text = "名称,类别,经度,纬度\n近,医院,111.5,36.6\n远,医院,111.5,36.9\n站,消防站,111.6,36.5\n无,避难场所,,\n"
    places = read(write(tmp_path / "a.csv", text)).places
    found = nearest(places, 111.5, 36.5)
    assert [(kind, one.name) for kind, (one, _) in found.items()] == [(Kind.HOSPITAL, "近"), (Kind.FIRE, "站")]
    assert found[Kind.HOSPITAL][1] == pytest.approx(11.12, abs=0.01)  # a tenth of a degree of latitude
    assert distance(111.5, 36.5, found[Kind.FIRE][0]) == pytest.approx(8.94, abs=0.01)
