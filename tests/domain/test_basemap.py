"""Base maps are data of the county file: none by default, each opens its own host and nothing else."""

from pathlib import Path

import pytest

from riskmap.domain.basemap import read_basemaps
from riskmap.domain.county import CountyError, load_county

ROOT = Path(__file__).resolve().parents[2]


def county(folder: Path, told: str) -> Path:
    (folder / "county.toml").write_text(f'code = "110101"\nname = "某县"\n{told}', encoding="utf-8")
    return folder / "county.toml"


def test_the_shipped_county_has_no_base_map() -> None:
    assert load_county(ROOT / "data" / "county.toml").basemaps == ()


def test_addresses_name_their_hosts_and_nothing_else(tmp_path: Path) -> None:
    rows = [
        {"id": "far", "title": "远", "url": ["http://t{s}.example/{z}/{x}/{y}?k=1", "http://t{s}.example/n/{z}/{x}/{y}"],
         "subdomains": "01", "system": "gcj02"},
        {"id": "own", "title": "县内", "url": "http://10.1.2.3:8080/{z}/{x}/{y}.png", "system": "cgcs2000"},
    ]  # fmt: skip
    far, own = read_basemaps(rows, tmp_path)
    assert [len(one.urls) for one in (far, own)] == [2, 1]
    assert [one.system for one in (far, own)] == ["gcj02", "cgcs2000"]
    assert far.hosts() == ("http://t0.example", "http://t1.example")
    assert own.hosts() == ("http://10.1.2.3:8080",)


def test_a_folder_of_tiles_asks_no_host(tmp_path: Path) -> None:
    (tmp_path / "tiles").mkdir()
    told = '[[basemap]]\nid = "own"\ntitle = "底图"\nkind = "folder"\nfolder = "tiles"\n'
    (one,) = load_county(county(tmp_path, told)).basemaps
    assert (one.hosts(), one.folder) == ((), tmp_path / "tiles")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ('id = "none"\ntitle = "x"\nurl = "http://a/{z}/{x}/{y}"', "none"),
        ('id = "a"\ntitle = "x"\nurl = "ftp://a/{z}/{x}/{y}"', "no http address"),
        ('id = "a"\ntitle = "x"\nurl = "http://a;script-src/{z}/{x}/{y}"', "no http address"),
        ('id = "a"\ntitle = "x"\nurl = "http://a/{z}/{x}"', "{y}"),
        ('id = "a"\ntitle = "x"\nkind = "folder"\nfolder = "nowhere"', "not a folder"),
        ('id = "a"\ntitle = "x"\nurl = "http://a/{z}/{x}/{y}"\nsystem = "mars"', "mars"),
        ('id = "a"\ntitle = "x"\nkind = "mars"', "mars"),
        ('id = "a"\ntitle = "x"\nkind = "folder"\nfolder = "."\napproval = {number = "GS1", year = 2024}', "sha256"),
    ],
)
def test_a_base_map_that_cannot_be_used_says_why(tmp_path: Path, told: str, says: str) -> None:
    with pytest.raises(CountyError, match=says):
        load_county(county(tmp_path, f"[[basemap]]\n{told}\n"))
