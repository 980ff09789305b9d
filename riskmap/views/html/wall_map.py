"""The button that prints the battle map: paper, maps, and what for; one form that works without a script."""

from collections.abc import Mapping
from urllib.parse import urlencode

from riskmap.i18n import Translator
from riskmap.views.html.exporting import PURPOSE
from riskmap.views.html.markup import e

ADDRESS = "api/v1/export/wall_map"
PAPERS = ("A4", "A3", "A2", "A1", "A0")
USUAL = "A3"
KINDS = {"pdf": "Download PDF", "png": "Download PNG"}
MAPS = {"": "One map of the selection", "township": "An overview, then each township"}


def form(t: Translator, words: Mapping[str, str], *, names: bool) -> str:
    """The form; `words`: filter and language of the page, as in an address; `names`: whether persons may be named."""
    query = urlencode({name: value for name, value in words.items() if value})
    papers = "".join(f"<option{' selected' if one == USUAL else ''}>{one}</option>" for one in PAPERS)
    maps = "".join(f'<option value="{code}">{e(t(word))}</option>' for code, word in MAPS.items())
    buttons = "".join(
        f'<button class="w-button" type="submit" name="kind" value="{kind}">{e(t(word))}</button>'
        for kind, word in KINDS.items()
    )
    persons = e(t("With names of responsible persons (not for a public wall)"))
    asked = f'<label class="check"><input type="checkbox" name="persons" value="1"> {persons}</label>' if names else ""
    kept = e(t("Who, when, filter and number of rows are kept with it."))
    return (
        f'<details class="w-why end w-take" id="wall_map"><summary>{e(t("Wall map …"))}</summary>'
        f'<form method="get" action="{ADDRESS}"><input type="hidden" name="query" value="{e(query)}">'
        f'<label>{e(t("Paper"))} <select name="paper">{papers}</select></label>'
        f'<label>{e(t("Maps"))} <select name="maps">{maps}</select></label>{asked}'
        f'<label>{e(t("What for (kept in the log)"))}<input type="text" name="purpose" required '
        f'maxlength="{PURPOSE}" placeholder="{e(t("e.g. weekly meeting, report to the city"))}"></label>'
        f'<p class="w-mu">{kept}</p>{buttons}</form></details>'
    )
