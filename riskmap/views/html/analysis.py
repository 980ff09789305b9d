"""The page of analysis: the row of its parts, and the file of the part that is open."""

from collections.abc import Mapping
from typing import Final

from riskmap.views.html.context import Context
from riskmap.views.html.exporting import form
from riskmap.views.html.markup import e, link

FILES: Final = {"xlsx": "Export Excel", "csv": "Export CSV"}
TAKEN: Final = {"rates": ("by", "across"), "time": ("every",), "duration": (), "origin": ()}  # part → words of its file
ROUTE: Final = "/api/v1/analysis/"


def parts(
    context: Context, titles: Mapping[str, str], chosen: str, own: Mapping[str, str] | None, told: str = ""
) -> str:
    """The row of parts: word of the address → title (an English text); the filter stays from part to part.

    `own`: the words of the page, where the reader may take the figures of a part out; None where not. `told`: of how
    much they then are, where not of all that is shown.
    """
    links = "".join(
        link(context.href("analysis", {"part": key}), e(context.t(title)), "on" if key == chosen else "")
        for key, title in titles.items()
    )
    row = f'<nav class="w-facets" aria-label="{e(context.t("Parts of the analysis"))}">{links}</nav>'
    if own is None or chosen not in TAKEN:
        return row
    words = {**context.query, "lang": context.t.lang, **{key: own[key] for key in TAKEN[chosen] if key in own}}
    return f'<div class="w-taking-row">{row}{form(context.t, f"{ROUTE}{chosen}", words, FILES, told)}</div>'
