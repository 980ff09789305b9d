"""The steps of the import page in which a person decides: columns, enterprises, cells with several problems.

What is decided belongs to one uploaded file; the file is read again with it. `options` hands it to the dry run, `said`
tells whether a dry run is still the one that was asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from riskmap.domain.roles import Right
from riskmap.ingest.profile import EXTRA, Profile, choosing, merged, parse
from riskmap.ingest.recognition import CHOSEN, HOW, VALUES
from riskmap.ledger import queries
from riskmap.ledger.errors import Refused
from riskmap.views.html import actions, import_columns
from riskmap.views.html.markup import e
from riskmap.web import data, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

HELD: Final = "import_decided"  # (file, what was decided)
ASKED: Final = frozenset({"", VALUES, CHOSEN})  # columns told otherwise are certain
FIRMS, SPLITS = 12, 5  # shown at once
NEW: Final = ""
LIKELY: Final = 0.5


def held(file_id: str) -> dict[str, Any]:
    """What was decided for a file; another file begins anew."""
    kept = st.session_state.get(HELD)
    if kept is None or kept[0] != file_id:
        kept = st.session_state[HELD] = (file_id, {"choices": {}, "decisions": {}, "split": False, "pictures": {}})
    decided: dict[str, Any] = kept[1]
    return decided


def said(file_id: str) -> tuple[Any, ...]:
    """What was decided for a file, as it compares with an earlier dry run."""
    own = held(file_id)
    return *(tuple(own[name].items()) for name in ("choices", "decisions", "pictures")), own["split"]


def options(file_id: str) -> dict[str, Any]:
    """What was decided for a file, and the kept profiles of senders, as the dry run takes them."""
    kept = queries.profiles(data.engine(), data.county())
    return {**held(file_id), "profiles": {name: one.told for name, one in kept.items()}}


def show(run: Run, file_id: str, report: Mapping[str, Any], sender: str) -> None:
    """Draw the steps that this file asks for."""
    _columns(run, file_id, report["recognition"], sender)
    _firms(run, file_id, [one for one in report["issues"] if one["code"] == "enterprise_resembles"])
    _splits(run, file_id, [one for one in report["issues"] if "parts" in one])


def _columns(run: Run, file_id: str, recognition: Sequence[Mapping[str, Any]], sender: str) -> None:
    """For each column that is not certain a box with the fields, its samples beside it."""
    t = run.t
    by_header = {one["header"]: one for one in recognition if one["header"] and one["how"] in ASKED}
    if not by_header:
        return
    columns = sorted(by_header.values(), key=lambda one: not one["suggested"])
    no_table = not any(one["table"] for one in recognition)
    left = sum(one["how"] != CHOSEN for one in columns)
    label = t("Columns to look at: {n}", n=left) if left else t("Columns chosen: {n}", n=len(columns))
    doubtful = no_table or any(one["suggested"] for one in columns)
    with st.expander(label, expanded=doubtful, key="import_columns"), st.form("columns", border=False):
        why = (
            t("Too few headers are known. Say what the columns hold, then read the file again.")
            if no_table
            else t("Some columns were not told for certain. Choose what they hold, then read the file again.")
        )
        st.html(f'<p class="w-mu">{e(why)}</p>')
        halves = st.columns(2, gap="medium")
        chosen = {one["header"]: _column(run, halves[at % 2], at, file_id, one) for at, one in enumerate(columns)}
        remember = run.reader.may(Right.PROFILES) and st.checkbox(
            t("Remember for {sender}", sender=plain(sender)) if sender else t("Remember for this sender"),
            key=f"columns_remember_{file_id}", disabled=not sender,
            help=None if sender else t("Name the sender above to have it remembered."),
        )  # fmt: skip
        if st.form_submit_button(t("Read again"), key="columns_read"):
            _take(run, file_id, chosen, columns[0]["kind"], sender if remember else "")


def _column(run: Run, place: Any, at: int, file_id: str, column: Mapping[str, Any]) -> str:
    """The choice for one column: a field, or extra text; what is less than likely is not chosen beforehand."""
    t = run.t
    names = import_columns.names(t, column["kind"])
    told = column["field"] or (column["suggested"] if column["confidence"] >= LIKELY else "")
    values = [EXTRA, *names]
    left, right = place.columns(2, vertical_alignment="bottom")
    field = left.selectbox(
        plain(column["header"]), values, index=values.index(told) if told in names else 0,
        format_func=lambda name: names.get(name) or t("Keep as extra text"), key=f"column_{at}_{file_id}",
    )  # fmt: skip
    right.html(import_columns.said(run.context, column, t(HOW[column["how"]]), names.get(column["suggested"], "")))
    return str(field)


def _take(run: Run, file_id: str, chosen: Mapping[str, str], kind: str, sender: str) -> None:
    """Take over what was chosen, keep it for the sender if so asked, and read again."""
    t = run.t
    fields = [name for name in chosen.values() if name != EXTRA]
    twice = next((name for name in fields if fields.count(name) > 1), "")
    if twice:
        name = import_columns.names(t, kind)[twice]
        st.error(plain(t("Two columns cannot hold the same field: {field}.", field=name)))
        return
    if sender:
        try:
            _remember(sender, chosen)
        except Refused as refused:
            st.error("\n".join(plain(one) for one in actions.reasons(t, refused.codes)))
            return
    held(file_id)["choices"] = dict(chosen)
    st.rerun()


def _remember(sender: str, chosen: Mapping[str, str]) -> None:
    kept = queries.profiles(data.engine(), data.county()).get(sender)
    whole = choosing(merged(parse(kept.told), Profile()) if kept else Profile(), chosen)
    data.ledger().save_profile(sender, whole.as_table(), officer.actor())


def _firms(run: Run, file_id: str, issues: Sequence[Mapping[str, Any]]) -> None:
    """For each unknown name that resembles known enterprises: which of them it is, or a new one."""
    t = run.t
    asked = list({one["value"]: one for one in issues}.values())
    if not asked:
        return
    with st.expander(t("Enterprises to decide"), expanded=True, key="import_firms"), st.form("firms", border=False):
        why = t(
            "Names that are not in the register, but resemble others in it: {n}. Nothing is merged unless you say so.",
            n=len(asked),
        )
        st.html(f'<p class="w-mu">{e(why)}</p>')
        boxes = st.columns(2)
        decided = {one["value"]: _firm(run, boxes[at % 2], at, file_id, one) for at, one in enumerate(asked[:FIRMS])}
        if len(asked) > FIRMS:
            more = t("The first {n} are shown; decide them, then the next follow.", n=FIRMS)
            st.html(f'<p class="w-mu">{e(more)}</p>')
        if st.form_submit_button(t("Read again"), key="firms_read"):
            held(file_id)["decisions"] |= {name: one for name, one in decided.items() if one is not None}
            st.rerun()


def _firm(run: Run, place: Any, at: int, file_id: str, issue: Mapping[str, Any]) -> str | None:
    """The id of the enterprise that is meant, "" for a new one, None while nobody has decided."""
    t = run.t
    likely = {
        one["id"]: t("{name} ({share} alike)", name=one["name"], share=f"{one['likeness']:.0%}")
        for one in issue["candidates"]
    }
    found: str | None = place.selectbox(
        plain(issue["value"]), [*likely, NEW], index=None, placeholder=t("Which enterprise is it?"),
        format_func=lambda one: likely.get(one) or t("A new one"), key=f"firm_{at}_{file_id}_{issue['value']}",
    )  # fmt: skip
    return found


def _splits(run: Run, file_id: str, issues: Sequence[Mapping[str, Any]]) -> None:
    """Cells with several problems: the parts they would be split into, and the choice to have it done."""
    if not issues:
        return
    t = run.t
    with st.expander(t("Cells with several problems: {n}", n=len(issues)), key="import_splits"):
        st.toggle(
            t("Split them: one hazard a problem"), value=held(file_id)["split"], key=f"split_{file_id}",
            on_change=_split, args=(file_id,),
        )  # fmt: skip
        st.html(import_columns.preview(run.context, issues, SPLITS))


def _split(file_id: str) -> None:
    held(file_id)["split"] = bool(st.session_state[f"split_{file_id}"])
