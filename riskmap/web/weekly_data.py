"""What the weekly paper is made from, as who asks may see it: the page and its files read it here."""

from datetime import date, timedelta

from riskmap.domain.meetings import Decision, Subject, last_day
from riskmap.i18n import Translator
from riskmap.ledger import meetings
from riskmap.metrics import filters, weekly
from riskmap.metrics.index import Memory
from riskmap.reports.weekly_told import Asked
from riskmap.views.html.weekly import Paper
from riskmap.views.names import Label
from riskmap.web import data, seen
from riskmap.web.data import View
from riskmap.web.identity import Reader

_papers = Memory(16)  # of a revision: a decision or a minute is an event as well


def paper(view: View, reader: Reader, week: str, today: date) -> Paper | None:
    """Everything the paper of a week tells; None for a week that is none, or has not begun."""
    week = week or weekly.reviewed(today)
    return _papers.get((view.key, reader.grants, week, today), lambda: _paper(view, reader, week, today))


def _paper(view: View, reader: Reader, week: str, today: date) -> Paper | None:
    try:
        if last_day(week) - timedelta(days=6) > today:
            return None
    except ValueError:
        return None
    figures = weekly.figures(view.index, filters.default(today), week, today)
    meeting = meetings.meeting(data.engine(), data.county(), week)
    moved = None
    if meeting.closed:
        late, corrected = meetings.moved_since(data.engine(), data.county(), meeting.revision, figures.now.as_of)
        moved = (len(late), len(corrected))
    hazards = seen.several(weekly.named(view.index, figures))
    return Paper(figures, meeting, _decisions(view, reader), hazards, moved)


def asked(view: View, told: Paper, t: Translator, label: Label) -> Asked:
    """The same for a file, and for the meeting."""
    return Asked(
        t=t,
        label=label,
        county=data.county().label(t.lang),
        index=view.index,
        figures=told.figures,
        meeting=told.meeting,
        decisions=told.decisions,
        hazards=told.hazards,
        demo=view.snapshot.demo,
    )


def _decisions(view: View, reader: Reader) -> list[Decision]:
    """The decisions that who asks may see: all of the whole county, of a part those about what lies in it."""
    found = meetings.decisions(data.engine(), data.county())
    if reader.scopes is None:
        return found
    seen = set(view.snapshot.hazards["id"]) | set(view.snapshot.enterprises["id"])
    units = {code for scope in reader.scopes for code in (*scope.townships, *scope.departments)}
    return [one for one in found if one.subject is Subject.COUNTY or one.subject_id in seen | units]

