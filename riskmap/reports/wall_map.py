"""The wall map (挂图): a county's hazards on paper, A4 to A0, with the numbered list beside it; PDF or pictures.

Sheets of one document: the map of the filter (or an overview and one map a township), each followed by as many
sheets as its list needs. Marks, numbers, rates and counts are those of the battle map (riskmap.views).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riskmap.domain.codes import Level, Progress
from riskmap.geo.places import Group
from riskmap.reports import wall_map_drawing as drawing
from riskmap.reports import wall_map_frame as frame
from riskmap.reports import wall_map_index, wall_map_list, wall_map_split
from riskmap.reports.wall_map_content import (
    Around,
    Entry,
    Part,
    Shown,
    counts,
    hidden,
    majors,
    off_map,
    parts,
    unplaced,
    within,
)
from riskmap.reports.wall_map_list import Row
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import PAPERS, Sheet, pdf
from riskmap.views import places, shading, words
from riskmap.views.cover import conditions
from riskmap.views.names import Label
from riskmap.views.words import Words

SHADE = "due_rate_passed"  # 到期整改率（复查确认）: what townships are shaded by unless something else is asked for
LIST = 0.36  # part of the sheet's width that the list takes
NARROW = 92.0  # mm, the least width of a list's column
GUTTER = 5.0
LEAST = 25.0  # mm of height below which no list is begun
Section = tuple[str, Sequence[Entry]]  # a title and the rows under it


@dataclass(slots=True)
class Document:
    """The sheets of a document with the words they are made with; `first`: township code → number of its map."""

    shown: Shown
    around: Around
    t: Words
    label: Label
    paper: str
    measure: str = SHADE
    sheets: list[Sheet] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """A new sheet of the document."""
        self.sheets.append(Sheet(PAPERS[self.paper]))
        self.names.append(name)
        return self.sheets[-1]


def document(
    shown: Shown, around: Around, t: Words, label: Label, *, paper: str = "A3", by_township: bool = False,
    measure: str = SHADE,
) -> bytes:  # fmt: skip
    """The wall map of a filter as PDF; pictures of it: riskmap.reports.wall_map_paper.pictures."""
    made = sheets(shown, around, t, label, paper=paper, by_township=by_township, measure=measure)
    return pdf(
        made, title=heading(around, t), author=around.county, subject=_as_of(shown, t), lang=around.lang,
    )  # fmt: skip


def sheets(
    shown: Shown, around: Around, t: Words, label: Label, *, paper: str = "A3", by_township: bool = False,
    measure: str = SHADE,
) -> list[Sheet]:  # fmt: skip
    """The sheets of the document, drawn but not written; `measure`: of riskmap.views.shading, shades the townships."""
    drawn = hidden(within(shown.scene, around.shapes), around.sensitive)
    shown = Shown(shown.where, drawn, shown.shades)
    made, whole = Document(shown, around, t, label, paper, measure), Part(None, shown.scene)
    towns, many = parts(shown.scene, around.order), _crowded(made, whole, paper)
    if by_township or (many and len(towns) > 1):
        overview = _map(made, whole, None, bare=many)
        if many:
            made.names[0] = _too_many(made, whole)
        for part in towns:
            made.first[part.code or ""] = len(made.sheets) + 1
            _with_list(made, part)
        end = wall_map_index.draw(overview, _beside(overview), towns, made.first, t, label)
        _urgent(made, overview, end + GUTTER)
    else:
        _with_list(made, whole)
    for number, (sheet, name) in enumerate(zip(made.sheets, made.names, strict=True), 1):
        page = t("Sheet {n} of {m}", n=number, m=len(made.sheets))
        frame.title(sheet, heading(around, t), name, _as_of(shown, t), _narrowed(made), page)
        frame.foot(sheet, around, t)
    return made.sheets


def heading(around: Around, t: Words) -> str:
    """Name of the map."""
    return t("{county} work safety wall map", county=around.county)


def _as_of(shown: Shown, t: Words) -> str:
    return t("Data as of {day}", day=shown.where.as_of.isoformat())


def _narrowed(made: Document) -> str:
    t = made.t
    said = [f"{name}{t('cover|: ')}{text}" for name, text in conditions(made.shown.where, made.label, t)]
    return t("cover|; ").join(said)


def _named(made: Document, part: Part) -> str:
    return made.t("Whole selection") if part.code is None else made.label("township", part.code)


def _crowded(made: Document, part: Part, paper: str) -> bool:
    probe = Sheet(PAPERS[paper])
    box = _ground(probe)
    return wall_map_split.crowded(part, made.around.shapes, box, frame.corners(box), probe.least)


def _too_many(made: Document, part: Part) -> str:
    """Why each township has maps of its own, and which larger paper would hold them all on one."""
    larger = list(PAPERS)[list(PAPERS).index(made.paper) + 1 :]
    enough = next((paper for paper in larger if not _crowded(made, part, paper)), "")
    said = made.t("Too many marks for one {paper} sheet: each township has maps of its own", paper=made.paper)
    return f"{said} · {made.t('one {paper} sheet would hold them', paper=enough)}" if enough else said


def _with_list(made: Document, part: Part) -> None:
    """A map with its list, or several maps where one could not be read, each with its own."""
    probe = Sheet(PAPERS[made.paper])
    box = _ground(probe)
    found = wall_map_split.pieces(part, made.around.shapes, box, frame.corners(box), probe.least)
    for number, piece in enumerate(found, 1):
        at = len(made.names)
        _one_with_list(made, piece)
        if len(found) > 1:
            said = made.t("map {n} of {m}", n=number, m=len(found))
            made.names[at:] = [f"{name} · {said}" for name in made.names[at:]]


def _one_with_list(made: Document, part: Part) -> None:
    """A map with its list; what does not fit beside it follows in columns on further sheets."""
    t, probe = made.t, Sheet(PAPERS[made.paper])
    beside = _beside(probe)
    named = majors(part.scene, made.around, t, made.label)
    lost = _lost(made, part)
    columns = max(2, int((probe.width - 2 * frame.MARGIN + GUTTER) // (NARROW + GUTTER)))
    wide = (probe.width - 2 * frame.MARGIN + GUTTER) / columns - GUTTER
    size = wall_map_list.radius([*named, *(one for _, general in lost for one in general)], probe.least)
    here = list(_rows(named, lost, beside[2] - beside[0], size, t))
    first, rest = wall_map_list.take(here, beside[3] - beside[1])
    _map(made, part, first)
    again = list(_rows(named, lost, wide, size, t))[len(first) :] if rest else []
    while again:
        again = _further(made, part, again, columns, wide)


def _lost(made: Document, part: Part) -> list[Section]:
    """General hazards that no mark tells of, by why."""
    t, where = made.t, (part.scene, made.around, made.t, made.label)
    without, off = unplaced(*where), off_map(*where)
    return [
        (t("General hazards without coordinates: {n}", n=len(without)), without),
        (t("General hazards with a position off the map: {n}", n=len(off)), off),
    ]


def _rows(named: Sequence[Entry], lost: Sequence[Section], width: float, size: float, t: Words) -> Iterator[Row]:
    yield from wall_map_list.measure(named, width, size, t)
    for title, general in lost:
        if general:
            yield wall_map_list.section(title, width)
            yield from wall_map_list.measure(general, width, size, t)


def _urgent(made: Document, sheet: Sheet, top: float) -> None:
    """Under the table of an overview: overdue majors and those without control measures, as far as there is room."""
    left, _, right, bottom = _beside(sheet)
    every = majors(made.shown.scene, made.around, made.t, made.label)
    urgent = [one for one in every if one.progress is Progress.OVERDUE or one.alarm]
    if not urgent or bottom - top < LEAST:
        return
    title = made.t("Major hazards overdue or without control measures: {n}", n=len(urgent))
    size = wall_map_list.radius(urgent, sheet.least)
    rows = [wall_map_list.section(title, right - left), *wall_map_list.measure(urgent, right - left, size, made.t)]
    here, _ = wall_map_list.take(rows, bottom - top)
    wall_map_list.draw(sheet, (left, top, right, bottom), here, made.t)


def _further(made: Document, part: Part, rows: list[Row], columns: int, wide: float) -> list[Row]:
    """One further sheet of a list; the rows that are left."""
    sheet = made.sheet(made.t("{name}, list continued", name=_named(made, part)))
    top, bottom = frame.MARGIN + frame.TITLE + 2, sheet.height - frame.MARGIN - frame.FOOT
    room = min(bottom - top, wall_map_list.even(rows, columns))  # a last sheet has columns of one length
    for column in range(columns):
        if not rows:
            break
        left = frame.MARGIN + column * (wide + GUTTER)
        here, rows = wall_map_list.take(rows, room)
        wall_map_list.draw(sheet, (left, top, left + wide, bottom), here, made.t)
    return rows


def _beside(sheet: Sheet) -> Box:
    """The box of the list beside a map."""
    wide = max(NARROW, (sheet.width - 2 * frame.MARGIN) * LIST)
    right = sheet.width - frame.MARGIN
    return right - wide, frame.MARGIN + frame.TITLE + 2, right, sheet.height - frame.MARGIN - frame.FOOT


def _ground(sheet: Sheet) -> Box:
    """The box of the map itself."""
    beside = _beside(sheet)
    return frame.MARGIN, beside[1], beside[0] - GUTTER, beside[3] - frame.LEGEND - 2


def _map(made: Document, part: Part, rows: list[Row] | None, *, bare: bool = False) -> Sheet:
    """A sheet with the map of a part, its legend, and the rows beside it; None: something else stands there.

    `bare`: the ground and the names alone, since the marks stand on other sheets.
    """
    t, around, sheet = made.t, made.around, made.sheet(_named(made, part))
    beside, shown, box = _beside(sheet), counts(part.scene), _ground(sheet)
    legend = (frame.MARGIN, beside[3] - frame.LEGEND, box[2], beside[3])
    drawn = None
    if around.shapes.bounds() or shown.drawn:
        rates = {str(one["code"]): one["rates"][made.measure] for one in made.shown.shades}
        names = drawing.Names(
            {
                one.code: (made.label("township", one.code), _rate(rates.get(one.code), made.measure))
                for one in around.shapes.townships
            },
            {level.value: t(words.PLATE[level]) for level in (Level.PROVINCE, Level.CITY, Level.COUNTY)},
            [(one, places.word(one, t)) for one in sorted(around.places, key=lambda one: one.kind.group)],
        )
        classes = {code: int(rate[3]) for code, rate in rates.items()}
        marks = drawing.unmarked(part) if bare else part
        drawn = drawing.draw(sheet, box, marks, around.shapes, classes, names, frame.corners(box))
        frame.furniture(sheet, box, drawn, around, t)
    ramp = frame.Ramp(made.measure, shading.scales(made.shown.shades).get(made.measure, ()))
    groups = [group for group in Group if any(one.kind.group is group for one in around.places)]
    frame.legend(sheet, legend, part.scene, drawn, t, ramp, groups)
    told = [frame.reconciled(t, shown), frame.urgent(t, shown)]
    frame.told(sheet, (legend[0], legend[3] - 6.4, legend[2], legend[3]), told)
    if rows:
        wall_map_list.draw(sheet, beside, rows, t)
    elif rows is not None:
        _empty(sheet, beside, t("No hazards in this selection") if not shown.total else t("No major hazards"))
    return sheet


def _rate(found: Sequence[int | str] | None, measure: str) -> str:
    if found is None:
        return ""
    part, whole, printed, _ = found
    if measure in shading.COUNTS:
        return f"{printed} ({part}/{whole})" if whole else str(printed)
    return f"{printed}% ({part}/{whole})" if printed != "/" and int(whole) >= 5 else f"{part}/{whole}"


def _empty(sheet: Sheet, box: Box, said: str) -> None:
    sheet.text((box[0] + box[2]) / 2, box[1] + 20, said, 4.0, frame.MUTED, align=0, bold=True)
