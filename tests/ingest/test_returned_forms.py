"""The monthly form: units fill it in, the office adds it up, and differences to our ledger show cell by cell."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.domain.codes import Grade, Level, ListingState, Status
from riskmap.domain.county import load_county
from riskmap.domain.filling import FillingRound, Reporting, reports
from riskmap.domain.filling_form import BY_NAME, COLUMNS, FILLED, cells, consolidated, differences, rate
from riskmap.domain.gates import load_gates
from riskmap.domain.hazard import Listing
from riskmap.ingest.form_returns import FormPreview, preview
from riskmap.ledger import maintain, queries, rounds
from riskmap.ledger.batch import Actor
from riskmap.ledger.commands import Ledger, Refused
from riskmap.metrics import filters, form_figures, sending
from riskmap.metrics.declared import load_forms
from riskmap.metrics.forms import Register
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade
from riskmap.views.filling import HEAD
from riskmap.views.filling_form import FIRST, vocabulary
from riskmap.views.filling_pack import pack
from riskmap.views.names import labels
from support.rounds import DEADLINE, OFFICE, ONE, SENT, T, fill, index, read

ROOT = Path(__file__).resolve().parents[2]
MONTHLY = load_forms(ROOT / "data" / "forms")["monthly"]
AT = {column.name: FIRST + place + 1 for place, column in enumerate(COLUMNS)}
LISTED = Listing(ListingState.LISTED, Level.COUNTY, SENT, "1", listed=date(2026, 11, 5))
MAJOR = replace(
    ONE, description="重大", grade=Grade.MAJOR, basis="标准", funds_secured=Decimal("12.5"), listings=(LISTED,)
)
DONE = replace(ONE, description="合格", status=Status.VERIFIED, declared=date(2026, 11, 5),
               rectified=date(2026, 11, 5), passed=date(2026, 11, 6))  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    engine = open_engine(f"sqlite:///{(tmp_path / 'a.sqlite3').as_posix()}")
    upgrade(engine)
    opened = Ledger(engine, load_county(ROOT / "data" / "county.toml"), load_gates())
    fill(opened, [ONE, DONE, MAJOR, replace(ONE, description="市级", supervision=Level.CITY)])
    yield opened
    engine.dispose()


def send(ledger: Ledger) -> FillingRound:
    label = labels(ledger.county, "zh_CN", {})
    order = sending.Order("11月月报", SENT, DEADLINE)
    units = ledger.county.regions.codes
    draft = sending.drafted_form(units, filters.default(SENT), "township", order, lambda c: label("township", c))
    return ledger.create_round(draft, OFFICE)


def form(ledger: Ledger, sent: FillingRound, unit: str, told: dict[tuple[str, str], Any]) -> bytes:
    """The form of a unit with (sector, column) filled in."""
    content = pack(sent, {}, labels(ledger.county, "zh_CN", {}), T, who="某", moment="今",
                   sectors=ledger.county.sectors.codes)  # fmt: skip
    place = [one.code for one in sent.receivers].index(unit) + 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read(sorted(archive.namelist())[place])))
    for (sector, column), value in told.items():
        row = HEAD + 2 + ledger.county.sectors.codes.index(sector)
        book.active.cell(row, AT[column]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def look(ledger: Ledger, sent: FillingRound, *files: tuple[str, bytes], on: date = SENT) -> FormPreview:
    return preview(read(*files), rounds.one(ledger.engine, ledger.county, sent.id), vocabulary(), on)


def test_every_township_gets_a_form_with_a_row_a_sector(ledger: Ledger) -> None:
    sent = send(ledger)
    assert [one.code for one in sent.receivers] == list(ledger.county.regions.codes)
    assert (sent.from_, sent.as_of, sent.asked) == (date(2026, 1, 1), SENT, ())
    sheet = openpyxl.load_workbook(io.BytesIO(form(ledger, sent, "141034103", {}))).active
    assert sheet.cell(HEAD + 2, 2).value == "煤矿"
    assert sheet.cell(HEAD + 2, AT["general_rate"]).value.startswith("=IF(")
    locked = {column.name for column in COLUMNS if sheet.cell(HEAD + 2, AT[column.name]).protection.locked}
    assert locked == {"general_rate", "major_rate"}


def test_figures_are_taken_over_and_summed_and_held_against_the_ledger(ledger: Ledger) -> None:
    sent = send(ledger)
    told = {("coal", "general"): 3, ("coal", "general_done"): 1, ("coal", "major"): 1, ("coal", "funds"): 12.5}
    one = form(ledger, sent, "141034103", told)
    two = form(ledger, sent, "141034100", {("coal", "general"): 1, ("gas", "general"): 2})
    found = look(ledger, sent, ("a.xlsx", one), ("b.xlsx", two))
    assert found.findings == ()
    assert len(found.changes) == 6
    after = ledger.collect_round(found.to_confirm, OFFICE)
    assert [line.state for line in reports(after, SENT)].count(Reporting.REPORTED) == 2
    sums = consolidated(cells(after.figures), [line.code for line in after.receivers])
    assert (sums["coal", "general"], sums["", "general"], sums["", "funds"]) == (4, 6, Decimal("12.5"))
    assert rate(sums, "", BY_NAME["general_rate"]) == (1, 6)
    found = queries.snapshot(ledger.engine, ledger.county)
    register = Register(found.enterprises, found.inspections)
    units = [line.code for line in after.receivers]
    ours = form_figures.figures(MONTHLY, index(ledger), filters.default(SENT), "township", units, register)
    assert {key[2]: value for key, value in ours.items()} == {
        "units": 1, "general": 3, "general_done": 1, "major": 1, "listed": 1, "funds": Decimal("12.5"),
    }  # fmt: skip
    differ = differences(cells(after.figures), ours, form_figures.counted(MONTHLY))
    assert [(d.unit, d.row, d.column, d.reported, d.ledger) for d in differ] == [
        ("141034100", "coal", "general", 1, 0), ("141034100", "gas", "general", 2, 0),
        ("141034103", "coal", "listed", 0, 1),
        ("141034103", "coal", "units", 0, 1),
    ]  # fmt: skip
    assert maintain.verify(ledger.engine, ledger.county).ok
    again = look(ledger, sent, ("c.xlsx", one))
    assert again.empty
    assert [line.code for line in again.findings] == ["already_taken"]


def test_a_second_form_changes_what_it_says_and_a_blank_says_nothing(ledger: Ledger) -> None:
    sent = send(ledger)
    first = form(ledger, sent, "141034103", {("coal", "general"): 3, ("coal", "major"): 1})
    ledger.collect_round(look(ledger, sent, ("a.xlsx", first)).to_confirm, OFFICE)
    second = look(ledger, sent, ("b.xlsx", form(ledger, sent, "141034103", {("coal", "general"): 5})))
    assert dict(second.changes) == {("141034103", "coal", "general"): (Decimal(3), Decimal(5))}
    after = ledger.collect_round(second.to_confirm, OFFICE)
    assert cells(after.figures) == {("141034103", "coal", "general"): 5, ("141034103", "coal", "major"): 1}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({("coal", "general"): -1}, "bad_amount"),
        ({("coal", "general"): 1.5}, "bad_number"),
        ({("coal", "general"): "若干"}, "bad_amount"),
        ({("coal", "general"): 1, ("coal", "general_done"): 2}, "more_than_whole"),
    ],
)
def test_an_odd_number_is_a_finding(ledger: Ledger, told: dict[tuple[str, str], Any], code: str) -> None:
    sent = send(ledger)
    found = look(ledger, sent, ("a.xlsx", form(ledger, sent, "141034103", told)))
    assert [one.code for one in found.findings] == [code]


def test_two_forms_of_a_unit_that_disagree_change_nothing_in_that_cell(ledger: Ledger) -> None:
    sent = send(ledger)
    one = form(ledger, sent, "141034103", {("coal", "general"): 3, ("coal", "major"): 1})
    two = form(ledger, sent, "141034103", {("coal", "general"): 4})
    found = look(ledger, sent, ("a.xlsx", one), ("b.xlsx", two))
    assert set(found.told) == {("141034103", "coal", "major")}
    assert [line.code for line in found.findings] == ["files_differ"]


def test_a_form_of_another_round_is_told_and_left(ledger: Ledger) -> None:
    first, second = send(ledger), send(ledger)
    found = look(ledger, second, ("a.xlsx", form(ledger, first, "141034103", {("coal", "general"): 3})))
    assert {one.code for one in found.findings} == {"other_round", "no_rows_of_round"}
    assert found.empty


def test_the_wrong_person_does_not_take_forms_in(ledger: Ledger) -> None:
    sent = send(ledger)
    told = look(ledger, sent, ("a.xlsx", form(ledger, sent, "141034103", {("coal", "general"): 3}))).to_confirm
    with pytest.raises(Refused, match="role:not_allowed"):
        ledger.collect_round(told, Actor("t", "某", "township"))


figures = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.sampled_from([one.name for one in FILLED])),
    st.integers(0, 99).map(Decimal),
)


@given(figures)
def test_the_county_is_the_sum_of_its_units_and_the_total_the_sum_of_rows(told: dict[Any, Decimal]) -> None:
    units = {key[0] for key in told}
    sums = consolidated(told, units)
    for (row, column), value in sums.items():
        parts = [consolidated(told, {unit}).get((row, column), Decimal(0)) for unit in units]
        assert value == sum(parts)
        if row == "":
            assert value == sum(amount for (r, c), amount in sums.items() if c == column and r)


@given(figures, figures)
def test_differences_explain_every_cell_of_the_units_that_reported(told: Any, ledger: Any) -> None:
    names = [one.name for one in FILLED]
    found = {(d.unit, d.row, d.column): d.reported - d.ledger for d in differences(told, ledger, names)}
    units = {key[0] for key in told}
    for key in told.keys() | {key for key in ledger if key[0] in units}:
        assert told.get(key, 0) == ledger.get(key, 0) + found.get(key, 0)
