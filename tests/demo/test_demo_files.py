"""The files of the demo county: what the generator makes, clean for the importer, alive on any day."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from riskmap.domain.codes import Control, Grade, ListingState, Status
from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.ingest.demo import Manifest, move_batch, read_manifest
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger.batch import MatchIndex

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "demo"
TODAYS = [
    *(date(2026, 11, 16) + timedelta(n) for n in range(7)),
    date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2031, 7, 5), date(2025, 3, 1),
]  # fmt: skip
At = Callable[[date], Sequence[Hazard]]
OPEN = {Status.OPEN, Status.RECTIFYING, Status.AWAITING_REVIEW, Status.REJECTED, Status.VERIFIED}


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(FOLDER)


@pytest.fixture(scope="module")
def at(ledger: DryRun, manifest: Manifest) -> At:
    """The demo's hazards as of a day."""
    return cache(lambda today: move_batch(ledger.batch, manifest.days_to(today), today).creates)


def index(enterprises: object = ()) -> MatchIndex:
    return MatchIndex({}, {}, {}, {}, enterprises, lambda ids: {})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def register(county: County, manifest: Manifest) -> DryRun:
    return dry_run(
        manifest.register, county=county, match_index=index(), today=manifest.base_week + timedelta(6), demo=True
    )


