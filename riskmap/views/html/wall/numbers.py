"""The top row of the wall: stock, the balance of the period, this week. Stock and cohort never share a card."""

from riskmap.domain.codes import Level
from riskmap.views import words
from riskmap.views.html.markup import e, span
from riskmap.views.html.overview import LEVELS
from riskmap.views.html.wall.base import Wall, block, signed


def row(wall: Wall) -> str:
    """The three groups, each a card of its own."""
    return f'<div class="wa-kpis">{_stock(wall)}{_balance(wall)}{_week(wall)}</div>'


def _tile(name: str, value: str, unit: str, below: str) -> str:
    """One number: its name, itself with its unit, a line below (HTML)."""
    return (
        f'<div class="wa-tile"><span class="wa-name">{e(name)}</span><span class="wa-value">{value}'
        f'{f"<i>{e(unit)}</i>" if unit else ""}</span><span class="wa-below">{below}</span></div>'
    )


def _stock(wall: Wall) -> str:
    t, f, item = wall.t, wall.figures, wall.t("unit|items")
    c = f.counts
    late = c["stock_overdue"]
    soon = f"{e(t('wall|due in 7 days'))} {wall.count(f.soon[7], 'soon.7')}"
    if not late:
        soon = span(t("wall|none, {day}", day=t.date(wall.context.day, "short")), "wa-good")
    tiles = (
        _tile(
            t("wall|Open"), wall.large(c["stock"], "stock"), item,
            f"{e(t('wall|carried over'))} {wall.count(c['carried_in'], 'carried_in')}",
        ),
        _tile(t("wall|Overdue"), wall.large(late, "stock_overdue", "wa-late" if late else ""), item, soon),
        _tile(
            t("wall|Major open"), wall.large(c["stock_major"], "stock_major"), item,
            f"{e(t('wall|carried over'))} {wall.count(f.carried_major, 'carried_in,stock_major')}",
        ),
        _tile(t("wall|Listed"), wall.large(c["stock_listed"], "stock_listed"), item, _levels(wall)),
    )  # fmt: skip
    body = f'<div class="wa-tiles">{"".join(tiles)}</div>'
    return block("stock", t("Stock"), body, e(t("whenever found")))


def _levels(wall: Wall) -> str:
    parts = (
        f'<span class="wa-plate">{e(wall.t(words.PLATE[Level(level)]))}</span>'
        f"{wall.count(wall.figures.levels[level], 'stock_listed', only={'listed': (level.value,)})}"
        for level in LEVELS
    )
    return " ".join(parts)


def _balance(wall: Wall) -> str:
    t, c = wall.t, wall.figures.counts
    moved = signed(c["transferred"] - c["voided_in_period"])
    notes = t("wall|moved {a}, void {b}", a=signed(c["transferred"]), b=t.number(c["voided_in_period"]))
    tiles = (
        _tile(t("Opening"), wall.large(c["opening"], "opening"), "", e(t("wall|at the start"))),
        "<em>+</em>",
        _tile(t("New"), wall.large(c["new_in_period"], "new_in_period"), "", e(t("wall|registered"))),
        "<em>−</em>",
        _tile(t("flow|Closed"), wall.large(c["closed_in_period"], "closed_in_period"), "", e(t("crossed off"))),
        "<em>±</em>",
        _tile(t("Moved, void"), wall.large(moved, "voided_in_period+transferred"), "", e(notes)),
        "<em>=</em>",
        _tile(t("Open"), wall.large(c["stock"], "stock"), "", e(t("as on the left"))),
    )
    where = wall.context.where
    period = f"{t.date(where.from_, 'short')} — {t.date(where.as_of, 'short')}"
    title = t("Balance of the year") if (where.from_.month, where.from_.day) == (1, 1) else t("Balance of the period")
    return block("balance", title, f'<div class="wa-sum">{"".join(tiles)}</div>', e(period))


def _week(wall: Wall) -> str:
    t, f, item = wall.t, wall.figures, wall.t("unit|items")
    tiles = (
        _tile(
            t(name), wall.large(f.week[measure], measure, only={"from_": f.monday}), item,
            e(t("wall|last week {n}", n=t.number(f.before[measure]))),
        )
        for name, measure in (("New", "new_in_period"), ("flow|Closed", "closed_in_period"))
    )  # fmt: skip
    period = f"{t.date(f.monday, 'short')} — {t.date(wall.context.day, 'short')}"
    return block("week", t("This week"), f'<div class="wa-tiles">{"".join(tiles)}</div>', e(period))
