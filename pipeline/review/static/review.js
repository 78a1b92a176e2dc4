// The document page: keys and buttons, and saving with what the server says to it.

import { advance, choose, count, current, currentElement, data, filter, find, paint, remove, step } from "./cards.js";
import { add, close, edit, isOpen, reject } from "./editor.js";
import { selected } from "./text.js";

const told = document.getElementById("told");
const formToken = document.querySelector("meta[name=form-token]").content;
let saving = false;
let fading = 0;

function tell(message, bad = false) {
  told.textContent = message;
  told.hidden = !message;
  told.classList.toggle("bad", bad);
  clearTimeout(fading);
  if (!bad) fading = setTimeout(() => (told.hidden = true), 2500);
}

/** Post; the answer's JSON, or null after telling what went wrong. Nothing on the page changes before the answer. */
async function post(path, body) {
  if (saving) return { error: "still saving" };
  saving = true;
  try {
    const headers = { "Content-Type": "application/json", "X-Form-Token": formToken };
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const read = await answer.json().catch(() => ({ error: `the server answered ${answer.status}` }));
    return answer.ok ? read : { ...read, error: read.error || `the server answered ${answer.status}`, status: answer.status };
  } catch {
    return { error: "not saved: the server does not answer. Nothing is lost here; try again." };
  } finally {
    saving = false;
  }
}

function settled(answer, word) {
  if (answer.error) {
    if (answer.status === 409) behind(answer.current);
    tell(answer.error, true);
    return answer;
  }
  data.undo = answer.undo;
  if (answer.card) paint(answer.card);
  tell(word);
  return null;
}

/** Another window was first: from now on this page decides on top of what stands there. */
function behind(now) {
  if (!now) return;
  const card = find(now.record_id);
  if (!card) return;
  card.version = now.version;
  const status = now.verdict === "withdraw" ? "unreviewed" : now.verdict;
  paint({ ...card, status, reason: now.reason || "" });
}

async function decide(verdict, more = {}) {
  const card = current();
  if (!card) return null;
  const body = { doc: data.doc, record_id: card.id, verdict, version: card.version, ...more };
  return settled(await post("/api/decisions", body), { accept: "accepted", correct: "corrected", reject: "rejected" }[verdict]);
}

const acts = {
  async accept() {
    if (current() && !(await decide("accept"))) advance();
  },
  edit() {
    const card = current();
    if (card) edit(card, currentElement().querySelector(".more"), (fields, ranges) => decide("correct", { fields, ranges }));
  },
  reject() {
    const card = current();
    if (!card) return;
    reject(card, currentElement().querySelector(".more"), async (reason) => {
      const problem = await decide("reject", { reason });
      if (!problem) {
        close();
        advance();
      }
      return problem;
    });
  },
  add() {
    const ranges = selected();
    if (!ranges.length) {
      tell("select the words that state it in the text, then press n", true);
      return;
    }
    add(ranges, document.querySelector(".cards"), async (kind, fields, where) => {
      const answer = await post("/api/records", { doc: data.doc, kind, fields, ranges: where });
      const problem = settled(answer, "added");
      if (!problem) {
        close();
        choose(document.getElementById(`r-${answer.record_id}`));
      }
      return problem;
    });
  },
  async undo() {
    if (!data.undo) {
      tell("nothing to undo");
      return;
    }
    const answer = await post("/api/undo", { doc: data.doc, expected: data.undo });
    if (answer.status === 409 && answer.current) data.undo = answer.current.id;
    const problem = settled(answer, "undone");
    if (problem) return;
    if (!answer.card) remove(answer.record_id);
    else choose(document.getElementById(`r-${answer.record_id}`));
  },
  help() {
    document.getElementById("help").showModal();
  },
  next: () => step(1),
  before: () => step(-1),
};
const KEYS = { j: "next", k: "before", a: "accept", e: "edit", r: "reject", n: "add", u: "undo", "?": "help" };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) {
    close();
    currentElement()?.focus({ preventScroll: true });
    return;
  }
  const typing = event.target.closest("input, select, textarea, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  event.preventDefault();
  acts[KEYS[event.key]]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  const card = event.target.closest(".card");
  if (card && card !== currentElement() && !event.target.closest("a")) {
    close();
    choose(card);
  }
  if (button) acts[button.dataset.act]();
});

for (const button of document.querySelectorAll("[data-act=add]")) {
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
}
document.getElementById("show").addEventListener("change", (event) => filter(event.target.value));
document.getElementById("outline").addEventListener("change", (event) => {
  document.getElementById(event.target.value)?.scrollIntoView({ block: "start" });
  event.target.value = "";
});
window.addEventListener("hashchange", fromAddress);

function fromAddress() {
  const element = location.hash.startsWith("#r-") && document.getElementById(location.hash.slice(1));
  if (element) choose(element);
}

count();
fromAddress();
document.body.dataset.ready = "yes";
