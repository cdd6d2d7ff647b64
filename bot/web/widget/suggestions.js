// While a question is being written: up to three articles that may answer it, above the input.

import { request } from "./client.js";
import { conversation } from "./conversation.js";
import { h, icon, link } from "./dom.js";
import { t } from "./words.js";

const QUIET_MS = 60_000; // after the server has said that it is asked too often
const LONGEST = 200; // more is no search any longer
const PERSONAL = /@|\d{4}/; // addresses and numbers leave the page only when they are sent
const PLAUSIBLE = 0.6; // retrieval gives poor matches .2 to .4, good ones .8 and more

const box = h("div.matching", { hidden: true, onkeydown: (event) => move(event) });
let search;
let quietUntil = 0;
let composer;

/** Looks for articles, now that the typing pauses. */
export async function suggest(chat) {
  ({ composer } = chat);
  await chat.addExtras();
  if (!box.isConnected) {
    composer.element.before(box);
    composer.input.addEventListener("keydown", (event) => event.key === "ArrowUp" && !box.hidden && isOnFirstLine() && move(event));
  }
  const { text } = composer;
  if (!text || text.length > LONGEST || PERSONAL.test(text) || composer.busy || conversation.live || Date.now() < quietUntil) return;
  search = new AbortController();
  try {
    const { hits } = await request("search", { body: { query: text, k: 3 }, signal: search.signal });
    if (text === composer.text) show(hits.filter(({ score }) => score >= PLAUSIBLE));
  } catch (error) {
    if (error.kind === "busy" || error.kind === "quota") quietUntil = Date.now() + QUIET_MS;
  }
}

/** Whether there were suggestions; they are gone now. */
export function dismiss() {
  search?.abort();
  const wereShown = !box.hidden;
  if (box.contains(box.getRootNode().activeElement)) composer.input.focus();
  box.hidden = true;
  return wereShown;
}

function show(hits) {
  const item = ({ title, url }) => h("li", {}, link(".match", url, {}, h("span", { dir: "auto" }, title), icon("open")));
  box.replaceChildren(h("p.label", {}, t("matching")), h("ul", { role: "list" }, hits.map(item)));
  box.hidden = !hits.length;
}

function isOnFirstLine() {
  return !composer.input.value.slice(0, composer.input.selectionStart).includes("\n");
}

/** Arrow keys go from the input up into the articles, and back down. */
function move(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const stops = [...box.querySelectorAll("a"), composer.input];
  stops.at(Math.max(0, stops.indexOf(box.getRootNode().activeElement) + step))?.focus();
}
