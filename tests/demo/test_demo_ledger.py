"""The demo county in the ledger: figures that can be believed, and when it is loaded, renewed and left alone."""

from collections import Counter
from pathlib import Path

import pytest

from support import servers
from support.commands import Run, open_row, row, workbook


@pytest.fixture
def demo(riskmap: Run, demo_data: Path, tmp_path: Path) -> Run:
    """A copy of the demo of Wednesday 2026-11-18, which all tests of a run share."""
    servers.copy_folder(demo_data, tmp_path / "var")
    return riskmap


def test_the_figures_can_be_believed(demo: Run) -> None:
    total = demo("metrics").document["total"]
    assert 150 <= total["stock"] <= 250
    assert 0.10 <= total["stock_overdue"] / total["stock"] <= 0.20
    assert total["carried_in"] >= 10
    assert 12 <= total["stock_major"] <= 20
    assert 5 <= total["stock_listed"] <= 9
    assert 0.6 <= total["major_rate"] <= 0.85
    assert 0.94 <= total["due_rate_passed"] <= 0.985
    assert 0.65 <= total["on_time_rate"] <= 0.85
    assert 0.84 <= total["rectification_rate"] <= 0.95


def test_no_two_denominators_of_a_page_are_equal_by_chance(demo: Run) -> None:
    groups, towns = (demo("metrics", "--by", dim).document["rows"] for dim in ("group", "township"))
    for name in ("due", "found"):
        counts = Counter(shown[name] for shown in (*groups, *towns) if shown[name] > 4)
        assert [value for value, times in counts.items() if times > 1] == []


def test_units_differ(demo: Run) -> None:
    for dim in ("group", "township"):
        rates = [shown["due_rate"] for shown in demo("metrics", "--by", dim).document["rows"] if shown["due"] >= 5]
        assert min(rates) < 0.97
        assert max(rates) > 0.99


def test_a_sector_that_nobody_inspected_shows_no_rate(demo: Run) -> None:
    assert "firework" not in {
        shown["sector"] for shown in demo("metrics", "--by", "sector").document["rows"] if shown["found"]
    }


def test_the_chain_of_events_holds(demo: Run) -> None:
    assert demo("verify").code == 0


def test_loading_again_replaces_the_demo(demo: Run) -> None:
    before = demo("metrics", "--by", "township").document
    assert demo("demo", "load").code == 0
    assert demo("metrics", "--by", "township").document == before


def test_clearing_removes_every_demo_row(demo: Run) -> None:
    assert demo("demo", "clear").document["removed"] > 2900
    total = demo("metrics", "--from", "2020-01-01").document["total"]
    assert set(total.values()) == {0, None}


def test_demo_rows_never_join_real_ones(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [row(1), open_row(2)]))
    answer = riskmap("demo", "load")
    assert (answer.code, answer.out) == (2, "")
    assert riskmap("metrics").document["total"]["found"] == 2


def test_a_start_loads_the_demo_into_an_empty_ledger_once(riskmap: Run) -> None:
    assert riskmap("prepare").document == {"demo": "loaded"}
    assert riskmap("prepare").document == {"demo": "kept"}


@pytest.mark.parametrize(
    ("today", "says"),
    [("2026-11-25", "kept"), ("2026-11-26", "loaded"), pytest.param("2027-06-01", "loaded", marks=pytest.mark.long)],
)
def test_an_untouched_demo_older_than_seven_days_is_loaded_anew(
    demo: Run, monkeypatch: pytest.MonkeyPatch, today: str, says: str
) -> None:
    monkeypatch.setenv("RISKMAP_TODAY", today)
    assert demo("prepare").document == {"demo": says}
    assert 150 <= demo("metrics").document["total"]["stock"] <= 250


def test_a_start_without_the_demo_setting_stays_empty(riskmap: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_DEMO", "0")
    assert riskmap("prepare").document == {"demo": "off"}
    assert riskmap("metrics").document["total"]["stock"] == 0


def test_a_start_never_adds_the_demo_to_real_hazards(riskmap: Run, tmp_path: Path) -> None:
    riskmap("import", workbook(tmp_path / "a.xlsx", [row(1)]))
    assert riskmap("prepare").document == {"demo": "real"}
