"""`report weekly`, `monthly`, `quarterly`: the paper of a period as files, from the ledger as it stands."""

import argparse
from typing import TYPE_CHECKING

from riskmap.cli import exporting
from riskmap.cli.office import Office, question
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

if TYPE_CHECKING:
    from riskmap.reports.briefing_told import Asked


def run(options: argparse.Namespace) -> Result:
    """Answer `report weekly --week 2026-W47 --out DIR`: writes the files, tells them and the printed figures."""
    from riskmap.domain.periods import Kind
    from riskmap.metrics import briefing, frozen
    from riskmap.reports.briefing_files import files

    office = Office.open()
    kind = Kind(options.period_kind)
    name = options.period or briefing.reviewed(kind, office.today, office.county.week_ends)
    _check(kind, name, options.against, office)
    asked = _asked(office, name, options.lang or office.lang, options.against)
    figures = asked.figures
    paper = f"{options.paper}_{name}"
    written = {options.out / f"{paper}.{form}": body for form, body in files(asked, options.format).items()}
    rows = len(figures.overdue) + len(figures.majors)
    export = exporting.told(office, options.paper, options, figures.now, rows, " ".join(options.format))
    exporting.leave(office, export, written)
    told = {kind.value: name, "files": [str(path) for path in written], "as_of": figures.now.as_of.isoformat()}
    return told | {"figures": frozen.printed(figures)}, 0


def _check(kind: str, name: str, against: str, office: Office) -> None:
    from riskmap.ledger.meetings import week_ends
    from riskmap.metrics.briefing import period_of

    ends = week_ends(office.engine, office.county, name)
    for one in filter(None, (name, against)):
        try:
            fits = period_of(one, office.today, ends).kind == kind
        except ValueError:
            fits = False
        if not fits:
            raise Problem(f"{one} is no {kind} of a paper, or has not begun; write 2026-W47, 2026-11 or 2026-Q4")


def _asked(office: Office, name: str, lang: str, against: str) -> "Asked":
    """What the paper is made from, the whole county."""
    from riskmap.domain.meetings import Meeting
    from riskmap.domain.periods import Kind
    from riskmap.i18n import Translator
    from riskmap.ledger import meetings, queries
    from riskmap.metrics import briefing, frozen, frozen_lists
    from riskmap.metrics.forms import Register
    from riskmap.reports.briefing_told import Asked
    from riskmap.views.names import labels

    index, where = question(office, {})
    county, firms = office.county, office.snapshot.enterprises
    register = Register(firms, office.snapshot.inspections)
    ends = meetings.week_ends(office.engine, county, name)
    figures = briefing.figures(index, where, name, office.today, register, against, ends)
    meeting = Meeting(name, figures.now.as_of)
    if figures.kind is Kind.WEEK:
        meeting = meetings.meeting(office.engine, county, name)
    moved = meetings.moved(office.engine, county, meeting)
    held = frozen_lists.held(index, figures, register, meeting, moved)
    listed = frozen_lists.restored(figures, held)
    return Asked(
        t=Translator(lang),
        label=labels(county, lang, dict(zip(firms["id"], firms["name"], strict=True))),
        county=county.label(lang),
        index=index,
        figures=frozen.restored(listed, meeting.printed),
        meeting=meeting,
        decisions=meetings.decisions(office.engine, county),
        hazards=queries.several(office.engine, county, briefing.named(index, figures) | briefing.named(index, listed)),
        register=register,
        demo=office.snapshot.demo,
        live=figures if meeting.closed else None,
        moved=moved,
        lists=held,
    )
