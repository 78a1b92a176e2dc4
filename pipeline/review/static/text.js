// The text pane: highlighting of character ranges, and offsets of what is selected.
// Offsets count code points, as the server does; a block is one text node that begins at data-start.

const pane = document.querySelector("main.text");
const blocks = [...pane.querySelectorAll(".block")].map((element) => {
  const start = Number(element.dataset.start);
  const text = element.textContent;
  const plain = !/[\ud800-\udfff]/.test(text);
  const points = plain ? null : Array.from(text);
  return { element, text, points, start, end: start + (plain ? text.length : points.length) };
});
const cells = [...pane.querySelectorAll("[data-places]")].map((element) => ({
  element,
  places: element.dataset.places.split(" ").map((p) => p.split(",").map(Number)),
}));
let lit = [];

function slice(block, from, to) {
  return block.points ? block.points.slice(from, to).join("") : block.text.slice(from, to);
}

function clear() {
  for (const block of lit) block.element.textContent = block.text;
  lit = [];
  for (const cell of cells) cell.element.classList.remove("lit");
}

/** Mark the ranges and scroll to the first; in a rebuilt table its cells are marked. */
export function highlight(ranges) {
  clear();
  for (const cell of cells) {
    const hit = cell.places.some(([s, e]) => ranges.some(([a, b]) => s < b && a < e));
    cell.element.classList.toggle("lit", hit);
  }
  for (const block of blocks) {
    const inside = ranges
      .map(([s, e]) => [Math.max(s, block.start) - block.start, Math.min(e, block.end) - block.start])
      .filter(([s, e]) => s < e)
      .sort((x, y) => x[0] - y[0]);
    if (inside.length) mark(block, inside);
  }
  scroll(ranges);
}

function mark(block, inside) {
  const parts = [];
  let at = 0;
  for (const [start, end] of inside) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    parts.push(slice(block, at, from));
    const element = document.createElement("mark");
    element.textContent = slice(block, from, end);
    parts.push(element);
    at = end;
  }
  parts.push(slice(block, at, undefined));
  block.element.replaceChildren(...parts);
  lit.push(block);
}

function scroll(ranges) {
  const first = ranges[0];
  const marks = [...pane.querySelectorAll("mark, .lit")].filter((m) => m.offsetParent !== null);
  if (!first || !marks.length) return;
  const block = blocks.find((b) => b.start < first[1] && first[0] < b.end);
  const target =
    marks.find((m) => block && block.element.contains(m)) ||
    marks.find((m) => block && m.closest("figure") && m.closest("figure").contains(block.element)) ||
    marks[0];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
}

function offset(node, within) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = blocks.find((b) => b.element.contains(element));
  if (!block) return null;
  const before = document.createRange();
  before.setStart(block.element, 0);
  before.setEnd(node, within);
  return block.start + Array.from(before.toString()).length;
}

/** Ranges of the selection: characters of the text, or the cells of a rebuilt table; empty when nothing fits. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.commonAncestorContainer)) return [];
  const touched = cells.filter((c) => selection.containsNode(c.element, true));
  if (touched.length) return touched.flatMap((c) => c.places);
  let start = offset(range.startContainer, range.startOffset);
  let end = offset(range.endContainer, range.endOffset);
  if (end === null) {
    const last = blocks.filter((b) => range.intersectsNode(b.element)).pop();
    end = last ? last.end : null;
  }
  if (start === null || end === null || start >= end) return [];
  const text = selection.toString();
  end -= text.length - text.trimEnd().length > 0 ? trailing(start, end) : 0;
  return [[start, end]];
}

function trailing(start, end) {
  const block = blocks.find((b) => b.start < end && end <= b.end);
  if (!block) return 0;
  const within = slice(block, Math.max(0, start - block.start), end - block.start);
  return within.length - within.trimEnd().length;
}

/** The characters of the first range, shortened. */
export function quote(ranges) {
  const block = ranges.length && blocks.find((b) => b.start <= ranges[0][0] && ranges[0][0] < b.end);
  if (!block) return "";
  const text = slice(block, ranges[0][0] - block.start, ranges[0][1] - block.start).replace(/\s+/g, " ");
  return text.length > 160 ? text.slice(0, 157) + "…" : text;
}
