"""`report wall-map`: the sheets of a filter, one event, nothing at all on a wrong word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from riskmap.cli.measures import MEASURES
from riskmap.views import shading
from support import commands
from support.commands import Run, open_row, row
from support.papers import texts


@pytest.fixture
def ledger(holding: Callable[..., Run]) -> Run:
    rows = [row(1), open_row(2), open_row(3, 隐患等级="重大", 所属乡镇="对竹镇", 企业名称="示例乙矿")]
    return holding(rows)


def test_a_map_is_written_adds_up_and_leaves_an_event(ledger: Run, tmp_path: Path) -> None:
    events, out = ledger("verify").document["events"], tmp_path / "map.pdf"
    answer = ledger("report", "wall-map", "--paper", "A3", "--out", out, "--purpose", "上墙")
    told = answer.document
    assert (answer.code, told["rows"], told["files"]) == (0, 3, [str(out)])
    assert told["on_the_map"] + told["without_coordinates"] + told["closed_earlier"] + told["void"] == 3
    (text,) = texts(out.read_bytes())
    assert "示例乙矿" in text
    assert "筛选 3 项" in text
    assert "用途：上墙" in text
    assert ledger("verify").document["events"] == events + 1


def test_what_the_sheet_says_is_off_the_map_the_command_says_too(
    holding: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = {"坐标系": "WGS84", "经度": "111.45", "纬度": "36.63"}
    monkeypatch.setattr(commands, "HEADERS", (*commands.HEADERS, *placed))
    ledger, out = holding([open_row(1, **placed), open_row(2, **placed | {"经度": "120"})]), tmp_path / "map.pdf"
    told = ledger("report", "wall-map", "--out", out, "--purpose", "p").document
    assert (told["rows"], told["on_the_map"], told["off_the_map"], told["without_coordinates"]) == (2, 1, 1, 0)
    assert "筛选 2 项 = 在图 1 + 坐标在图幅外 1 + 缺坐标 0" in texts(out.read_bytes())[0].replace("\n", "")


def test_a_filter_a_language_and_townships(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    asked = ("report", "wall-map", "--purpose", "p", "--out", out, "--lang", "en", "--by", "township")
    assert ledger(*asked).document["rows"] == 3
    assert len(texts(out.read_bytes())) == 3
    assert ledger(*asked, "--where", "township=141034101").document["rows"] == 1
    first, second = texts(out.read_bytes())
    assert "1 in this selection" in first
    assert "Duizhu" in second


def test_several_pictures_are_numbered(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    asked = (
        "report",
        "wall-map",
        "--purpose",
        "p",
        "--paper",
        "A4",
        "--format",
        "png",
        "--by",
        "township",
        "--out",
        out,
    )
    files = ledger(*asked).document["files"]
    assert files == [str(tmp_path / f"map-{n}.png") for n in (1, 2, 3)]
    assert all(Path(file).read_bytes().startswith(b"\x89PNG") for file in files)


def test_a_wrong_word_writes_nothing(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    assert ledger("report", "wall-map", "--purpose", "p", "--out", out, "--where", "colour=red").code == 2
    assert not out.exists()


def test_the_townships_are_shaded_by_what_is_asked_for(ledger: Run, tmp_path: Path) -> None:
    assert tuple(shading.TITLES) == MEASURES
    out = tmp_path / "map.pdf"
    for measure, word in (("stock", "现存隐患"), ("on_time_rate", "按期整改率"), ("density", "隐患密度")):
        assert ledger("report", "wall-map", "--purpose", "p", "--out", out, "--measure", measure).code == 0
        assert word in "".join(texts(out.read_bytes()))
    assert ledger("report", "wall-map", "--purpose", "p", "--out", out, "--measure", "beauty").code == 2


def test_layers_of_places_are_drawn_when_asked_for(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    assert ledger("report", "wall-map", "--purpose", "p", "--out", out, "--layers", "emergency").code == 0
    assert "应急资源" not in "".join(texts(out.read_bytes()))  # the county has none
    assert ledger("report", "wall-map", "--purpose", "p", "--out", out, "--layers", "roads").code == 2
