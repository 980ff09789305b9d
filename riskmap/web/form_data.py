"""Which form for which period: words of the address → figures. No streamlit here: pages and routes share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from riskmap.domain.columns import NEVER, from_day
from riskmap.domain.periods import DAY, Period, whole
from riskmap.metrics.declared import Form, load_forms
from riskmap.metrics.filling import fill
from riskmap.metrics.filters import Filter, FilterError
from riskmap.metrics.forms import Filled, PeriodError, Register, asked, period_of
from riskmap.metrics.index import Memory
from riskmap.web import data
from riskmap.web.data import View

WAYS = ("cumulative", "single")
_filled = Memory(64)


@dataclass(frozen=True, slots=True)
class Asked:
    """One form for one period, counted from 1 January or from its first day."""

    form: Form
    period: Period
    cumulative: bool

    @property
    def words(self) -> dict[str, str]:
        """As words of an address."""
        return {"form": self.form.name, "period": self.period.label, "counted": WAYS[not self.cumulative]}


@lru_cache(maxsize=4)
def _load(folder: Path) -> Mapping[str, Form]:
    return load_forms(folder)


def forms() -> Mapping[str, Form]:
    """Every declared form of the county by name; raises FormError."""
    folder = data.county().forms
    return _load(folder) if folder else {}


def read(own: Mapping[str, str], today: date) -> Asked:
    """The form of an address; raises FilterError for a word that means nothing.

    Without words: the first form, the last full period, counted as the form declares.
    """
    known = forms()
    name = own.get("form") or next(iter(known), "")
    if name not in known:
        raise FilterError("form", name, "unknown_value")
    form, label, way = known[name], own.get("period", ""), own.get("counted", "")
    if way and way not in WAYS:
        raise FilterError("counted", way, "unknown_value")
    try:
        period = period_of(form.period, label or _last_full(form, today), today)
    except PeriodError as error:
        raise FilterError("period", error.word, "unknown_value") from error
    return Asked(form, period, way == "cumulative" if way else form.cumulative)


def _last_full(form: Form, today: date) -> str:
    return whole(form.period, whole(form.period, today).start - DAY).label


def filled(view: View, where: Filter, wanted: Asked) -> Filled:
    """The figures of a form, counted once a revision."""
    form = wanted.form
    until = asked(where, wanted.period, cumulative=wanted.cumulative)

    def make() -> Filled:
        register = Register(view.snapshot.enterprises, view.snapshot.inspections)
        return fill(form, view.index, until, wanted.period.label, register, cumulative=wanted.cumulative)

    return _filled.get((view.key, form.name, wanted.period.label, wanted.cumulative, until), make)


def first_day(view: View, today: date) -> date:
    """The day of the oldest hazard, today where there is none."""
    found = view.snapshot.hazards["found"]
    days = found[found != NEVER]
    return min(from_day(int(days.min())), today) if len(days) else today
