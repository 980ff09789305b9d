"""Free text with numbers of persons, on every page and in every file: who need not know them reads none."""

from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Any, get_args, get_type_hints
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.annotations import AnnotationKind
from riskmap.domain.codes import Grade
from riskmap.domain.enterprise import Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.meetings import DecisionKind, Subject
from riskmap.domain.nameless import PARTS, RECORDS
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger.batch import PreparedBatch
from riskmap.web import data, identity, seen
from riskmap.web.routes import analysis, api, check_first, export, layers, weekly
from support.facts import OFFICE
from support.small import FIRM, MAJOR, TODAY, shown

Make = Callable[..., Any]
Open = Callable[..., Any]
NUMBER, ID = "+8613812345678", "0190a000-0000-7000-8000-00000000000"
SECRET = "12345678"
WEEK = "2026-W46"


def part(held: str) -> Any:
    """What hangs on a hazard in one of its fields: a number in every text, a name where persons stand."""
    kind, told = get_args(get_type_hints(Hazard)[held])[0], {}
    hints = get_type_hints(kind)
    for one in fields(kind):
        hint = hints[one.name]
        if one.name in (*PARTS[held].persons, *PARTS[held].words):
            told[one.name] = f"张三{NUMBER}" if one.name in PARTS[held].persons else f"见{NUMBER}"
        elif date in (hint, *get_args(hint)):
            told[one.name] = date(2026, 11, 2)
        elif one.default is MISSING:
            told[one.name] = next(iter(hint)) if issubclass(hint, StrEnum) else ""
    return kind(**told)


def full() -> Hazard:
    """An overdue major hazard with a number of a person wherever it tells words, and a name wherever it names one."""
    own = {name: f"{name}{NUMBER}" for name in RECORDS[Hazard].words}
    own |= dict.fromkeys(RECORDS[Hazard].persons, f"张三{NUMBER}")
    parts = {name: (part(name),) for name in PARTS if name not in {"moves", "reported"}}
    own |= {"enterprise_name": f"甲厂{NUMBER}", "extra": (("电话", NUMBER),)}
    parts |= {"listings": (replace(MAJOR.listings[0], unit=f"甲{NUMBER}", leader=f"张三{NUMBER}"),)}
    parts |= {"extensions": (replace(MAJOR.extensions[0], reason=NUMBER, decided_by=f"张三{NUMBER}"),)}
    return replace(MAJOR, inspection_id=f"{ID}9", enterprise_id=f"{ID}8", due=date(2026, 11, 8), **own, **parts)


@pytest.fixture
def told(ledger_of: Make) -> dict[str, str]:
    """A ledger with such a hazard, its enterprise, visit, step, annotation and decision: ids by what they are."""
    ledger_of("one")
    firm = replace(FIRM, id=f"{ID}8", name=f"甲厂{NUMBER}", address=f"东街{NUMBER}", principal=f"张三{NUMBER}")
    visit = Inspection(
        f"{ID}9", date(2026, 11, 10), firm.id, firm.name, inspectors=f"张三{NUMBER}", result=f"见{NUMBER}",
        remark=f"见{NUMBER}", township="141034103",
    )  # fmt: skip
    batch = PreparedBatch(f"甲{NUMBER}.xlsx", "1" * 64, creates=(full(),), fingerprints=("f",), enterprises=(firm,),
                          inspections=(visit,))  # fmt: skip
    ledger = data.ledger()
    ledger.import_batch(batch, OFFICE)
    frame = data.whole().snapshot.hazards
    one = frame[(frame["grade"] == Grade.MAJOR).to_numpy()].iloc[0]
    acting = replace(OFFICE, on_behalf_of=f"张三{NUMBER}")
    letter = {"kind": "on_behalf", "on": TODAY.isoformat(), "reference": f"函{NUMBER}"}
    said = {"progress": f"见{NUMBER}", "stated_by": f"张三{NUMBER}", "coordination": f"请协调{NUMBER}"}
    said |= {"evidence": [letter]}  # type: ignore[dict-item]
    ledger.act(str(one["id"]), "state_progress", said, acting, int(one["version"]), TODAY)
    day = TODAY.isoformat()
    noted = {"kind": AnnotationKind.CAMPAIGN.value, "first": day, "last": day, "text": f"问{NUMBER}"}
    ledger.annotate(noted, OFFICE, TODAY)
    decided = {"week": WEEK, "kind": DecisionKind.CHECK.value, "subject": Subject.COUNTY.value, "text": f"找{NUMBER}",
               "owner": f"甲局{NUMBER}", "due": "2026-12-30"}  # fmt: skip
    ledger.record_decision(decided, OFFICE, TODAY)
    minutes = {"chair": f"张三{NUMBER}", "present": f"张三{NUMBER}", "minutes": f"联系{NUMBER}", "held": "2026-11-15"}
    ledger.keep_minutes(WEEK, minutes, OFFICE, 0, TODAY)
    return {"hazard": str(one["id"]), "visit": visit.id, "no": str(one["hazard_no"])}


SHOWING = ("hazard", "visit", "ledger", "overview", "battle_map", "weekly_review")


