"""Published figures of a form: kept beside the ledger with an event, entered by the office, never taken over."""

import json

import pytest
from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.ledger import maintain, queries
from riskmap.ledger.batch import Actor, Published
from riskmap.ledger.commands import Ledger, Refused
from riskmap.store import events
from riskmap.store.engine import reading

TOLD = Published("monthly", "2026-09", cumulative=True, figures={"total": {"general": "1200"}}, source="9月月报")
OFFICE = Actor("office", "县安委办", "committee")


def test_published_figures_are_kept_by_form_period_and_way_of_counting(engine: Engine, county: County) -> None:
    ledger = Ledger(engine, county, county.gates())
    ledger.publish(TOLD, OFFICE)
    assert queries.published(engine, county, "monthly", "2026-09", cumulative=True) == TOLD
    assert queries.published(engine, county, "monthly", "2026-09", cumulative=False) is None
    assert queries.published(engine, county, "monthly", "2026-08", cumulative=True) is None


def test_entering_them_again_replaces_them_and_the_chain_keeps_both(engine: Engine, county: County) -> None:
    ledger = Ledger(engine, county, county.gates())
    ledger.publish(TOLD, OFFICE)
    better = Published("monthly", "2026-09", cumulative=True, figures={"total": {"general": "1201"}})
    before = queries.snapshot(engine, county)
    ledger.publish(better, OFFICE)
    assert queries.published(engine, county, "monthly", "2026-09", cumulative=True) == better
    with reading(engine) as connection:
        found = [json.loads(one.payload) for one in events.read(connection, county.code)]
    assert [one["figures"]["total"]["general"] for one in found] == ["1200", "1201"]
    assert json.loads(found[1]["before"]) == TOLD.figures
    assert queries.snapshot(engine, county, before).hazards is before.hazards
    assert maintain.verify(engine, county).ok


@pytest.mark.parametrize("role", ["department", "township", "leader", "analyst", "enterprise", "visitor"])
def test_nobody_but_the_office_enters_published_figures(engine: Engine, county: County, role: str) -> None:
    with pytest.raises(Refused):
        Ledger(engine, county, county.gates()).publish(TOLD, Actor("x", "某人", role))
    assert queries.published(engine, county, "monthly", "2026-09", cumulative=True) is None
    assert queries.revision(engine, county) == 0


@pytest.mark.parametrize(("figures", "code"), [
    ({"total": {"general": "many"}}, "bad:general"),
    ({"total": {"general": "-1"}}, "bad:general"),
    ({"total": {"general": "NaN"}}, "bad:general"),
    ({"total": {"general": "Infinity"}}, "bad:general"),
    ({"total": {}}, "missing:figures"),
    ({}, "missing:figures"),
])  # fmt: skip
def test_what_is_no_figure_is_refused(engine: Engine, county: County, figures: dict, code: str) -> None:
    told = Published("monthly", "2026-09", cumulative=True, figures=figures)
    with pytest.raises(Refused) as no:
        Ledger(engine, county, county.gates()).publish(told, OFFICE)
    assert no.value.codes == (code,)


def test_verify_notices_figures_that_were_changed_or_taken_away_past_the_door(engine: Engine, county: County) -> None:
    Ledger(engine, county, county.gates()).publish(TOLD, OFFICE)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE published_form SET source = '别处'")
    (problem,) = maintain.verify(engine, county).problems
    assert "monthly/2026-09/cumulative do not say" in problem
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM published_form")
    (problem,) = maintain.verify(engine, county).problems
    assert "are missing" in problem
