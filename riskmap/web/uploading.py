"""Files of evidence on a form: taken as they are chosen, kept beside the ledger until the form is entered.

What is kept of a file in the session (and in a draft) is a plain mapping: sha256, name, kind, and what a photo told of
itself: taken (ISO), lon, lat. The bytes lie in the folder of uploads, under their hash.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import streamlit as st

from riskmap.ingest import uploads
from riskmap.ingest.reading import images
from riskmap.ingest.uploads import Upload
from riskmap.ledger import drafts
from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.web import data
from riskmap.web.session import Run

MEGABYTE: Final = 1_000_000
SIDE: Final = 96  # pixels of the small picture beside its field
DAYS: Final = 7  # after which a file that no draft speaks of goes
File = Mapping[str, Any]
Taken = Callable[..., None]  # what happens with what a photo tells


class Offer(NamedTuple):
    """What a form does with what a photo tells: callbacks for its place (lon, lat) and its day (ISO)."""

    place: Taken | None = None
    day: Taken | None = None


def files(key: str) -> list[dict[str, Any]]:
    """The files of a field, in the order in which they came."""
    found: list[dict[str, Any]] = st.session_state.setdefault(f"{key}_files", [])
    return found


def picker(run: Run, key: str, title: str, offer: Offer | None = None, *, single: bool = False) -> None:
    """A field for files: choose or take photos, see what was taken, remove it, use what a photo tells.

    `single`: one file, in whose place the next one comes.
    """
    widget = f"{key}_pick{st.session_state.get(f'{key}_round', 0)}"
    st.file_uploader(
        title, type=list(uploads.TYPES), accept_multiple_files=not single, key=widget, on_change=_take,
        args=(key, widget),
        max_upload_size=data.settings().upload_mb,
    )  # fmt: skip
    for name, code in st.session_state.get(f"{key}_wrong", ()):
        reason = actions.reasons(run.t, [code])[0]
        st.html(f'<div class="w-wrong" role="alert"><p>{e(name)}: {e(reason)}</p></div>')
    for place, one in enumerate(files(key)):
        _shown(run, key, place, one, offer or Offer())


def _take(key: str, widget: str) -> None:
    """Look at each chosen file and keep what may be kept; the field is empty again for the next ones."""
    wrong, known = [], {one["sha256"] for one in files(key)}
    sweep()
    told = st.session_state.get(widget) or ()
    if not isinstance(told, Sequence):  # a field for one file
        told = (told,)
        forget([files(key).pop()["sha256"] for _ in tuple(files(key))])
        known.clear()
    for chosen in told:
        found = uploads.accept(chosen.getvalue(), chosen.name, data.settings().upload_mb * MEGABYTE)
        if isinstance(found, str):
            wrong.append((chosen.name, found))
        elif found.sha256 not in known:
            known.add(found.sha256)
            files(key).append(stage(found))
    st.session_state[f"{key}_wrong"] = wrong
    st.session_state[f"{key}_round"] = st.session_state.get(f"{key}_round", 0) + 1


def stage(found: Upload) -> dict[str, Any]:
    """Keep an accepted file until its form is entered; what the form remembers of it."""
    data.uploads().keep(found.sha256, found.raw)
    taken = found.shot.taken.isoformat(" ", "minutes") if found.shot.taken else ""
    shot = {"taken": taken, "lon": found.shot.lon, "lat": found.shot.lat}
    return {"sha256": found.sha256, "name": found.name, "kind": found.kind, **shot}


def _shown(run: Run, key: str, place: int, one: File, offer: Offer) -> None:
    """A file that was taken: small, with its name, what it tells, and a way to remove it."""
    t = run.t
    with st.container(key=f"{key}_file{place}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_thumb(one), width="content")
        st.button(t("Remove"), key=f"{key}_drop{place}", on_click=_drop, args=(key, place), type="tertiary")
        if one["lon"] is not None and offer.place is not None:
            st.button(
                t("Use the place of the photo"), key=f"{key}_place{place}", on_click=offer.place,
                args=(one["lon"], one["lat"]), type="tertiary",
            )  # fmt: skip
        if one["taken"] and offer.day is not None:
            st.button(
                t("Use its day {day}", day=one["taken"][:10]), key=f"{key}_day{place}", on_click=offer.day,
                args=(one["taken"][:10],), type="tertiary",
            )  # fmt: skip


def _thumb(one: File) -> str:
    path = data.uploads().path(one["sha256"])
    picture = _small(str(path)) if path is not None and one["kind"] in {"jpg", "png"} else ""
    image = f'<img src="{picture}" alt="">' if picture else f"<i>{e(one['kind'].upper())}</i>"
    taken = f"<small>{e(one['taken'])}</small>" if one["taken"] else ""
    return f'<span class="w-shot">{image}<span>{e(one["name"])}{taken}</span></span>'


@lru_cache(maxsize=256)
def _small(path: str) -> str:
    raw = images.thumbnail(Path(path).read_bytes(), SIDE)
    return f"data:image/jpeg;base64,{b64encode(raw).decode()}" if raw else ""


def _drop(key: str, place: int) -> None:
    gone = files(key).pop(place)
    forget([gone["sha256"]])


def paths(found: Iterable[File]) -> tuple[Path, ...]:
    """The files themselves, each once; those that are gone are left out."""
    kept = {one["sha256"]: data.uploads().path(one["sha256"]) for one in found}
    return tuple(path for path in kept.values() if path is not None)


def forget(names: Iterable[str]) -> None:
    """Remove files that no form needs any longer; one that a draft speaks of stays."""
    engine, county = data.engine(), data.county()
    data.uploads().forget([name for name in names if not drafts.mentioned(engine, county, name)])


def sweep() -> None:
    """Remove files that were chosen long ago for a form that was never entered."""
    old = data.now().timestamp() - DAYS * 86_400
    kept = data.uploads()
    forget([name for name in kept.names() if (path := kept.path(name)) is not None and path.stat().st_mtime < old])


def clear(key: str) -> None:
    """Empty a field of files; the files themselves are the caller's."""
    for word in ("files", "wrong"):
        st.session_state.pop(f"{key}_{word}", None)
