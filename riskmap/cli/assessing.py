"""`report assessment`: the sheets of a year as workbooks; `assessment show | save`: a scheme as a file, out and in."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from riskmap.cli import exporting
from riskmap.cli.office import Office, question
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

if TYPE_CHECKING:
    from riskmap.domain.assessment import Scheme
    from riskmap.metrics.assessment import Sheet
    from riskmap.metrics.index import Index


def report(options: argparse.Namespace) -> Result:
    """Answer `report assessment --year Y [--half 1|2] --out DIR`: a workbook for each kind of unit, and its totals."""
    from riskmap.domain.assessment import Unit
    from riskmap.ledger import assessing
    from riskmap.metrics import assessment as metrics
    from riskmap.metrics.forms import PeriodError

    office = Office.open()
    index, told = question(office, {})[0], {}
    try:
        where = metrics.asked(options.year, options.half, office.today, options.as_of)
    except PeriodError as error:
        raise Problem(f"there is no such period yet, or the day lies outside it: {error.word}") from error
    for unit in Unit if options.unit is None else [Unit(options.unit)]:
        scheme = assessing.of(office.engine, office.county, options.year, unit)
        if scheme is None:
            continue
        sheet = metrics.sheet(index, scheme, where, assessing.units(office.county, unit))
        path = options.out / f"assessment_{_label(options)}_{unit}.xlsx"
        export = exporting.told(office, "assessment", options, where, len(sheet.results), "xlsx")
        exporting.leave(office, export, {path: _body(office, options, index, sheet)})
        told[unit.value] = {"file": str(path), "version": scheme.version, "as_of": where.as_of.isoformat(),
                            "totals": {one.code: _text(one.total) for one in sheet.results}}  # fmt: skip
    if not told:
        raise Problem(f"the county has no scheme for {options.year}")
    return told, 0


def _label(options: argparse.Namespace) -> str:
    return f"{options.year}-H{options.half}" if options.half else str(options.year)


def _text(total: object) -> str | None:
    return None if total is None else str(total)


def _write(path: Path, body: bytes) -> None:
    try:
        exporting.write_whole(path, body)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror or error}", 1) from error


def _body(office: Office, options: argparse.Namespace, index: "Index", sheet: "Sheet") -> bytes:
    from riskmap.domain.columns import to_day
    from riskmap.i18n import Translator
    from riskmap.metrics.assessment_rows import counted
    from riskmap.reports.assessment_sheet import Paper, stated, workbook
    from riskmap.views.names import labels

    lang, county, where = options.lang or office.lang, office.county, sheet.where
    t, numbers = Translator(lang), index.at(to_day(where.as_of))["hazard_no"]
    rows = {
        (one.code, at): [str(number) for number in numbers.iloc[counted(index, where, sheet.scheme.unit, one.code,
                                                                        rule.figure)]]
        for one in sheet.results
        for at, (rule, taken) in enumerate(zip(sheet.scheme.deductions, one.taken, strict=True))
        if taken.n
    }  # fmt: skip
    period = t("{start} to {end}", start=t.date(where.from_), end=t.date(where.as_of))
    moment = t.moment(office.now.astimezone(ZoneInfo(county.time_zone)))
    lines = stated(t, sheet, county=county.label(lang), period=period, demo=office.snapshot.demo,
                   who=office.actor.name, moment=moment, purpose=options.purpose)  # fmt: skip
    return workbook(Paper(t, lang, labels(county, lang, {}), sheet, rows, lines, complete=True))


def show(options: argparse.Namespace) -> Result:
    """Answer `assessment show --year Y --unit U [--out FILE]`: the scheme as TOML."""
    from riskmap.domain.assessment import Unit
    from riskmap.domain.assessment_file import write
    from riskmap.ledger import assessing

    office = Office.open()
    scheme = assessing.of(office.engine, office.county, options.year, Unit(options.unit))
    if scheme is None:
        raise Problem(f"the county has no scheme of a {options.unit} for {options.year}")
    text = write(scheme)
    if options.out:
        _write(options.out, text.encode())
        return {"scheme": scheme.id, "version": scheme.version, "file": str(options.out)}, 0
    return {"scheme": scheme.id, "version": scheme.version, "toml": text}, 0


def save(options: argparse.Namespace) -> Result:
    """Answer `assessment save FILE`: keep the scheme of a TOML file as a new version."""
    from riskmap.ledger import assessing
    from riskmap.ledger.commands import Refused

    office, told = Office.open(), _read(options.file)
    known = assessing.schemes(office.engine, office.county).get(told.id)
    try:
        kept = office.ledger.save_scheme(told, office.actor, known.version if known else 0, office.today)
    except Refused as refused:
        raise Problem(_why(office, refused)) from refused
    return {"scheme": kept.id, "version": kept.version}, 0


def _read(file: Path) -> "Scheme":
    from riskmap.domain.assessment_file import LARGEST, SchemeError, read

    try:
        return read(file.read_bytes()[: LARGEST + 1].decode("utf-8-sig"))
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror or error}") from error
    except (SchemeError, UnicodeDecodeError) as wrong:
        raise Problem(f"{file} is no scheme: {wrong}") from wrong


def _why(office: Office, refused: Exception) -> str:
    """The sentences of a refusal in the office's language, each with the line it is about."""
    from riskmap.i18n import Translator
    from riskmap.ledger.errors import PartsRefused
    from riskmap.views import assessment as words

    t = Translator(office.lang)
    parts = refused.parts if isinstance(refused, PartsRefused) else {"": getattr(refused, "codes", ())}
    return "; ".join(words.by_part(t, parts))
