"""The step of the import page in which a person places the pictures that no row takes by itself."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from riskmap.ingest.pictures import Choice, Put, choices
from riskmap.ingest.reading import images
from riskmap.ingest.run import DryRun
from riskmap.views.html import import_pictures as drawn
from riskmap.views.html.markup import e
from riskmap.web.import_columns import held
from riskmap.web.session import Run

SHOWN: Final = 9  # at once
MOST: Final = 1_000  # rows that fit into a list to choose from; beyond, the number of the row is typed
SIDE: Final = 240  # pixels


def show(run: Run, file_id: str, dry: DryRun) -> None:
    """For each picture that has no row, beside it: which row it belongs to, and as what."""
    told = dry.report.get("photos", {}).get("by_hand", ())
    if not told or dry.spool is None or not dry.report["accepted"]:
        return
    t = run.t
    left = sum(one["put"] is None for one in told)
    asked = sorted(told, key=lambda one: one["put"] is not None)[:SHOWN]
    label = t("Pictures to place: {n}", n=left) if left else t("Pictures placed by hand: {n}", n=len(told))
    with st.expander(label, expanded=bool(left), key="import_pictures"), st.form("pictures", border=False):
        why = t(
            "No row takes these pictures by itself. Choose the row of each and what it shows, then read the file again."
        )
        st.html(f'<p class="w-mu">{e(why)} {e(t("A picture without a row is not kept."))}</p>')
        rows, files = choices(dry.spool, MOST), {file.name: file for file in dry.batch.attachments}
        boxes = st.columns(3, gap="medium")
        chosen = {
            one["sha256"]: _picture(run, boxes[at % 3], file_id, one, rows, dry, files.get(one["sha256"]))
            for at, one in enumerate(asked)
        }
        if len(told) > SHOWN:
            more = t("The first {n} are shown; place them, then the next follow.", n=SHOWN)
            st.html(f'<p class="w-mu">{e(more)}</p>')
        if st.form_submit_button(t("Read again"), key="pictures_read"):
            kept = {name: one for name, one in held(file_id)["pictures"].items() if name not in chosen}
            held(file_id)["pictures"] = kept | {name: put for name, put in chosen.items() if put is not None}
            st.rerun()


def _picture(
    run: Run, place: Any, file_id: str, one: Mapping[str, Any], rows: Sequence[Choice], dry: DryRun, file: Path | None
) -> Put | None:
    """One picture with its two choices; None while one of them is open."""
    t, name, put = run.t, one["sha256"], one["put"]
    with place.container(key=f"picture_{name[:16]}", border=True):
        small = _small(str(file)) if file is not None else None
        st.html(drawn.picture(run.context, small or b"", one))
        sheet, number = _row(run, f"{name[:16]}_{file_id}", one, rows, dry)
        kinds = list(drawn.KINDS)
        told = put["kind"] if put else ""
        kind = st.selectbox(
            t("What it shows"), kinds, index=kinds.index(told) if told in kinds else None,
            format_func=lambda own: t(drawn.KINDS[own]), placeholder=t("Before or after?"),
            key=f"picture_kind_{name[:16]}_{file_id}",
        )  # fmt: skip
    return Put(sheet, number, kind, one["name"]) if number and kind else None


def _row(run: Run, key: str, one: Mapping[str, Any], rows: Sequence[Choice], dry: DryRun) -> tuple[str, int]:
    """The chosen row as (sheet, number); 0 for none. The row in which a picture stands is chosen beforehand."""
    t = run.t
    put = one["put"] or {"sheet": one["sheet"], "row": one["row"]}
    sheets = list(dict.fromkeys(own["name"] for own in dry.report["sheets"]))
    if rows:
        index = next((at for at, own in enumerate(rows) if own[:2] == (put["sheet"], put["row"])), None)
        several = len(sheets) > 1
        chosen = st.selectbox(
            t("Row it belongs to"), rows, index=index, placeholder=t("Choose a row"),
            format_func=lambda own: drawn.row(t, own, sheets=several), key=f"picture_row_{key}",
        )  # fmt: skip
        return (chosen.sheet, chosen.row) if chosen else ("", 0)
    sheet = sheets[0]
    if len(sheets) > 1:
        at = sheets.index(put["sheet"]) if put["sheet"] in sheets else 0
        sheet = str(st.selectbox(t("Sheet"), sheets, index=at, key=f"picture_sheet_{key}"))
    number = st.number_input(
        t("Number of the row in the file"), min_value=1, value=put["row"], step=1, key=f"picture_number_{key}"
    )
    return sheet, int(number or 0)


@lru_cache(maxsize=64)
def _small(path: str) -> bytes | None:
    """A thumbnail; a picture lies under its hash, so what its path names never changes."""
    return images.thumbnail(Path(path).read_bytes(), SIDE)
