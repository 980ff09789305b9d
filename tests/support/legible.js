/* What a reader at a desk cannot read on a page: texts under 12 px, texts cut by their box, contrast under 4.5 : 1. */
() => {
  const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => [[r, 0.2126], [g, 0.7152], [b, 0.0722]].reduce((sum, [v, share]) => sum + share * (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4), 0);
  const told = { small: [], cut: [], pale: [], texts: 0 }, walk = document.createTreeWalker(document.querySelector('[data-testid="stApp"]'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), node = walk.currentNode.parentElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (!text || style.visibility === 'hidden' || box.width < 2 || box.height < 2 || node.closest('style, script, [data-testid="stIconMaterial"], [data-testid="stToolbar"]')) continue;
    told.texts++;
    const size = parseFloat(style.fontSize), pair = [light(numbers(style.color)), light(ground(node))].sort((a, b) => b - a);
    if (size < 11.95) told.small.push(`${text.slice(0, 24)} ${size}`);
    if (style.overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1) told.cut.push(text.slice(0, 24));
    if ((pair[0] + 0.05) / (pair[1] + 0.05) < 4.5 && !node.closest('[aria-disabled="true"], :disabled, [data-baseweb="select"]:has(:disabled)')) told.pale.push(text.slice(0, 24));
  }
  return told;
}
