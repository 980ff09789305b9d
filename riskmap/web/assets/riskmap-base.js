/* The base map under everything else: tiles of an address the county file names, or of our own server. GCJ-02 tiles are
   moved to our positions, so that no mark and no click ever leaves WGS 84. */
(function () {
  "use strict";

  /* GCJ-02 minus WGS 84 at a place, in degrees, from the server's table; the nearest edge of the table beyond it. */
  function offset(table, place) {
    const rows = table.east.length / table.columns;
    const x = Math.max(0, Math.min(table.columns - 1.001, (place.lng - table.west) / table.step));
    const y = Math.max(0, Math.min(rows - 1.001, (place.lat - table.south) / table.step));
    const c = Math.floor(x), r = Math.floor(y), fx = x - c, fy = y - r;
    const at = (list) => {
      const one = (i, j) => list[(r + j) * table.columns + c + i];
      return (one(0, 0) * (1 - fx) * (1 - fy) + one(1, 0) * fx * (1 - fy) + one(0, 1) * (1 - fx) * fy + one(1, 1) * fx * fy) / 1e7;
    };
    return { lng: at(table.east), lat: at(table.north) };
  }

  /* Tiles whose own positions are shifted: where tile (x, y) lies is asked of the shifted centre, drawn at ours. */
  const Shifted = L.TileLayer.extend({
    initialize(url, options) { L.TileLayer.prototype.initialize.call(this, url, options); },
    onAdd(map) {
      this._again = () => { const now = this.pixels(); if (!this._used || now.distanceTo(this._used) >= 1) this.redraw(); };
      map.on("moveend", this._again);
      L.TileLayer.prototype.onAdd.call(this, map);
    },
    onRemove(map) { map.off("moveend", this._again); L.TileLayer.prototype.onRemove.call(this, map); },
    /* How far a GCJ-02 position lies from ours at the middle of the view, in px of the tiles' zoom. */
    pixels(centre) {
      const place = centre || this._map.getCenter(), zoom = this._tileZoom === undefined ? this._map.getZoom() : this._tileZoom, moved = offset(this.options.shift, place);
      return this._map.project([place.lat + moved.lat, place.lng + moved.lng], zoom).subtract(this._map.project(place, zoom)).round();
    },
    _getTiledPixelBounds(centre) {
      const box = L.TileLayer.prototype._getTiledPixelBounds.call(this, centre);
      this._used = this.pixels(centre);
      return L.bounds(box.min.add(this._used), box.max.add(this._used));
    },
    _getTilePos(coords) { return L.TileLayer.prototype._getTilePos.call(this, coords).subtract(this._used || this.pixels()); },
  });

  class Base {
    constructor(map) { this.map = map; this.tiles = []; }

    /* Show one base map (as the sheet tells it), or none; never shifted tiles at their own positions. */
    show(named, shift) {
      const told = named && (shift || !named.shifted) ? named : null;
      if (this.id === (told ? told.id : null)) return;
      this.id = told ? told.id : null;
      this.tiles.forEach((layer) => layer.remove());
      this.tiles = told ? told.urls.map((url) => this.layer(url, told, shift).addTo(this.map)) : [];
      this.map.getContainer().classList.toggle("rm-based", !!told);
    }

    layer(url, told, shift) {
      const options = { minZoom: 1, maxZoom: 24, minNativeZoom: told.least, maxNativeZoom: told.deepest, subdomains: told.signs || "", keepBuffer: 1 };
      return told.shifted ? new Shifted(url, { ...options, shift }) : L.tileLayer(url, options);
    }
  }

  window.riskmapBase = { Base, offset };
})();
