/* Dots of general hazards on one canvas. Dots on one spot are one ring of their colours at every zoom; above 80 dots in view,
   also dots that would crowd each other. Small rings carry no number, so that no count is taken for the number of a major.
   What a major's mark would cover stands beside it. Nothing here is text of the ledger. */
(function () {
  "use strict";
  const { aside, Near } = window.riskmapMarks;
  const MANY = 80, GRID = 30, FEW = 4, COUNTED = 40, DARK = "#0B141F";
  const CHANGED = { new: "#1670C4", closed: "#1E7F3C", late: "#D6322B" };

  class Dots {
    constructor(map, pane, radius) {
      this.map = map;
      this.radius = radius;
      this.scale = 1; // of clusters and their numbers: a wall draws everything larger
      this.canvas = L.DomUtil.create("canvas", "rm-dots leaflet-zoom-animated", pane);
      this.canvas.setAttribute("aria-hidden", "true");
      this.rings = [];
      this.index = new Map();
      this.towns = []; // sums of townships, for far out: {code, place, parts of each group}
      this.extra = []; // what changed: {place, kind, dot}
      this.over = []; // circles in layer points that lie over the canvas: marks of majors, their plates and alarms
      this.set([], {});
    }

    /* groups: [{fill, stack, x: Float64Array, y: Float64Array (projected at zoom 0), no: [...]}] */
    set(groups, hidden) {
      this.groups = groups.slice().sort((a, b) => a.stack - b.stack);
      this.hidden = hidden;
    }

    /* `far`: one sum a township instead of dots; else rings where dots would cover or crowd each other, and dots. */
    draw(far) {
      const map = this.map, size = map.getSize(), pad = size.multiplyBy(0.15).round();
      const corner = map.containerPointToLayerPoint([-pad.x, -pad.y]).round();
      const wide = size.x + 2 * pad.x, high = size.y + 2 * pad.y, ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this.canvas, corner);
      this.canvas.width = wide * ratio; this.canvas.height = high * ratio;
      this.canvas.style.width = wide + "px"; this.canvas.style.height = high + "px";
      this.corner = corner;
      far = far && this.towns.length > 0;
      this.shown = far ? [] : this.inView(wide, high);
      this.pen = this.canvas.getContext("2d");
      this.pen.scale(ratio, ratio);
      const crowds = this.shown.length / 3 > MANY ? this.cluster() : [];
      this.level = far ? "township" : crowds.length ? "grid" : "points";
      this.rings = far ? this.sumsOfTowns() : this.join(crowds);
      this.clear();
      this.singles();
      for (const ring of this.rings) this.ring(ring);
      for (const one of this.extra) this.changed(one);
    }

    /* [group, index, ...] of the dots inside the canvas, with their place in px */
    inView(wide, high) {
      const scale = Math.pow(2, this.map.getZoom()), origin = this.map.getPixelOrigin().add(this.corner), found = [];
      this.px = [];
      this.groups.forEach((group, g) => {
        if (this.hidden[group.code]) return;
        for (let i = 0; i < group.x.length; i++) {
          const x = group.x[i] * scale - origin.x, y = group.y[i] * scale - origin.y;
          if (x < 0 || y < 0 || x > wide || y > high) continue;
          found.push(g, i, this.px.length / 2);
          this.px.push(x, y);
        }
      });
      return found;
    }

    cluster() {
      const CELL = GRID * this.scale, cells = new Map(), px = this.px, shift = this.map.getPixelOrigin().add(this.corner);
      for (let k = 0; k < this.shown.length; k += 3) {
        const at = this.shown[k + 2] * 2;
        const key = Math.floor((px[at] + shift.x) / CELL) * 1e5 + Math.floor((px[at + 1] + shift.y) / CELL);
        const cell = cells.get(key);
        if (cell) { cell.n++; cell.x += px[at]; cell.y += px[at + 1]; cell.parts[this.shown[k]]++; cell.members.push(k); }
        else {
          const parts = new Array(this.groups.length).fill(0);
          parts[this.shown[k]] = 1;
          cells.set(key, { n: 1, x: px[at], y: px[at + 1], parts, members: [k] });
        }
      }
      const rings = [];
      for (const cell of cells.values()) {
        if (cell.n < FEW) continue;
        cell.x /= cell.n; cell.y /= cell.n;
        cell.r = this.reach(cell.n);
        for (const k of cell.members) this.within(k);
        rings.push(cell);
      }
      return rings.sort((a, b) => b.n - a.n);
    }

    reach(n) { return this.scale * (n < COUNTED ? 4.6 + 0.85 * Math.log2(n) : Math.min(18, 3.5 + 1.45 * Math.log2(n))); }

    /* Dot k is drawn as part of a ring. */
    within(k) { if (this.shown[k + 1] >= 0) this.shown[k + 1] = ~this.shown[k + 1]; }

    /* A ring or dot whose middle another would cover becomes part of it: no dot is hidden, whatever the zoom. `rings`: largest first. */
    join(rings) {
      const near = new Near(GRID * this.scale), all = [];
      const put = (thing) => {
        const other = near.find(thing, (one) => Math.hypot(one.x - thing.x, one.y - thing.y) < one.r);
        if (!other) { near.add(thing); all.push(thing); return; }
        if (!other.parts) other.parts = this.part(other.members[0]);
        (thing.parts || this.part(thing.members[0])).forEach((n, g) => { other.parts[g] += n; });
        for (const k of thing.members) other.members.push(k);
        other.n += thing.n;
        other.r = this.reach(other.n);
      };
      rings.forEach(put);
      for (let k = 0; k < this.shown.length; k += 3) {
        const at = this.shown[k + 2] * 2;
        if (this.shown[k + 1] >= 0) put({ x: this.px[at], y: this.px[at + 1], r: this.radius, n: 1, members: [k] });
      }
      const joined = all.filter((one) => one.n > 1);
      for (const ring of joined) for (const k of ring.members) this.within(k);
      return joined;
    }

    part(k) { return this.groups.map((group, g) => (g === this.shown[k] ? 1 : 0)); }

    /* Rings and dots go from under the marks of majors to beside them. */
    clear() {
      const over = this.over.map(({ x, y, r }) => ({ x: x - this.corner.x, y: y - this.corner.y, r })), single = [];
      for (let k = 0; k < this.shown.length; k += 3) {
        const at = this.shown[k + 2] * 2;
        if (this.shown[k + 1] >= 0) single.push({ x: this.px[at], y: this.px[at + 1], r: this.radius + 1.3, k });
      }
      this.moved = aside([...this.rings, ...single], over, GRID * this.scale * 2);
      this.shifts = new Map();
      for (const { thing } of this.moved) {
        for (const k of thing.members || [thing.k]) this.shift(k, thing);
        if (thing.members) continue;
        const at = this.shown[thing.k + 2] * 2;
        this.px[at] = thing.x; this.px[at + 1] = thing.y;
      }
    }

    /* Remember how far from its true place a dot is drawn: with its ring, where that stands for one spot. */
    shift(k, thing) {
      const at = this.shown[k + 2] * 2, i = this.shown[k + 1], dx = thing.x - this.px[at], dy = thing.y - this.px[at + 1];
      this.shifts.set(this.groups[this.shown[k]].code + ":" + (i < 0 ? ~i : i), [dx, dy]);
    }

    /* How far from its true place dot i of a group is drawn, in px. */
    shiftOf(dot) { return (dot && this.shifts && this.shifts.get(dot.code + ":" + dot.i)) || [0, 0]; }

    leaders() {
      const pen = this.pen;
      for (const [width, colour] of [[3, "#FFF"], [1.2, DARK]]) {
        pen.lineWidth = width; pen.strokeStyle = colour; pen.beginPath();
        for (const { thing, x, y } of this.moved) { pen.moveTo(x, y); pen.lineTo(thing.x, thing.y); }
        pen.stroke();
      }
    }

    /* A dot that changed: a ring in its colour, for one crossed off a small green flag. */
    changed(one) {
      const pen = this.pen, at = this.map.latLngToLayerPoint(one.place).subtract(this.corner).add(this.shiftOf(one.dot));
      const ring = (r, width, colour) => { pen.beginPath(); pen.arc(at.x, at.y, r, 0, 6.2832); pen.lineWidth = width; pen.strokeStyle = colour; pen.stroke(); };
      if (one.kind !== "closed") {
        ring(this.radius + 4, 4, "#FFF");
        return ring(this.radius + 4, 2.2, CHANGED[one.kind]);
      }
      pen.lineWidth = 3.4; pen.strokeStyle = "#FFF"; pen.fillStyle = CHANGED.closed;
      pen.beginPath(); pen.moveTo(at.x, at.y); pen.lineTo(at.x, at.y - 14); pen.lineTo(at.x + 9, at.y - 10.5); pen.lineTo(at.x + 1, at.y - 7); pen.stroke(); pen.fill();
      pen.lineWidth = 1.6; pen.strokeStyle = CHANGED.closed;
      pen.beginPath(); pen.moveTo(at.x, at.y); pen.lineTo(at.x, at.y - 14); pen.stroke();
    }

    sumsOfTowns() {
      if (!this.px) this.px = [];
      return this.towns.map((town) => {
        const at = this.map.latLngToLayerPoint(town.place).subtract(this.corner), parts = town.parts.map((n, g) => (this.hidden[this.groups[g].code] ? 0 : n));
        const n = parts.reduce((sum, part) => sum + part, 0);
        return { code: town.code, n, parts, x: at.x, y: at.y, members: [], r: this.scale * Math.min(22, 7 + 1.5 * Math.log2(n || 1)), said: true };
      }).filter((ring) => ring.n);
    }

    /* How many dots the canvas stands for, as rings and one by one. */
    sums() {
      let single = 0;
      for (let k = 0; k < this.shown.length; k += 3) if (this.shown[k + 1] >= 0) single++;
      return this.rings.reduce((sum, ring) => sum + ring.n, single);
    }

    singles() {
      const pen = this.pen, r = this.radius, px = this.px;
      this.leaders();
      this.index = new Map();
      for (let k = 0; k < this.shown.length; k += 3) {
        if (this.shown[k + 1] < 0) continue;
        const group = this.groups[this.shown[k]], at = this.shown[k + 2] * 2, x = px[at], y = px[at + 1];
        pen.beginPath(); pen.arc(x, y, r + 1.3, 0, 6.2832); pen.fillStyle = DARK; pen.fill();
        pen.beginPath(); pen.arc(x, y, r, 0, 6.2832); pen.fillStyle = group.fill; pen.fill();
        pen.lineWidth = 1; pen.strokeStyle = "#FFF"; pen.stroke();
        const key = (x >> 5) * 4096 + (y >> 5);
        (this.index.get(key) || this.index.set(key, []).get(key)).push(k);
      }
    }

    numbered(cell) { return cell.said || cell.n >= COUNTED; }

    ring(cell) {
      const pen = this.pen;
      pen.beginPath(); pen.arc(cell.x, cell.y, cell.r + 0.9, 0, 6.2832); pen.fillStyle = DARK; pen.fill();
      let turn = -Math.PI / 2;
      this.groups.forEach((group, g) => {
        if (!cell.parts[g]) return;
        const next = turn + 6.2832 * cell.parts[g] / cell.n;
        pen.beginPath(); pen.moveTo(cell.x, cell.y); pen.arc(cell.x, cell.y, cell.r, turn, next); pen.fillStyle = group.fill; pen.fill();
        turn = next;
      });
      pen.beginPath(); pen.arc(cell.x, cell.y, cell.r * (this.numbered(cell) ? 0.7 : 0.45), 0, 6.2832); pen.fillStyle = "#FFF"; pen.fill();
      if (!this.numbered(cell)) return;
      const text = cell.n > 9999 ? Math.round(cell.n / 1000) + "k" : String(cell.n);
      pen.font = `500 ${(text.length > 3 ? 9 : 10) * this.scale}px "Noto Sans CJK SC","Microsoft YaHei",sans-serif`;
      pen.fillStyle = "#536374"; pen.textAlign = "center"; pen.textBaseline = "middle";
      pen.fillText(text, cell.x, cell.y + 0.5);
    }

    /* What labels should keep clear of, in layer points; first of all of numbers. */
    obstacles() {
      const things = this.rings.map((cell) => ({ x: cell.x, y: cell.y, r: cell.r + 1, weight: this.numbered(cell) ? 12 : 4, major: !!cell.said }));
      for (const cell of this.index.values()) for (const k of cell) {
        const at = this.shown[k + 2] * 2;
        things.push({ x: this.px[at], y: this.px[at + 1], r: this.radius + 1, weight: 1 });
      }
      for (const thing of things) { thing.x += this.corner.x; thing.y += this.corner.y; }
      return things;
    }

    /* What lies under a point of the map's container: {ring} or {group, i} or null. */
    at(point) {
      if (!this.corner) return null;
      const place = this.map.containerPointToLayerPoint(point).subtract(this.corner);
      const ring = this.rings.find((cell) => Math.hypot(cell.x - place.x, cell.y - place.y) <= cell.r + 2);
      if (ring) return { ring };
      let best = null, near = this.radius + 7;
      for (let cx = -1; cx <= 1; cx++) for (let cy = -1; cy <= 1; cy++) {
        for (const k of this.index.get(((place.x >> 5) + cx) * 4096 + (place.y >> 5) + cy) || []) {
          const at = this.shown[k + 2] * 2, far = Math.hypot(this.px[at] - place.x, this.px[at + 1] - place.y);
          if (far <= near) { near = far; best = { group: this.groups[this.shown[k]], i: this.shown[k + 1], at }; }
        }
      }
      return best;
    }

    /* Members of a ring as [group, i] pairs, and how far apart they lie in px. */
    members(ring) {
      let west = Infinity, east = -Infinity, north = Infinity, south = -Infinity;
      const list = ring.members.map((k) => {
        const at = this.shown[k + 2] * 2;
        west = Math.min(west, this.px[at]); east = Math.max(east, this.px[at]);
        north = Math.min(north, this.px[at + 1]); south = Math.max(south, this.px[at + 1]);
        return { group: this.groups[this.shown[k]], i: ~this.shown[k + 1] };
      });
      return { list, span: Math.max(east - west, south - north), box: [[west, north], [east, south]].map((p) => this.latLng(p)) };
    }

    latLng(place) { return this.map.layerPointToLatLng(L.point(place).add(this.corner)); }

    animate(event) {
      const map = this.map, scale = map.getZoomScale(event.zoom), at = map._latLngToNewLayerPoint(map.layerPointToLatLng(this.corner), event.zoom, event.center);
      L.DomUtil.setTransform(this.canvas, at, scale);
    }
  }

  window.riskmapDots = Dots;
})();