@pytest.fixture(scope="module")
def ledger(county: County, manifest: Manifest, register: DryRun) -> DryRun:
    known = index(register.batch.enterprises)
    return dry_run(
        manifest.ledger, county=county, match_index=known, today=manifest.base_week + timedelta(6), demo=True
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files made anew by the generator."""
    sys.path.insert(0, str(ROOT / "tools"))
    import make_demo

    folder = tmp_path_factory.mktemp("demo")
    arguments = sys.argv
    sys.argv = ["make_demo.py", "--out", str(folder)]
    make_demo.main()
    sys.argv = arguments
    yield folder
    sys.path.remove(str(ROOT / "tools"))


def test_the_files_are_what_the_generator_makes(made: Path) -> None:
    for name in ("enterprise_register.xlsx", "hazard_ledger.xlsx"):
        new, old = CalamineWorkbook.from_path(made / name), CalamineWorkbook.from_path(FOLDER / name)
        assert new.sheet_names == old.sheet_names
        for sheet in new.sheet_names:
            assert new.get_sheet_by_name(sheet).to_python() == old.get_sheet_by_name(sheet).to_python()
    assert (made / "manifest.toml").read_text() == (FOLDER / "manifest.toml").read_text()


def test_the_importer_finds_nothing_wrong_with_them(register: DryRun, ledger: DryRun) -> None:
    assert (register.report["accepted"], register.report["rejected"], register.report["issues"]) == (260, 0, [])
    assert ledger.report["rejected"] == 0
    allowed = {"no_due_date", "inspection_without_findings", "probable_duplicate"}  # the last is proposed
    assert {issue["code"] for issue in ledger.report["issues"]} <= allowed
    assert all(one.confirmed for one in register.batch.enterprises)
    assert ledger.batch.enterprises == []  # every hazard stands at an enterprise of the register


def test_every_name_says_that_it_is_invented(register: DryRun, ledger: DryRun) -> None:
    assert all(one.name.startswith("示例") for one in register.batch.enterprises)
    people = {
        name for h in ledger.batch.creates for name in f"{h.inspectors}、{h.responsible_person}".split("、") if name
    }
    assert all(len(name) == 2 and name.endswith("某") for name in people)
    assert not any(
        char.isdigit() for one in register.batch.enterprises for char in one.principal_phone + one.safety_phone
    )


def test_the_county_has_the_size_and_the_sectors_of_the_plan(register: DryRun, ledger: DryRun, county: County) -> None:
    hazards = ledger.batch.creates
    majors = [h for h in hazards if h.grade == Grade.MAJOR]
    assert {one.sector for one in register.batch.enterprises} == set(county.sectors.codes)
    assert {one.township for one in register.batch.enterprises} == set(county.regions.codes)
    assert 2800 <= len(hazards) <= 3200
    assert 85 <= len(majors) <= 95
    assert 18 <= sum(bool(h.listings) for h in majors) <= 22
    assert {one.level for h in majors for one in h.listings} == {"county", "city", "province"}
    assert {one.state for h in majors for one in h.listings} >= {ListingState.LISTED, ListingState.DELISTED}
    assert any(h.township_raw == "邢家要乡" and h.township == "141034103" for h in hazards)


def test_visits_stand_beside_the_hazards(ledger: DryRun) -> None:
    visits = list(ledger.batch.inspections)
    assert len({one.id for one in visits}) == len(visits) > 1000
    assert sum(one.found_nothing for one in visits) > 150
    assert {h.inspection_id for h in ledger.batch.creates if h.inspection_id} <= {one.id for one in visits}


def test_every_kind_of_story_is_told(ledger: DryRun) -> None:
    hazards = ledger.batch.creates
    standing = [h for h in hazards if h.status in OPEN]
    controls = {one.status for h in standing for one in h.controls}
    assert controls == set(Control)
    assert {h.status for h in hazards} == set(Status)
    assert sum(bool(h.rounds) for h in hazards) > 30
    assert sum(bool(h.extensions) for h in hazards) > 30
    assert {one.state for h in hazards for one in h.extensions} == {"approved", "refused"}
    assert sum(h.lon is None for h in standing) >= 3
    assert sum(h.found == h.rectified == h.closed for h in hazards) > 200
    assert sum(h.source == "self" for h in hazards) > 200
    assert sum(h.suspended and bool(h.restart_no) for h in hazards) > 10
    assert any(
        h.grade == Grade.MAJOR and not h.controls for h in standing
    )  # an alarm: nobody recorded a control status


def test_most_hazards_state_a_cause_that_fits_their_problem(ledger: DryRun) -> None:
    hazards = [h for h in ledger.batch.creates if h.status not in {Status.PENDING, Status.VOID}]
    stated = Counter(h.cause for h in hazards if h.cause)
    assert 0.8 <= stated.total() / len(hazards) <= 0.95  # some never are, as in a real ledger
    assert len(stated) == 8
    first = sum(n for _, n in stated.most_common(3))
    assert 0.5 <= first / stated.total() <= 0.8  # few causes tell most of it
    assert all(h.cause for h in hazards if h.grade == Grade.MAJOR)
    assert not [h for h in ledger.batch.creates if h.status in {Status.PENDING, Status.VOID} and h.cause]
    tests = {h.cause for h in hazards if "未按期检定" in h.description} - {"", "日常巡查维护不到位"}
    assert tests == {"检验检测未按期开展"}


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_the_present_week_is_alive_on_any_day(at: At, today: date) -> None:
    hazards = at(today)
    monday = today - timedelta(today.weekday())
    assert sum(monday <= h.found <= today for h in hazards) >= 3
    assert sum(h.closed is not None and monday <= h.closed <= today for h in hazards) >= 3
    assert max(h.found for h in hazards) == today


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_ten_open_items_were_carried_over_two_of_them_major(at: At, today: date) -> None:
    carried = [h for h in at(today) if h.status in OPEN and h.found < date(today.year, 1, 1)]
    assert len(carried) >= 10
    assert sum(h.grade == Grade.MAJOR for h in carried) >= 2


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_nothing_has_happened_after_today(at: At, today: date) -> None:
    for h in at(today):
        steps = (h.found, h.confirmed, h.ordered, h.rectified, h.declared, h.passed, h.closed, h.voided, h.restart_on)
        rounds = tuple(one.reviewed for one in h.rounds)
        assert max(day for day in (*steps, *rounds) if day is not None) <= today


def test_weekdays_stay_weekdays(manifest: Manifest) -> None:
    assert manifest.base_week.weekday() == 0
    for today in TODAYS:
        days = manifest.days_to(today)
        assert days % 7 == 0
        assert 0 <= (today - manifest.base_week).days - days < 7
