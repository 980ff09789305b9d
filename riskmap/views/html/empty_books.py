"""Empty workbooks on the page of imports: what each is for, and where it goes once it is filled in."""

from typing import Final

from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, table

ADDRESS: Final = "api/v1/templates"
TITLES: Final = {
    "ledger": "Empty hazard ledger",
    "register": "Empty enterprise register",
    "villages": "Table of villages",
    "emergency": "Table of emergency resources",
}
USES: Final = {
    "ledger": "Hazards, one a row. Filled in, it is read on this page.",
    "register": "Enterprises, one a row. Filled in, it is read on this page.",
    "villages": (
        "The county's villages stand in it; coordinates are to be added. Filled in, whoever keeps the server puts it"
        " into the folder layers of the data folder: a layer of the battle map."
    ),
    "emergency": (
        "Rescue teams, stores, shelters, hospitals, fire stations, water. Filled in, it goes into the same folder and"
        " becomes a layer of the battle map."
    ),
}


def books(context: Context) -> str:
    """A card with every workbook, its use and its download."""
    t = context.t
    rows = [
        [f"<b>{e(t(title))}</b>", e(t(USES[kind])), _way(context, kind, t(title))] for kind, title in TITLES.items()
    ]
    return card(t("Workbooks to fill in"), table(["", "", ">"], rows, "w-books"))


def _way(context: Context, kind: str, title: str) -> str:
    address = f"{ADDRESS}/{kind}.xlsx?lang={context.t.lang}"
    word = context.t("Download (Excel)")
    return f'<a class="w-button" href="{e(address)}" aria-label="{e(f"{word}: {title}")}" download>{e(word)}</a>'
