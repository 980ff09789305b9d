"""Charts of the analysis in a browser: pictures are made without asking anybody; zoom and hidden lines outlive figures.

Other periods open whole.
"""

from pathlib import Path
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


def _pictures(page: Any, folder: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.startswith("http") else None)
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as taken:
            page.locator(f"{CARD} button[data-picture={kind}]").click()
        file = folder / f"chart.{kind}"
        taken.value.save_as(file)
        assert file.read_bytes().startswith(begins)
        assert len(file.read_bytes()) > 3_000
    assert not asked


def test_pictures_are_made_here_and_zoom_and_hidden_lines_outlive_other_figures(
    page: Any, demo_server: str, tmp_path: Path
) -> None:
    visit(page, demo_server, "analysis", part="time", lang="en")
    page.locator(f"{PLOT} .nsewdrag").first.wait_for()
    _pictures(page, tmp_path)
    _zoom(page)
    zoomed = page.evaluate(FACTS)["shown"]
    page.locator(".st-key-open_annotate button").first.click()  # draws the page once more
    page.locator(".st-key-annotate_text input").wait_for()
    assert _facts(page)["shown"] == zoomed
    page.keyboard.press("Escape")
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
