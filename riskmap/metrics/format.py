"""How figures are printed: exact half-up rounding, "/" for nothing to divide by, never 100.0 while an item is open."""

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "/"


def half_up(n: int, m: int, decimals: int = 1) -> Decimal:
    """Return 100·n/m rounded half-up to `decimals` places, exactly (integers only); m must be positive."""
    scale = 10**decimals
    rounded = (200 * n * scale + m) // (2 * m)  # floor(x + 1/2) is half-up for n >= 0
    return Decimal(rounded).scaleb(-decimals)


def pct(n: int, m: int, open_: int | None = None, decimals: int = 1) -> str:
    """Return n/m as a percentage without the sign, "/" if m is 0 (DOMAIN.md §3.3).

    `open_`: items still open; by default m - n. While any is open, what would round to 100.0 prints as 99.9.
    """
    if m == 0:
        return NOTHING
    value = half_up(n, m, decimals)
    still_open = m - n if open_ is None else open_
    if value >= 100 and still_open > 0:
        value = Decimal(100) - Decimal(1).scaleb(-decimals)
    return f"{value:.{decimals}f}"


def printed(n: int, m: int, open_: int | None = None, decimals: int = 1) -> Decimal | None:
    """Return what `pct` prints as a number, None for "/"; ranks compare this."""
    text = pct(n, m, open_, decimals)
    return None if text == NOTHING else Decimal(text)


def fraction(n: int, m: int) -> str:
    """Return "n/m", shown beside every rate, 0/0 too."""
    return f"{n}/{m}"


def count(n: int) -> str:
    """Return a count with thousands separated by commas."""
    return f"{n:,}"


def points(n: int, m: int, n_before: int, m_before: int) -> str:
    """Return the change of a rate in percentage points of the printed values, signed, "/" if either has no base."""
    now, before = printed(n, m), printed(n_before, m_before)
    if now is None or before is None:
        return NOTHING
    change = now - before
    return f"{change:+.1f}" if change else "0.0"


def change(now: int, before: int) -> str:
    """Return the change of a count in per cent, signed, "—" where there was none before (DOMAIN.md §3.4)."""
    if before == 0:
        return "—"
    gap = now - before
    value = half_up(abs(gap), before)
    if not value:
        return "0.0"
    return f"{'+' if gap > 0 else '-'}{value:.1f}"


def tenth(value: Decimal | float) -> str:
    """Return an amount (万元) with one decimal, half-up."""
    return str(Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
