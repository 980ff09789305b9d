"""The button that prints the battle map: paper, maps, and what for; one form that works without a script."""

from collections.abc import Mapping

from riskmap.geo.places import Group
from riskmap.i18n import Translator
from riskmap.views.html.exporting import asking
from riskmap.views.html.markup import e
from riskmap.views.places import TITLES as TITLES_OF_PLACES
from riskmap.views.shading import TITLES

ADDRESS = "api/v1/export/wall_map"
PAPERS = ("A4", "A3", "A2", "A1", "A0")
USUAL = "A3"
KINDS = {"pdf": "Download PDF", "png": "Download PNG"}
MAPS = {"": "One map of the selection", "township": "An overview, then each township"}


def form(
    t: Translator,
    words: Mapping[str, str],
    *,
    names: bool,
    measure: str = "",
    layers: Mapping[Group, bool] | None = None,
    told: str = "",
) -> str:
    """The form; `words`: filter and language of the page, as in an address; `names`: whether persons may be named.

    `measure`: by what the page shades its townships, which the paper then does unless something else is chosen.
    `layers`: the layers of places there are, and whether the page shows them now; `told`: how much of it is printed
    where that is not all.
    """
    papers = "".join(f"<option{' selected' if one == USUAL else ''}>{one}</option>" for one in PAPERS)
    maps = "".join(f'<option value="{code}">{e(t(word))}</option>' for code, word in MAPS.items())
    shades = "".join(
        f'<option value="{code}"{" selected" if code == measure else ""}>{e(t(title))}</option>'
        for code, title in TITLES.items()
    )
    persons = e(t("With names of responsible persons (not for a public wall)"))
    asked = f'<label class="check"><input type="checkbox" name="persons" value="1"> {persons}</label>' if names else ""
    asked += "".join(
        f'<label class="check"><input type="checkbox" name="{group}" value="1"{" checked" if on else ""}> '
        f"{e(t(TITLES_OF_PLACES[group]))}</label>"
        for group, on in (layers or {}).items()
    )
    fields = (
        f'<label>{e(t("Paper"))} <select name="paper">{papers}</select></label>'
        f'<label>{e(t("Maps"))} <select name="maps">{maps}</select></label>'
        f'<label>{e(t("Townships by measure"))} <select name="measure">{shades}</select></label>{asked}'
    )
    inside = asking(t, "Wall map …", ADDRESS, words, KINDS, fields, told)
    return f'<details class="w-why end w-take" id="wall_map">{inside}</details>'
