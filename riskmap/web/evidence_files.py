"""Files as evidence of a step or of one hazard: each with the kind it proves, joined with what was typed beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from riskmap.domain.codes import EvidenceKind
from riskmap.views.html import actions
from riskmap.web import uploading
from riskmap.web.session import Run

PHOTOS: Final = (EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER)
PICTURES: Final = frozenset({"jpg", "png"})


def show(run: Run, key: str, asked: Sequence[str], offer: uploading.Offer | None = None) -> None:
    """A field for files, and beside each the kind of evidence it is; what the step asks for comes first."""
    uploading.picker(run, key, run.t("Photos and papers"), offer)
    taken: list[str] = []
    for place, one in enumerate(uploading.files(key)):
        kinds, chosen = options(one, asked), f"{key}_kind_{one['sha256'][:16]}"
        if st.session_state.get(chosen) not in kinds:
            st.session_state[chosen] = next((kind for kind in kinds if kind not in taken), kinds[0])
        taken.append(st.session_state[chosen])
        st.selectbox(
            run.t("File {n} is", n=place + 1), kinds, key=chosen,
            format_func=lambda code: actions.code_word(run.t, "kind", code),
        )  # fmt: skip


def options(one: uploading.File, asked: Sequence[str]) -> tuple[str, ...]:
    """The kinds a file may be, those asked for first; only a picture shows the state of a place."""
    fitting = [str(kind) for kind in EvidenceKind if one["kind"] in PICTURES or kind not in PHOTOS]
    first = [str(kind) for kind in asked if str(kind) in fitting]
    if one["kind"] not in PICTURES and not first:
        first = [str(EvidenceKind.OTHER)]
    return tuple(dict.fromkeys((*first, *fitting)))


def told(key: str, typed: Mapping[str, str], day: str | None) -> list[dict[str, Any]]:
    """Evidence of the files of a field and of references that were typed, by kind; a reference names its files."""
    found: list[dict[str, Any]] = []
    for one in uploading.files(key):
        kind = str(st.session_state.get(f"{key}_kind_{one['sha256'][:16]}") or EvidenceKind.OTHER)
        words = " · ".join(part for part in (typed.get(kind, ""), one["name"]) if part)
        found.append({"kind": kind, "on": day, "reference": words, "sha256": one["sha256"]})
    shown = {one["kind"] for one in found}
    return found + [
        {"kind": kind, "on": day, "reference": words} for kind, words in typed.items() if words and kind not in shown
    ]


def done(key: str) -> None:
    """The files were entered: the field is empty again, what lay beside the ledger goes."""
    names = [one["sha256"] for one in uploading.files(key)]
    for one in [str(one) for one in st.session_state if str(one).startswith(f"{key}_kind_")]:
        del st.session_state[one]
    uploading.clear(key)
    uploading.forget(names)
