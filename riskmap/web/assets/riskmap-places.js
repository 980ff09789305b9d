/* Villages and emergency resources: quiet marks below everything that tells of hazards. A square with a short word for a
   resource, a small grey dot (with its name from a zoom on) for a village. Text is only ever set through textContent. */
(function () {
  "use strict";
  const { el } = window.riskmapPanels;
  const MOST = 1500, NAMED = 160; // marks drawn of a view, and up to how many of them carry their word
  const NEAR = 1.6, REACH = 12, LONGEST = 9; // zoom levels inside the whole county from which villages are named; px of a hit; characters of a name

  class Places {
    constructor(painter) {
      this.painter = painter;
      this.map = painter.map;
      this.layers = new Map(); // id → features, null while they come
      this.drawn = [];
      this.group = L.layerGroup().addTo(this.map);
      this.map.on("moveend resize", () => this.draw());
    }

    /* The layers to show, as the server told them: [{id, group, …}]. */
    show(told) {
      const wanted = told.filter((one) => this.painter.view.own.includes(one.id)), version = JSON.stringify(wanted);
      for (const id of this.layers.keys()) if (version !== this.version || !wanted.some((one) => one.id === id)) this.layers.delete(id);
      this.version = version;
      for (const one of wanted) if (!this.layers.has(one.id)) this.load(one.id);
      this.draw();
    }

    async load(id) {
      this.layers.set(id, null);
      try {
        const answer = await fetch(`${this.painter.config.own}/${encodeURIComponent(id)}.geojson`, { cache: "no-cache" });
        if (!answer.ok) throw new Error(String(answer.status));
        const features = (await answer.json()).features;
        if (this.layers.has(id)) this.layers.set(id, features.map((one) => ({ ...one.properties, at: L.latLng(one.geometry.coordinates[1], one.geometry.coordinates[0]) })));
      } catch (error) { this.layers.delete(id); }
      this.draw();
    }

    draw() {
      const { frame } = this.painter;
      if (!frame || !this.map._loaded) return;
      const view = this.map.getBounds().pad(0.1), all = [...this.layers.values()].flatMap((some) => some || []);
      this.drawn = all.filter((one) => view.contains(one.at)).slice(0, MOST);
      const few = this.drawn.length <= NAMED, close = this.map.getZoom() >= (this.painter.whole || 10) + NEAR;
      this.group.clearLayers();
      for (const one of this.drawn) {
        const [, short] = frame.places.kinds[one.kind], resource = this.resource(one), box = el("div", resource ? "rm-resource" : "rm-village");
        box.append(el("i"));
        if (few && (resource || close)) box.append(el("span", "", short || (one.name.length > LONGEST ? one.name.slice(0, LONGEST - 1) + "…" : one.name)));
        const icon = L.divIcon({ className: "rm-anchor", html: box, iconSize: [0, 0] });
        this.group.addLayer(L.marker(one.at, { icon, interactive: false, keyboard: false, pane: "rm-own" }));
      }
      this.map.getContainer().dataset.places = all.length;
    }

    resource(one) { return this.painter.frame.places.groups[one.kind] === "emergency"; }

    /* The place that a point of the map hits, null for none. */
    at(point) {
      let best = null, least = REACH;
      for (const one of this.drawn) {
        const far = this.map.latLngToContainerPoint(one.at).distanceTo(point);
        if (far < least) { least = far; best = one; }
      }
      return best;
    }

    /* What is known of a place, as lines of text: kind and township first. */
    facts(one) {
      const { places, townships } = this.painter.frame, town = townships.find((known) => known.code === one.township);
      const facts = Object.keys(places.facts).filter((key) => one[key]).map((key) => `${places.facts[key]} ${one[key]}`);
      return [[places.kinds[one.kind][0], town ? town.name : one.township].filter(Boolean).join(" · "), ...facts];
    }

    said(one) { return [one.name, ...this.facts(one)].join("\n"); }

    open(one) { this.painter.panels.facts(one.name, this.facts(one)); }

    /* Obstacles for the labels of townships: [{x, y, r, weight}] in layer points. */
    obstacles() {
      return this.drawn.flatMap((one) => {
        const { x, y } = this.map.latLngToLayerPoint(one.at);
        return this.resource(one) ? [{ x, y, r: 8, weight: 5 }, { x: x + 22, y, r: 9, weight: 4 }] : [{ x, y, r: 4, weight: 1 }];
      });
    }

    /* A key of the legend for each layer that is shown. */
    keys() {
      return this.painter.data.own.filter((one) => one.group && this.layers.has(one.id)).map((one) => {
        const key = el("span", "rm-key"), sample = el("span", one.group === "emergency" ? "rm-resource" : "rm-village");
        sample.append(el("i"));
        key.append(sample, el("span", "", one.title), el("b", "", one.count));
        return key;
      });
    }
  }

  window.riskmapPlaces = Places;
})();
