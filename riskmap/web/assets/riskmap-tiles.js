/* 乡镇方格图: one tile a township, in the place it has among the others. It covers the map while it is shown. */
(function () {
  "use strict";
  const { el } = window.riskmapPanels;

  class Tiles {
    constructor(painter) {
      this.painter = painter;
      this.box = el("div", "rm-tiles", null, { role: "list" });
      L.DomEvent.disableClickPropagation(this.box);
      L.DomEvent.disableScrollPropagation(this.box);
      painter.map.getContainer().append(this.box);
    }

    draw(on) {
      const { frame, data } = this.painter;
      this.box.hidden = !on || !frame.tiles.length;
      this.painter.map.getContainer().classList.toggle("rm-tiled", !this.box.hidden);
      if (this.box.hidden) return;
      const names = new Map(frame.townships.map((one) => [one.code, one.name])), shades = new Map(data.shades.map((one) => [one.code, one.rates[this.painter.view.rate]]));
      this.box.replaceChildren(...frame.tiles.map(([code, row, column]) => this.tile(code, names.get(code), row, column, shades.get(code) || [0, 0, "/", -1])));
    }

    tile(code, name, row, column, figure) {
      const { colours } = this.painter, node = el("button", "rm-tile", null, { type: "button" });
      node.style.gridRow = row + 1; node.style.gridColumn = column + 1;
      if (figure[3] >= 0) { node.style.background = colours.ramp[figure[3]]; node.style.color = colours.inks[figure[3]]; }
      else node.classList.add("rm-tile-plain");
      node.append(el("b", "", name), ...this.painter.printed(figure));
      node.onclick = () => this.painter.drill(code);
      return node;
    }
  }

  window.riskmapTiles = Tiles;
})();
