"""An official form on the screen: every number opens the rows it counts; beside it the bridge and published figures."""

from collections.abc import Sequence

from riskmap.i18n import Translator
from riskmap.metrics.declared import Column, heads
from riskmap.metrics.forms import FORM, Cell, Filled, Line
from riskmap.views import forms as words
from riskmap.views.forms import TOTAL, Difference
from riskmap.views.html import exporting
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table


def sheet(context: Context, filled: Filled, asked: dict[str, str], taken: str | None = "") -> str:
    """The whole form in a card. `context`: with the filter of the form; `asked`: words of its address.

    `taken`: of how much the workbook is where not of all that is shown, None where there is no workbook to take out.
    """
    t, form = context.t, filled.form
    title = form.title[t.lang]
    download = ""
    if taken is not None:
        download = exporting.form(t, f"api/v1/forms/{form.name}", asked, exporting.WORKBOOK, taken)
    lines = [words.period_line(t, filled), words.until_line(t, filled), words.filter_line(t, filled, context.label)]
    told = "".join(span(line) for line in lines if line)
    head = f'<div class="w-formhead"><div><h3>{e(title)}</h3><p>{told}</p></div>{download}</div>'
    body = "".join(_line(context, filled, line) for line in filled.lines)
    total = _line(context, filled, filled.total)
    grid = (
        f'<div class="w-scroll"><table class="w-table w-form"><thead>{_heads(t, filled)}</thead>'
        f"<tbody>{body}{total}</tbody></table></div>"
    )
    footer = "".join(f"<span>{e(one[t.lang])}{e(t('cover|: '))}</span>" for one in form.footer)
    notes = "".join(f"<li>{e(one[t.lang])}</li>" for one in form.notes)
    return card("", f'{head}{grid}<div class="w-signed">{footer}</div><ul class="w-notes">{notes}</ul>')


def _heads(t: Translator, filled: Filled) -> str:
    """Three lines: merged heads, titles, numbers."""
    columns = filled.form.columns
    lines = t(words.LINES[filled.form.rows])
    over, titles = f'<th rowspan="2" class="name">{e(lines)}</th>', ""
    for head, first, last in heads(columns):
        if head is None:
            over += f'<th rowspan="2">{e(columns[first].title[t.lang])}</th>'
            continue
        over += f'<th colspan="{last - first + 1}" class="over">{e(head[t.lang])}</th>'
        titles += "".join(f"<th>{e(one.title[t.lang])}</th>" for one in columns[first : last + 1])
    numbers = "".join(f"<td>{at}</td>" for at in range(1, len(columns) + 1))
    return f'<tr>{over}</tr><tr>{titles}</tr><tr class="numbers"><td></td>{numbers}</tr>'


def _line(context: Context, filled: Filled, line: Line) -> str:
    whole = line.code is None
    name = context.t("forms|Total") if line.code is None else context.label(filled.form.rows, line.code)
    cells = "".join(
        f"<td>{_cell(context, column, cell)}</td>" for column, cell in zip(filled.form.columns, line.cells, strict=True)
    )
    return f'<tr{" class=" + chr(34) + "total" + chr(34) if whole else ""}><th class="name">{e(name)}</th>{cells}</tr>'


def _cell(context: Context, column: Column, cell: Cell) -> str:
    shown = words.printed(context.t, cell)
    if cell.m is not None:
        return f'<span title="{cell.n}/{cell.m}">{e(shown)}</span>'
    if not cell.set or not cell.n:
        return span(shown, "" if cell.n else "w-mu")
    only = {key: value for key, value in cell.only.items() if key != "group" or value}
    del column
    return context.count(shown, f"{FORM}{cell.set}", only=only)


def published(context: Context, filled: Filled, found: Sequence[Difference], source: str) -> str:
    """Figures as they were published beside ours of today, with the difference; ours are not overwritten."""
    t = context.t
    if not found:
        text = t("No published figures of this period were entered.")
        return card(t("Published figures"), empty(text))
    titles = {one.key: full_title(one, t) for one in filled.form.columns}
    rows = [_difference(context, filled, one, titles[one.column]) for one in found]
    kinds = ["" if one.gap else "w-mu" for one in found]
    head = [e(t("Line")), e(t("Column")), ">" + e(t("Published")), ">" + e(t("Ours today")), ">" + e(t("Difference"))]
    aside = span(t("Source: {source}", source=source)) if source else ""
    return card(t("Published figures"), table(head, rows, classes=kinds), aside)


def _difference(context: Context, filled: Filled, one: Difference, title: str) -> list[str]:
    t = context.t
    name = t("forms|Total") if one.line == TOTAL else context.label(filled.form.rows, one.line)
    gap = "/" if one.gap is None else f"{one.gap:+}".replace("-", "−") if one.gap else "0"
    tone = "w-strong w-soon" if one.gap else ""
    return [e(name), e(title), e(one.published), e("/" if one.ours is None else one.ours), span(gap, tone)]


def full_title(column: Column, t: Translator) -> str:
    """The title of a column with its merged head, since it stands alone here."""
    over = column.over[t.lang] if column.over else ""
    return f"{over} · {column.title[t.lang]}" if over else column.title[t.lang]
