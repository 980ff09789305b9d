/* The time bar: the map of any past week, played forward, and what changed since a chosen day. While it plays only the layer
   is asked for; where it comes to rest the page is told the day, so lists, card and filter follow. */
(function () {
  "use strict";
  const { el } = window.riskmapPanels;
  const WEEKS = 52, STEP = 900, REST = 600, DAY = 86400000;
  const AGO = { week: 7, month: 28, quarter: 91 }, KINDS = ["new", "closed", "late"];

  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const valid = (text) => /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(text));

  class Time {
    constructor(painter) {
      this.painter = painter;
      this.bar = painter.panels.box("rm-time");
      this.play = el("button", "rm-tool rm-play", "▶", { type: "button" });
      this.play.onclick = () => (this.playing ? this.stop() : this.start());
      this.slide = el("input", "", null, { type: "range", min: 0, max: WEEKS, step: 1, "aria-label": this.words("time") });
      this.slide.oninput = () => { this.pause(); this.show(this.day(Number(this.slide.value))); this.rest(); };
      this.date = el("b", "rm-date");
      this.since = el("select", "", null, { "aria-label": this.words("since") });
      this.since.onchange = () => this.choose(this.since.value);
      this.counts = el("span", "rm-changes");
      this.bar.append(this.play, this.slide, this.date, el("span", "rm-rule"), el("span", "rm-quiet", this.words("since")), this.since, this.counts);
    }

    words(key, values) { return this.painter.panels.words(key, values); }

    get today() { return Date.parse(this.painter.config.today); }

    day(week) { return iso(this.today - (WEEKS - week) * 7 * DAY); }

    /* The day that is drawn: one the slider has asked for, else that of the page. */
    draw() {
      const { data, view } = this.painter, shown = data.as_of;
      if (!this.playing) this.slide.value = Math.max(0, Math.min(WEEKS, Math.round(WEEKS - (this.today - Date.parse(shown)) / DAY / 7)));
      this.date.textContent = shown;
      this.play.textContent = this.playing ? "❚❚" : "▶";
      this.play.setAttribute("aria-label", this.words(this.playing ? "pause" : "play"));
      this.play.title = this.words(this.playing ? "pause" : "play");
      this.options(view.since, shown);
    }

    options(since, shown) {
      const own = valid(since) && !Object.values(AGO).some((days) => iso(Date.parse(shown) - days * DAY) === since);
      const all = [["", this.words("since_none")], ...Object.entries(AGO).map(([key, days]) => [iso(Date.parse(shown) - days * DAY), this.words("since_" + key)])];
      if (own) all.push([since, since]);
      all.push(["mark", this.words("since_mark")]);
      this.since.replaceChildren(...all.map(([value, text]) => new Option(text, value, false, value === (since || ""))));
    }

    choose(value) {
      this.painter.change({ since: value === "mark" ? this.painter.data.as_of : value });
      this.compare();
    }

    /* ---- moving in time ---- */

    start() {
      if (Number(this.slide.value) >= WEEKS) this.slide.value = 0;
      this.playing = true;
      this.tick();
    }

    async tick() {
      await this.show(this.day(Number(this.slide.value)));
      if (!this.playing) return;
      if (Number(this.slide.value) >= WEEKS) return this.stop();
      this.next = setTimeout(() => { this.slide.value = Number(this.slide.value) + 1; this.tick(); }, STEP);
    }

    pause() { clearTimeout(this.next); this.playing = false; }

    stop() { this.pause(); this.draw(); this.rest(); }

    /* The page follows once nothing has moved for a moment. */
    rest() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => { if (!this.playing) this.painter.tell("#as_of:" + this.day(Number(this.slide.value))); }, REST);
    }

    /* Draw another day: the same question with another as-of, asked of the layer alone. */
    async show(day) {
      const { painter } = this, address = new URL(painter.config.hazards, location.href);
      address.searchParams.set("as_of", day);
      this.date.textContent = day;
      if ((address.searchParams.get("from") || "") > day) address.searchParams.delete("from");
      await painter.moment(address.pathname + address.search);
    }

    /* ---- what changed since a day ---- */

    async compare() {
      const { painter } = this, since = painter.view.since, shown = painter.data.as_of;
      const wanted = valid(since) && since < shown ? `${since} ${painter.drawn}` : "";
      if (wanted === this.compared) return;
      this.compared = wanted;
      if (!wanted) { this.counts.replaceChildren(); painter.highlight(null); return; }
      const question = painter.drawn.replace(/^.*\?/, "");
      const answer = await fetch(`${painter.config.changes}?${question}&since=${since}`, { headers: { Accept: "application/json" } });
      if (this.compared !== wanted || !answer.ok) return;
      const changes = await answer.json();
      this.counts.replaceChildren(...KINDS.map((kind) => this.count(kind, changes.counts[kind], since)));
      painter.highlight(changes);
    }

    count(kind, n, since) {
      const node = el("button", `rm-change rm-change-${kind}`, this.words("change_" + kind, { n }), { type: "button" });
      node.onclick = () => this.painter.tell(`#rows:${kind},${since},${this.painter.data.as_of}`);
      node.disabled = !n;
      return node;
    }
  }

  window.riskmapTime = Time;
})();
