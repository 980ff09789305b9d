"""The figures of the part "rates" as a file: the lines of the page with their crossings, numbers as numbers."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.metrics import breakdown, durations, filters, origin, own_work, repeats, stages
from riskmap.metrics.counts import total
from riskmap.metrics.format import printed
from riskmap.metrics.matrix import TOTAL, matrix
from riskmap.metrics.rates import ALL
from riskmap.views.html.analysis import TAKEN
from riskmap.web import data, session
from support.small import TODAY, shown

Make = Callable[..., Any]
Sign = Callable[..., TestClient]
RATES = "/api/v1/analysis/rates"


def _rows(client: TestClient, **words: str) -> list[dict[str, str]]:
    answer = client.get(f"{RATES}.csv", params={"lang": "en", "purpose": "report", **words})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_the_lines_and_crossings_of_the_page(ledger_of: Make, sign: Sign) -> None:
    client = sign(Grant(Role.COMMITTEE))
    for by in breakdown.DIMENSIONS:
        if by != breakdown.DEPARTMENT:
            _check(client, by)


def _check(client: TestClient, by: str) -> None:
    rows = _rows(client, by=by, across="source" if by != "source" else "sector")
    view = data.whole()
    where, label = filters.default(TODAY), session.label_of(view, "en")
    found = breakdown.breakdown(view.index, where, by)
    columns = list(rows[0])
    down, across = columns[0], columns[1]
    lines = [row for row in rows if row[across] == "all" and row["Grade"] == "all"]
    names = [label(by, line.code) for line in found.table.lines]
    assert [row[down] for row in lines][: len(names)] == names
    for row, line in zip(lines, found.table.lines, strict=False):
        n, m = ALL["due_rate_passed"].parts(line.counts)
        rate = printed(n, m)
        assert row["Due-item rate (confirmed) %"] == ("" if rate is None else str(rate))
        assert (row["Due-item rate (confirmed) n"], row["Due-item rate (confirmed) m"]) == (str(n), str(m))
        assert row["Overdue"] == str(line.counts["stock_overdue"])
        assert row["Not yet due, not rectified"] == str(found.steps[line.code]["not_yet_due"])
    crossed = matrix(view.index, where, by, "source" if by != "source" else "sector")
    cells = [key for key in crossed.cells if TOTAL not in key]
    assert len([row for row in rows if row[across] != "all"]) == len(cells)
    whole = total(view.index, where.as_of, where.from_, where)
    assert rows[-1]["Found"] == str(whole["found"])


def test_a_workbook_holds_numbers_and_says_who_took_it_out(ledger_of: Make, sign: Sign) -> None:
    client = sign(Grant(Role.COMMITTEE))
    revision = data.whole().snapshot.revision
    answer = client.get(f"{RATES}.xlsx", params={"lang": "zh_CN", "purpose": "=cmd|' /C calc'!A0"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[2]]
    last = dict(zip(heads, [cell.value for cell in sheet[sheet.max_row]], strict=True))
    assert isinstance(last["排查"], int)
    assert last["销号率 %"] is None or isinstance(last["销号率 %"], (int, float, Decimal))
    assert "内部使用" in sheet["A1"].value
    assert sheet["A1"].data_type == "s"
    assert data.whole().snapshot.revision == revision + 1


def test_departments_leave_by_their_own_work_alone(ledger_of: Make, sign: Sign) -> None:
    rows = _rows(sign(Grant(Role.COMMITTEE)), by="department", across="township")
    assert not [head for head in rows[0] if "rate" in head.lower()]
    whole = own_work.table(data.whole().index, filters.default(TODAY))[-1].counts
    mine = next(row for row in rows if row["Department"] == "Total")
    assert mine["Confirmed in time m"] == str(whole["confirmed_of"])


def test_a_township_takes_out_its_own_part_and_others_nothing(ledger_of: Make, sign: Sign) -> None:
    own = "141034103"
    rows = _rows(sign(Grant(Role.TOWNSHIP, Scope(townships=(own,)))), by="township", across="sector")
    view = data.whole()
    theirs = filters.parse({"township": own}, view.vocabulary, TODAY)
    assert rows[-1]["Found"] == str(total(view.index, theirs.as_of, theirs.from_, theirs)["found"])
    for login, role in (("li", Role.INSPECTOR), ("zhao", Role.AUDITOR)):
        assert sign(Grant(role), login=login).get(f"{RATES}.csv?purpose=x").status_code == 403


def _parts(client: TestClient, part: str) -> list[dict[str, str]]:
    answer = client.get(f"/api/v1/analysis/{part}.csv", params={"lang": "en", "purpose": "report"})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_durations_leave_with_medians_and_stages(ledger_of: Make, sign: Sign) -> None:
    rows = _parts(sign(Grant(Role.COMMITTEE)), "duration")
    view, where = data.whole(), filters.default(TODAY)
    curves = durations.graded(view.index, where, durations.RECTIFIED)
    mine = next(row for row in rows if (row["Card"], row["Line"]) == ("Days to rectify", "All"))
    assert (mine["Found"], mine["Done"]) == (str(curves["all"].items), str(curves["all"].ends))
    lost = [row for row in rows if row["Card"] == "Where in the loop time is lost"]
    assert [int(row["Days together"]) for row in lost] == [
        one.done.total + one.running.total for one in stages.stages(view.index, where)
    ]


def test_origins_leave_with_their_parts(ledger_of: Make, sign: Sign) -> None:
    rows = _parts(sign(Grant(Role.COMMITTEE)), "origin")
    view, where = data.whole(), filters.default(TODAY)
    found, again = origin.origin(view.index, where), repeats.repeats(view.index, where)
    said = {row["Line"]: (row["n"], row["m"]) for row in rows if row["Card"] == "Shares"}
    assert said["Self-found"] == tuple(map(str, found.self_found))
    assert said["Again within a year"] == (str(again.n), str(again.m))
    sources = [row for row in rows if row["Card"] == "Who found it"]
    assert sum(int(row["n"]) for row in sources) == found.self_found[1]
    money = [row["10,000 yuan"] for row in rows if row["Card"].startswith("Money")]
    assert [float(one) for one in money] == [round(one.total, 4) for one in found.amounts]


@pytest.mark.parametrize("part", list(TAKEN))
def test_every_part_offers_its_file_to_who_may_take_it_out(
    ledger_of: Make, open_at: Callable[..., Any], be: Callable[..., None], part: str
) -> None:
    ledger_of("several")
    be(Role.COMMITTEE)
    assert f"/api/v1/analysis/{part}" in shown(open_at("analysis", lang="zh_CN", part=part))
    be(Role.INSPECTOR)
    assert f"/api/v1/analysis/{part}" not in shown(open_at("analysis", lang="zh_CN", part=part))


def test_the_closure_rates_leave_as_the_same_file(
    ledger_of: Make, open_at: Callable[..., Any], be: Callable[..., None]
) -> None:
    ledger_of("several")
    for role, offers in ((Role.COMMITTEE, True), (Role.INSPECTOR, False)):
        be(role)
        assert (RATES in shown(open_at("closure_rates", lang="en"))) is offers


def test_nothing_leaves_without_a_purpose_or_by_words_that_are_none(ledger_of: Make, sign: Sign) -> None:
    client = sign(Grant(Role.COMMITTEE))
    assert client.get(f"{RATES}.csv").status_code == 400
    assert client.get(f"{RATES}.csv?purpose=x&sector=moon").status_code == 400
    assert client.get(f"{RATES}.pdf?purpose=x").status_code == 404
