/* Pages of the wall in turn (?rotate=main,rates,listed&dwell=SECONDS): all of them are drawn and laid out, one is seen.
   A page changes by one word on the root element, so nothing is mounted, loaded or measured anew, the map least of all.
   Cards of listed hazards that do not fit on one page are pages of their own. ← → change, space and a touch pause. */
(function () {
  "use strict";
  const REST = 60000, SCALES = [1.75, 1.6, 1.45, 1.3, 1.15, 1], LISTED = "listed";

  class Rotation {
    constructor(state, kept) {
      this.state = state; // () → the wall's header, whose data- attributes say what is wanted
      this.at = 0;
      this.kept = kept; // [page, part] at which the page before this one stood, until that stop is there
      document.addEventListener("keydown", (event) => this.key(event));
      document.addEventListener("pointerdown", () => { if (this.state() && this.stops().length > 1) this.rest(); });
    }

    /* Those that were told and have come: the head comes first, and no page is shown before it is there. */
    pages() {
      const told = this.told(), there = told.filter((page) => this.come(page));
      return there.length ? there : told;
    }

    told() { return this.state().dataset.pages.split(","); }

    come(page) { return document.querySelector(`[data-testid="stApp"] .wa-page[data-page="${page}"]`) !== null; }

    /* [page, part] of every stop; only the cards have more than one part. */
    stops() { return this.pages().flatMap((page) => Array.from({ length: page === LISTED ? this.parts || 1 : 1 }, (_, part) => [page, part])); }

    here() { return this.kept || this.stops()[this.at] || []; }

    /* The blocks may have been written anew: cards are dealt, the present stop is shown again. */
    draw() {
      const [page, part] = this.here();
      this.deal();
      const stops = this.stops(), same = stops.findIndex((stop) => stop[0] === page && stop[1] === part);
      this.at = same >= 0 ? same : Math.max(0, stops.findIndex((stop) => stop[0] === page));
      if (this.running !== this.state().dataset.dwell) this.start();
      if (this.kept && this.told().includes(page) && !this.come(page)) return; // on its way: no other is shown meanwhile
      if (same >= 0) this.kept = null;
      this.show();
    }

    show() {
      const [page, part] = this.stops()[this.at];
      if (!this.come(page) && document.documentElement.dataset.wall) return;
      document.documentElement.dataset.wall = page;
      if (page === LISTED || !this.pages().includes(LISTED)) this.turn(part);
    }

    start() {
      clearInterval(this.timer);
      this.running = this.state().dataset.dwell;
      this.timer = setInterval(() => { if (!this.paused && this.state() && this.state().dataset.present !== "hold") this.go(1); }, Number(this.running) * 1000);
    }

    go(step) {
      const count = this.stops().length;
      if (count < 2) return;
      this.kept = null;
      this.at = (this.at + step + count) % count;
      this.show();
    }

    pause(on) {
      this.paused = on;
      clearTimeout(this.wake);
      document.documentElement.classList.toggle("wa-is-paused", on);
    }

    rest() {
      this.pause(true);
      this.wake = setTimeout(() => this.pause(false), REST);
    }

    key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.state() || this.stops().length < 2) return;
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") { this.rest(); this.go(event.key === "ArrowRight" ? 1 : -1); }
      else if (event.key === " ") this.pause(!this.paused);
      else return;
      event.preventDefault();
    }

    /* ---- cards: as large as all of them allow, else as many whole ones as there is room for ---- */

    deal() {
      const box = document.querySelector("[data-testid='stApp'] .wa-cards"), count = box ? box.children.length : 0;
      const size = `${count} ${box && box.clientWidth} ${box && box.clientHeight}`;
      if (box && box.dataset.dealt === size) return;
      this.parts = 1;
      if (!count || !box.clientHeight) return;
      box.dataset.dealt = size;
      [...box.children].forEach((card, i) => { card.hidden = i > 0; }); // no line of a card wraps: one tells the height of all
      const loose = this.room(box, 1, false), tight = loose < count && this.room(box, 1, true) > loose;
      const wanted = Math.min(count, this.room(box, 1, tight));
      const scale = SCALES.find((one) => this.room(box, one, tight) >= wanted);
      this.per = this.room(box, scale, tight);
      this.parts = Math.ceil(count / this.per);
      this.turn(Math.min(this.part || 0, this.parts - 1));
    }

    /* How many cards have room at a scale of their type; `tight`: without their words on what is wrong. */
    room(box, scale, tight) {
      const style = getComputedStyle(box), gap = parseFloat(style.columnGap), between = parseFloat(style.rowGap), rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const wide = innerWidth >= 3 * innerHeight; // three screens: as many columns on each, none across a seam
      let columns = Math.max(1, Math.floor((box.clientWidth + gap) / (parseFloat(style.getPropertyValue("--least")) * rem * scale + gap)));
      if (wide) columns = Math.max(3, columns - (columns % 3));
      box.classList.toggle("wa-tight", tight);
      box.style.cssText = `--k: ${scale}; --columns: ${columns}; --high: 0px`;
      const high = box.children[0].offsetHeight;
      box.style.setProperty("--high", `${Math.min(high * 1.2, box.clientHeight)}px`); // what is left over is shared out, a little
      const rows = Math.floor((box.clientHeight + between) / (high + between));
      return columns * (scale > 1 ? rows : Math.max(1, rows));
    }

    turn(part) {
      const box = document.querySelector("[data-testid='stApp'] .wa-cards");
      if (!box) return;
      this.part = part;
      [...box.children].forEach((card, i) => { card.hidden = Math.floor(i / this.per) !== part; });
      const told = document.querySelector("[data-testid='stApp'] .wa-part");
      if (told) told.textContent = this.parts > 1 ? `${part + 1}/${this.parts}` : "";
    }
  }

  window.riskmapRotation = Rotation;
})();
