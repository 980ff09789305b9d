"""The page of analysis: the row of its parts."""

from collections.abc import Mapping

from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link


def parts(context: Context, titles: Mapping[str, str], chosen: str) -> str:
    """The row of parts: word of the address → title (an English text); the filter stays from part to part."""
    links = "".join(
        link(context.href("analysis", {"part": key}), e(context.t(title)), "on" if key == chosen else "")
        for key, title in titles.items()
    )
    return f'<nav class="w-facets" aria-label="{e(context.t("Parts of the analysis"))}">{links}</nav>'
