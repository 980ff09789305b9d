/* What keeps the wall honest and alive. Streamlit cannot tell that it is down, so this script looks by itself: it says
   since when the picture stands still, and loads the page again when the server is back. Sizes are checked here too:
   a list shows as many whole rows as it has room for. */
(function () {
  "use strict";
  const LOOK = 5000, SOON = 2000, PATIENCE = 4000, FIRST = 20000, MISSES = 2, SPREAD = 3000, NIGHT = 45000; // ms; lost after so many looks without an answer
  const KEEP = "riskmap.wall.picture", PLACE = "riskmap.wall.place", RELOADED = "riskmap.wall.reloaded";
  const state = () => document.getElementById("wall-state"), beat = () => document.getElementById("wall-beat");
  let map = null, shift = 0, good = Date.now(), lost = false, missed = 0, sure = false, tired = false, started = "", seen = "", beaten = Date.now(), tour = null, turn = null, present = null, ghost = null;

  /* ---- the clock, in the county's zone and by the server's time ---- */

  function part(options, at) {
    const facts = state().dataset;
    return new Intl.DateTimeFormat(facts.lang === "en" ? "en-GB" : "zh-CN", { timeZone: facts.zone, ...options }).format(at);
  }

  function write(selector, text) {
    const node = document.querySelector(selector);
    if (node && node.textContent !== text) node.textContent = text;
  }

  function time(at) { return part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at); }

  function date(at) { return part({ year: "numeric", month: "2-digit", day: "2-digit" }, at); }

  function day(at) {
    return state().dataset.lang === "en" ? part({ day: "numeric", month: "short" }, at) : part({ month: "2-digit", day: "2-digit" }, at).replace("/", "-");
  }

  function tick() {
    const head = state();
    if (!head) return;
    const now = new Date(Date.now() + shift), english = head.dataset.lang === "en";
    write(".wa-time", time(now));
    write(".wa-day", english ? part({ weekday: "short", day: "numeric", month: "short" }, now) : `${day(now)}　${part({ weekday: "long" }, now)}`);
    document.documentElement.classList.toggle("wa-is-lost", lost);
    const last = new Date(good + shift);
    if (lost) write(".wa-lost", head.dataset.lost.replace("{time}", date(last) === date(now) ? time(last) : `${day(last)} ${time(last)}`));
    quiet(head, now);
  }

  /* ---- is the server there, is the picture fresh? ---- */

  async function look() {
    let there = false, restarted = false;
    const head = state();
    try {
      const answer = await fetch("/api/v1/wall/pulse.json", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 401 || answer.status === 403) return location.reload(); // signed out: the gate leads to the door
      const told = answer.ok ? await answer.json() : null;
      if (told) {
        there = true;
        const date = Date.parse(answer.headers.get("date") || "");
        if (date && Math.abs(date - Date.now() - shift) > 2000) shift = date - Date.now();
        restarted = started !== "" && started !== told.started;
        started = started || told.started;
      }
    } catch (error) { there = false; }
    const late = !document.hidden && Date.now() - beaten > (head ? 3 * Number(head.dataset.seconds) * 1000 + LOOK : FIRST);
    missed = there ? 0 : missed + 1;
    lost = lost || missed >= MISSES; // only the page anew ends that
    if (there && (lost || late || tired || restarted)) {
      if (sure) return again();
      sure = true;
      return setTimeout(look, Math.random() * SPREAD); // not every wall at once, and none unless the server still is there then
    }
    sure = false;
    if (there) good = beaten;
    tick();
    setTimeout(look, there ? LOOK : SOON);
  }

  /* The page anew, for a server that answers: where none does, an error would stand, without this script. The last picture
     lies over it until the new one is drawn: no white, no empty wall. */
  function again() {
    keep();
    location.reload();
  }

  function quiet(head, now) {
    const today = date(now);
    if (time(now) !== head.dataset.reload) return;
    if (sessionStorage.getItem(RELOADED) === today || performance.now() < 120000) return;
    sessionStorage.setItem(RELOADED, today);
    setTimeout(() => { tired = true; }, Math.random() * NIGHT); // the next look that is answered
  }

  /* The picture, and where the wall's own pages and its tour stand: a wall that is held stays where it is held. */
  function keep() {
    const stop = turn && state() ? turn.here() : place.stop;
    sessionStorage.setItem(PLACE, JSON.stringify({ stop, tour: tour ? tour.at : place.tour }));
    const wall = document.querySelector(".st-key-wall");
    if (!wall || !state()) return;
    const copy = wall.cloneNode(true), from = wall.querySelectorAll("canvas");
    copy.querySelectorAll("canvas").forEach((canvas, i) => {
      const image = document.createElement("img");
      image.src = from[i].toDataURL();
      image.style.cssText = canvas.style.cssText;
      image.className = canvas.className;
      canvas.replaceWith(image);
    });
    copy.querySelector("#wall-beat")?.remove();
    copy.querySelectorAll("[id]").forEach((node) => { if (!node.id.startsWith("wa-")) node.removeAttribute("id"); });
    const kept = { html: copy.outerHTML, wall: document.documentElement.dataset.wall, zoom: state().dataset.zoom, reach: state().dataset.reach, lang: state().dataset.lang };
    try { sessionStorage.setItem(KEEP, JSON.stringify(kept)); } catch (error) { sessionStorage.removeItem(KEEP); }
  }

  function taken(key) {
    const kept = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    return kept;
  }

  function recall() {
    const kept = taken(KEEP);
    if (!kept) return;
    size(kept);
    document.documentElement.dataset.wall = kept.wall;
    ghost = document.createElement("div");
    ghost.className = "wa-ghost";
    ghost.innerHTML = kept.html;
    document.body.append(ghost);
    setTimeout(lift, FIRST);
  }

  function lift() {
    if (ghost) ghost.remove();
    ghost = null;
  }

  /* ---- rows: as many as there is room for, never half a row ---- */

  function fit(box) {
    const rows = [...box.querySelectorAll(".wa-row")], more = box.querySelector(".wa-more"), able = rows.filter((row) => !row.classList.contains("wa-keep"));
    const full = () => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
    let rest = Number(box.dataset.rest);
    rows.forEach((row) => { row.hidden = false; });
    const say = () => { more.hidden = !rest; more.textContent = box.dataset.say.replace("{n}", rest); };
    say();
    const keep = { middle: 3, best: 1 }[box.dataset.drop] || 0; // of a ranking its head and its end stay, the middle goes
    while (full() && able.length) { able.splice(keep && able.length > keep ? keep : -1, 1)[0].hidden = true; rest++; say(); }
  }

  /* What of the foot has no room beside the way out is left out as a whole, the last first. */
  function shorten(box) {
    const parts = [...box.children];
    parts.forEach((part) => { part.hidden = false; });
    while (parts.length > 1 && box.scrollWidth > box.clientWidth + 1) parts.pop().hidden = true;
  }

  function fitAll() {
    document.querySelectorAll("[data-testid='stApp'] .wa-fit").forEach(fit);
    document.querySelectorAll("[data-testid='stApp'] .wa-means").forEach(shorten);
  }

  /* ---- the page changed: sizes, pages, map, tour ---- */

  function size(facts) {
    document.documentElement.style.setProperty("--wa-zoom", facts.zoom);
    document.documentElement.dataset.reach = facts.reach;
    document.documentElement.dataset.lang = facts.lang;
  }

  /* A beat comes with every look of the server at the ledger, whether anything changed or not. */
  function listen() {
    const mark = beat() ? beat().dataset.at : "";
    if (mark !== seen) { seen = mark; beaten = Date.now(); }
  }

  function follow() {
    const head = state(), box = document.getElementById("wall-map");
    if (!head) return;
    listen();
    size(head.dataset);
    fitAll();
    tick();
    if (!turn) turn = new window.riskmapRotation(state, place.stop);
    turn.draw();
    const mapped = box && (map || document.querySelector('[data-testid="stApp"] .wa-page[data-page="main"]')); // a kiosk without a main page has its map only once it is shown one
    if (ghost && (!mapped || box.dataset.paints) && document.querySelector('[data-testid="stApp"] .wa-foot')) lift();
    if (!present) present = new window.riskmapPresented(() => map, state);
    present.draw();
    if (!mapped) return;
    if (document.querySelector('[data-testid="stApp"] .wa-trouble')) return map && map.forget(); // without a filter that can be read there is nothing to map
    if (!map || map.box !== box) { map = new window.riskmapWallMap(box); map.painted = follow; } // painted anew it shows the whole: it goes back to what it showed
    map.refit();
    map.show({ hazards: head.dataset.hazards, sheet: head.dataset.sheet, rev: head.dataset.rev, only: head.dataset.only });
    if (!tour) tour = new window.riskmapTour(() => map, state, place.tour);
    if (tour.running !== tour.kind()) tour.start();
    else if (tour.at >= 0 && tour.kind()) tour.draw();
  }

  /* Links leave the wall for good: its style sheet belongs to no other page. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".st-key-wall a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    location.assign(link.href);
  }, true);

  const place = taken(PLACE) || { stop: null, tour: -1 };
  recall();
  let due = false;
  const own = ".wa-canvas, .wa-clock, .wa-lost, .wa-more, .wa-part, .wa-cards, .wa-ghost, #wall-beat, :has(> #wall-beat)"; // what we write, and the beat
  const watch = (records) => {
    listen();
    if (due || records.every((one) => one.target instanceof Element && one.target.closest(own))) return;
    due = true;
    queueMicrotask(() => { due = false; follow(); });
  };
  new MutationObserver(watch).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-at", "data-rev", "data-hazards"] });
  addEventListener("visibilitychange", () => { beaten = Date.now(); }); // a hidden page is not asked to be fresh
  const refit = () => { fitAll(); if (turn && state()) turn.draw(); };
  const refont = () => { document.querySelectorAll(".wa-cards").forEach((box) => { delete box.dataset.dealt; }); refit(); };
  addEventListener("resize", refit);
  document.fonts.addEventListener("loadingdone", refont);
  setInterval(tick, 1000);
  look();
  follow();
})();
