"""The button that takes something out of the program: it opens a small form that asks what for."""

from collections.abc import Mapping
from urllib.parse import urlencode

from riskmap.i18n import Translator
from riskmap.views.html.markup import e

HAZARDS = {"xlsx": "Export Excel", "csv": "Export CSV", "geojson": "Export GeoJSON"}
WORKBOOK = {"xlsx": "Download Excel"}
PURPOSE = 200  # characters


def form(t: Translator, address: str, words: Mapping[str, str], kinds: Mapping[str, str], told: str = "") -> str:
    """A button for each kind of file (ending → message id) behind one question; works without a script.

    `address`: the route; `words`: what it is asked, as in an address; `told`: how much leaves where that is not all.
    """
    inside = asking(t, "Export …", address, words, kinds, told=told)
    return f'<details class="w-why end w-take">{inside}</details>'


def asking(
    t: Translator,
    title: str,
    address: str,
    words: Mapping[str, str],
    kinds: Mapping[str, str],
    fields: str = "",
    told: str = "",
) -> str:
    """What stands in the fold: its title, `told`, `fields` (HTML) of its own, the question what for, the buttons.

    `words` travel in one field: a page of Streamlit keeps no field that bears the name of a property of the document,
    such as lang.
    """
    query = urlencode({name: value for name, value in words.items() if value})
    buttons = "".join(
        f'<button class="w-button" type="submit" name="kind" value="{e(kind)}">{e(t(word))}</button>'
        for kind, word in kinds.items()
    )
    much = f"<p><b>{e(told)}</b></p>" if told else ""
    return (
        f"<summary>{e(t(title))}</summary>"
        f'<form method="get" action="{e(address)}"><input type="hidden" name="query" value="{e(query)}">{much}{fields}'
        f'<label>{e(t("What for (kept in the log)"))}<input type="text" name="purpose" required '
        f'maxlength="{PURPOSE}" placeholder="{e(t("e.g. weekly meeting, report to the city"))}"></label>'
        f'<p class="w-mu">{e(t("Who, when, filter and number of rows are kept with it."))}</p>{buttons}</form>'
    )
