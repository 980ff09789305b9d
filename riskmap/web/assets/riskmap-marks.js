/* Marks of major hazards: one small SVG each, drawn from the symbols the server sends (riskmap/views/marks.py).
   Outer dark line, white halo, fill, number, plate, alarm. Text is only ever set through textContent. */
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const FEW = 60; // marks in view that are never drawn smaller
  const TIGHT = 0.8; // marks smaller than this lose numbers and plates (riskmap.css, wall.css: rm-tight)
  const REACH = 24; // px a mark may be shifted so that it does not cover another
  const GAPS = [2, 12, 28, 52]; // px between a mark and what stands beside it: the next one where the nearer has no room
  const DARK = "#0B141F";
  const FONTS = [1.17, 1.08, 0.78, 0.6];

  function svg(name, facts) {
    const node = document.createElementNS(NS, name);
    for (const key in facts) node.setAttribute(key, facts[key]);
    return node;
  }

  function outline(symbol, r, fill, stroke, width, dash) {
    return svg("path", {
      d: symbol.path, transform: `scale(${r})`, fill, stroke, "stroke-width": width, "stroke-linejoin": "round",
      ...(dash ? { "stroke-dasharray": dash } : {}),
    });
  }

  function words(x, y, size, ink, text) {
    const node = svg("text", { x, y, "font-size": size, "font-weight": 700, "text-anchor": "middle", fill: ink });
    node.textContent = text;
    return node;
  }

  function plate(text, r) {
    const group = svg("g", { class: "rm-plated" });
    const wide = text.length > 1 ? 1.41 + 0.6 * (text.length - 1) : 1.41;
    group.append(
      svg("rect", { x: 0.9 * r, y: -1.55 * r, width: wide * r, height: 1.36 * r, rx: 2.5, fill: "#FFF", stroke: DARK, "stroke-width": 1.4 }),
      words((0.9 + wide / 2) * r, -0.52 * r, 1.03 * r, DARK, text));
    return group;
  }

  function alarm(r) {
    const size = 1.3 * r, x = -1.89 * r, y = -1.5 * r, mid = x + size / 2, bar = 0.2 * r, group = svg("g", {});
    group.append(
      svg("rect", { x, y, width: size, height: size, rx: 0.2 * r, fill: "#000" }),
      svg("rect", { x: x + 1.6, y: y + 1.6, width: size - 3.2, height: size - 3.2, rx: 0.12 * r, fill: "#FFD400" }),
      svg("path", { d: `M${mid} ${y + 0.24 * size}V${y + 0.57 * size}`, stroke: "#000", "stroke-width": bar }),
      svg("rect", { x: mid - bar / 2, y: y + 0.66 * size, width: bar, height: 0.9 * bar, fill: "#000" }));
    return group;
  }

  /* The drawing of one mark about (0, 0). `mark`: {symbol, n, plate, alarm}. */
  function draw(mark, r) {
    const group = svg("g", {}), symbol = mark.symbol, ring = (stroke, width) => svg("circle", { r: symbol.ring * r, fill: "none", stroke, "stroke-width": width, class: "rm-late" });
    if (symbol.ring) group.append(ring("#FFF", 4), ring(symbol.fill, 2));
    group.append(
      outline(symbol, r, DARK, DARK, 0.611),
      outline(symbol, r, "#FFF", "#FFF", 0.42),
      outline(symbol, r, symbol.fill, symbol.edge, symbol.width, symbol.dash));
    if (mark.n) {
      const text = String(mark.n), size = r * FONTS[Math.min(text.length, 4) - 1];
      const number = words(symbol.x * r, symbol.y * r - (1.17 * r - size) * 0.35, size, symbol.ink, text);
      number.setAttribute("class", "rm-number");
      group.append(number);
    }
    if (mark.plate) group.append(plate(mark.plate, r));
    if (mark.alarm) group.append(alarm(r));
    return group;
  }

  /* One picture for a legend row. */
  function picture(symbol, size) {
    const node = svg("svg", { width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, "aria-hidden": "true" });
    node.append(outline(symbol, size * 0.37, symbol.fill, symbol.edge, Math.max(symbol.width, 1.2 / (size * 0.37)), symbol.dash));
    return node;
  }

  function badge(kind, text) {
    const node = svg("svg", { width: 20, height: 18, "aria-hidden": "true" });
    const group = kind === "alarm" ? alarm(11) : plate(text, 11);
    group.setAttribute("transform", kind === "alarm" ? "translate(24 18.5)" : "translate(-7.5 18.5)");
    node.append(group);
    return node;
  }

  /* How much smaller marks are drawn where they would otherwise lie in heaps: 1 where each has a square of `side` px. Colour,
     shape and alarm stay; numbers and plates come back as one zooms in. `pane` gets the factor for the style sheet. */
  function crowd(places, size, side, pane) {
    const seen = places.filter((p) => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y), xs = seen.map((p) => p.x), ys = seen.map((p) => p.y);
    const area = seen.length > 1 ? (Math.max(...xs) - Math.min(...xs) + side) * (Math.max(...ys) - Math.min(...ys) + side) : Infinity;
    const factor = seen.length < FEW ? 1 : Math.max(0.5, Math.min(1, Math.sqrt(area / seen.length) / side));
    pane.style.setProperty("--rm-crowd", factor.toFixed(3));
    pane.classList.toggle("rm-tight", factor < TIGHT);
    return factor;
  }

  /* Where each mark goes so that no two closer than `gap` stay on top of each other: pushed apart step by step,
     never more than REACH from its true place. Near marks are found through a grid, so 3,000 are as fine as 30. */
  function spread(places, gap) {
    const at = places.map((place) => ({ x: place.x, y: place.y }));
    const rounds = places.length > 1500 ? 6 : 24;
    for (let round = 0; round < rounds; round++) {
      const grid = new Map();
      at.forEach((place, i) => {
        const key = Math.floor(place.x / gap) + ":" + Math.floor(place.y / gap);
        (grid.get(key) || grid.set(key, []).get(key)).push(i);
      });
      if (!push(at, places, grid, gap)) break;
    }
    return at;
  }

  function push(at, places, grid, gap) {
    let moved = false;
    for (const [key, cell] of grid) {
      const [cx, cy] = key.split(":").map(Number);
      for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) {
        for (const j of grid.get(cx + dx + ":" + (cy + dy)) || []) for (const i of cell) {
          if (i < j && apart(at, places, i, j, gap)) moved = true;
        }
      }
    }
    return moved;
  }

  function apart(at, places, i, j, gap) {
    let x = at[j].x - at[i].x, y = at[j].y - at[i].y, far = Math.hypot(x, y);
    if (far >= gap) return false;
    if (far < 0.5) { const turn = (i * 7 + j * 13) % 16 * Math.PI / 8; x = Math.cos(turn); y = Math.sin(turn); far = 1; }
    const step = (gap - far) / 2 / far;
    hold(at[i], places[i], -x * step, -y * step);
    hold(at[j], places[j], x * step, y * step);
    return true;
  }

  function hold(place, home, dx, dy) {
    const x = place.x + dx - home.x, y = place.y + dy - home.y, far = Math.hypot(x, y), cut = far > REACH ? REACH / far : 1;
    place.x = home.x + x * cut;
    place.y = home.y + y * cut;
  }

  /* Circles {x, y, r} by squares of `size` px: what is near is found among few, as long as no two radii together are larger. */
  class Near {
    constructor(size, all) {
      this.size = size;
      this.cells = new Map();
      for (const one of all || []) this.add(one);
    }

    key(x, y) { return Math.floor(x / this.size) * 1e5 + Math.floor(y / this.size); }

    add(one) {
      const key = this.key(one.x, one.y), cell = this.cells.get(key);
      if (cell) cell.push(one); else this.cells.set(key, [one]);
    }

    /* The first in the squares about a place that `fits`, or null. */
    find(place, fits) {
      const middle = this.key(place.x, place.y);
      for (let dx = -1e5; dx <= 1e5; dx += 1e5) for (let dy = -1; dy <= 1; dy++) {
        for (const one of this.cells.get(middle + dx + dy) || []) if (fits(one)) return one;
      }
      return null;
    }

    /* How many px the circles here reach into one of radius r at a place. */
    overlap(place, r) {
      let sum = 0;
      this.find(place, (one) => { sum += Math.max(0, one.r + r - Math.hypot(one.x - place.x, one.y - place.y)); });
      return sum;
    }
  }

  /* Things {x, y, r, said} that one of the circles `over` covers are moved beside it, clear of other circles and things where there is
     room; of a thing with a number in it (`said`) half must show. Gives [{thing, x, y}]: what was moved, and from where. */
  function aside(things, over, size) {
    if (!over.length) return [];
    const above = new Near(size, over), moved = [], free = new Near(size);
    for (const thing of things) {
      const covers = (one) => Math.hypot(one.x - thing.x, one.y - thing.y) < one.r + (thing.said ? thing.r / 2 : 0), by = above.find(thing, covers);
      if (by) moved.push({ thing, by, x: thing.x, y: thing.y }); else free.add(thing);
    }
    for (const { thing, by } of moved) {
      Object.assign(thing, beside(thing, by, above, free));
      free.add(thing);
    }
    return moved;
  }

  /* The place beside a circle nearest to where a thing lies (below it, if in its middle) that covers least. */
  function beside(thing, by, above, free) {
    const x = thing.x - by.x, y = thing.y - by.y, turn = Math.hypot(x, y) < 1 ? Math.PI / 2 : Math.atan2(y, x);
    let best = null, least = Infinity;
    for (const gap of GAPS) for (let step = 0; step < 16; step++) {
      const at = turn + (step % 2 ? 1 : -1) * Math.ceil(step / 2) * Math.PI / 8, far = by.r + thing.r + gap;
      const place = { x: by.x + far * Math.cos(at), y: by.y + far * Math.sin(at) }, met = 4 * above.overlap(place, thing.r) + free.overlap(place, thing.r);
      if (met + gap / 4 < least) { least = met + gap / 4; best = place; }
      if (!met) return best;
    }
    return best;
  }

  window.riskmapMarks = { TIGHT, svg, draw, picture, badge, crowd, spread, aside, Near, words };
})();
