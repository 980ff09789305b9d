() => {
  // What a person at a narrow screen cannot see or reach: parts beyond an edge that no scroll bar of their own brings in.
  const found = [];
  const scrolls = (box) => {
    for (let up = box.parentElement; up && up.dataset.testid !== "stMain"; up = up.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth + 1) return true;
    }
    return false;
  };
  const places = ["stMain", "stDialog", "stPopoverBody"].map((name) => `[data-testid=${name}] *`).join();
  for (const box of document.querySelectorAll(places)) {
    const at = box.getBoundingClientRect(), look = getComputedStyle(box), words = (box.innerText || "").trim();
    if (!at.width || !at.height || !box.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (scrolls(box) || box.closest(".leaflet-container")) continue; // a map goes on beyond its edge
    const clips = /hidden|clip/.test(look.overflowX) && look.textOverflow !== "ellipsis";
    const cut = clips && words && box.scrollWidth > box.clientWidth + 2;
    if (at.right <= innerWidth + 1 && at.left >= -1 && !cut) continue;
    found.push(`${box.tagName}.${box.className} ${Math.round(at.left)}-${Math.round(at.right)} ${words.slice(0, 30)}`);
  }
  return found.slice(0, 5);
}
