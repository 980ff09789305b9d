/* The map's own words of the address: layers, measure, base, view, since. The map is their master: a link opens with them, and
   what a reader changes is written back without a rerun. The server reads none of them. */
(function () {
  "use strict";
  const KEEP = "riskmap.view", WORDS = ["layers", "measure", "base", "view", "since"], PAUSE = 300;
  const ON = ["major", "general", "shade", "heat", "tiles"], PLAIN = "major,general,shade";
  const START = { theme: "progress", major: true, general: true, shade: true, heat: false, tiles: false, own: [], rate: "due_rate_passed", base: "none", since: "", hidden: {} };

  /* The page's window, null where the map stands alone. */
  function page() {
    try { return window.parent !== window && window.parent.location.search !== undefined ? window.parent : null; } catch (error) { return null; }
  }

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(KEEP)) || {}; } catch (error) { return {}; }
  }

  /* What to show at first: by the address where it says anything of the map, else as the reader left it. */
  function read() {
    const host = page(), words = new URLSearchParams(host ? host.location.search : "");
    if (!WORDS.some((word) => words.has(word))) return { ...START, ...kept() };
    const names = (words.get("layers") || PLAIN).split(","), view = { ...START, own: [], hidden: {} };
    for (const name of ON) view[name] = names.includes(name);
    for (const name of names) {
      if (name.startsWith("own.")) view.own.push(name.slice(4));
      if (name.startsWith("no.")) view.hidden[name.slice(3)] = true;
    }
    if (names.includes("risk")) view.theme = "risk";
    return { ...view, rate: words.get("measure") || START.rate, base: words.get("base") || "none", since: words.get("since") || "", at: place(words.get("view")) };
  }

  /* "latitude,longitude,zoom" as numbers, null for anything else. */
  function place(text) {
    const [lat, lon, zoom] = (text || "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24 ? { lat, lon, zoom } : null;
  }

  function words(view, map, moved) {
    const names = [...ON.filter((name) => view[name]), ...(view.theme === "risk" ? ["risk"] : []), ...view.own.map((id) => "own." + id)];
    names.push(...Object.keys(view.hidden).filter((code) => view.hidden[code]).map((code) => "no." + code));
    const said = names.join(",") || "none", centre = map.getCenter();
    return {
      layers: said === PLAIN ? "" : said,
      measure: view.rate === START.rate ? "" : view.rate,
      base: view.base === "none" ? "" : view.base,
      since: view.since || "",
      view: moved ? `${centre.lat.toFixed(5)},${centre.lng.toFixed(5)},${Number(map.getZoom().toFixed(1))}` : "",
    };
  }

  class Address {
    constructor(painter) { this.painter = painter; }

    write() {
      const { view, map, touched } = this.painter, { at, ...rest } = view;
      try { sessionStorage.setItem(KEEP, JSON.stringify(rest)); } catch (error) { /* a private window keeps nothing */ }
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.put(words(view, map, touched)), PAUSE);
    }

    put(said) {
      const host = page();
      if (!host || !document.body.isConnected) return;
      const address = new URL(host.location.href);
      for (const word of WORDS) if (said[word]) address.searchParams.set(word, said[word]); else address.searchParams.delete(word);
      const text = address.href.replace(/%2C/g, ","), printed = host.document.querySelector('#wall_map select[name="measure"]');
      for (const id of ["villages", "emergency"]) { // and so are its layers
        const box = host.document.querySelector(`#wall_map input[name="${id}"]`);
        if (box) box.checked = this.painter.view.own.includes("place." + id);
      }
      if (printed) printed.value = this.painter.view.rate; // the paper is shaded as the screen is
      if (text !== host.location.href) host.history.replaceState(host.history.state, "", text);
    }

    /* The whole view as one address, for those who are signed in. */
    link() {
      const host = page();
      if (!host) return "";
      clearTimeout(this.pause);
      this.put(words(this.painter.view, this.painter.map, true));
      return host.location.href;
    }
  }

  window.riskmapAddress = { Address, read };
})();
