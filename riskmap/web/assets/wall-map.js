/* The map of the wall: mounted once, fed by HTTP, painted anew only when the revision, the filter or the size changes.
   Marks, dots and labels are those of the battle map; nothing here asks the page's script for anything. */
(function () {
  "use strict";
  const RADIUS = 11.5, WALL = 17, DOT = 5.2, GAP = 27, SIDE = 34, HOME = 60000, TRIES = 4000;
  const AIR = [96, 40], MOST = 0.16; // room beside and above the county for names that majors leave no place within it, in px; no more than this share of the map
  const PANES = { shade: 340, water: 350, label: 410, dots: 450, marks: 500 };
  const LEVELS = [null, "province", "city", "county"];
  const ASKED = ["hazards", "sheet", "rev", "only"]; // what makes one question another
  const CLOSED = "closed"; // green dots of general hazards would hide what stands open

  const unit = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;

  function el(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  class WallMap {
    constructor(box) {
      this.box = box;
      this.map = L.map(box, { zoomControl: false, attributionControl: false, zoomSnap: 0, minZoom: 6, maxZoom: 17, preferCanvas: false, zoomAnimation: false, fadeAnimation: false, keyboard: false });
      for (const name in PANES) this.map.createPane("wa-" + name).style.zIndex = PANES[name];
      this.dots = new window.riskmapDots(this.map, this.map.getPane("wa-dots"), DOT);
      this.scale = L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.map);
      this.marks = [];
      this.labels = [];
      this.crowd = 1;
      this.map.on("moveend zoomend", () => this.arrange());
      this.map.on("dragstart", () => this.touch());
      box.addEventListener("wheel", () => this.touch(), { passive: true });
      new ResizeObserver(() => this.resized()).observe(box);
    }

    /* Somebody moves the map by hand: it comes home by itself a minute after the last touch. */
    touch() {
      this.touched = true;
      clearTimeout(this.back);
      this.back = setTimeout(() => { this.touched = false; this.home(); }, HOME);
    }

    /* Asked again and again, whenever the wall changes: an equal question is answered, on its way, or waits for its turn. */
    show(config) {
      if (this.config && ASKED.every((word) => this.config[word] === config[word])) return;
      this.config = config;
      clearTimeout(this.again);
      this.load(config);
    }

    /* Nothing is asked: an answer on its way is for nobody. */
    forget() {
      this.config = {};
      clearTimeout(this.again);
    }

    async load(config) {
      try {
        const [sheet, data] = await Promise.all([this.sheet && this.from === config.sheet ? this.sheet : this.get(config.sheet), this.get(config.hazards)]);
        if (this.config !== config) return;
        [this.sheet, this.from, this.data] = [sheet, config.sheet, data];
        this.paint();
      } catch (error) { // what is shown stays; it is asked for again
        if (this.config === config) this.again = setTimeout(() => this.load(config), TRIES);
      }
    }

    async get(address) {
      const answer = await fetch(address, { cache: "no-cache", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    resized() {
      this.map.invalidateSize({ pan: false });
      if (this.data) this.paint();
    }

    /* ---- painting ---- */

    paint() {
      this.k = unit();
      this.m = this.k / Math.sqrt(parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--wa-zoom")) || 1); // marks grow less than type
      this.scale.options.maxWidth = 140 * this.k;
      this.colours = this.sheet.themes.dark;
      this.airy = false;
      this.home(true);
      this.ground();
      this.places();
      this.general();
      this.major();
      this.arrange();
      Object.assign(this.box.dataset, { revision: this.data.revision, marks: this.marks.length, dots: this.dots.groups.reduce((sum, group) => sum + group.x.length, 0), paints: Number(this.box.dataset.paints || 0) + 1 });
      if (this.painted) this.painted();
    }

    home(force) {
      if (!this.sheet || (this.touched && this.fitted && !force)) return;
      if (this.focus && !force) return;
      const [west, south, east, north] = this.frame() || this.extent();
      if (east <= west || (force && this.touched && this.fitted)) return;
      this.fitted = true;
      this.fit([[south, west], [north, east]]);
    }

    /* The townships that the wall is of: those of its filter or of its reader, else all. */
    own() {
      const only = (this.config.only || "").split(","), some = this.sheet.townships.filter((one) => only.includes(one.code));
      return some.length ? some : this.sheet.townships;
    }

    /* West, south, east, north of what the wall is of. */
    frame() {
      const some = this.own();
      if (some.length === this.sheet.townships.length) return this.sheet.bounds;
      const box = L.featureGroup(some.map((one) => L.geoJSON(one.geometry))).getBounds();
      return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    }

    /* What our panels leave free above, below and left: the title, the news of the day, the legend. */
    room() {
      const at = this.box.getBoundingClientRect(), edge = (query, side) => { const panel = document.querySelector(`[data-testid="stApp"] .st-key-wall ${query}`); return panel ? panel.getBoundingClientRect()[side] : null; };
      const top = (edge(".wa-news", "bottom") || edge(".wa-over > header", "bottom") || at.top) - at.top;
      const beside = (edge(".wa-legend", "right") || at.right) < at.right - at.width / 4; // larger type: the legend stands left of the map
      const under = edge(beside ? ".wa-maker" : ".wa-legend", "top") || at.bottom;
      return [Math.round(top), Math.round(at.bottom - under), beside ? Math.round(edge(".wa-legend", "right") - at.left) : 0];
    }

    fit(bounds) {
      const k = this.k, [top, under, left] = this.room(), { x: width, y: height } = this.map.getSize();
      const [beside, above] = this.airy ? [Math.min(AIR[0] * k, (width - left) * MOST), Math.min(AIR[1] * k, (height - top - under) * MOST)] : [0, 0];
      this.left = this.room().join(" ");
      this.box.style.setProperty("--wa-under", under + "px");
      this.box.style.setProperty("--wa-beside", left + "px");
      this.map.fitBounds(bounds, { paddingTopLeft: [14 * k + left + beside, top + 6 * k + above], paddingBottomRight: [(left ? 45 : 14) * k + beside, under + 8 * k + above + this.told()], animate: false });
    }

    /* How high the words on what is in focus stand over the legend. */
    told() {
      const box = this.box.querySelector(".wa-caption");
      return box ? box.offsetHeight + 42 * this.k : 0;
    }

    /* Our panels came, or grew: what lies under them is brought out again. */
    refit() {
      if (this.data && this.fitted && this.left !== this.room().join(" ")) this.home();
    }

    extent() {
      const [west, south, step] = this.data.grid, xs = [...this.data.majors.x], ys = [...this.data.majors.y];
      for (const dots of this.data.dots) { for (const x of dots.x) xs.push(x); for (const y of dots.y) ys.push(y); }
      if (!xs.length) return [0, 0, 0, 0];
      const least = (list) => list.reduce((a, b) => Math.min(a, b)), most = (list) => list.reduce((a, b) => Math.max(a, b));
      return [west + least(xs) * step - 0.01, south + least(ys) * step - 0.01, west + most(xs) * step + 0.01, south + most(ys) * step + 0.01];
    }

    rate(code) { return (this.data.shades.find((one) => one.code === code) || { rates: {} }).rates.due_rate_passed || [0, 0, "/", -1]; }

    ground() {
      if (this.area) this.area.remove();
      if (this.lines) this.lines.remove();
      if (this.water) this.water.remove();
      const shapes = this.sheet.townships.map((one) => ({ type: "Feature", geometry: one.geometry, properties: { code: one.code } }));
      const own = new Set(this.own().map((one) => one.code));
      const fill = (code) => { const rate = this.rate(code); if (!own.has(code)) return this.colours.plain; return rate[3] < 0 ? "url(#wa-hatch)" : this.colours.ramp[rate[3]]; };
      if (!this.svg) this.svg = L.svg({ pane: "wa-shade", padding: 0.5 });
      const dash = this.sheet.real ? null : `${7 * this.k} ${5 * this.k}`;
      this.area = L.geoJSON(shapes, { renderer: this.svg, pane: "wa-shade", interactive: false, style: (shape) => ({ color: "#0B141F", weight: 1.6 * this.k, dashArray: dash, fillOpacity: 1, fillColor: fill(shape.properties.code), className: "wa-area" }) }).addTo(this.map);
      this.lines = L.geoJSON(this.sheet.outline || [], { renderer: this.svg, pane: "wa-shade", interactive: false, style: { color: "#C9D6E4", weight: 2 * this.k, fill: !shapes.length, fillColor: this.colours.plain, fillOpacity: 1 } }).addTo(this.map);
      this.hatch();
      if (!this.sheet.real && shapes.length) {
        const box = el("div", "wa-water", this.sheet.words.schematic);
        this.water = this.text(box, this.sheet.centre, "wa-water");
      }
    }

    hatch() {
      const root = this.svg._container;
      if (!root) return;
      const old = root.querySelector("defs");
      if (old) old.remove();
      const { svg } = window.riskmapMarks, defs = svg("defs", {}), pattern = svg("pattern", { id: "wa-hatch", width: 12 * this.k, height: 12 * this.k, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      pattern.append(svg("rect", { width: 12 * this.k, height: 12 * this.k, fill: this.colours.hatch[0] }), svg("path", { d: `M0 0V${12 * this.k}`, stroke: this.colours.hatch[1], "stroke-width": 3 * this.k }));
      defs.append(pattern);
      root.prepend(defs);
    }

    text(box, [lon, lat], pane) {
      const icon = L.divIcon({ className: "wa-anchor", html: box, iconSize: [0, 0] });
      return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane }).addTo(this.map);
    }

    places() {
      this.labels.forEach((label) => label.marker.remove());
      this.labels = this.own().map((township) => {
        const rate = this.rate(township.code), box = el("div", "wa-place-name"), line = el("span");
        if (rate[3] >= 0) line.append(el("strong", "", rate[2] + "%"));
        line.append(el("em", "", `${rate[0]}/${rate[1]}` + (rate[3] < 0 ? " " + this.sheet.words.not_ranked : "")));
        box.append(window.riskmapLabels.named(township.name), line);
        if (rate[3] >= 0) { box.style.setProperty("--c", this.colours.inks[rate[3]]); box.style.setProperty("--h", this.colours.ramp[rate[3]]); }
        return { township, marker: this.text(box, township.label, "wa-label") };
      });
    }

    general() {
      const [west, south, step] = this.data.grid, turn = Math.PI / 180, groups = [];
      for (const dots of this.data.dots) {
        const code = this.sheet.order[dots.p], symbol = this.sheet.symbols[code], n = dots.x.length;
        if (code === CLOSED) continue;
        const x = new Float64Array(n), y = new Float64Array(n);
        for (let i = 0; i < n; i++) { // spherical Mercator in px at zoom 0, as Leaflet's own
          const sine = Math.sin((south + dots.y[i] * step) * turn);
          x[i] = 256 * ((west + dots.x[i] * step) / 360 + 0.5);
          y[i] = 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
        }
        groups.push({ code, fill: symbol.fill, stack: symbol.z, x, y, runs: dots.no });
      }
      Object.assign(this.dots, { radius: DOT * this.m, scale: 1.5 * this.m });
      this.dots.set(groups, {});
    }

    major() {
      const { svg, draw } = window.riskmapMarks, all = this.data.majors, [west, south, step] = this.data.grid, ratio = (WALL * this.m) / RADIUS;
      this.marks.forEach((mark) => mark.node.remove());
      this.marks = all.no.map((no, i) => {
        const symbol = this.sheet.symbols[this.sheet.order[all.p[i]]], node = el("div", "wa-mark"), size = 72 * ratio;
        node.setAttribute("role", "img");
        node.setAttribute("aria-label", all.label[i]);
        node.dataset.no = no;
        const box = svg("svg", { width: size, height: size, viewBox: "-36 -36 72 72", "aria-hidden": "true" }), leader = svg("line", {});
        box.style.left = box.style.top = -size / 2 + "px";
        const plate = this.sheet.plates[LEVELS[all.level[i]]] || "";
        box.append(leader, draw({ symbol, n: all.n[i], alarm: all.alarm[i], plate }, RADIUS));
        node.append(box);
        return { no, node, leader, z: symbol.z, late: !!symbol.ring, flag: this.sheet.order[all.p[i]] === CLOSED, wide: !!plate, warn: !!all.alarm[i], latlng: L.latLng(south + all.y[i] * step, west + all.x[i] * step) };
      });
      this.map.getPane("wa-marks").replaceChildren(...this.marks.map((mark) => mark.node));
    }

    arrange() {
      if (!this.data || !this.fitted) return;
      const ratio = (WALL * this.m) / RADIUS, homes = this.marks.map((mark) => this.map.latLngToLayerPoint(mark.latlng));
      const seen = this.marks.map((mark) => this.map.latLngToContainerPoint(mark.latlng)), { crowd, spread } = window.riskmapMarks;
      const k = (this.crowd = crowd(seen, this.map.getSize(), SIDE * ratio, this.map.getPane("wa-marks")));
      const moved = spread(homes.map((p) => ({ x: p.x / ratio, y: p.y / ratio })), GAP * k);
      this.marks.forEach((mark, i) => {
        Object.assign(mark, { x: moved[i].x * ratio, y: moved[i].y * ratio });
        L.DomUtil.setPosition(mark.node, L.point(mark.x, mark.y));
        mark.node.style.zIndex = mark.no === this.chosen ? 99 : mark.z;
        const dx = mark.x - homes[i].x, dy = mark.y - homes[i].y, far = Math.hypot(dx, dy) > 9 * this.m;
        mark.leader.style.display = far ? "" : "none";
        mark.leader.setAttribute("x2", -dx / ratio / k); mark.leader.setAttribute("y2", -dy / ratio / k);
      });
      this.dots.over = this.over();
      this.dots.draw();
      this.settle();
    }

    /* What lies over the dots, in layer points: marks, plates, alarms. */
    over() {
      const m = this.m, k = m * this.crowd;
      return this.marks.flatMap((mark) => [
        { x: mark.x, y: mark.y, r: (mark.late ? 29 : 22) * k },
        ...(mark.wide && this.crowd >= window.riskmapMarks.TIGHT ? [{ x: mark.x + 28 * k, y: mark.y - 15 * k, r: 13 * k }] : []),
        ...(mark.warn ? [{ x: mark.x - 21 * k, y: mark.y - 15 * k, r: 12 * k }] : []),
      ]);
    }

    settle() {
      const k = this.m, things = this.dots.obstacles().map((one) => ({ ...one, weight: one.weight * 6 }));
      for (const mark of this.marks) {
        things.push({ x: mark.x, y: mark.y, r: 23 * k * this.crowd, major: true });
        if (mark.flag) things.push({ x: mark.x - 14 * k * this.crowd, y: mark.y + 22 * k * this.crowd, r: 9 * k * this.crowd, major: true }); // its pole
        if (mark.wide) things.push({ x: mark.x + 26 * k, y: mark.y - 16 * k, r: 12 * k, major: true });
        if (mark.warn) things.push({ x: mark.x - 23 * k, y: mark.y - 16 * k, r: 11 * k, major: true });
      }
      const lost = window.riskmapLabels.place(this.map, this.labels, things, this.panels(), 1.8 * this.k, true);
      const close = document.documentElement.dataset.reach === "close"; // type so large that the room would be the county's own
      if (!lost || this.airy || close || this.focus || this.touched) return;
      this.airy = true; // names that found no place get room about the county, once a picture
      this.home();
    }

    /* Where our own panels lie over the map, in layer points. */
    panels() {
      const at = this.box.getBoundingClientRect(), far = 1e4, edges = [[-far, -far, 0, far], [at.width, -far, far, far]].map((edge) => [...edge, 1e6]); // a word is never cut
      const boxes = [...document.querySelectorAll(".st-key-wall :is(.wa-legend, .wa-maker, .wa-north, .leaflet-control-scale, .wa-caption, .wa-over > header, .wa-news)")].map((panel) => {
        const box = panel.getBoundingClientRect();
        return [box.left - at.left, box.top - at.top, box.right - at.left, box.bottom - at.top, 500];
      });
      return [...edges, ...boxes].map(([left, top, right, bottom, weight]) => {
        const a = this.map.containerPointToLayerPoint([left, top]), b = this.map.containerPointToLayerPoint([right, bottom]);
        return { left: a.x, top: a.y, right: b.x, bottom: b.y, weight };
      });
    }

    /* ---- what a tour shows ---- */

    township(code) {
      const shape = this.sheet.townships.find((one) => one.code === code);
      this.focus = shape ? code : null;
      if (!shape) return false;
      this.fit(L.geoJSON(shape.geometry).getBounds());
      return true;
    }

    hazard(no) {
      const mark = this.marks.find((one) => one.no === no);
      this.focus = this.chosen = mark ? no : null;
      if (!mark) return false;
      this.map.setView(mark.latlng, Math.max(this.map.getZoom(), 12.2 + Math.log2(this.k)), { animate: false });
      this.marks.forEach((one) => { one.node.style.opacity = one === mark ? 1 : 0.45; });
      return true;
    }

    whole() {
      this.focus = this.chosen = null;
      this.marks.forEach((one) => { one.node.style.opacity = 1; });
      this.home();
    }
  }

  window.riskmapWallMap = WallMap;
})();
