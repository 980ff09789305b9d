"""The scheme of an assessment: read by all who see its sheet, changed by the committee's office."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from riskmap.domain import assessment_file
from riskmap.domain.assessment import ALLOWED, TITLE, Deduction, Indicator, Scheme
from riskmap.domain.assessment_file import SchemeError
from riskmap.domain.formula import LONGEST
from riskmap.domain.roles import OFFICE
from riskmap.ledger import assessing
from riskmap.ledger.errors import PartsRefused, Refused, Stale
from riskmap.views import assessment as words
from riskmap.views.html import assessment as drawn
from riskmap.views.html import assessment_scheme as read
from riskmap.views.html.markup import e
from riskmap.web import cache, data, officer, session
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

OUTCOME: Final = "scheme_outcome"
BLANK: Final = 2  # lines for new indicators and deductions
WIDTHS: Final = (2, 2, 0.8, 0.8, 3.4)


def show(run: Run, one: Scheme) -> None:
    """Draw the scheme, and for the office its form, its files and the figures that formulas may name."""
    _outcome(run)

    def make() -> str:
        zone = ZoneInfo(data.county().time_zone)
        saved = assessing.versions(data.engine(), data.county(), one.id)
        told = [(each.scheme.version, datetime.fromisoformat(each.at).astimezone(zone), each.actor) for each in saved]
        return read.scheme(run.context, one, told)

    st.html(f'<div class="w-stack">{cache.html(run, "assessment.scheme", make, one)}</div>')
    if any(grant.role in OFFICE for grant in run.reader.grants):
        with st.container(key="scheme_edit"):
            if st.toggle(run.t("Change the scheme"), key="scheme_open"):  # half a hundred fields: not with every look
                _form(run, one)
                _files(run, one)
    names = (*ALLOWED[one.unit].rates, *ALLOWED[one.unit].counts)
    st.html(cache.html(run, "assessment.figures", lambda: drawn.figures(run.context, one.unit, names), one.unit))


def _form(run: Run, one: Scheme) -> None:
    """A line of fields for each indicator and deduction; a line whose title is emptied goes."""
    t, stem = run.t, _stem(one)
    with st.form("scheme", border=False):
        title, other, floor = st.columns([3, 3, 1], gap="small")
        title.text_input(t("Title") + " *", one.title, TITLE, key=f"{stem}_title")
        other.text_input(t("Title in English"), one.title_en, TITLE, key=f"{stem}_title_en")
        floor.text_input(t("Floor of the total"), words.number(one.floor), 8, key=f"{stem}_floor")
        st.html(f'<p class="w-trialled">{e(t("Indicators"))}</p>')
        for at in range(len(one.indicators) + BLANK):
            _indicator(run, one, at)
        st.html(f'<p class="w-trialled">{e(t("Deductions"))}</p>')
        for at in range(len(one.deductions) + BLANK):
            _deduction(run, one, at)
        st.caption(t("A line without a title is left out. Never enter classified information."))
        save = t("Save as a new version")
        st.form_submit_button(save, type="primary", key="scheme_save", on_click=_save, args=(one,))


def _indicator(run: Run, scheme: Scheme, at: int) -> None:
    t, stem = run.t, f"{_stem(scheme)}_indicator_{at}"
    one = scheme.indicators[at] if at < len(scheme.indicators) else Indicator("", Decimal(0), "")
    fields = (("title", t("Title"), one.title, TITLE), ("title_en", t("Title in English"), one.title_en, TITLE),
              ("weight", t("assess|Weight"), words.number(one.weight) if one.weight else "", 8),
              ("target", t("assess|Target"), "" if one.target is None else words.number(one.target), 8),
              ("formula", t("Formula"), one.formula, LONGEST))  # fmt: skip
    _line(stem, fields, first=at == 0)


def _deduction(run: Run, scheme: Scheme, at: int) -> None:
    t, stem = run.t, f"{_stem(scheme)}_deduction_{at}"
    one = scheme.deductions[at] if at < len(scheme.deductions) else Deduction("", "", Decimal(0))
    fields = (("title", t("Title"), one.title, TITLE), ("title_en", t("Title in English"), one.title_en, TITLE),
              ("points", t("Points each"), words.number(one.points) if one.points else "", 8),
              ("cap", t("At most"), "" if one.cap is None else words.number(one.cap), 8),
              ("figure", t("For each item of (figure)"), one.figure, TITLE))  # fmt: skip
    _line(stem, fields, first=at == 0)


def _line(stem: str, fields: tuple[tuple[str, str, str, int], ...], *, first: bool) -> None:
    seen: Any = "visible" if first else "collapsed"
    for column, (name, label, value, most) in zip(st.columns(WIDTHS, gap="small"), fields, strict=True):
        column.text_input(label, value, most, key=f"{stem}_{name}", label_visibility=seen)


def _files(run: Run, one: Scheme) -> None:
    """The scheme as a file, out and in."""
    t = run.t
    st.html(f'<p class="w-trialled">{e(t("The scheme as a file"))}</p>')
    out, into, take = st.columns([1.2, 3, 1.2], gap="small", vertical_alignment="bottom")
    body = assessment_file.write(one)
    out.download_button(t("Download TOML"), body, f"{one.id}.toml", "application/toml", key="scheme_out",
                        on_click="ignore")  # fmt: skip
    into.file_uploader(t("Scheme from a file (TOML)"), type=["toml"], key="scheme_in", max_upload_size=1)
    take.button(t("Take over as a new version"), key="scheme_take", on_click=_take)


def _stem(one: Scheme) -> str:
    """What the fields of a version of a scheme are called: another version has fields of its own."""
    return f"scheme_{one.id}_{one.version}"


def _save(before: Scheme) -> None:
    stem = _stem(before)
    told = Scheme(
        before.year, before.unit, _said(f"{stem}_title"),
        tuple(_indicator_of(f"{stem}_indicator_{at}") for at in _used(f"{stem}_indicator", len(before.indicators))),
        tuple(_deduction_of(f"{stem}_deduction_{at}") for at in _used(f"{stem}_deduction", len(before.deductions))),
        _said(f"{stem}_title_en"), _number(f"{stem}_floor") or Decimal(0),
    )  # fmt: skip
    _keep(told, before.version)


def _used(stem: str, size: int) -> list[int]:
    return [at for at in range(size + BLANK) if _said(f"{stem}_{at}_title")]


def _indicator_of(stem: str) -> Indicator:
    return Indicator(_said(f"{stem}_title"), _number(f"{stem}_weight") or Decimal(0), _said(f"{stem}_formula"),
                     _said(f"{stem}_title_en"), _number(f"{stem}_target"))  # fmt: skip


def _deduction_of(stem: str) -> Deduction:
    return Deduction(_said(f"{stem}_title"), _said(f"{stem}_figure"), _number(f"{stem}_points") or Decimal(0),
                     _said(f"{stem}_title_en"), _number(f"{stem}_cap"))  # fmt: skip


def _said(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def _number(key: str) -> Decimal | None:
    """The number of a field; None for an empty one, and one that cannot stand for what is no number."""
    text = _said(key)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return Decimal("NaN")


def _take() -> None:
    """Take over a file; it says itself for which year and kind of unit it is."""
    file = st.session_state.get("scheme_in")
    if file is None:
        st.session_state[OUTCOME] = [session.current().t("Choose a file first.")]
        return
    try:
        told = assessment_file.read(file.getvalue()[: assessment_file.LARGEST + 1].decode("utf-8-sig"))
    except (SchemeError, UnicodeDecodeError) as wrong:
        code = wrong.code if isinstance(wrong, SchemeError) else "scheme:unreadable"
        st.session_state[OUTCOME] = words.said(session.current().t, [code])
        return
    known = assessing.schemes(data.engine(), data.county()).get(told.id)
    _keep(told, known.version if known else 0)


def _keep(told: Scheme, seen: int) -> None:
    run = session.current()
    t, state = run.t, st.session_state
    try:
        kept = data.ledger().save_scheme(told, officer.actor(), seen, run.today)
    except PartsRefused as refused:
        state[OUTCOME] = words.by_part(t, refused.parts)
    except Refused as refused:
        state[OUTCOME] = words.said(t, refused.codes)
    except Stale:
        state[OUTCOME] = words.said(t, ["stale"])
    else:
        state[OUTCOME] = t("Saved: {scheme}, version {n}.", scheme=kept.id, n=kept.version)


def _outcome(run: Run) -> None:
    told = st.session_state.pop(OUTCOME, None)
    if isinstance(told, str):
        st.success(plain(told))
    elif told:
        st.error("\n".join([run.t("Not saved:"), *(f"- {plain(line)}" for line in told)]))
