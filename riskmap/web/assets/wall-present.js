/* What the office shows on the wall for a while (data-present of the head): a page, its focus on the map with the card line,
   a rest. The wall's own rotation and tour wait meanwhile and go on where they were. Nothing is mounted anew. */
(function () {
  "use strict";
  const MAIN = '.wa-page[data-page="main"]'; // further pages show some of the same lines

  class Presented {
    constructor(map, state) {
      this.map = map;
      this.state = state; // () → the wall's header, whose data- attributes say what is wanted
      this.drawn = "";
    }

    facts() { return (this.state() || { dataset: {} }).dataset; }

    /* Drawn again whenever the wall or its map was: the same focus is left as it is, so that nobody's hand is disturbed. */
    draw() {
      const facts = this.facts(), map = this.map(), page = facts.present === "page";
      document.documentElement.classList.toggle("wa-is-blank", facts.present === "blank");
      if (!map || !map.data) return;
      this.caption(page && facts.focus ? facts : null); // first, since the map makes room for it
      if (page || this.drawn) this.rows(page ? facts.focus || "" : "");
      const wanted = page ? `${facts.focus || ""} ${map.box.dataset.paints}` : "";
      if (wanted !== this.drawn) {
        if (page || this.drawn) map.whole();
        if (page && facts.focus) this.fly(map, facts.focus);
        this.drawn = wanted;
      }
    }

    /* The row of what is in focus, as a tour marks its stop. */
    rows(focus) {
      document.querySelectorAll(".wa-at").forEach((row) => row.classList.remove("wa-at"));
      const [kind, at] = focus.split(" "), row = at && document.querySelector(kind === "hazard" ? `${MAIN} .wa-major[data-no="${CSS.escape(at)}"]` : `${MAIN} .wa-township .wa-row[data-code="${CSS.escape(at)}"]`);
      if (row) row.classList.add("wa-at");
    }

    fly(map, focus) {
      const cut = focus.indexOf(" ");
      map[focus.slice(0, cut)](focus.slice(cut + 1)); // township CODE, hazard NUMBER
    }

    caption(facts) {
      let box = document.querySelector(".wa-focus");
      if (!facts) { if (box) box.remove(); return; }
      if (!box) { box = document.createElement("div"); box.className = "wa-caption wa-focus"; this.map().box.append(box); box.append(document.createElement("b"), document.createElement("span")); }
      [facts.focusTitle, facts.focusLine].forEach((text, i) => { if (box.children[i].textContent !== text) box.children[i].textContent = text; });
    }
  }

  window.riskmapPresented = Presented;
})();
