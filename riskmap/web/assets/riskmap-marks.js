/* Marks of major hazards: one small SVG each, drawn from the symbols the server sends (riskmap/views/marks.py).
   Outer dark line, white halo, fill, number, plate, alarm. Text is only ever set through textContent. */
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const FEW = 60; // marks in view that are never drawn smaller
  const REACH = 24; // px a mark may be shifted so that it does not cover another
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

  /* Where each mark goes so that no two closer than `gap` stay on top of each other: pushed apart step by step,
     never more than REACH from its true place. Near marks are found through a grid, so 3,000 are as fine as 30. */
  /* How much smaller marks are drawn where they would otherwise lie in heaps: 1 where each has a square of `side` px. Colour,
     shape and alarm stay; numbers and plates come back as one zooms in. `pane` gets the factor for the style sheet. */
  function crowd(places, size, side, pane) {
    const seen = places.filter((p) => p.x > 0 && p.y > 0 && p.x < size.x && p.y < size.y), xs = seen.map((p) => p.x), ys = seen.map((p) => p.y);
    const area = seen.length > 1 ? (Math.max(...xs) - Math.min(...xs) + side) * (Math.max(...ys) - Math.min(...ys) + side) : Infinity;
    const factor = seen.length < FEW ? 1 : Math.max(0.5, Math.min(1, Math.sqrt(area / seen.length) / side));
    pane.style.setProperty("--rm-crowd", factor.toFixed(3));
    pane.classList.toggle("rm-tight", factor < 0.8);
    return factor;
  }

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

  window.riskmapMarks = { svg, draw, picture, badge, crowd, spread, words };
})();
