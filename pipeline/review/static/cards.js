// The records: choosing one, showing what stands on it, and moving on.

import { highlight } from "./text.js";

export const data = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(data.cards.map((card) => [card.id, card]));
const WORDS = {
  unreviewed: ["○", "unreviewed"],
  recheck: ["↻", "look again"],
  accept: ["✓", "accepted"],
  correct: ["✎", "corrected"],
  reject: ["✗", "rejected"],
  add: ["+", "added"],
};
const list = document.querySelector(".cards");
let chosen = null;

export const waits = (status) => status === "unreviewed" || status === "recheck";

function elements() {
  return [...list.querySelectorAll(".card")].filter((c) => !c.hidden);
}

/** The chosen record, or null. */
export function current() {
  return chosen ? byId.get(chosen.dataset.id) : null;
}

/** The chosen record's element. */
export function currentElement() {
  return chosen;
}

export function find(id) {
  return byId.get(id);
}

/** Choose a record: its fields open, its evidence is marked. */
export function choose(element, focus = true) {
  if (!element) return;
  if (chosen) chosen.classList.remove("chosen");
  chosen = element;
  chosen.classList.add("chosen");
  const card = byId.get(element.dataset.id);
  for (const other of list.querySelectorAll(".related")) other.classList.remove("related");
  for (const id of card.involves) document.getElementById(`r-${id}`)?.classList.add("related");
  history.replaceState(null, "", `#r-${card.id}`);
  if (focus) element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
  highlight(card.ranges);
}

export function step(by) {
  const all = elements();
  const at = all.indexOf(chosen);
  choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]);
}

/** On to the next record that waits, else stay. */
export function advance() {
  const all = elements();
  const at = all.indexOf(chosen);
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))].find((c) => waits(c.dataset.status));
  if (next) choose(next);
}

/** Show a record as the server told it; a new one gets a card of its own. */
export function paint(card) {
  byId.set(card.id, card);
  let element = document.getElementById(`r-${card.id}`);
  if (!element) {
    element = document.getElementById("card").content.firstElementChild.cloneNode(true);
    element.id = `r-${card.id}`;
    element.dataset.id = card.id;
    list.append(element);
    list.querySelector(".empty")?.remove();
  }
  element.dataset.status = card.status;
  element.dataset.kind = card.kind;
  element.querySelector(".kind").textContent = card.kind.replaceAll("_", " ");
  element.querySelector(".headline").textContent = card.headline;
  element.querySelector(".reason").textContent = card.reason;
  const state = element.querySelector(".status");
  state.className = `status status-${card.status}`;
  state.querySelector(".icon").textContent = WORDS[card.status][0];
  state.querySelector(".word").textContent = WORDS[card.status][1];
  element.querySelector(".fields tbody").replaceChildren(...card.rows.map(row));
  count();
  return element;
}

function row([name, machine, human]) {
  const line = document.createElement("tr");
  for (const [tag, text] of [["th", name.replaceAll("_", " ")], ["td", machine], ["td", human]]) {
    const cell = document.createElement(tag);
    cell.textContent = text;
    line.append(cell);
  }
  return line;
}

export function remove(id) {
  const element = document.getElementById(`r-${id}`);
  if (element === chosen) {
    chosen = null;
    highlight([]);
  }
  element?.remove();
  byId.delete(id);
  count();
}

export function count() {
  const all = [...byId.values()];
  const open = all.filter((c) => waits(c.status)).length;
  document.getElementById("count").textContent = open ? `${open} of ${all.length} wait` : `all ${all.length} reviewed`;
}

/** Show only records that are like that: waiting, finding, decided, or all. */
export function filter(which) {
  for (const element of list.querySelectorAll(".card")) {
    const card = byId.get(element.dataset.id);
    const touched = card.kind === "finding" || element.querySelector(".touching") !== null;
    const open = waits(card.status);
    element.hidden = (which === "waiting" && !open) || (which === "decided" && open) || (which === "finding" && !touched);
  }
}
