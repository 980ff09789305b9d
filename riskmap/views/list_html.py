"""The lists under the map as HTML: a row is a link that chooses its hazard; every word of data is escaped (`e`)."""

from collections.abc import Callable

import pandas as pd

from riskmap.domain.codes import Level, Progress
from riskmap.views import marks, theme, words
from riskmap.views.html.markup import e
from riskmap.views.lists import Ints
from riskmap.views.scene import Scene
from riskmap.views.words import Words

Href = Callable[[str], str]  # hazard number → address that chooses it
HEADS = {
    "enterprise": "head|Enterprise",
    "place": "head|Place",
    "point": "head|Coordinates",
    "problem": "head|Problem",
    "department": "head|Department",
    "township": "head|Township",
    "listed": "head|Listed",
    "control": "head|Control status",
    "five": "head|Paper / place",
    "due": "head|Due",
    "countdown": "head|Countdown",
    "principal": "head|Person responsible",
    "unit": "head|Responsible unit",
    "officer": "head|Department's officer",
    "leader": "head|County leader in charge",
    "supervision": "head|Listed for supervision",
    "found": "head|Found",
    "rectified": "head|Rectified",
    "passed": "head|Passed",
    "closed": "head|Closed on",
    "days": "head|Days",
    "basis": "head|Closing",
}
RIGHT = frozenset({"five", "due", "countdown", "days", "found", "rectified", "passed", "closed"})
TONES = {
    Progress.OVERDUE: "rm-t-late",
    Progress.DUE_SOON: "rm-t-soon",
    Progress.WAITING: "rm-t-wait",
    Progress.PENDING: "rm-t-none",
}


def table(scene: Scene, rows: Ints, words_: pd.DataFrame, t: Words, href: Href) -> str:
    """HTML of a list. `rows`: positions in the scene; `words_`: their words, columns named as in HEADS."""
    names = [str(name) for name in words_.columns]
    head = "".join(f"<th{_right(name)}>{e(t(HEADS[name]))}</th>" for name in names)
    numbers = scene.frame["hazard_no"].array.take(rows).tolist()
    columns = [words_[name].tolist() for name in names]
    body = "".join(
        _row(scene, int(row), number, dict(zip(names, cells, strict=True)), t, href(number))
        for row, number, *cells in zip(rows.tolist(), numbers, *columns, strict=True)
    )
    first = e(t("head|No.")) if scene.numbers[rows].any() else ""
    return (
        f'<div class="rm-scroll"><table class="rm-listed"><thead><tr><th>{first}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def chosen(html: str, number: str) -> str:
    """The list with the row of the chosen hazard marked."""
    return html.replace(f'data-no="{e(number)}"', f'data-no="{e(number)}" aria-current="true"', 1)


def _row(scene: Scene, row: int, number: str, cells: dict[str, object], t: Words, address: str) -> str:
    inner = "".join(
        f"<td{_right(name)}{_said(name, t)}>{_cell(scene, row, name, value, t)}</td>" for name, value in cells.items()
    )
    label = e(f"{t('No. {n}', n=int(scene.numbers[row]))} {number}" if scene.numbers[row] else number)
    link = f'<a class="w-open" href="{e(address)}" aria-label="{label}">{_picture(scene, row)}</a>'
    return f'<tr class="w-go" data-no="{e(number)}"><td>{link}</td>{inner}</tr>'


def _cell(scene: Scene, row: int, name: str, value: object, t: Words) -> str:
    if name in ("enterprise", "problem"):
        tag = "b" if name == "enterprise" else "span"
        return f'<{tag} class="rm-two" title="{e(value)}">{e(value)}</{tag}>'
    if name == "countdown" and scene.progress[row] in TONES:
        return f'<b class="{TONES[Progress(scene.progress[row])]}">{e(value)}</b>'
    if name == "control" and scene.alarm[row]:
        return f'<b class="rm-alarm">{e(value)}</b>'
    if name == "listed":
        level = scene.level[row]
        return f'<span class="rm-plate">{e(t(words.PLATE[Level(level)]))}</span>' if level else "—"
    return e(value)


def _picture(scene: Scene, row: int) -> str:
    progress, number = Progress(scene.progress[row]), int(scene.numbers[row])
    drawn = (
        marks.svg(progress, number, alarm=bool(scene.alarm[row]), size=24) if number else marks.dot_svg(progress, 14)
    )
    kind = ' class="rm-shifted"' if number and scene.alarm[row] else ""
    return f'<img src="{marks.data_uri(drawn)}" alt=""{kind}>'


def _right(name: str) -> str:
    return ' class="r"' if name in RIGHT else ""


def _said(name: str, t: Words) -> str:
    """What a figure is, where a phone shows no heads above it."""
    return f' data-head="{e(t(HEADS[name]))}"' if name in RIGHT - {"countdown"} else ""


def style(name: str) -> str:
    """Colours of card and lists as custom properties, from the one theme."""
    tokens = theme.THEMES[name]
    used = ("text", "muted", "border", "grid", "outline", "accent", "surface", "surface2")
    tones = {"late": "overdue", "soon": "soon", "wait": "waiting", "done": "closed", "none": "pending"}
    pairs = {key: tokens[key] for key in used} | {key: tokens[f"{word}_text"] for key, word in tones.items()}
    return ";".join(f"--rm-{key}:{value}" for key, value in pairs.items())
