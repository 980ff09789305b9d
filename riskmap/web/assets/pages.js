/* Links between our own pages run inside the open session: the address changes, Streamlit reruns, nothing reloads. */
(() => {
  "use strict";
  const inside = (link) =>
    link.origin === location.origin && !link.hasAttribute("download") && !link.target && !/\/(api|assets|demo|door|sign-in|password)(\/|$)/.test(link.pathname);
  const go = (address) => {
    const here = location.pathname;
    history.pushState(null, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    if (location.pathname !== here) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  const fetched = async (link) => {  // a paper takes some seconds: its button says so until the file is there
    if (link.classList.contains("busy")) return;
    const said = link.textContent;
    const began = Date.now();
    link.classList.add("busy");
    const tick = setInterval(() => { link.textContent = `${link.dataset.making} ${Math.round((Date.now() - began) / 1000)} s`; }, 500);
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
      const save = document.createElement("a");
      save.href = URL.createObjectURL(await answer.blob());
      save.download = named ? named[1] : "";
      save.click();
      setTimeout(() => URL.revokeObjectURL(save.href), 60000);
    } catch (failed) {
      link.title = link.dataset.failed;
      link.classList.add("failed");
    } finally {
      clearInterval(tick);
      link.textContent = link.classList.contains("failed") ? `${said} ✕` : said;
      link.classList.remove("busy");
    }
  };
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const open = document.querySelectorAll("details.w-why[open]");
    open.forEach((one) => { if (!one.contains(target)) one.open = false; });
    document.querySelectorAll("details.w-who[open]").forEach((one) => { if (!one.contains(target)) one.open = false; });
    const link = target?.closest("[data-testid='stHtml'] a[href]");
    if (link?.matches(".w-fold")) { // the filters on a phone
      event.preventDefault();
      document.documentElement.toggleAttribute("data-filters");
      return;
    }
    if (link?.dataset.making) {
      event.preventDefault();
      fetched(link);
      return;
    }
    if (link?.getAttribute("href").startsWith("#")) { // a place on this page
      event.preventDefault();
      document.getElementById(link.hash.slice(1))?.scrollIntoView({ behavior: "smooth" });
      return;
    }
    if (link && inside(link)) {
      event.preventDefault();
      go(link.href);
      return;
    }
    const row = target?.closest("tr.w-go");
    const first = row && !String(getSelection()) && !target.closest("a, summary, button, input") && row.querySelector("a.w-open[href]");
    if (first) go(first.href);
  });
  document.addEventListener("animationstart", (event) => {  // the server says that the session is over
    if (event.animationName === "w-up") document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);  // a new phase opens
    if (event.animationName === "w-see") event.target.closest("[data-testid='stElementContainer']")?.scrollIntoView({ block: "nearest" });  // an answer
    if (event.animationName === "w-gone") location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
  document.addEventListener("keydown", (event) => {  // in a line of a step's form the enter key records it
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof Element)) return;
    if (event.target.matches(".st-key-step_form .stTextInput input"))
      setTimeout(() => document.querySelector(".st-key-record_step button:not([disabled])")?.click());
  });
  document.addEventListener("keydown", (event) => {
    const turn = { ArrowLeft: "back", ArrowRight: "next", PageUp: "back", PageDown: "next" }[event.key];
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const beside = turn && !typing && document.querySelector(`[data-meeting="${turn}"] a[href]`);
    if (beside) { event.preventDefault(); go(beside.href); }
    if (event.key !== "Escape" || event.isComposing) return;
    document.querySelectorAll("details.w-why[open]").forEach((one) => { one.open = false; });
    const placing = document.querySelector(".st-key-map_place_no button"); // as on the map itself
    if (placing) placing.click();
  });
})();
