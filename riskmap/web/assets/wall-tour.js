/* The tour of the wall (?tour=townships or hazards, ?dwell=SECONDS): one stop after the other, the whole county between
   rounds. A touch or the space bar pauses, ← and → step by hand. */
(function () {
  "use strict";
  const MAIN = '.wa-page[data-page="main"]'; // further pages show some of the same lines
  const DWELL = 12, LEAST = 3, REST = 60000;

  class Tour {
    constructor(map, state, at) {
      this.map = map;
      this.state = state; // () → the wall's header, whose data- attributes say what is wanted
      this.at = at; // −1 is the whole county
      document.addEventListener("keydown", (event) => this.key(event));
      document.addEventListener("pointerdown", () => { if (this.stops().length) this.rest(); });
    }

    kind() { return (this.state() || { dataset: {} }).dataset.tour || ""; }

    stops() {
      if (this.kind() === "townships") return [...document.querySelectorAll(`${MAIN} .wa-township .wa-row[data-code]`)].filter((row) => !row.hidden && row.dataset.code);
      if (this.kind() === "hazards") return [...document.querySelectorAll(`${MAIN} .wa-major[data-no]`)].filter((row) => !row.hidden);
      return [];
    }

    start() {
      clearTimeout(this.timer);
      this.running = this.kind();
      if (!this.running) return this.caption(null);
      const dwell = Math.max(LEAST, Number(this.state().dataset.dwell) || DWELL);
      this.timer = setTimeout(() => { if (!this.paused && this.state().dataset.present !== "hold") this.go(1); this.start(); }, dwell * 1000);
    }

    go(step) {
      const stops = this.stops();
      if (!stops.length || !this.map() || !this.map().data) return;
      this.at = (this.at + 1 + step + stops.length + 1) % (stops.length + 1) - 1;
      this.draw();
    }

    /* Draw the present stop again: the lists may have been written anew. */
    draw() {
      const stops = this.stops(), map = this.map();
      document.querySelectorAll(".wa-at").forEach((row) => row.classList.remove("wa-at"));
      if (!map || !map.data || !stops.length) return this.caption(null);
      const row = this.at >= 0 ? stops[Math.min(this.at, stops.length - 1)] : null;
      if (!row) { map.whole(); return this.caption(null); }
      row.classList.add("wa-at");
      const there = row.dataset.code ? map.township(row.dataset.code) : map.hazard(row.dataset.no);
      if (!there) map.whole();
      this.caption(row, stops.length);
    }

    caption(row, count) {
      const canvas = document.getElementById("wall-map");
      let box = document.querySelector(".wa-caption:not(.wa-focus)");
      if (!row && !(this.paused && this.kind())) { if (box) box.remove(); return; }
      if (!box) { box = document.createElement("div"); box.className = "wa-caption"; canvas.append(box); }
      const words = this.state().dataset, title = document.createElement("b"), line = document.createElement("span");
      title.textContent = row ? (row.querySelector(".wa-who b, .wa-cut") || row).textContent : words.tourTitle;
      line.textContent = [row ? `${this.at + 1}/${count}` : "", row && row.querySelector(".wa-left b") ? row.querySelector(".wa-left b").textContent : "", this.paused ? words.paused : ""].filter(Boolean).join(" · ");
      box.replaceChildren(title, line);
    }

    pause(on) {
      this.paused = on;
      clearTimeout(this.wake);
      this.draw();
    }

    rest() {
      this.pause(true);
      this.wake = setTimeout(() => this.pause(false), REST);
    }

    key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.stops().length) return;
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") { this.rest(); this.go(event.key === "ArrowRight" ? 1 : -1); }
      else if (event.key === " ") this.pause(!this.paused);
      else return;
      event.preventDefault();
    }
  }

  window.riskmapTour = Tour;
})();
