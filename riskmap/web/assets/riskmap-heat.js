/* Heat of overdue: where late hazards, major and general alike, lie close together. One hazard is one unit of warmth. */
(function () {
  "use strict";
  const RADIUS = 26, FULL = 6; // px of one hazard's warmth; so many in one place are as hot as it gets
  const STOPS = [[0, "rgba(255,214,102,0)"], [0.25, "rgba(255,196,77,.55)"], [0.6, "rgba(240,120,40,.75)"], [1, "rgba(190,24,24,.9)"]];

  class Heat {
    constructor(map, pane) {
      this.map = map;
      this.canvas = L.DomUtil.create("canvas", "rm-heat leaflet-zoom-animated", pane);
      this.canvas.setAttribute("aria-hidden", "true");
      this.places = [];
    }

    set(places) { this.places = places; }

    draw() {
      const map = this.map, size = map.getSize(), pad = size.multiplyBy(0.1).round(), wide = size.x + 2 * pad.x, high = size.y + 2 * pad.y;
      this.corner = map.containerPointToLayerPoint([-pad.x, -pad.y]).round();
      L.DomUtil.setPosition(this.canvas, this.corner);
      this.canvas.width = this.places.length ? wide : 1; this.canvas.height = this.places.length ? high : 1;
      if (!this.places.length) return;
      const pen = this.canvas.getContext("2d", { willReadFrequently: true }), spot = this.spot();
      for (const place of this.places) {
        const at = map.latLngToLayerPoint(place).subtract(this.corner);
        if (at.x > -RADIUS && at.y > -RADIUS && at.x < wide + RADIUS && at.y < high + RADIUS) pen.drawImage(spot, at.x - RADIUS, at.y - RADIUS);
      }
      this.colour(pen, wide, high);
    }

    spot() {
      if (this.stamp) return this.stamp;
      this.stamp = document.createElement("canvas");
      this.stamp.width = this.stamp.height = 2 * RADIUS;
      const pen = this.stamp.getContext("2d"), fade = pen.createRadialGradient(RADIUS, RADIUS, 0, RADIUS, RADIUS, RADIUS);
      fade.addColorStop(0, `rgba(0,0,0,${1 / FULL})`); fade.addColorStop(1, "rgba(0,0,0,0)");
      pen.fillStyle = fade; pen.fillRect(0, 0, 2 * RADIUS, 2 * RADIUS);
      return this.stamp;
    }

    colour(pen, wide, high) {
      const picture = pen.getImageData(0, 0, wide, high), cells = picture.data, table = this.table();
      for (let i = 3; i < cells.length; i += 4) {
        if (!cells[i]) continue;
        const at = cells[i] * 4;
        cells[i - 3] = table[at]; cells[i - 2] = table[at + 1]; cells[i - 1] = table[at + 2]; cells[i] = table[at + 3];
      }
      pen.putImageData(picture, 0, 0);
    }

    table() {
      if (this.ramp) return this.ramp;
      const strip = document.createElement("canvas"), pen = strip.getContext("2d");
      strip.width = 256; strip.height = 1;
      const fade = pen.createLinearGradient(0, 0, 256, 0);
      STOPS.forEach(([at, colour]) => fade.addColorStop(at, colour));
      pen.fillStyle = fade; pen.fillRect(0, 0, 256, 1);
      this.ramp = pen.getImageData(0, 0, 256, 1).data;
      return this.ramp;
    }

    animate(event) {
      if (this.corner) L.DomUtil.setTransform(this.canvas, this.map._latLngToNewLayerPoint(this.map.layerPointToLatLng(this.corner), event.zoom, event.center), this.map.getZoomScale(event.zoom));
    }
  }

  window.riskmapHeat = Heat;
})();
