/* The bar over the map: where we are, search, selections, measuring, the link of the view. Nothing here draws the map anew;
   a selection is told to the page, which answers with its lists. */
(function () {
  "use strict";
  const { el } = window.riskmapPanels;
  const { picture } = window.riskmapMarks;
  const REACHES = [1, 2, 5, 10, 20], CORNERS = 60, PAUSE = 250, SETTLE = 500;
  const SHAPE = { color: "#0B141F", weight: 2.6, dashArray: "7 5", fillColor: "#FFFFFF", fillOpacity: 0.14, interactive: false, pane: "rm-drawn" };

  const degrees = (place) => `${place.lng.toFixed(5)},${place.lat.toFixed(5)}`;

  class Tools {
    constructor(painter) {
      this.painter = painter;
      this.map = painter.map;
      this.bar = painter.panels.box("rm-bar");
      this.bar.setAttribute("role", "toolbar");
      this.drawn = L.layerGroup().addTo(this.map);
      this.reach = 5;
      this.build();
      const box = this.map.getContainer();
      box.addEventListener("pointerdown", (event) => this.down(event), true);
      box.addEventListener("pointermove", (event) => this.move(event), true);
      window.addEventListener("pointerup", (event) => this.up(event), true);
      box.addEventListener("click", (event) => { if (this.took) event.stopImmediatePropagation(); this.took = false; }, true);
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.end(); });
      this.map.on("moveend", () => { if (this.following) { clearTimeout(this.later); this.later = setTimeout(() => this.tellView(), SETTLE); } });
    }

    words(key, values) { return this.painter.panels.words(key, values); }

    build() {
      const button = (name, act) => {
        const node = el("button", "rm-tool", this.words("tool_" + name), { type: "button", "aria-pressed": "false", "data-tool": name });
        node.onclick = act;
        return node;
      };
      this.crumbs = el("span", "rm-crumbs");
      this.buttons = ["box", "lasso", "near", "measure"].map((name) => button(name, () => this.mode(this.now === name ? null : name)));
      this.view = button("view", () => this.follow(!this.following));
      this.clear = button("clear", () => { this.follow(false, true); this.painter.tell("#area:"); });
      const reach = el("select", "", null, { "aria-label": this.words("tool_reach") });
      REACHES.forEach((km) => reach.append(new Option(`${km} km`, km, false, km === this.reach)));
      reach.onchange = () => { this.reach = Number(reach.value); if (this.now !== "near") this.mode("near"); };
      const link = button("link", () => this.copy(link));
      this.bar.append(this.crumbs, this.searchBox(), el("span", "rm-gap"), ...this.buttons.slice(0, 3), reach, this.view, this.clear, el("span", "rm-rule"), this.buttons[3], link);
    }

    /* ---- what the page answered ---- */

    draw() {
      const { config, frame } = this.painter, area = decodeURIComponent(config.area || "");
      this.clear.hidden = !area;
      if (this.placing !== config.place) {
        this.placing = config.place;
        this.mode(config.place ? "place" : null);
      }
      const town = frame.townships.find((one) => one.code === config.township), parts = [this.crumb(frame.unit, town ? () => this.painter.drill("") : null)];
      if (town) parts.push(el("i", "", "›"), this.crumb(town.name, null));
      this.crumbs.replaceChildren(...parts);
      if (this.area === area) return;
      this.area = area;
      this.drawn.clearLayers();
      const shape = area && !this.following ? this.shape(area) : null;
      if (shape) this.drawn.addLayer(shape);
    }

    crumb(text, act) {
      if (!act) return el("b", "", text);
      const node = el("button", "", text, { type: "button" });
      node.onclick = act;
      return node;
    }

    shape(area) {
      const [kind, rest] = [area.slice(0, area.indexOf(":")), area.slice(area.indexOf(":") + 1)];
      if (kind === "lasso") return L.polygon(rest.split(";").map((pair) => pair.split(",").map(Number).reverse()), SHAPE);
      const n = rest.split(",").map(Number);
      return kind === "box" ? L.rectangle([[n[1], n[0]], [n[3], n[2]]], SHAPE) : L.circle([n[1], n[0]], { ...SHAPE, radius: n[2] * 1000 });
    }

    /* ---- selecting and measuring ---- */

    mode(name) {
      this.now = name;
      this.from = null;
      this.path = [];
      if (this.sketch) { this.sketch.remove(); this.sketch = null; }
      this.buttons.forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.tool === name)));
      this.map.getContainer().classList.toggle("rm-drawing", !!name);
      this.map.dragging[name ? "disable" : "enable"]();
      this.map.doubleClickZoom[name ? "disable" : "enable"]();
      this.painter.hint(null);
      if (name) this.follow(false, true);
      this.painter.panels.say(name ? "hint_" + name : null, { no: decodeURIComponent(this.painter.config.place || "") });
    }

    /* Whether the tools take an event that began on the map itself. */
    mine(event) { return this.now && event.isPrimary && !event.target.closest(".rm-panel, .leaflet-control, .rm-tiles"); }

    at(event) { return this.map.mouseEventToLatLng(event); }

    down(event) {
      this.took = !!this.mine(event); // the click that follows is ours too: it chooses no mark
      if (!this.took) return;
      event.stopPropagation();
      const place = this.at(event);
      if (this.now === "near") return this.tell(`near:${degrees(place)},${this.reach}`);
      if (this.now === "measure") return this.step(place);
      if (this.now === "place") return this.place(place);
      this.from = place;
      this.path = [place];
    }

    /* Where a hazard without coordinates lies: the page asks for the reason and records it. */
    place(place) {
      this.sketched(L.circleMarker(place, { radius: 9, color: "#0B141F", weight: 2.6, fillColor: "#FFFFFF", fillOpacity: 0.6, interactive: false, pane: "rm-drawn" }));
      this.painter.tell(`#place:${place.lng.toFixed(6)},${place.lat.toFixed(6)}`);
    }

    end() {
      if (this.now === "place") this.painter.tell("#place:");
      this.mode(null);
    }

    move(event) {
      if (!this.now) return;
      const place = this.at(event);
      if (this.now === "measure" && this.path.length) return this.line([...this.path, place]);
      if (!this.from) return;
      event.stopPropagation();
      if (this.now === "lasso") this.path.push(place);
      this.sketched(this.now === "box" ? L.rectangle(L.latLngBounds(this.from, place), SHAPE) : L.polygon(this.path, SHAPE));
    }

    up(event) {
      if (!this.from) return;
      const box = L.latLngBounds(this.from, this.at(event)), kind = this.now, path = this.path;
      this.from = null;
      if (kind === "box") return this.tell(`box:${box.getWest().toFixed(5)},${box.getSouth().toFixed(5)},${box.getEast().toFixed(5)},${box.getNorth().toFixed(5)}`);
      if (path.length < 4) return this.mode(null);
      const step = Math.ceil(path.length / CORNERS);
      this.tell("lasso:" + path.filter((place, i) => i % step === 0).map(degrees).join(";"));
    }

    sketched(shape) {
      if (this.sketch) this.sketch.remove();
      this.sketch = shape.addTo(this.map);
    }

    tell(area) {
      this.mode(null);
      this.area = null;
      this.painter.tell("#area:" + area);
    }

    /* One more corner of what is measured; the same place again ends it, and the line stays until the next tool or Escape. */
    step(place) {
      const last = this.path[this.path.length - 1], path = this.path;
      if (last && this.map.latLngToContainerPoint(last).distanceTo(this.map.latLngToContainerPoint(place)) < 4) {
        this.mode(null);
        if (path.length > 1) this.line(path);
        return;
      }
      path.push(place);
      if (path.length > 1) this.line(path);
    }

    line(path) {
      const far = path.reduce((sum, place, i) => sum + (i ? this.map.distance(path[i - 1], place) : 0), 0);
      const told = el("div", "rm-measured", far < 1000 ? `${Math.round(far)} m` : `${(far / 1000).toFixed(2)} km`), icon = L.divIcon({ className: "rm-anchor", html: told, iconSize: [0, 0] });
      const end = L.marker(path[path.length - 1], { icon, interactive: false, keyboard: false, pane: "rm-drawn" });
      this.sketched(L.layerGroup([L.polyline(path, { ...SHAPE, fill: false }), end]));
      this.map.getContainer().dataset.measured = Math.round(far);
    }

    /* ---- what is in view ---- */

    follow(on, quiet) {
      if (this.following === on) return;
      this.following = on;
      this.view.setAttribute("aria-pressed", String(on));
      if (on) this.tellView(); else if (!quiet) this.painter.tell("#area:");
    }

    tellView() {
      if (!this.following) return;
      const box = this.map.getBounds();
      this.painter.tell(`#area:box:${box.getWest().toFixed(5)},${box.getSouth().toFixed(5)},${box.getEast().toFixed(5)},${box.getNorth().toFixed(5)}`);
    }

    /* ---- search ---- */

    searchBox() {
      const box = el("span", "rm-search"), input = el("input", "", null, { type: "search", placeholder: this.words("search"), "aria-label": this.words("search"), maxlength: 60 });
      this.found = el("div", "rm-found", null, { role: "listbox" });
      this.found.hidden = true;
      input.oninput = () => { clearTimeout(this.asking); this.asking = setTimeout(() => this.search(input.value.trim()), PAUSE); };
      input.onkeydown = (event) => {
        if (event.key === "Escape") { this.found.hidden = true; event.stopPropagation(); }
        if (event.key === "Enter" && !this.found.hidden) { const first = this.found.querySelector("button"); if (first) first.click(); }
        if (event.key === "ArrowDown") { const first = this.found.querySelector("button"); if (first) { first.focus(); event.preventDefault(); } }
      };
      this.map.getContainer().addEventListener("pointerdown", (event) => { if (!event.target.closest(".rm-search, .rm-found")) this.found.hidden = true; });
      box.append(input);
      L.DomEvent.disableClickPropagation(this.found);
      L.DomEvent.disableScrollPropagation(this.found);
      this.map.getContainer().append(this.found);
      return box;
    }

    async search(text) {
      this.text = text;
      if (!text) { this.found.hidden = true; return; }
      const answer = await fetch(`${this.painter.config.search}&text=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (this.text !== text) return; // a later question was asked meanwhile
      const items = answer.ok ? await answer.json() : [];
      this.found.replaceChildren(...(items.length ? items.map((item) => this.item(item)) : [el("p", "rm-quiet", this.words("nothing_found"))]));
      this.found.hidden = false;
    }

    item(item) {
      const node = el("button", "rm-item", null, { type: "button", role: "option", "data-kind": item.kind }), text = el("span", "");
      if (item.kind === "hazard") node.append(picture(this.painter.frame.symbols[item.progress], 18));
      text.append(el("b", "", item.label), el("i", "", this.numbered(item) || this.words("kind_" + item.kind)));
      if (item.kind !== "township" && item.lon === undefined) text.append(el("i", "", this.words("no_place")));
      node.append(text);
      node.onclick = () => this.go(item);
      return node;
    }

    /* What is said of a find; of a major on the map first the number that its mark bears now. */
    numbered(item) {
      const { no, n } = this.painter.data.majors, i = item.kind === "hazard" ? no.indexOf(item.no) : -1;
      return i < 0 ? item.more : [this.words("numbered", { n: n[i] }), item.more].join(" · ");
    }

    go(item) {
      this.found.hidden = true;
      if (item.kind === "township") return this.painter.drill(item.code);
      if (item.lon !== undefined) this.painter.fly(L.latLng(item.lat, item.lon));
      if (item.kind === "hazard") return this.painter.choose(item.no);
      if (item.group && item.lon !== undefined) this.painter.reveal("place." + item.group);
      this.painter.panels.facts(item.label, [item.more, item.lon === undefined ? this.words("no_place") : ""]);
    }

    /* ---- the view as a link ---- */

    async copy(button) {
      const text = this.painter.address.link();
      let done = false;
      try { await navigator.clipboard.writeText(text); done = true; } catch (error) { done = this.copyOld(text); }
      button.textContent = this.words(done ? "link_copied" : "link_failed");
      setTimeout(() => { button.textContent = this.words("tool_link"); }, 1800);
    }

    /* Without https browsers keep the clipboard from scripts; a selected field still copies. */
    copyOld(text) {
      const field = el("textarea", "rm-away");
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  window.riskmapTools = Tools;
})();
