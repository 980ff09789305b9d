"""Export → import is identity: into the same ledger nothing changes, into an empty one the same hazards stand."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.domain.county import County
from support.random_ledgers import random_hazard
from support.round_trip import ACTOR, Office, facts


def hazards(county: County, seed: int, size: int) -> list:
    rnd = Random(seed)
    codes = {
        "township": [one.code for one in county.regions.townships],
        "sector": [code for code in county.sectors.codes if code != "other"],
        "department": list(county.departments.codes),
    }
    return [random_hazard(rnd, number, codes) for number in range(size)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.integers(1, 12), st.sampled_from(["xlsx", "csv"]), st.sampled_from(["zh_CN", "en"]))
def test_a_ledger_goes_out_and_comes_back_as_it_was(office: Office, seed: int, size: int, form: str, lang: str) -> None:
    home, away = office.fresh(), office.fresh()
    home.take(hazards(home.county, seed, size))
    content = home.export(form, lang=lang)
    again = home.read(content, form).report
    assert (again["rejected"], again["created"], again["changed"]) == (0, 0, 0), again["issues"]
    assert again["unchanged"] == size
    away.ledger.import_batch(away.read(content, form).batch, ACTOR)
    sent, came = (sorted(map(facts, one.hazards()), key=lambda h: h["description"]) for one in (home, away))
    for before, after in zip(sent, came, strict=True):
        different = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
        assert not different


def test_earlier_records_hide_the_names_that_columns_hide(office: Office) -> None:
    home = office.fresh()
    home.take(hazards(home.county, 7, 30))
    told = {role: home.export("csv", role=role).decode("utf-8-sig") for role in ("committee", "analyst")}
    for name in ("张三", "李四、王五", "赵六", "周八、吴九"):
        assert name in told["committee"]
        assert name not in told["analyst"]
    assert "历次记录" in told["analyst"]
    assert "人员=张**" in told["analyst"]
