"""What the weekly paper is made from, as who asks may see it: the page and its files read it here."""

from dataclasses import replace
from datetime import date

from riskmap.domain.meetings import Decision, Meeting, Subject
from riskmap.domain.nameless import for_role, without_names
from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.ledger import meetings
from riskmap.metrics import briefing, filters, frozen, frozen_lists
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Memory
from riskmap.reports.briefing_told import Asked
from riskmap.views.html.weekly import Paper
from riskmap.views.names import Label
from riskmap.web import cache, data, seen
from riskmap.web.data import View
from riskmap.web.identity import Reader

LAST_YEAR = "last_year"  # word of an address: the same period a year ago, whichever period is shown
_papers = Memory(16)  # of a revision: a decision or a minute is an event as well


def paper(view: View, reader: Reader, name: str, today: date, against: str = "") -> Paper | None:
    """Everything the paper of a period tells, of the last week that is over where none is named.

    `name`: a period, or week, month or quarter: the last one of the kind that is over; `against`: a period, or
    LAST_YEAR. None for a period that no paper is written for, that has not begun, or that is compared with one of
    another kind.
    """
    if not name or name in briefing.KINDS:
        name = briefing.reviewed(Kind(name or Kind.WEEK), today, data.county().week_ends)
    if against == LAST_YEAR:
        against = briefing.a_year_before(name)
    key = (view.key, reader.grants, name, today, against)
    return _papers.get(key, lambda: _paper(view, reader, name, today, against))


def _paper(view: View, reader: Reader, name: str, today: date, against: str) -> Paper | None:
    register = Register(view.snapshot.enterprises, view.snapshot.inspections)
    ends = meetings.week_ends(data.engine(), data.county(), name)
    try:
        figures = briefing.figures(view.index, filters.default(today), name, today, register, against, ends)
    except ValueError:
        return None
    meeting, own = Meeting(name, figures.now.as_of), None
    if figures.kind is Kind.WEEK:
        meeting = meetings.meeting(data.engine(), data.county(), name)
    if reader.scopes is not None:  # what was frozen is of the whole county
        meeting, own = replace(meeting, figures=(), rows=(), lists=()), set(view.snapshot.hazards["id"])
        figures = replace(figures, units=())  # the rates that propose a unit are those of the whole county
    decisions = _decisions(view, reader)
    if not reader.shows_names:
        meeting, decisions = without_names(meeting), [without_names(one) for one in decisions]
    moved = meetings.moved(data.engine(), data.county(), meeting, own)
    held = frozen_lists.held(view.index, figures, register, meeting, moved)
    listed = frozen_lists.restored(figures, held)
    hazards = seen.several(briefing.named(view.index, figures) | briefing.named(view.index, listed))
    cache.settle()
    return Paper(figures, meeting, decisions, hazards, register, moved, held)


def asked(view: View, told: Paper, t: Translator, label: Label, role: str = "") -> Asked:
    """The same for a file, and for the meeting. `role`: in which a file leaves the program, "" for a screen."""
    meeting, decisions, hazards = told.meeting, told.decisions, told.hazards
    if role:
        meeting, decisions = for_role(meeting, role), [for_role(one, role) for one in decisions]
        hazards = {key: for_role(one, role) for key, one in hazards.items()}
    return Asked(
        t=t,
        label=label,
        county=data.county().label(t.lang),
        index=view.index,
        figures=frozen_lists.restored(frozen.restored(told.figures, told.meeting.printed), told.held),
        meeting=meeting,
        decisions=decisions,
        hazards=hazards,
        register=told.register,
        demo=view.snapshot.demo,
        live=told.figures if told.meeting.closed else None,
        moved=told.moved,
        lists=told.held,
        role=role,
    )


def _decisions(view: View, reader: Reader) -> list[Decision]:
    """The decisions that who asks may see: all of the whole county, of a part those about what lies in it."""
    found = meetings.decisions(data.engine(), data.county())
    if reader.scopes is None:
        return found
    seen = set(view.snapshot.hazards["id"]) | set(view.snapshot.enterprises["id"])
    units = {code for scope in reader.scopes for code in (*scope.townships, *scope.departments)}
    return [one for one in found if one.subject is Subject.COUNTY or one.subject_id in seen | units]
