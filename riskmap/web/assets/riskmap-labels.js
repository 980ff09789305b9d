/* Township labels stand where they cover least: near their own point, inside their own township, clear of marks. Where
   major marks leave no room there, they stand outside the county with a line that leads back. */
(function () {
  "use strict";
  const STEPS = [8, 7, 128, 98]; // of the search and its reach, in px
  const STEP = 12, LEAD = 10; // of the search outside the county; how far a line reaches into the township, in px

  function outer(geometry) {
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
    return rings.sort((a, b) => b.length - a.length)[0];
  }

  function inside(x, y, ring) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
    }
    return odd;
  }

  const MAJOR = 200; // no other reason outweighs a major mark
  const CLUTTER = 24, FIGURES = 22; // from when on a shorter label is tried; what the figures of a label are worth

  function cost(x, y, half, ring, obstacles, boxes) {
    if (!inside(x, y, ring)) return Infinity;
    let sum = 0;
    for (const [sx, sy] of [[-1, -1], [1, -1], [-1, 1], [1, 1]]) if (!inside(x + sx * half.x, y + sy * half.y, ring)) sum += 8;
    for (const one of obstacles) {
      const dx = Math.max(0, Math.abs(one.x - x) - half.x), dy = Math.max(0, Math.abs(one.y - y) - half.y);
      if (dx * dx + dy * dy < one.r * one.r) sum += one.major ? MAJOR : one.weight;
    }
    for (const box of boxes) {
      if (x + half.x > box.left && x - half.x < box.right && y + half.y > box.top && y - half.y < box.bottom) sum += box.weight || 30;
    }
    return sum;
  }

  /* The best place of a label of this size: where it costs least, and how much. */
  function search(home, half, ring, obstacles, boxes, [stepX, stepY, reachX, reachY]) {
    const near = obstacles.filter((one) => Math.abs(one.x - home.x) < reachX + half.x + 30 && Math.abs(one.y - home.y) < reachY + half.y + 30);
    let best = home, least = cost(home.x, home.y, half, ring, near, boxes);
    for (let dx = -reachX; dx <= reachX; dx += stepX) for (let dy = -reachY; dy <= reachY; dy += stepY) {
      const far = Math.hypot(dx, dy) * 0.03;
      if (far >= least) continue;
      const sum = far + cost(home.x + dx, home.y + dy, half, ring, near, boxes);
      if (sum < least) { least = sum; best = L.point(home.x + dx, home.y + dy); }
    }
    return { best, least };
  }

  const meets = (x, y, half, box) => x + half.x > box.left && x - half.x < box.right && y + half.y > box.top && y - half.y < box.bottom;

  const clear = (x, y, half, obstacles, boxes) =>
    !boxes.some((box) => meets(x, y, half, box)) &&
    !obstacles.some((one) => one.major && Math.max(0, Math.abs(one.x - x) - half.x) ** 2 + Math.max(0, Math.abs(one.y - y) - half.y) ** 2 < one.r * one.r);

  /* Points of the map that lie in no township, as a grid of layer points. */
  function beyond(map, rings, scale) {
    const { x: width, y: height } = map.getSize(), corner = map.containerPointToLayerPoint([0, 0]), step = STEP * scale, found = [];
    for (let x = step; x < width; x += step) for (let y = step; y < height; y += step) {
      const at = L.point(corner.x + x, corner.y + y);
      if (!rings.some((ring) => inside(at.x, at.y, ring))) found.push(at);
    }
    return found;
  }

  /* The nearest of those points where a label of this size lies within the map and meets no township, no major mark, no
     panel and no other label. */
  function away(map, home, half, free, rings, obstacles, boxes) {
    const first = map.containerPointToLayerPoint([0, 0]), most = map.containerPointToLayerPoint(map.getSize());
    const far = (at) => (at.x - home.x) ** 2 + (at.y - home.y) ** 2, corners = [[-1, -1], [1, -1], [-1, 1], [1, 1], [-1, 0], [1, 0]];
    const whole = (at) => at.x - half.x > first.x && at.y - half.y > first.y && at.x + half.x < most.x && at.y + half.y < most.y;
    const off = (at) => corners.every(([sx, sy]) => !rings.some((ring) => inside(at.x + sx * half.x, at.y + sy * half.y, ring)));
    let best = null, least = Infinity;
    for (const at of free) {
      const how = far(at);
      if (how < least && whole(at) && clear(at.x, at.y, half, obstacles, boxes) && off(at)) { best = at; least = how; }
    }
    return best;
  }

  /* A line from a label to where its township begins, and a little further. */
  function lead(marker, from, home, ring) {
    const whole = Math.hypot(home.x - from.x, home.y - from.y), line = document.createElement("i");
    let reach = 0;
    while (reach < whole && !inside(from.x + ((home.x - from.x) * reach) / whole, from.y + ((home.y - from.y) * reach) / whole, ring)) reach += 2;
    line.className = "rm-lead";
    line.style.width = Math.min(whole, reach + LEAD) + "px";
    line.style.transform = `rotate(${Math.atan2(home.y - from.y, home.x - from.x)}rad)`;
    marker.getElement().append(line); // behind its label: the style sheet
  }

  const size = (node) => ({ x: node.offsetWidth / 2 + 2, y: node.offsetHeight / 2 });

  /* A label outside the county: whole, else as the name alone. Tells the box that it takes, null where nothing is free. */
  function outside(map, { marker, node, home, ring }, free, rings, obstacles, boxes) {
    const { x, y } = map.layerPointToContainerPoint(home), view = map.getSize();
    if (x < 0 || y < 0 || x > view.x || y > view.y) return null; // its township is not looked at
    node.classList.add("rm-outside");
    for (const short of [false, true]) {
      node.classList.toggle("rm-short", short);
      const half = size(node), at = away(map, home, half, free, rings, obstacles, boxes);
      if (!at) continue;
      marker.setLatLng(map.layerPointToLatLng(at));
      lead(marker, at, home, ring);
      return around(at, half);
    }
    node.classList.remove("rm-outside");
    return null;
  }

  const around = (at, half) => ({ left: at.x - half.x, right: at.x + half.x, top: at.y - half.y, bottom: at.y + half.y });

  const shape = (map, geometry) => outer(geometry).map(([lon, lat]) => map.latLngToLayerPoint([lat, lon]));

  /* One label inside its township, as the name alone where that lies clearer. Tells the box that it takes; null where it
     meets a major mark even so. */
  function within(map, { marker, node, home, ring }, obstacles, boxes, steps, strict) {
    let half = size(node), found = search(home, half, ring, obstacles, boxes, steps);
    if (strict && found.least >= CLUTTER) {
      node.classList.add("rm-short");
      const less = size(node), other = search(home, less, ring, obstacles, boxes, steps);
      if (other.least + FIGURES < found.least || found.least >= MAJOR) { half = less; found = other; } else node.classList.remove("rm-short");
    }
    marker.setLatLng(map.layerPointToLatLng(found.best));
    return strict && found.least >= MAJOR ? null : around(found.best, half);
  }

  /* labels: [{marker, township}]; obstacles: [{x, y, r, weight, major}]; boxes: [{left, top, right, bottom}]; all in layer points.
     `strict`: a label that would meet a major mark is shortened to its name, set outside the county, and left out where
     that does not help either. Returns how many are left out. */
  function place(map, labels, obstacles, boxes, scale = 1, strict = false) {
    const steps = STEPS.map((step) => step * scale), taken = [...boxes], lost = []; // labels keep clear of each other too
    for (const { marker, township } of labels) {
      const element = marker.getElement(), node = element && element.firstChild;
      if (!node) continue;
      element.querySelectorAll(".rm-lead").forEach((line) => line.remove());
      node.classList.remove("rm-short", "rm-crowded", "rm-outside");
      const label = { marker, node, ring: shape(map, township.geometry), home: map.latLngToLayerPoint([township.label[1], township.label[0]]) };
      const box = within(map, label, obstacles, taken, steps, strict);
      if (box) taken.push(box); else lost.push(label);
    }
    const rings = labels.map(({ township }) => shape(map, township.geometry)), free = lost.length ? beyond(map, rings, scale) : [];
    for (const label of lost) label.edge = free.reduce((least, at) => Math.min(least, label.home.distanceTo(at)), Infinity);
    lost.sort((a, b) => a.edge - b.edge); // who lies at the county's edge has the first choice
    return lost.filter((label) => {
      const box = outside(map, label, free, rings, obstacles, taken);
      if (box) taken.push(box); else label.node.classList.add("rm-crowded");
      return !box;
    }).length;
  }

  /* The name of a township as one node; the last of several words (Town, Township) is left out where it has to be short. */
  function named(name) {
    const node = document.createElement("b"), at = name.lastIndexOf(" "), kind = document.createElement("i");
    node.textContent = at > 0 ? name.slice(0, at) : name;
    kind.className = "rm-kind";
    kind.textContent = name.slice(at);
    if (at > 0) node.append(kind);
    return node;
  }

  window.riskmapLabels = { place, named };
})();
