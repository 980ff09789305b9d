/* Township labels stand where they cover least: near their own point, inside their own township, clear of marks. */
(function () {
  "use strict";
  const STEPS = [14, 11, 126, 99]; // of the search and its reach, in px

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

  const size = (node) => ({ x: node.offsetWidth / 2 + 2, y: node.offsetHeight / 2 });

  /* labels: [{marker, township}]; obstacles: [{x, y, r, weight, major}]; boxes: [{left, top, right, bottom}]; all in layer points.
     `strict`: a label that would meet a major mark is shortened to its name, and left out where that does not help. */
  function place(map, labels, obstacles, boxes, scale = 1, strict = false) {
    const steps = STEPS.map((step) => step * scale), taken = [...boxes]; // labels keep clear of each other too
    for (const { marker, township } of labels) {
      const node = marker.getElement() && marker.getElement().firstChild;
      if (!node) continue;
      node.classList.remove("rm-short", "rm-crowded");
      const home = map.latLngToLayerPoint([township.label[1], township.label[0]]);
      const ring = outer(township.geometry).map(([lon, lat]) => map.latLngToLayerPoint([lat, lon]));
      let half = size(node), found = search(home, half, ring, obstacles, taken, steps);
      if (strict && found.least >= MAJOR) {
        node.classList.add("rm-short");
        half = size(node);
        found = search(home, half, ring, obstacles, taken, steps);
        node.classList.toggle("rm-crowded", found.least >= MAJOR);
      }
      const { best, least } = found;
      marker.setLatLng(map.layerPointToLatLng(best));
      if (!strict || least < MAJOR) taken.push({ left: best.x - half.x, right: best.x + half.x, top: best.y - half.y, bottom: best.y + half.y });
    }
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
