"""What a page says of the data behind it and of its reader: county, freshness, role, reach, pages that are open."""

from zoneinfo import ZoneInfo

from riskmap.domain.roles import Right
from riskmap.views.html import record, top
from riskmap.web import assessment_data, data, identity
from riskmap.web.identity import Reader
from riskmap.web.session import Run

WALL = "big_screen"
REACHES = ("sector", "department", "township")


def of(run: Run) -> top.Standing:
    """Standing of a run: moments in the county's zone, the reader as the top bar names him."""
    snapshot, county = run.view.snapshot, data.county()
    updated, hours = snapshot.updated_at, None
    if updated is not None:
        hours = int((data.now() - updated).total_seconds() // 3600)
        updated = updated.astimezone(ZoneInfo(county.time_zone))
    limit = data.settings().stale_hours
    name, ahead = county.label(run.lang), run.where.as_of > run.today
    return top.Standing(name, snapshot.demo, updated, hours, _who(run), run.view.failed, limit, ahead)


def pages(reader: Reader) -> frozenset[str]:
    """The pages that are open to a reader; to a screen on a wall, the wall alone."""
    if reader.device:
        return frozenset({WALL})
    open_to = {name for name in top.TITLES if reader.may(top.RIGHTS.get(name, Right.READ))}
    if "assessment" in open_to and not assessment_data.opens(reader):
        open_to.remove("assessment")  # the county shows units no sheet of their own
    return top.OWN | open_to


def _who(run: Run) -> top.Who:
    reader, demo = run.reader, {}
    if reader.demo:
        demo = {one.login: record.role(run.t, one.login) for one in identity.demo_officers(data.county())}
    role, own = record.role(run.t, reader.role), identity.passwords()
    return top.Who(reader.person.name, role, _reach(run), pages(reader), demo, own)


def _reach(run: Run) -> str:
    """The part of the county that is seen, in words; "" for the whole."""
    found: dict[str, None] = {}
    for scope in run.reader.scopes or ():
        for kind, codes in zip(REACHES, (scope.sectors, scope.departments, scope.townships), strict=True):
            found |= {run.label(kind, code): None for code in codes}
    return run.t("list|, ").join(found)