def pages(told: dict[str, str], open_at: Open) -> dict[str, str]:
    """What stands on every page that tells of rows."""
    asked: dict[str, dict[str, str]] = {
        "hazard": {"id": told["hazard"]}, "visit": {"id": told["visit"]}, "ledger": {}, "overview": {},
        "battle_map": {"mark": told["no"]}, "analysis": {}, "weekly_review": {"week": WEEK}, "responsibility": {},
        "closure_rates": {}, "my_work": {},
    }  # fmt: skip
    return {page: shown(open_at(page, lang="zh_CN", **words)) for page, words in asked.items()}


def test_an_analyst_reads_no_number_of_a_person_on_any_page(
    told: dict[str, str], open_at: Open, be: Callable[..., None]
) -> None:
    be(Role.ANALYST)
    found = pages(told, open_at)
    assert [page for page, text in found.items() if SECRET in text] == []
    assert [page for page, text in found.items() if "张三" in text] == []
    words = ("description", "measure", "emergency", "cause", "place", "review_result", "basis", "remark")
    assert all(f"{name}+86138****5678" in found["hazard"] for name in words)
    assert all("138****5678" in found[page] for page in SHOWING)


def test_a_wall_shows_no_number_of_a_person(told: dict[str, str], open_at: Open, be: Callable[..., None]) -> None:
    be(Role.DEVICE)
    found = "".join(shown(open_at("big_screen", lang="zh_CN", view=view)) for view in ("main", "listed"))
    assert "138****5678" in found
    assert SECRET not in found


def test_who_works_with_these_people_reads_them(told: dict[str, str], open_at: Open, be: Callable[..., None]) -> None:
    be(Role.COMMITTEE)
    found = {
        page: shown(open_at(page, lang="zh_CN", **({"id": told[page]} if page in told else {})))
        for page in ("hazard", "visit", "ledger")
    }
    assert all(NUMBER in text for text in found.values())
    assert f"cause{NUMBER}" in found["hazard"]


ADDRESSES = (
    "/api/v1/hazards", "/api/v1/layers/hazards.geojson", "/api/v1/layers/search.json?text=甲厂",
    "/api/v1/layers/enterprises.geojson", "/api/v1/export/hazards.csv?purpose=x",
    "/api/v1/export/hazards.geojson?purpose=x", "/api/v1/export/check_first.csv?purpose=x",
    "/api/v1/analysis/origin.csv?purpose=x", "/api/v1/export/hazards.xlsx?purpose=x",
)  # fmt: skip
ROUTES = [one for room in (analysis, api, check_first, export, layers, weekly) for one in room.ROUTES]
WEEKLY = (f"/api/v1/weekly/{WEEK}.docx", f"/api/v1/weekly/{WEEK}.xlsx")


def read(answer: Any) -> str:
    """The text of an answer, of a zipped document all that is in it."""
    assert answer.status_code == 200
    if not answer.content.startswith(b"PK"):
        return str(answer.text)
    with ZipFile(BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_an_analyst_reads_no_number_of_a_person_in_any_answer_or_file(
    told: dict[str, str], be: Callable[..., None]
) -> None:
    client = TestClient(Starlette(routes=ROUTES))
    be(Role.COMMITTEE)
    shows = [address for address in (*ADDRESSES, *WEEKLY) if NUMBER in read(client.get(address))]
    assert {*ADDRESSES[:7], ADDRESSES[-1], *WEEKLY} <= set(shows)  # whoever works with these people reads them
    be(Role.ANALYST)
    assert [address for address in (*ADDRESSES, *WEEKLY) if SECRET in read(client.get(address))] == []
    assert "张三" not in read(client.get(WEEKLY[0]))


@pytest.mark.parametrize("role", [Role.LEADER, Role.TOWNSHIP])
def test_numbers_of_persons_leave_the_program_with_nobody_but_the_office(
    told: dict[str, str], be: Callable[..., None], role: Role
) -> None:
    client = TestClient(Starlette(routes=ROUTES))
    be(role)
    taken = (*WEEKLY, *(one for one in ADDRESSES if "purpose" in one))
    assert [address for address in taken if SECRET in read(client.get(address))] == []
    paper = read(client.get(WEEKLY[0]))
    assert "138****5678" in paper
    assert ("张三" in paper) == (role is not Role.LEADER)


def test_a_paper_tells_names_to_who_may_read_them_in_all_its_hazards(told: dict[str, str]) -> None:
    drafted = {"kind": "reminder", "hazards": [told["hazard"]], "to": f"甲厂{NUMBER}", "title": f"提醒{NUMBER}",
               "text": f"联系{NUMBER}", "due": "2026-12-01"}  # fmt: skip
    data.ledger().draft_paper(drafted, OFFICE, TODAY)
    here, far = Scope(townships=("141034103",)), Scope(townships=("141034200",))
    for scope, sees in ((here, True), (far, False)):
        asks = identity.Reader(Person("1", "x", "某人", ()), (Grant(Role.TOWNSHIP, scope), Grant(Role.ANALYST)))
        with identity.told(asks):
            (paper,) = seen.papers()
        assert (SECRET in repr(paper)) == sees
        assert paper.hazards == (told["hazard"],)
