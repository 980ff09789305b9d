/* The layer class of the battle map. folium draws the frame and adds `L.riskmap(config)`; the features come by HTTP.
   One painter lives as long as the map: a filter change swaps what it shows, it never rebuilds the map. */
(function () {
  "use strict";
  const { TIGHT, crowd, draw, spread, svg } = window.riskmapMarks;
  const { Panels, el } = window.riskmapPanels;
  const RADIUS = 11.5, DOT = 3.6, GAP = 27, SIDE = 34, HAND = 17, ROUND = 29; // where a mark takes a click (riskmap.css); how far the ring about the chosen one reaches
  const BRIEF = 60; // hazards in one answer (routes/layers.py)
  const PHONE = 640, ROOM = { paddingTopLeft: [14, 122], paddingBottomRight: [14, 136] }; // its panels: riskmap.css
  const FAR = 0.35; // this many zoom levels outside the whole county, dots become one sum a township
  const PANES = { shade: 340, water: 350, own: 360, heat: 400, drawn: 430, dots: 450, label: 470, marks: 500 };

  class Painter {
    constructor(map) {
      this.map = map;
      this.marks = [];
      this.crowd = 1;
      this.view = window.riskmapAddress.read();
      this.address = new window.riskmapAddress.Address(this);
      for (const name in PANES) map.createPane("rm-" + name).style.zIndex = PANES[name];
      this.dots = new window.riskmapDots(map, map.getPane("rm-dots"), DOT);
      this.heat = new window.riskmapHeat(map, map.getPane("rm-heat"));
      this.base = new window.riskmapBase.Base(map);
      this.ownLayers = new Map();
      this.places = new window.riskmapPlaces(this);
      this.ring = this.place(el("div", "rm-ring"), null);
      this.ring.node.append(this.circle());
      this.tip = el("div", "rm-tip", "", { role: "tooltip" });
      map.getContainer().append(this.tip);
      this.hint(null);
      map.on("zoomanim", (event) => this.animate(event));
      map.on("zoomend viewreset resize", () => this.arrange());
      map.on("zoomend resize", () => { this.unsettled = true; });
      map.on("moveend resize", () => { this.redraw(); if (this.unsettled) this.settle(); }); // names keep clear of what is drawn now
      map.on("resize", () => { if (!this.touched) this.fit(true); });
      new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
      map.getContainer().addEventListener("wheel", () => { this.touched = true; }, { passive: true });
      map.on("dragstart", () => { this.touched = true; });
      map.on("moveend", () => { if (this.touched) this.address.write(); });
      map.on("click", (event) => this.click(event));
      map.on("mousemove", (event) => this.hover(event));
      map.on("mouseout dragstart zoomstart", () => this.hint(null));
    }

    circle() {
      const box = svg("svg", { width: 64, height: 64, viewBox: "-32 -32 64 64", "aria-hidden": "true" });
      box.append(svg("circle", { r: 25, fill: "none", stroke: "#FFF", "stroke-width": 6.5 }), svg("circle", { r: 25, fill: "none", class: "rm-ring-line", "stroke-width": 3 }));
      return box;
    }

    /* ---- what to show ---- */

    async attach(shell, config) {
      this.shell = shell;
      clearTimeout(this.leaving);
      const before = this.config || {};
      this.config = config;
      if (this.tools) this.tools.draw();
      if (this.frame && before.township !== config.township) this.visit(config.township);
      this.address.write();
      this.follow(config.pick, before.pick);
      if (before.frame === config.frame && before.hazards === config.hazards && before.rev === config.rev && before.theme === config.theme && this.data) return;
      if (this.frame) this.panels.say("updating");
      if (!(await this.fetch(config, before))) return;
      this.colours = this.frame.themes[config.theme] || this.frame.themes.light;
      this.dress();
      this.paint();
    }

    /* Choose what the page chose ("n:number"). Once a hazard was clicked here, only where a list or a link chose anew (another n):
       the page's answer to a click may come after the next click. */
    follow(pick, before) {
      const [count, ...no] = pick.split(":");
      if (pick === before || (this.clicked && before && count === before.split(":")[0])) return;
      if (no.join(":")) this.choose(no.join(":"), true);
    }

    /* True when everything arrived; an error keeps what is shown and says so, an overtaken question says nothing. */
    async fetch(config, before) {
      if (this.asked) this.asked.abort();
      this.asked = new AbortController();
      try {
        const sheet = before.frame === config.frame && this.frame ? this.frame : this.get(config.frame);
        const answers = await Promise.all([sheet, this.get(config.hazards), this.view.theme === "risk" ? this.loadRisk() : null]);
        [this.frame, this.data] = answers;
        this.drawn = config.hazards;
        if (!answers[2]) this.risk = null;
        return true;
      } catch (error) {
        if (error.name === "AbortError" || this.config !== config) return false;
        if (this.panels) this.panels.say("failed");
        this.map.getContainer().dataset.failed = String(error.message);
        return false;
      }
    }

    /* Another moment of the same question: drawn as it comes, the page is not asked. */
    async moment(address) {
      if (this.asked) this.asked.abort();
      this.asked = new AbortController();
      try {
        this.data = await this.get(address);
        this.drawn = address;
        this.paint();
      } catch (error) {
        if (error.name !== "AbortError") this.panels.say("failed");
      }
    }

    /* Mark what changed (numbers by kind): a ring about majors and dots, a flag for what was crossed off. */
    highlight(changes) {
      const kinds = new Map();
      for (const kind of changes ? ["new", "closed", "late"] : []) for (const no of changes[kind]) kinds.set(no, kind);
      const marked = new Set(this.marks.map((mark) => mark.no));
      for (const mark of this.marks) {
        mark.node.querySelectorAll(".rm-halo").forEach((ring) => ring.remove());
        const kind = kinds.get(mark.no);
        if (kind) mark.node.firstChild.prepend(svg("circle", { r: 20, class: "rm-halo rm-halo-edge" }), svg("circle", { r: 20, class: "rm-halo rm-change-" + kind }));
      }
      this.dots.extra = [...kinds].filter(([no]) => !marked.has(no)).slice(0, 400).map(([no, kind]) => ({ kind, ...this.find(no) })).filter((one) => one.place);
      this.map.getContainer().dataset.changes = kinds.size;
      this.redraw();
    }

    async get(address) {
      const answer = await fetch(address, { signal: this.asked.signal, cache: "no-cache", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }

    detach(shell) {
      if (this.shell !== shell) return;
      this.leaving = setTimeout(() => { if (this.shell === shell && !this.map.hasLayer(shell)) this.map.getContainer().classList.add("rm-gone"); }, 500);
    }

    change(part) {
      Object.assign(this.view, part);
      this.address.write();
      if (this.view.theme === "risk" && !this.risk) return this.loadRisk().then(() => this.paint());
      this.paint();
    }

    /* Switch a layer of the county on, if it is not. */
    reveal(id) { if (!this.view.own.includes(id)) this.change({ own: [...this.view.own, id] }); }

    small() { return this.map.getSize().x < 720; }

    phone() { return this.map.getSize().x <= PHONE; }

    /* ---- the frame: outlines, watermark, words ---- */

    dress() {
      const box = this.map.getContainer();
      box.classList.remove("rm-gone");
      box.lang = this.frame.lang;
      for (const name in this.colours.tokens) box.style.setProperty("--rm-" + name, this.colours.tokens[name]);
      if (!this.panels) this.panels = new Panels(this);
      if (!this.frame.rates.some((rate) => rate.code === this.view.rate)) this.view.rate = this.frame.rates[0].code;
      if (!this.tools) this.tools = new window.riskmapTools(this);
      if (!this.time) this.time = new window.riskmapTime(this);
      if (!this.tiles) this.tiles = new window.riskmapTiles(this);
      if (!this.zoom) {
        this.zoom = L.control.zoom({ position: "bottomright", zoomInTitle: this.panels.words("zoom_in"), zoomOutTitle: this.panels.words("zoom_out") }).addTo(this.map);
        this.zoom.getContainer().addEventListener("click", () => { this.touched = true; });
      }
      this.fit();
      if (this.water) this.water.remove();
      this.water = this.frame.real ? null : this.text("rm-water", this.frame.centre, [el("span", "", this.panels.words("schematic"))]).addTo(this.map);
    }

    fit(again) {
      const [west, south, east, north] = (this.frame && this.frame.bounds) || this.extent();
      if ((this.fitted && !again) || east <= west) return;
      this.fitted = true;
      this.home = [[south, west], [north, east]];
      const sides = this.phone() ? { ...ROOM, animate: false } : { paddingTopLeft: [this.small() ? 10 : 120, 48], paddingBottomRight: [10, 70], animate: false };
      this.whole = this.map.getBoundsZoom(this.home, false, L.point(sides.paddingTopLeft).add(sides.paddingBottomRight));
      if (this.view.at) { // a link opens where it was made
        const { lat, lon, zoom } = this.view.at;
        this.view.at = null;
        this.touched = true;
        this.map.setView([lat, lon], zoom, { animate: false });
      } else {
        const town = this.frame && this.frame.townships.find((one) => one.code === this.config.township);
        if (town) this.map.fitBounds(L.geoJSON(town.geometry).getBounds(), { ...this.clear(), animate: false });
        else this.map.fitBounds(this.home, sides);
      }
    }

    /* Where the hazards are, for a county without outlines. */
    extent() {
      if (!this.data) return [0, 0, 0, 0];
      const [west, south, step] = this.data.grid, xs = this.data.majors.x.slice(), ys = this.data.majors.y.slice();
      for (const dots of this.data.dots) for (let i = 0; i < dots.x.length; i++) { xs.push(dots.x[i]); ys.push(dots.y[i]); }
      if (!xs.length) return [0, 0, 0, 0];
      const least = (list) => list.reduce((a, b) => Math.min(a, b)), most = (list) => list.reduce((a, b) => Math.max(a, b));
      return [west + least(xs) * step - 0.01, south + least(ys) * step - 0.01, west + most(xs) * step + 0.01, south + most(ys) * step + 0.01];
    }

    text(className, [lon, lat], nodes) {
      const box = el("div", className);
      box.append(...nodes);
      const icon = L.divIcon({ className: "rm-anchor", html: box, iconSize: [0, 0] });
      return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: className === "rm-water" ? "rm-water" : "rm-label" });
    }

    /* ---- painting ---- */

    paint() {
      const risk = this.view.theme === "risk";
      this.base.show(this.frame.bases.find((one) => one.id === this.view.base), this.frame.shift);
      this.paintShades(risk);
      this.paintOwn();
      this.paintDots(risk);
      this.paintHeat(risk);
      this.paintMarks(risk);
      this.tools.draw();
      this.tiles.draw(this.view.tiles && !risk);
      this.time.draw();
      this.panels.draw();
      if (!this.tools.now) this.panels.say(null);
      this.arrange();
      this.redraw();
      this.settle();
      const box = this.map.getContainer();
      box.dataset.drawn = this.drawn;
      box.dataset.revision = this.data.revision;
      box.dataset.marks = this.marks.filter((mark) => mark.no).length;
      box.dataset.dots = this.dots.groups.reduce((sum, group) => sum + group.x.length, 0);
      box.dataset.day = this.data.as_of;
      box.dataset.paints = Number(box.dataset.paints || 0) + 1;
      this.time.compared = null;
      this.time.compare();
    }

    paintShades(risk) {
      if (this.area) this.area.remove();
      (this.labels || []).forEach((label) => label.marker.remove());
      if (!this.canvas) this.canvas = L.svg({ pane: "rm-shade", padding: 0.5 });
      const rates = new Map(this.data.shades.map((one) => [one.code, one.rates[this.view.rate]])), shaded = this.view.shade && !risk;
      const bare = this.base.id !== null && !shaded; // nothing to say: the base map shows
      const fill = (code) => {
        const rate = rates.get(code);
        if (!shaded) return this.colours.plain;
        return !rate || rate[3] < 0 ? "url(#rm-hatch)" : this.colours.ramp[rate[3]];
      };
      const shapes = this.frame.townships.map((one) => ({ type: "Feature", geometry: one.geometry, properties: { code: one.code } }));
      if (!shapes.length && this.frame.outline) shapes.push({ type: "Feature", geometry: this.frame.outline, properties: { code: "" } });
      this.area = L.geoJSON(shapes, {
        renderer: this.canvas, pane: "rm-shade", interactive: false,
        style: (shape) => ({ stroke: false, fillOpacity: bare ? 0 : this.base.id !== null ? 0.55 : 1, fillColor: fill(shape.properties.code) }),
      }).addTo(this.map);
      this.hatch();
      this.labels = this.frame.townships.map((one) => ({ township: one, marker: this.label(one, rates.get(one.code) || [0, 0, "/", -1], shaded).addTo(this.map) }));
    }

    hatch() {
      const root = this.canvas._container;
      if (!root) return; // a county without outlines has nothing to fill
      const old = root.querySelector("defs");
      if (old) old.remove();
      const defs = svg("defs", {}), pattern = svg("pattern", { id: "rm-hatch", width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      pattern.append(svg("rect", { width: 9, height: 9, fill: this.colours.hatch[0] }), svg("path", { d: "M0 0V9", stroke: this.colours.hatch[1], "stroke-width": 2.4 }));
      defs.append(pattern);
      root.prepend(defs);
    }

    label(township, rate, shaded) {
      const box = [window.riskmapLabels.named(township.name)];
      if (shaded) {
        const line = el("span", "");
        line.append(...this.printed(rate));
        box.push(line);
      }
      const ink = shaded && rate[3] >= 0 ? this.colours.inks[rate[3]] : null, marker = this.text("rm-label" + (ink ? "" : " rm-plain"), township.label, box);
      if (ink) {
        const style = marker.options.icon.options.html.style;
        style.color = ink;
        style.setProperty("--rm-halo", this.colours.ramp[rate[3]]);
      }
      return marker;
    }

    /* A township's figure in words: the value, and what it is a part of. */
    printed([n, m, text, level]) {
      const rate = this.frame.rates.find((one) => one.code === this.view.rate).rate, nodes = [];
      if (level >= 0) nodes.push(el("strong", "", text + (rate ? "%" : "")));
      if (m) nodes.push(el("em", "", `${n}/${m}` + (level < 0 ? " " + this.panels.words("not_ranked") : "")));
      return nodes.length ? nodes : [el("em", "", "/")];
    }

    /* The county's own layers: lines, areas and places of a file, each with its name. */
    paintOwn() {
      const known = new Set(this.data.own.map((one) => one.id).filter(Boolean)), places = this.data.own.filter((one) => one.group);
      this.view.own = this.view.own.filter((id) => known.has(id));
      for (const [id, layer] of this.ownLayers) if (!this.view.own.includes(id)) { layer.remove(); this.ownLayers.delete(id); }
      for (const id of this.view.own) if (!this.ownLayers.has(id) && !places.some((one) => one.id === id)) this.loadOwn(id);
      this.places.show(places);
    }

    async loadOwn(id) {
      const layer = L.geoJSON(null, {
        pane: "rm-own",
        style: { color: "#0E7490", weight: 2, fillOpacity: 0.08, className: "rm-own" },
        pointToLayer: (feature, place) => L.circleMarker(place, { pane: "rm-own", radius: 5, color: "#FFF", weight: 1.4, fillColor: "#0E7490", fillOpacity: 1 }),
        onEachFeature: (feature, one) => { if (feature.properties.name) one.bindTooltip(el("span", "", feature.properties.name), { className: "rm-name-tip", direction: "top" }); },
      }).addTo(this.map);
      this.ownLayers.set(id, layer);
      try { layer.addData(await this.get(`${this.config.own}/${encodeURIComponent(id)}.geojson`)); } catch (error) { if (error.name === "AbortError") this.ownLayers.delete(id); }
    }

    paintHeat(risk) {
      const places = [], late = this.frame.order.indexOf("overdue"), [west, south, step] = this.data.grid;
      if (this.view.heat && !risk) {
        for (const all of [this.data.majors, ...this.data.dots]) {
          all.x.forEach((x, i) => { if ((Array.isArray(all.p) ? all.p[i] : all.p) === late) places.push(L.latLng(south + all.y[i] * step, west + x * step)); });
        }
      }
      this.heat.set(places);
      this.map.getContainer().dataset.heat = places.length;
    }

    /* Far outside the whole county a dot stands for nothing any more: each township says its sum. */
    far() { return this.whole !== undefined && this.map.getZoom() < this.whole - FAR; }

    paintTowns() {
      const [west, south, step] = this.data.grid, labels = new Map(this.frame.townships.map((one) => [one.code, one.label]));
      this.dots.towns = this.data.towns.map((one) => {
        const [lon, lat] = labels.get(one.code) || [west + one.x * step, south + one.y * step];
        return { code: one.code, place: L.latLng(lat, lon), parts: this.dots.groups.map((group) => one.n[this.frame.order.indexOf(group.code)]) };
      });
    }

    /* A township was opened, or the whole county again: the map goes there. */
    visit(code) {
      const town = this.frame.townships.find((one) => one.code === code);
      if (town) this.map.flyToBounds(L.geoJSON(town.geometry).getBounds(), { ...this.clear(), duration: 0.6 });
      else if (this.home) this.map.flyToBounds(this.home, { ...this.clear(), duration: 0.6 });
      this.touched = true;
    }

    /* What the panels leave free of the map. */
    clear() { return this.phone() ? ROOM : this.small() ? { padding: [20, 70] } : { paddingTopLeft: [250, 52], paddingBottomRight: [176, 74] }; }

    fly(place) {
      this.touched = true;
      this.map.flyTo(place, Math.max(this.map.getZoom(), 14), { duration: 0.7 });
    }

    drill(code) { this.tell("#township:" + code); }

    paintDots(risk) {
      const [west, south, step] = this.data.grid, groups = [];
      if (!risk && this.view.general) for (const dots of this.data.dots) groups.push(this.group(dots, west, south, step));
      this.dots.set(groups, this.view.hidden);
      this.paintTowns();
    }

    group(dots, west, south, step) {
      const code = this.frame.order[dots.p], symbol = this.frame.symbols[code], n = dots.x.length;
      const x = new Float64Array(n), y = new Float64Array(n), turn = Math.PI / 180;
      for (let i = 0; i < n; i++) { // spherical Mercator in px at zoom 0, as Leaflet's own
        const sine = Math.sin((south + dots.y[i] * step) * turn);
        x[i] = 256 * ((west + dots.x[i] * step) / 360 + 0.5);
        y[i] = 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
      }
      return { code, fill: symbol.fill, stack: symbol.z, x, y, runs: dots.no };
    }

    /* Hazard number of dot i of a group. */
    number(group, i) {
      for (const [head, width, steps] of group.runs) {
        if (i >= steps.length) { i -= steps.length; continue; }
        let value = 0;
        for (let k = 0; k <= i; k++) value += steps[k];
        return width ? head + String(value).padStart(width, "0") : head;
      }
      return "";
    }

    paintMarks(risk) {
      this.marks.forEach((mark) => mark.node.remove());
      this.marks = [];
      this.map.getPane("rm-label").style.zIndex = risk ? PANES.marks + 10 : PANES.label; // pills leave no room beside them
      if (risk) return this.paintPills();
      if (!this.view.major) return;
      const before = this.before, now = new Map();
      this.before = now;
      const all = this.data.majors, [west, south, step] = this.data.grid, levels = [null, "province", "city", "county"];
      const pane = document.createDocumentFragment();
      all.no.forEach((no, i) => {
        const code = this.frame.order[all.p[i]];
        if (this.view.hidden[code]) return;
        now.set(no, code);
        const symbol = this.frame.symbols[code], mark = { symbol, n: all.n[i], alarm: all.alarm[i], plate: this.frame.plates[levels[all.level[i]]] || "" };
        const place = this.place(el("div", "rm-mark", null, { role: "button", tabindex: 0, "aria-label": all.label[i], "data-no": no }), L.latLng(south + all.y[i] * step, west + all.x[i] * step), pane);
        Object.assign(place, { no, late: symbol.ring, z: symbol.z, label: all.label[i], wide: !!mark.plate, warn: !!mark.alarm });
        if (code === "closed" && before && before.has(no) && before.get(no) !== code) place.node.classList.add("rm-planted");
        const box = svg("svg", { width: 72, height: 72, viewBox: "-36 -36 72 72", "aria-hidden": "true" });
        place.leader = svg("line", { class: "rm-leader" });
        box.append(place.leader, draw(mark, RADIUS));
        place.node.append(box);
        this.listen(place, () => this.choose(no));
      });
      this.map.getPane("rm-marks").append(pane);
    }

    listen(place, act) {
      const node = place.node;
      node.addEventListener("click", (event) => { if (this.tools.now) return; L.DomEvent.stop(event); if (!(this.map.dragging.moved && this.map.dragging.moved())) act(); });
      node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { L.DomEvent.stop(event); act(); } });
      node.addEventListener("mouseenter", () => this.hint(place.label, node));
      node.addEventListener("focus", () => this.hint(place.label, node));
      node.addEventListener("mouseleave", () => this.hint(null));
      node.addEventListener("blur", () => this.hint(null));
    }

    place(node, latlng, parent) {
      node.classList.add("leaflet-zoom-animated");
      (parent || this.map.getPane("rm-marks")).append(node);
      const place = { node, latlng, dx: 0, dy: 0 };
      if (latlng) this.marks.push(place);
      return place;
    }

    arrange() {
      if (!this.data) return;
      const homes = this.marks.map((mark) => this.map.latLngToLayerPoint(mark.latlng)), risk = this.view.theme === "risk";
      this.crowd = risk ? 1 : crowd(this.marks.map((mark) => this.map.latLngToContainerPoint(mark.latlng)), this.map.getSize(), SIDE, this.map.getPane("rm-marks"));
      const moved = risk ? homes : spread(homes, GAP * this.crowd);
      this.marks.forEach((mark, i) => {
        mark.dx = moved[i].x - homes[i].x; mark.dy = moved[i].y - homes[i].y;
        L.DomUtil.setPosition(mark.node, L.point(moved[i].x, moved[i].y));
        mark.node.style.zIndex = mark.no === this.selected ? 9 : mark.z || 0;
        if (mark.leader) {
          const far = Math.hypot(mark.dx, mark.dy) > 6;
          mark.leader.style.display = far ? "" : "none";
          mark.leader.setAttribute("x2", -mark.dx / this.crowd); mark.leader.setAttribute("y2", -mark.dy / this.crowd);
        }
      });
      this.circleRound();
    }

    redraw() {
      if (!this.data || !this.map._loaded) return;
      this.dots.over = this.over();
      this.dots.draw(this.far());
      this.circleRound(); // a dot may stand beside a mark now
      this.heat.draw();
      const box = this.map.getContainer(), sums = this.dots.sums();
      box.dataset.aggregate = this.dots.level;
      box.dataset.counted = sums;
    }

    /* What lies over the dots, in layer points: the circles in which marks take a click, the ring about the chosen one, plates, alarms. */
    over() {
      const k = this.crowd, plates = k >= TIGHT;
      return this.marks.filter((mark) => mark.no).flatMap((mark) => {
        const { x, y } = this.map.latLngToLayerPoint(mark.latlng).add([mark.dx, mark.dy]), circles = [{ x, y, r: mark.no === this.selected ? ROUND : mark.late ? Math.max(HAND, 20 * k) : HAND }];
        if (mark.wide && plates) circles.push({ x: x + 19 * k, y: y - 10 * k, r: 9 * k });
        if (mark.warn) circles.push({ x: x - 14 * k, y: y - 10 * k, r: 8 * k });
        return circles;
      });
    }

    /* Labels go where no mark is; called when marks and dots have their places. */
    settle() {
      if (!this.data) return;
      this.unsettled = false;
      const things = [...this.dots.obstacles().map((one) => ({ ...one, weight: one.weight * 2 })), ...this.places.obstacles()];
      for (const mark of this.marks) {
        const at = this.map.latLngToLayerPoint(mark.latlng);
        things.push({ x: at.x + mark.dx, y: at.y + mark.dy, r: mark.no && mark.no === this.selected ? 27 : (mark.late ? 22 : mark.no ? 19 : 8) * this.crowd, weight: 3, major: !!mark.no });
        if (mark.wide) things.push({ x: at.x + mark.dx + 17, y: at.y + mark.dy - 10, r: 8, weight: 8, major: true });
        if (mark.warn) things.push({ x: at.x + mark.dx - 15, y: at.y + mark.dy - 10, r: 7, weight: 8, major: true });
      }
      window.riskmapLabels.place(this.map, this.labels || [], things, this.panels.boxes(), 1, true);
    }

    animate(event) {
      const move = (place) => L.DomUtil.setPosition(place.node, this.map._latLngToNewLayerPoint(place.latlng, event.zoom, event.center)._add(L.point(place.dx, place.dy)));
      this.marks.forEach(move);
      if (this.ring.latlng) move(this.ring);
      this.dots.animate(event);
      this.heat.animate(event);
    }

    /* ---- choosing ---- */

    choose(no, quiet) {
      this.selected = no;
      this.ring.latlng = null;
      if (this.data) { this.arrange(); this.redraw(); }
      if (quiet) return;
      this.clicked = true;
      this.tell(no);
    }

    /* Tell the page: the component passes on the last feature that was clicked. */
    tell(id) {
      if (!this.shell) return;
      this.times = Math.max((this.times || 0) + 1, Date.now()); // a map mounted anew never repeats a click
      const feature = { type: "Feature", geometry: null, properties: { id, click: this.times } };
      this.shell.fire("click", { layer: { toGeoJSON: () => feature } });
    }

    circleRound() {
      const mark = this.marks.find((one) => one.no && one.no === this.selected), ring = this.ring;
      if (mark) { ring.latlng = mark.latlng; ring.dx = mark.dx; ring.dy = mark.dy; }
      else {
        const found = this.find(this.selected);
        if (found) ring.latlng = found.place;
        [ring.dx, ring.dy] = this.dots.shiftOf(found && found.dot);
      }
      ring.node.style.display = ring.latlng && this.view.theme !== "risk" ? "" : "none";
      ring.node.classList.toggle("rm-small", !mark);
      if (ring.latlng) L.DomUtil.setPosition(ring.node, this.map.latLngToLayerPoint(ring.latlng).add([ring.dx, ring.dy]));
    }

    /* Where a dot lies, and which it is: {place, dot: {code, i}}, or null. */
    find(no) {
      if (!no) return null;
      const [west, south, step] = this.data.grid;
      for (const dots of this.data.dots) {
        let start = 0;
        for (const [head, width, steps] of dots.no) {
          if (no.startsWith(head)) {
            const wanted = width ? Number(no.slice(head.length)) : 0;
            for (let i = 0, value = 0; i < steps.length; i++) {
              value += steps[i];
              if (value === wanted) return { place: L.latLng(south + dots.y[start + i] * step, west + dots.x[start + i] * step), dot: { code: this.frame.order[dots.p], i: start + i } };
            }
          }
          start += steps.length;
        }
      }
      return null;
    }

    click(event) {
      if (!this.data || this.tools.now) return;
      const risk = this.view.theme === "risk", hit = risk ? null : this.dots.at(event.containerPoint), place = hit ? null : this.places.at(event.containerPoint);
      if (place) return this.places.open(place);
      if (!hit) return risk || this.named(event.originalEvent) || this.panels.close();
      if (hit.ring) return this.open(hit.ring);
      this.choose(this.number(hit.group, hit.i));
    }

    /* The name of a township was clicked, and no dot there: it is opened. */
    named(event) {
      const hit = (this.labels || []).find(({ marker }) => {
        const node = marker.getElement() && marker.getElement().firstChild, box = node ? node.getBoundingClientRect() : null;
        return box && event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      });
      if (hit) this.drill(hit.township.code);
      return !!hit;
    }

    open(ring) {
      if (ring.code !== undefined) return this.drill(ring.code);
      const { list, span, box } = this.dots.members(ring), map = this.map;
      if (span > 4 && map.getZoom() < 15) return map.fitBounds(box, { padding: [70, 70], maxZoom: map.getZoom() + 2.5 });
      const numbers = list.sort((a, b) => b.group.stack - a.group.stack).map((one) => this.number(one.group, one.i));
      this.brief(numbers).then((items) => { this.hint(null); this.panels.list(this.panels.words("here", { n: list.length }), items, (no) => this.choose(no)); });
    }

    /* What marks say, in the order of their numbers; asked for in parts as large as the server answers. */
    async brief(numbers) {
      const join = this.config.brief.includes("?") ? "&" : "?", parts = [];
      for (let start = 0; start < numbers.length; start += BRIEF) parts.push(numbers.slice(start, start + BRIEF));
      const answers = await Promise.all(parts.map((part) => fetch(this.config.brief + join + "no=" + encodeURIComponent(part.join(",")))));
      return (await Promise.all(answers.map((answer) => (answer.ok ? answer.json() : [])))).flat();
    }

    hover(event) {
      clearTimeout(this.pause);
      if (!this.data || this.tools.now || event.originalEvent.target.closest(".rm-mark, .rm-pill, .rm-panel")) return;
      const hit = this.view.theme === "risk" ? null : this.dots.at(event.containerPoint), box = this.map.getContainer();
      const place = hit ? null : this.places.at(event.containerPoint);
      box.classList.toggle("rm-over", !!(hit || place));
      if (place) return this.hint(this.places.said(place), null, event.containerPoint);
      if (!hit) return this.hint(null);
      if (hit.ring) return this.hint(this.parts(hit.ring), null, event.containerPoint);
      const no = this.number(hit.group, hit.i), point = event.containerPoint;
      this.pause = setTimeout(() => this.brief([no]).then((items) => { if (items[0]) this.hint(items[0].label, null, point); }), 140);
    }

    parts(ring) {
      const town = this.frame.townships.find((one) => one.code === ring.code);
      const some = this.dots.groups.map((group, g) => [this.frame.progress[group.code], ring.parts[g]]).filter((part) => part[1]).reverse();
      return [...(town ? [town.name] : []), ...some.map(([word, n]) => `${word} ${n}`)].join("\n");
    }

    hint(text, node, point) {
      clearTimeout(this.pause);
      this.tip.style.display = text ? "" : "none";
      if (!text) return;
      this.tip.textContent = text;
      const box = this.map.getContainer().getBoundingClientRect(), at = node ? node.getBoundingClientRect() : null;
      const x = at ? at.left - box.left : point.x, y = at ? at.top - box.top - 18 : point.y - 10;
      const wide = this.tip.offsetWidth, high = this.tip.offsetHeight;
      this.tip.style.left = Math.max(6, Math.min(box.width - wide - 6, x - wide / 2)) + "px";
      this.tip.style.top = (y - high < 6 ? y + 44 : y - high) + "px";
    }

    /* ---- enterprises by risk: a map of its own ---- */

    async loadRisk() {
      const all = await this.get(this.config.enterprises), counts = {};
      for (const one of all.features) counts[one.properties.risk || ""] = (counts[one.properties.risk || ""] || 0) + 1;
      const placed = all.features.filter((one) => one.geometry);
      this.risk = { features: placed, counts, unplaced: all.features.length - placed.length };
      return this.risk;
    }

    paintPills() {
      const fills = Object.fromEntries(this.frame.risks.map((grade) => [grade.code, grade])), pane = document.createDocumentFragment();
      for (const one of this.risk ? this.risk.features : []) {
        const facts = one.properties, grade = fills[facts.risk || ""], [lon, lat] = one.geometry.coordinates;
        const pill = el("div", "rm-pill", null, { role: "button", tabindex: 0, "aria-label": `${facts.name} · ${grade.title}` });
        pill.style.background = grade.fill;
        const place = this.place(pill, L.latLng(lat, lon), pane);
        place.label = `${facts.name} · ${grade.title}`;
        place.z = grade.z;
        this.listen(place, () => this.panels.facts(facts.name, [grade.title, facts.address]));
      }
      this.map.getPane("rm-marks").append(pane);
    }
  }

  const Shell = L.Layer.extend({
    initialize(config) { this.config = config; },
    onAdd(map) {
      if (!map.riskmap) map.riskmap = new Painter(map);
      map.riskmap.attach(this, this.config);
    },
    onRemove(map) { map.riskmap.detach(this); },
  });

  L.riskmap = (config) => new Shell(config);
})();
