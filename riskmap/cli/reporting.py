"""`report form NAME`: an official form as a workbook; `report enter NAME`: figures as they were once published."""

import argparse
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from riskmap.cli import exporting
from riskmap.cli.office import Office, question, words_of
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.settings import now

if TYPE_CHECKING:
    from riskmap.metrics.declared import Form
    from riskmap.metrics.forms import Filled


def form(options: argparse.Namespace) -> Result:
    """Answer `report form NAME --period P --out FILE`: the workbook, and its figures as JSON."""
    office = Office.open()
    filled, lang = _filled(office, options)
    content = _content(office, options, filled, lang)
    told = exporting.told(office, f"form {filled.form.name}", options, filled.where, len(filled.lines))
    exporting.leave(office, told, {options.out: content})
    return _told(office, filled) | {"file": str(options.out)}, 0


def enter(options: argparse.Namespace) -> Result:
    """Answer `report enter NAME --period P column=figure …`: keep them, and compare them with ours."""
    from riskmap.ledger.batch import Published
    from riskmap.ledger.commands import Ledger, Refused
    from riskmap.views.forms import TOTAL, compared

    office = Office.open()
    filled, _ = _filled(office, options)
    figures = dict(_pair(word) for word in options.figures)
    keys = [column.key for column in filled.form.columns]
    if unknown := [key for key in figures if key not in keys]:
        raise Problem(f"{filled.form.name} has no column {unknown[0]!r}; columns are: {', '.join(keys)}")
    told = Published(filled.form.name, filled.label, filled.cumulative, {TOTAL: figures}, options.source)
    try:
        Ledger(office.engine, office.county, office.county.gates()).publish(told, office.actor)
    except Refused as refused:
        raise Problem(f"not entered: {', '.join(refused.codes)}") from refused
    found = compared(filled, told.figures)
    rows = [
        {"column": one.column, "published": str(one.published), "ours": None if one.ours is None else str(one.ours),
         "difference": None if one.gap is None else str(one.gap)}
        for one in found
    ]  # fmt: skip
    return {"form": told.form, "period": told.period, "cumulative": told.cumulative, "figures": rows}, 0


def _pair(word: str) -> tuple[str, str]:
    key, sign, value = word.partition("=")
    if not sign:
        raise Problem(f"figures are column=number, not {word!r}")
    return key, value


def form_of(office: Office, name: str) -> "Form":
    """A declared form of the county; raises Problem with the names there are."""
    found = forms_of(office)
    if name not in found:
        raise Problem(f"there is no form {name!r}; forms are: {', '.join(found) or 'none'}")
    return found[name]


def forms_of(office: Office) -> dict[str, "Form"]:
    """Every declared form of the county by name; raises Problem when one cannot be used."""
    from riskmap.metrics.declared import FormError, load_forms

    try:
        return load_forms(office.county.forms) if office.county.forms else {}
    except FormError as error:
        raise Problem(str(error)) from error


def _filled(office: Office, options: argparse.Namespace) -> tuple["Filled", str]:
    from riskmap.metrics.filling import fill
    from riskmap.metrics.forms import PeriodError, Register, asked, period_of

    declared = form_of(office, options.name)
    index, where = question(office, words_of(options))
    if where.set_as_of or where.set_from:
        raise Problem("a form has a --period, not from and as_of")
    try:
        period = period_of(declared.period, options.period, office.today)
    except PeriodError as error:
        raise Problem(
            f"{declared.name} has no period {error.word!r}; its periods are like {_like(declared)}"
        ) from error
    cumulative = declared.cumulative if options.cumulative is None else options.cumulative
    register = Register(office.snapshot.enterprises, office.snapshot.inspections)
    wanted = asked(where, period, cumulative=cumulative)
    return fill(declared, index, wanted, period.label, register, cumulative=cumulative), where.lang or office.lang


def _like(declared: "Form") -> str:
    return {"month": "2026-10", "quarter": "2026-Q3", "half": "2026-H1", "year": "2026"}[declared.period.value]


def _content(office: Office, options: argparse.Namespace, filled: "Filled", lang: str) -> bytes:
    from riskmap.i18n import Translator
    from riskmap.reports.form_sheet import workbook
    from riskmap.reports.papers import form_sheet
    from riskmap.views.names import labels

    firms = office.snapshot.enterprises
    label = labels(office.county, lang, dict(zip(firms["id"], firms["name"], strict=True)))
    t, moment = Translator(lang), now().astimezone(ZoneInfo(office.county.time_zone))
    sheet = form_sheet(
        t, filled, label, unit=office.county.label(lang), demo=office.snapshot.demo, who=office.actor.name,
        moment=t.moment(moment), purpose=options.purpose,
    )  # fmt: skip
    return workbook(sheet, t)


def _told(office: Office, filled: "Filled") -> dict[str, object]:
    from riskmap.views.names import labels

    label = labels(office.county, office.lang, {})
    keys = [column.key for column in filled.form.columns]
    rows = [
        {filled.form.rows: line.code, "name": label(filled.form.rows, line.code or "")}
        | {key: cell.text for key, cell in zip(keys, line.cells, strict=True)}
        for line in filled.lines
    ]
    total = {key: cell.text for key, cell in zip(keys, filled.total.cells, strict=True)}
    return {
        "form": filled.form.name, "period": filled.label, "cumulative": filled.cumulative,
        "from": filled.where.from_.isoformat(), "as_of": filled.where.as_of.isoformat(), "rows": rows, "total": total,
    }  # fmt: skip
