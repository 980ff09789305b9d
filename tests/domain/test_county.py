"""Loading a county: the shipped one, one without tables, and files that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from riskmap.domain.county import County, CountyError, load_county

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fenxi() -> County:
    return load_county(ROOT / "data" / "county.toml")


def test_the_shipped_county_has_seven_townships_and_its_sectors(fenxi: County) -> None:
    assert (fenxi.code, fenxi.name, fenxi.time_zone) == ("141034", "汾西县", "Asia/Shanghai")
    assert len(fenxi.regions.codes) == 7
    assert len(fenxi.sectors.codes) == 27
    assert len(fenxi.sectors.groups) == 11
    assert fenxi.gates().off == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("和平镇", "141034103"),
        (" 和平 镇", "141034103"),
        ("邢家要乡", "141034103"),
        ("141034103", "141034103"),
        ("勍香镇", "141034102"),
        ("Heping Town", "141034103"),
        ("火星乡", None),
        ("", None),
    ],
)
def test_townships_are_found_by_name_code_and_predecessor(fenxi: County, text: str, code: str | None) -> None:
    assert fenxi.regions.match(text) == code


def test_a_predecessor_has_its_last_day(fenxi: County) -> None:
    old = fenxi.regions.predecessor("邢家要乡")
    assert old is not None
    assert old.until == date(2021, 12, 31)
    assert fenxi.regions.predecessor("和平镇") is None


@pytest.mark.parametrize(
    ("text", "code", "group"),
    [
        ("煤矿", "coal", "coal"),
        ("洗（选）煤", "coalwash", "coalwash"),
        ("工贸", "trade", "industry"),
        ("焦化", "coke", "chemical"),
        ("道路运输", "transport", "traffic"),
    ],
)
def test_sectors_are_found_by_their_words(fenxi: County, text: str, code: str, group: str) -> None:
    assert fenxi.sectors.match(text) == code
    assert fenxi.sectors.group_of(code) == group


def test_labels_follow_the_language(fenxi: County) -> None:
    assert fenxi.regions.label("141034103", "zh_CN") == "和平镇"
    assert fenxi.regions.label("141034103", "en") == "Heping Town"
    assert fenxi.sectors.label("coal", "en") == "Coal mines"
    assert fenxi.sectors.short("coalwash", "zh_CN") == "洗(选)煤"


def test_the_department_of_a_sector_depends_on_the_day(fenxi: County) -> None:
    assert fenxi.sectors.department_of("coal", date(2018, 5, 10)) == "energy"
    assert fenxi.sectors.department_of("coal", date(2026, 5, 10)) == "emergency"
    assert fenxi.sectors.department_of("moon", date(2026, 5, 10)) == ""


def test_every_sector_belongs_to_a_known_group_and_departments(fenxi: County) -> None:
    for row in fenxi.sectors.rows:
        assert row.group in fenxi.sectors.groups
        assert {duty.department for duty in row.duties} <= set(fenxi.departments.codes)


def write(folder: Path, text: str) -> Path:
    file = folder / "county.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_county_without_tables_takes_values_as_they_are(tmp_path: Path) -> None:
    county = load_county(write(tmp_path, 'code = "110101"\nname = "某县"\n'))
    assert county.sectors.label("地铁", "en") == "地铁"
    assert county.sectors.group_of("地铁") == "地铁"
    assert county.regions.label("三里", "zh_CN") == "三里"
    assert (county.prefix, county.label("en")) == ("110101", "某县")


def test_tables_may_stand_inline(tmp_path: Path) -> None:
    told = 'code = "1"\nname = "x"\n[[region]]\ncode = "1001"\nname = "甲镇"\n[[sector]]\ncode = "s"\nzh = "行业"\n'
    county = load_county(write(tmp_path, told))
    assert county.regions.match("甲镇") == "1001"
    assert county.sectors.group_of("s") == "s"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "x"\n', "code"),
        ('code = "1"\n', "name"),
        ('code = "1"\nname = "x"\ntime_zone = "Mars/Base"\n', "Mars/Base"),
        ('code = "1"\nname = "x"\nsectors = "none.toml"\n', "none.toml"),
        ('code = "1"\nname = "x"\nboundary = "none.geojson"\n', "none.geojson"),
        ('code = "1"\nname = "x"\n[[sector]]\nzh = "行业"\n', "code"),
        ('code = "1"\nname = "x"\n[gates]\noff = ["close.luck"]\n', "close.luck"),
        ("code = \n", "county.toml"),
        (
            'code = "1"\nname = "x"\n[review]\nweek_ends = "thurs"\n',
            "county.toml: .*'thurs' is no day of the week; .*thursday",
        ),
        ('code = "1"\nname = "x"\n[review]\nweek_ends = 4\n', "4 is no day of the week"),
        ('code = "1"\nname = "x"\n[review]\nweek_end = "friday"\n', "holds week_ends alone"),
        ('review = "friday"\ncode = "1"\nname = "x"\n', "holds week_ends alone"),
    ],
)
def test_a_county_that_cannot_be_used_says_why(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CountyError, match=says):
        load_county(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CountyError, match="nowhere"):
        load_county(tmp_path / "nowhere.toml")


def test_a_county_switches_gate_items_off_and_names_its_opening_day(tmp_path: Path) -> None:
    told = 'code = "1"\nname = "x"\n[gates]\noff = ["close.photo_before"]\nsince = 2026-07-01\n'
    gates = load_county(write(tmp_path, told)).gates()
    assert (gates.off, gates.since) == (("close.photo_before",), date(2026, 7, 1))


@pytest.mark.parametrize(("told", "number"), [("", 7), ('[review]\nweek_ends = "thursday"\n', 4), ("[review]\n", 7)])
def test_a_county_names_the_day_on_which_its_review_week_ends(tmp_path: Path, told: str, number: int) -> None:
    assert load_county(write(tmp_path, f'code = "1"\nname = "x"\n{told}')).week_ends == number
