"""What a reader did with a chart outlives new figures: zoom and hidden lines; other periods open whole."""

from typing import Any

from support.pages import settle, visit

CARD = ".st-key-time_flows"
PLOT = f"{CARD} .js-plotly-plot"
FACTS = f"""() => {{
    const plot = document.querySelector('{PLOT}'), axis = plot._fullLayout.xaxis;
    const [from, to] = axis.range, shown = axis._categories.filter((_, at) => at >= from && at <= to);
    return {{shown, all: axis._categories.length, sum: plot.data[1].y.reduce((a, b) => a + b, 0),
             hidden: plot._fullData.filter((one) => one.visible === 'legendonly').map((one) => one.name)}};
}}"""


def _facts(page: Any) -> dict[str, Any]:
    settle(page)
    found: dict[str, Any] = page.evaluate(FACTS)
    return found


def _zoom(page: Any) -> None:
    box = page.locator(f"{PLOT} .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 62, steps=4)
    page.mouse.up()
    page.wait_for_function(f"() => {{ const one = ({FACTS})(); return one.shown.length < one.all; }}")


def _narrow(page: Any, words: str) -> None:
    """Another filter in the open session, as a click on a name asks for it; waits until the figures are others."""
    before = page.evaluate(FACTS)["sum"]
    page.evaluate("(words) => history.pushState(null, '', `/analysis?${words}`)", words)
    page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))")
    page.wait_for_function(
        f"(before) => document.querySelector('{PLOT}')?._fullLayout && ({FACTS})().sum !== before", arg=before
    )


def test_zoom_and_hidden_lines_outlive_other_figures(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "analysis", part="time", lang="en")
    page.locator(f"{PLOT} .nsewdrag").first.wait_for()
    _zoom(page)
    page.locator(f"{CARD} button.w-key", has_text="Rectified").click()
    before = _facts(page)
    assert before["hidden"] == ["Rectified"]
    assert 0 < len(before["shown"]) < before["all"]

    _narrow(page, "part=time&lang=en&sector=coal")
    after = _facts(page)
    assert (after["shown"], after["hidden"]) == (before["shown"], ["Rectified"])
    assert page.locator(f"{CARD} button.w-key", has_text="Rectified").get_attribute("aria-pressed") == "false"

    page.locator(f"{CARD} button.w-key", has_text="Rectified").click()
    page.locator(f"{PLOT} .nsewdrag").first.dblclick()
    _narrow(page, "part=time&lang=en")
    whole = _facts(page)
    assert (len(whole["shown"]), whole["hidden"]) == (whole["all"], [])

    _zoom(page)
    _narrow(page, "part=time&lang=en&every=month")
    months = _facts(page)
    assert len(months["shown"]) == months["all"]  # other periods: no zoom is invented
