// Forms: correcting field by field, adding from a selection, rejecting with a reason.

import { data } from "./cards.js";
import { quote, selected } from "./text.js";

const REASONS = ["the paper does not say so", "wrong value", "wrong group or patient", "another study's result", "said already"];
const NOT_ADDED = new Set(["finding", "mention"]);
let open = null;

function make(tag, values = {}, ...children) {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children);
  return element;
}

/** Close the open form; what was typed is gone. */
export function close() {
  if (!open) return false;
  open.remove();
  open = null;
  document.body.classList.remove("editing");
  return true;
}

export const isOpen = () => open !== null;

function place(form, host) {
  close();
  open = form;
  document.body.classList.add("editing");
  host.insertBefore(form, host.querySelector(".fields")?.parentElement === host ? host.querySelector(".fields") : host.firstChild);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("input, select, textarea")?.focus();
}

function choices(id, values) {
  return make("datalist", { id }, ...values.map((value) => make("option", { value })));
}

function field(spec, value) {
  const id = `f-${spec.name}`;
  if (spec.type === "flag") return make("input", { id, type: "checkbox", checked: Boolean(value), name: spec.name });
  if (spec.name === "attribution") {
    const options = spec.choices.map((c) => make("option", { value: c, textContent: c, selected: c === (value || "own") }));
    return make("select", { id, name: spec.name }, ...options);
  }
  const typed = Array.isArray(value) ? value.join(", ") : value ?? "";
  const input = make("input", { id, name: spec.name, value: typed, required: spec.required, autocomplete: "off" });
  if (spec.type === "number" || spec.type === "whole") input.inputMode = "decimal";
  if (spec.choices.length || spec.layer) input.setAttribute("list", `l-${spec.name}`);
  if (spec.layer) input.addEventListener("input", () => later(() => suggest(spec, input)));
  return input;
}

let timer = 0;
function later(what) {
  clearTimeout(timer);
  timer = setTimeout(what, 120);
}

async function suggest(spec, input) {
  const parts = spec.type === "list" ? input.value.split(/,\s*/) : [input.value];
  const asked = new URLSearchParams({ layer: spec.layer, q: parts.pop() });
  const answer = await fetch(`/api/vocabulary?${asked}`);
  if (!answer.ok) return;
  const before = parts.length ? parts.join(", ") + ", " : "";
  const options = (await answer.json()).map((s) => make("option", { value: before + s.label, label: s.form }));
  document.getElementById(`l-${spec.name}`)?.replaceChildren(...options);
}

function fields(kind, values) {
  const lines = [];
  for (const spec of data.specs[kind]) {
    lines.push(make("label", { htmlFor: `f-${spec.name}`, textContent: spec.name.replaceAll("_", " ") + (spec.required ? " *" : "") }));
    lines.push(make("span", { className: "field" }, field(spec, values[spec.name]), make("small", { className: "wrong" })));
    if (spec.choices.length || spec.layer) lines.push(choices(`l-${spec.name}`, spec.choices));
  }
  return make("div", { className: "lines" }, ...lines);
}

function values(form) {
  const read = {};
  for (const input of form.querySelectorAll(".lines input, .lines select")) {
    read[input.name] = input.type === "checkbox" ? input.checked : input.value;
  }
  return read;
}

function buttons(word) {
  const cancel = make("button", { type: "button", className: "quiet", textContent: "Cancel" });
  cancel.addEventListener("click", close);
  return make("p", { className: "actions" }, make("button", { textContent: word, className: "main" }), cancel);
}

function complain(form, wrong) {
  for (const note of form.querySelectorAll(".wrong")) note.textContent = "";
  for (const [name, message] of Object.entries(wrong || {})) {
    const input = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const note = input ? input.parentElement.querySelector(".wrong") : null;
    if (note) note.textContent = message;
  }
}

function submit(form, send) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button.main");
    button.disabled = true;
    const problem = await send();
    button.disabled = false;
    if (problem) complain(form, problem.fields);
    else if (open === form) close();
  });
}

function evidence(form, ranges) {
  const shown = make("q", { textContent: quote(ranges) });
  const use = make("button", { type: "button", className: "quiet", textContent: "Use selected text" });
  const held = { ranges: null };
  use.addEventListener("pointerdown", (event) => event.preventDefault());
  use.addEventListener("click", () => {
    const now = selected();
    if (!now.length) return;
    held.ranges = now;
    shown.textContent = quote(now);
  });
  form.append(make("p", { className: "evidence" }, shown, use));
  return held;
}

/** Correct a record; `send(fields, ranges)` gives null, or the problem. */
export function edit(card, host, send) {
  const form = make("form", { className: "editor", noValidate: true });
  form.setAttribute("aria-label", "Correct the record");
  form.append(fields(card.kind, card.fields));
  const held = evidence(form, card.ranges);
  form.append(buttons("Save correction"));
  submit(form, () => send(values(form), held.ranges));
  place(form, host);
}

/** Add a record on these ranges. */
export function add(ranges, host, send) {
  const form = make("form", { className: "editor", noValidate: true });
  form.setAttribute("aria-label", "Add a record");
  const kinds = Object.keys(data.specs).filter((k) => !NOT_ADDED.has(k));
  const pick = make("select", { id: "f-kind" }, ...kinds.map((k) => make("option", { value: k, textContent: k.replaceAll("_", " ") })));
  form.append(make("h3", { textContent: "Add a record" }), make("label", { htmlFor: "f-kind", textContent: "kind " }), pick);
  let lines = fields(pick.value, {});
  form.append(lines);
  pick.addEventListener("change", () => {
    const next = fields(pick.value, {});
    lines.replaceWith(next);
    lines = next;
  });
  const held = evidence(form, ranges);
  form.append(buttons("Add record"));
  submit(form, () => send(pick.value, values(form), held.ranges || ranges));
  place(form, host);
}

/** Reject a record, with a reason. */
export function reject(card, host, send) {
  const form = make("form", { className: "editor reject", noValidate: true });
  form.setAttribute("aria-label", "Reject the record");
  const input = make("input", { id: "f-reason", name: "reason", value: card.reason, maxLength: 2000, autocomplete: "off" });
  input.setAttribute("list", "l-reason");
  form.append(make("label", { htmlFor: "f-reason", textContent: "Why?" }), input, choices("l-reason", REASONS), buttons("Reject"));
  submit(form, () => send(input.value));
  place(form, host);
}
