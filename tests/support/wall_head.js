/* The head of a wall with every warning it may have, alone and together: what lies beyond its edge, what is cut. */
() => {
  const root = document.documentElement, top = document.querySelector('.wa-top'), space = top.querySelector('.wa-space'), told = [];
  const put = (name, words, place) => { const node = document.createElement('span'); node.className = name; node.textContent = words; if (words) place(node); return node; };
  top.querySelector('.wa-lost').textContent = top.dataset.lost.replace('{time}', '27 Nov 17:20');
  for (const stale of ['', 'The database does not answer: last good figures', 'No update for 1,234 hours']) for (const office of ['', 'presented by the office']) for (const lost of [false, true]) {
    if (!stale && !office && !lost) continue;
    const nodes = [put('wa-stale', stale, (node) => space.after(node)), put('wa-presented', office, (node) => space.before(node))];
    root.classList.toggle('wa-is-lost', lost);
    const edge = top.getBoundingClientRect().right + 0.5, parts = [...top.children].filter((one) => one.tagName !== 'H1' && one.offsetWidth), name = (one) => one.className;
    told.push({ with: [stale, office, lost], beyond: parts.filter((one) => one.getBoundingClientRect().right > edge).map(name), cut: parts.filter((one) => !one.matches('.wa-scope') && one.scrollWidth > one.clientWidth + 1).map(name) });
    nodes.forEach((node) => node.remove());
  }
  root.classList.remove('wa-is-lost');
  return told;
}
