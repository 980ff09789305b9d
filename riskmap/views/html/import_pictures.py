"""The pictures of a file that is read: how many go where and how that was told; those that a person places."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Final

from riskmap.domain.codes import EvidenceKind
from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, table

TOLD_BY: Final[Mapping[str, str]] = {
    "drawing": "Lying over the cells of a sheet",
    "cell": "Put into cells",
    "word": "In the tables of a Word document",
    "photo": "Photos, by the number in their name",
    "hand": "Placed by hand",
}
SIDES: Final = ("before", "after", "other")
KINDS: Final[Mapping[str, str]] = {
    EvidenceKind.PHOTO_BEFORE.value: "Before rectification",
    EvidenceKind.PHOTO_AFTER.value: "After rectification",
    EvidenceKind.OTHER.value: "Other photo",
}


def counts(context: Context, report: Mapping[str, Any]) -> str:
    """Pictures by how their row was told and as what they are offered, and those without a row; "" without any."""
    t, told = context.t, report.get("photos")
    if told is None:
        return ""
    rows = [
        [e(t(TOLD_BY[origin])), *(_number(context, own.get(side, 0)) for side in SIDES)]
        for origin, own in told["told_by"].items()
    ]
    left = report["pictures"]["unplaced"]
    if len(rows) != 1:
        rows.append([f"<b>{e(t('Total'))}</b>", *(f"<b>{_number(context, told[side])}</b>" for side in SIDES)])
    sides = (t("Before rectification"), t("After rectification"), t("Other photo"))
    heads = [e(t("Where they stand")), *(">" + e(one) for one in sides)]
    words = t("Not placed: {n}", n=t.number(left))
    aside = f'<b class="{"w-soon" if left else "w-mu"}">{e(words)}</b>'
    return card(t("Pictures in the file: {n}", n=t.number(report["pictures"]["placed"] + left)),
                table(heads, rows), aside)  # fmt: skip


def _number(context: Context, count: int) -> str:
    return e(context.t.number(count)) if count else "—"


def picture(context: Context, raw: bytes, one: Mapping[str, Any]) -> str:
    """A thumbnail (JPEG) with the words by which a person finds the picture in the file."""
    t = context.t
    where = [one["sheet"], t("row {n}", n=one["row"]) if one["row"] is not None else "", one["place"]]
    told = t(" · ").join(part for part in where if part)
    more = t("{n} times in the file", n=t.number(one["times"])) if one["times"] > 1 else ""
    image = f'<img src="data:image/jpeg;base64,{b64encode(raw).decode()}" alt="{e(told)}">' if raw else ""
    return f'<figure class="w-loose">{image}<figcaption>{e(told)}<br>{e(more)}</figcaption></figure>'


def row(t: Translator, told: tuple[str, int, str, str], *, sheets: bool) -> str:
    """A row as it stands in the list of rows: (sheet, number, enterprise, description)."""
    sheet, number, enterprise, description = told
    parts = (sheet if sheets else "", t("row {n}", n=number), enterprise[:24], description[:36])
    return t(" · ").join(part for part in parts if part)
