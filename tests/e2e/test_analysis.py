"""Charts of the analysis in a browser: a zoom survives a rerun, pictures are made without asking anybody."""

from pathlib import Path
from typing import Any

from support.pages import settle, visit

PLOT = ".st-key-time_rates .js-plotly-plot"
RANGE = f"() => document.querySelector('{PLOT}').layout.xaxis.range?.map(Math.round) ?? []"


def test_a_zoom_survives_a_rerun_and_pictures_are_made_in_the_browser(
    page: Any, demo_server: str, tmp_path: Path
) -> None:
    visit(page, demo_server, "analysis", part="time", lang="en")
    page.locator(f"{PLOT} .nsewdrag").first.wait_for()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.startswith("http") else None)
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as taken:
            page.locator(f".st-key-time_rates button[data-picture={kind}]").click()
        file = tmp_path / f"chart.{kind}"
        taken.value.save_as(file)
        assert file.read_bytes().startswith(begins)
        assert len(file.read_bytes()) > 3_000
    assert not asked
    whole = page.evaluate(RANGE)
    box = page.locator(f"{PLOT} .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 62, steps=4)
    page.mouse.up()
    page.wait_for_function(f"(before) => String(({RANGE})()) !== before", arg=",".join(map(str, whole)))
    zoomed = page.evaluate(RANGE)
    page.locator(".st-key-open_annotate button").first.click()  # draws the page once more
    page.locator(".st-key-annotate_text input").wait_for()
    settle(page)
    assert page.evaluate(RANGE) == zoomed
