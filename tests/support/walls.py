"""What a wall must hold at any size: no scroll, nothing outside its card, type and contrast to be read from afar."""

from pathlib import Path
from typing import Any

LOOK = (Path(__file__).parent / "walls.js").read_text(encoding="utf-8")  # runs in the page


def settle(page: Any) -> None:
    """Wait until the wall is drawn, its map too."""
    page.wait_for_selector("#wall-state")
    page.wait_for_selector(".wa-foot")
    page.wait_for_selector("#wall-map[data-paints]")
    page.evaluate("() => document.fonts.ready")
    page.wait_for_function("() => document.querySelector('.wa-time').textContent !== ''")


def resize(page: Any, width: int, height: int) -> None:
    """Give the wall another screen and wait until its map is painted for it."""
    if page.viewport_size == {"width": width, "height": height}:
        return
    painted = page.locator("#wall-map").get_attribute("data-paints")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(f"() => Number(document.getElementById('wall-map').dataset.paints) > {painted}")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def look(page: Any) -> dict[str, Any]:
    """What is wrong with the wall as it is drawn, and how many texts and rows were looked at."""
    page.wait_for_selector(".st-key-wall")  # a wall without a beat loads itself anew, as on a slow machine
    found: dict[str, Any] = page.evaluate(LOOK)
    return found
