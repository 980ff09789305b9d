"""`report weekly`: the paper of a week as files, by the ledger as it stands; it leaves an event."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from riskmap.cli.exporting import record, write_whole
from riskmap.cli.office import Office, question
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

if TYPE_CHECKING:
    from riskmap.reports.weekly_told import Asked


def run(options: argparse.Namespace) -> Result:
    """Answer `report weekly --week 2026-W47 --out DIR`: writes the files, tells them and the printed figures."""
    from riskmap.metrics import weekly
    from riskmap.reports.weekly_files import files

    office = Office.open()
    week = options.week or weekly.reviewed(office.today)
    _check(week, office)
    asked = _asked(office, week, options.lang or office.lang)
    figures = asked.figures
    written = {options.out / f"weekly_{week}.{kind}": body for kind, body in files(asked, options.format).items()}
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for path, body in written.items():
            write_whole(path, body)
    except OSError as error:
        raise Problem(f"{options.out} cannot be written: {error.strerror or error}", 1) from error
    rows = len(figures.overdue) + len(figures.majors)
    record(office, "weekly", options, figures.now, rows, " ".join(options.format))
    told = {"week": week, "files": [str(path) for path in written], "as_of": figures.now.as_of.isoformat()}
    return told | {"figures": figures.printed()}, 0


def _check(week: str, office: Office) -> None:
    from riskmap.domain.meetings import last_day

    try:
        begun = last_day(week) - timedelta(days=6) <= office.today
    except ValueError as error:
        raise Problem(f"{week} is no week; weeks are written 2026-W47") from error
    if not begun:
        raise Problem(f"week {week} has not begun")


def _asked(office: Office, week: str, lang: str) -> "Asked":
    """What the paper is made from, the whole county."""
    from riskmap.i18n import Translator
    from riskmap.ledger import meetings, queries
    from riskmap.metrics import weekly
    from riskmap.reports.weekly_told import Asked
    from riskmap.views.names import labels

    index, where = question(office, {})
    figures = weekly.figures(index, where, week, office.today)
    county, firms = office.county, office.snapshot.enterprises
    return Asked(
        t=Translator(lang),
        label=labels(county, lang, dict(zip(firms["id"], firms["name"], strict=True))),
        county=county.label(lang),
        index=index,
        figures=figures,
        meeting=meetings.meeting(office.engine, county, week),
        decisions=meetings.decisions(office.engine, county),
        hazards=queries.several(office.engine, county, weekly.named(index, figures)),
        demo=office.snapshot.demo,
    )
