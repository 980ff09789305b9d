"""What a page says beside its figures: whose county, how fresh the data is, who reads and which part of it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from riskmap.domain.roles import Right
from riskmap.views.html import record, top
from riskmap.views.html.top import Standing
from riskmap.web import data, identity
from riskmap.web.data import View
from riskmap.web.identity import Reader
from riskmap.web.session import Run

REACHES = ("sector", "department", "township")


def of(view: View, lang: str) -> Standing:
    """Standing of a state of the ledger, with moments in the county's zone."""
    snapshot, county = view.snapshot, data.county()
    updated, hours = snapshot.updated_at, None
    if updated is not None:
        hours = int((data.now() - updated).total_seconds() // 3600)
        updated = updated.astimezone(ZoneInfo(county.time_zone))
    limit = data.settings().stale_hours
    return Standing(county.label(lang), snapshot.demo, updated, hours, view.failed, limit)


def of_run(run: Run) -> Standing:
    """The same with who reads."""
    return replace(of(run.view, run.lang), who=_who(run))


def pages(reader: Reader) -> frozenset[str]:
    """The pages that are open to a reader."""
    return frozenset(name for name in top.TITLES if reader.may(top.RIGHTS.get(name, Right.READ)))


def _who(run: Run) -> top.Who:
    reader, demo = run.reader, {}
    if reader.demo:
        demo = {one.login: record.role(run.t, one.login) for one in identity.demo_officers(data.county())}
    return top.Who(reader.person.name, record.role(run.t, reader.role), _reach(run), pages(reader), demo)


def _reach(run: Run) -> str:
    """The part of the county that is seen, in words; "" for the whole."""
    found: dict[str, None] = {}
    for scope in run.reader.scopes or ():
        for kind, codes in zip(REACHES, (scope.sectors, scope.departments, scope.townships), strict=True):
            found |= {run.label(kind, code): None for code in codes}
    return "、".join(found) if run.lang == "zh_CN" else ", ".join(found)
