/* Streamlit's own words in the page's language: the table comes with the document (riskmap/views/html/streamlit_words.py).
   Only what Streamlit wrote is touched; our HTML, Markdown, typed text and the options' data stay as they are. */
(() => {
  "use strict";
  const { words: table, anew } = JSON.parse(document.getElementById("streamlit-words").textContent);
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "aria-valuetext"];
  const OURS = "[data-testid='stHtml'], [data-testid='stPlotlyChart'], [data-testid='stMarkdownContainer'], [data-testid='stIconMaterial'], script, style";
  const WIDGET = "[data-testid='stFileUploader'], [data-testid='stDateInput'], [data-testid='stDialog']";
  const OFFERED = /^(Add: |新增：|(No results|没有匹配项|Select all|全选)$)/; // in a list of choices; the rest of it is data
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /* From one language into the other: whole sentences by name, those with {…} by pattern; a part is looked up too. */
  const into = (pairs) => {
    const whole = new Map(), patterns = [];
    for (const [from, to] of pairs) {
      if (!from.includes("{")) { if (!whole.has(from)) whole.set(from, to); continue; }
      const names = [...from.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
      const parts = from.split(/\{\w+\}/).map(escaped);
      patterns.push({ form: new RegExp(`^${parts.join("(.+?)")}$`), names, to });
    }
    const say = (text) => {
      if (whole.has(text)) return whole.get(text);
      for (const { form, names, to } of patterns) {
        const found = form.exec(text);
        if (found) return to.replace(/\{(\w+)\}/g, (_, name) => { const part = found[names.indexOf(name) + 1]; return whole.get(part) ?? part; });
      }
      return null;
    };
    return say;
  };
  const pairs = Object.entries(table), theirs = Object.entries(anew); // of its own name, said anew in both languages
  const say = {
    zh: into([...pairs, ...theirs.flatMap(([raw, [en, zh]]) => [[raw, zh], [en, zh]])]),
    en: into([...pairs.map(([one, other]) => [other, one]), ...theirs.flatMap(([raw, [en, zh]]) => [[raw, en], [zh, en]])]),
  };
  let lang = "";

  const write = (text) => {
    const core = text.trim();
    if (!core || core.length > 140) return null;
    const said = say[lang](core);
    return said === null || said === core ? null : text.replace(core, () => said);
  };
  const ours = (element) => element.closest(OURS) && !element.closest(WIDGET);
  const words = (node) => {
    const element = node.parentElement;
    if (!element || ours(element) || element.isContentEditable && !element.closest("[data-type]")) return;
    if (element.closest("[role='option'], [role='listbox']") && !OFFERED.test(node.data)) return;
    const said = write(node.data);
    if (said !== null) node.data = said;
  };
  const attributes = (element) => {
    if (element.matches("iframe[title*='folium']")) { // its title is a name of a module
      const name = lang === "zh" ? say.zh("Map") : "Map";
      if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
      return;
    }
    if (ours(element)) return;
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name), said = text ? write(text) : null;
      if (said !== null) element.setAttribute(name, said);
    }
  };
  const tree = (root) => {
    if (root.nodeType === Node.TEXT_NODE) { words(root); return; }
    if (root.nodeType !== Node.ELEMENT_NODE || ours(root)) return;
    attributes(root);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
      node.nodeType === Node.ELEMENT_NODE && ours(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    while (walk.nextNode()) walk.currentNode.nodeType === Node.TEXT_NODE ? words(walk.currentNode) : attributes(walk.currentNode);
  };

  /* Months and weekdays follow the browser's language: it is told the page's. */
  let told = "";
  const browser = (code) => {
    if (told === code) return;
    told = code;
    Object.defineProperty(navigator, "language", { get: () => told, configurable: true });
    Object.defineProperty(navigator, "languages", { get: () => [told], configurable: true });
    window.dispatchEvent(new Event("languagechange"));
  };
  const spoken = (code) => {
    const short = code.startsWith("zh") ? "zh" : "en";
    if (short === lang) return;
    lang = short;
    browser(bcp(short));
    document.documentElement.lang = bcp(short);
    if (document.body) tree(document.body);
  };

  const bcp = (code) => (code.startsWith("zh") ? "zh-CN" : "en-GB");
  document.addEventListener("click", (event) => { // before Streamlit draws in the other language
    const link = event.target instanceof Element && event.target.closest("a.w-lang");
    if (link) browser(bcp(link.lang));
  }, true);

  const asked = new URLSearchParams(location.search).get("lang");
  if (asked) spoken(asked);
  const changed = (records) => {
    const top = document.querySelector(".w-top[lang]");
    if (top) spoken(top.lang);
    if (!lang) return;
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach(tree);
      else if (record.type === "characterData") words(record.target);
      else attributes(record.target);
    }
  };
  new MutationObserver(changed).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
