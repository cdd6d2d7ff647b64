// The review page: candidates one after the other, decided by keys or buttons, with a way back.

import { h, icon } from "../../../widget/dom.js";
import { attempt, request, toast } from "../client.js";
import { Card } from "./card.js";
import { decidedList } from "./decided.js";
import { prepareText } from "../inbox/parts.js";
import { keysAreOn, keysSwitch } from "../single-keys.js";
import { KEYS, ORIGINS, times } from "./words.js";

const AT_ONCE = 20;
const place = document.getElementById("candidates");
const progress = document.getElementById("progress");
const DONE = "M5 12.5l4.2 4.2L19 7M4 4h16v16H4Z";

let state = "open";
let origin = "";
let queue = [];
let at = 0;
let card = null;
let total = 0;
let reviewed = 0;
let isBusy = false;
const decided = [];

async function load() {
  place.setAttribute("aria-busy", "true");
  const query = new URLSearchParams({ state, limit: String(AT_ONCE), ...(origin ? { origin } : {}) });
  const asked = `${state} ${origin}`;
  const found = await attempt(() => request(`v1/agent/candidates?${query}`));
  place.setAttribute("aria-busy", "false");
  if (!found || asked !== `${state} ${origin}`) return;
  queue = found.items;
  at = 0;
  total = origin ? found.origins[origin] : found.counts.open;
  reviewed = 0;
  showCounts(found.counts, found.origins);
  show();
}

function showCounts(counts, origins) {
  for (const tab of document.querySelectorAll("[data-state]")) {
    const count = tab.querySelector(".count");
    count.textContent = counts[tab.dataset.state].toLocaleString("en");
    count.hidden = false;
    tab.setAttribute("aria-pressed", String(tab.dataset.state === state));
  }
  const chips = [["", "All", counts.open], ...Object.entries(ORIGINS).map(([key, { name }]) => [key, name, origins[key]])];
  const box = document.getElementById("origins");
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.origin : null;
  box.replaceChildren(...chips.filter(([key, , count]) => !key || count || key === origin).map(([key, name, count]) =>
    h("button.button.small", { "data-origin": key, "aria-pressed": String(key === origin), onclick: () => choose(key) }, `${name} `, h("span.count", {}, count.toLocaleString("en")))));
  if (focused !== null) box.querySelector(`[data-origin="${focused}"]`)?.focus();
  box.hidden = state !== "open";
}

function choose(key) {
  origin = key;
  load();
}

function show({ focus = false } = {}) {
  progress.hidden = state !== "open" || !total;
  progress.querySelector("span").textContent = `${reviewed.toLocaleString("en")} of ${total.toLocaleString("en")} reviewed`;
  Object.assign(progress.querySelector("progress"), { max: Math.max(total, 1), value: reviewed });
  card = null;
  if (state !== "open") {
    place.replaceChildren(queue.length ? decidedList(queue, takeBack) : empty(`Nothing ${state} yet`, "What you decide stands here, with a way back."));
    return;
  }
  if (!queue.length) {
    place.replaceChildren(empty(reviewed ? "All reviewed" : "Nothing to review", "Questions that the bot could not answer, answers that customers did not like and what agents changed will turn up here by themselves."));
    return;
  }
  card = new Card(queue[at], { accept, drop, skip: () => step(1) });
  place.replaceChildren(h("div.learn", {}, queueList(), card.element));
  place.querySelector('.learn-queue [aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  if (focus) card.heading.focus({ preventScroll: true });
  if (focus) scrollTo({ top: 0 });
}

function queueList() {
  const rows = queue.map((item, index) => h("li", { "aria-current": index === at ? "true" : null },
    h("button.learn-row", { onclick: () => go(index) }, h("span.learn-row-text", {}, item.question), h("span.small.quiet", {}, [ORIGINS[item.origins[0]].name, item.count > 1 ? times(item.count) : null].filter(Boolean).join(" · ")))));
  const more = total - reviewed - queue.length;
  return h("nav.panel.learn-queue", { "aria-label": "Queue" }, h("ul.rows", {}, rows), more > 0 ? h("p.hint.learn-more", {}, `and ${more.toLocaleString("en")} more`) : null);
}

function empty(title, text) {
  return h("section.card.empty", {}, icon("done", DONE), h("h2", {}, title), h("p", {}, text));
}

function go(index) {
  at = index;
  show({ focus: true });
}

function step(by) {
  if (queue.length) go((at + by + queue.length) % queue.length);
}

async function accept() {
  if (!card) return;
  if (card.missing) return card.tell(card.missing);
  await decide(card.body);
}

async function drop() {
  if (card) await decide({ decision: "drop" });
}

async function decide(body) {
  if (isBusy) return;
  isBusy = true;
  const item = card.item;
  const done = await attempt(() => request(`v1/agent/candidates/${item.number}`, { body }));
  isBusy = false;
  if (!done) return;
  decided.push(Object.assign(item, { became: done.state }));
  reviewed += 1;
  queue = queue.filter((one) => one !== item);
  at = Math.min(at, Math.max(queue.length - 1, 0));
  count({ open: -1, [done.state]: 1 }, item.origins);
  offerUndo(done.state === "accepted" ? "Accepted into the golden set." : "Dropped.");
  if (!queue.length && total > reviewed) await load();
  else show({ focus: true });
}

function count(changes, origins) {
  for (const [name, change] of Object.entries(changes)) add(document.querySelector(`[data-state="${name}"] .count`), change);
  for (const name of ["", ...origins]) add(document.querySelector(`[data-origin="${name}"] .count`), changes.open);
}

function add(box, change) {
  if (box) box.textContent = (Number(box.textContent.replaceAll(",", "")) + change).toLocaleString("en");
}

function offerUndo(words) {
  document.getElementById("decided").replaceChildren(...(words ? [h("span", {}, words), h("button.button.small", { onclick: undo }, "Undo ", h("kbd", {}, "U"))] : []));
}

async function undo() {
  const item = decided.pop();
  if (!item || state !== "open") return;
  const back = await attempt(() => request(`v1/agent/candidates/${item.number}/decision`, { method: "DELETE" }));
  if (!back) return;
  reviewed = Math.max(0, reviewed - 1);
  queue.splice(at, 0, back);
  count({ open: 1, [item.became]: -1 }, item.origins);
  offerUndo("");
  show({ focus: true });
}

async function takeBack(item, element) {
  const back = await attempt(() => request(`v1/agent/candidates/${item.number}/decision`, { method: "DELETE" }));
  if (!back) return;
  element.remove();
  queue = queue.filter((one) => one !== item);
  count({ [state]: -1, open: 1 }, item.origins);
  toast("It is to be reviewed again.");
  if (!queue.length) show();
}

function showKeys() {
  const close = h("button.button.primary", { type: "submit" }, "Close");
  const dialog = h("dialog.dialog", { "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("form", { method: "dialog" }, h("h2", { id: "keys-title" }, "Keys"),
      h("dl.learn-keys", {}, KEYS.flatMap(([key, words]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, words)])), keysSwitch(), h("div.actions", {}, close)));
  document.body.append(dialog);
  dialog.showModal();
}

const ACTIONS = {
  a: accept, d: drop, u: undo, "?": showKeys,
  j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
  n: () => card?.articles.chooseNone(), y: () => card?.toggleAlternative(),
  f: () => card?.articles.search.input.focus(), e: () => card?.question.focus(), r: () => card?.reference.focus(),
};

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.altKey || event.defaultPrevented) return;
  const isField = event.target.matches('input:not([type="checkbox"]), textarea, select');
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    accept();
  } else if (event.key === "Escape" && isField) card?.heading.focus();
  else if (!isField && !event.ctrlKey && !event.metaKey && keysAreOn()) {
    const action = ACTIONS[event.key] ?? ACTIONS[event.key.toLowerCase()];
    if (/^[1-9]$/.test(event.key)) card?.articles.toggle(Number(event.key));
    else if (action) action();
    else return;
    event.preventDefault();
  }
});

document.getElementById("keys-button").addEventListener("click", showKeys);
for (const tab of document.querySelectorAll("[data-state]")) {
  tab.addEventListener("click", () => {
    state = tab.dataset.state;
    offerUndo("");
    load();
  });
}
await prepareText();
load();
