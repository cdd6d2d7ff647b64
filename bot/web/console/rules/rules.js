// The page of rules: a list of them, and an editor at the address #<number> or #new-<kind>.

import { attempt, request } from "../client.js";
import { prepareText } from "../inbox/parts.js";
import { Editor } from "./editor.js";
import { listOf } from "./list.js";
import { EMPTY_RULE, KINDS } from "./words.js";

const PATH = "v1/agent/rules";
const place = document.getElementById("rules");
let editor = null;
let shown = location.hash;

async function show() {
  editor?.close();
  editor = null;
  const { items } = await request(PATH);
  const kind = location.hash.replace("#new-", "");
  const rule = items.find(({ number }) => `#${number}` === location.hash) ?? (kind in KINDS ? { ...EMPTY_RULE, kind } : null);
  shown = location.hash;
  if (rule) {
    editor = new Editor(rule, leave);
    place.replaceChildren(...editor.elements);
  } else {
    place.replaceChildren(...listOf(items, () => attempt(show)));
  }
  place.removeAttribute("aria-busy");
  document.title = document.title.replace(/^.*? – /, `${rule ? rule.name || KINDS[rule.kind].make : "Rules"} – `);
  return rule;
}

function leave() {
  editor?.close();
  editor = null;
  location.hash = "";
}

addEventListener("hashchange", async () => {
  if (location.hash === shown) return;
  if (editor?.isChanged && !confirm("Leave without saving?")) {
    history.pushState(null, "", shown || location.pathname);
    return;
  }
  const rule = await attempt(show);
  scrollTo(0, 0);
  // Whoever uses a keyboard or a screen reader goes on where the page has changed.
  if (rule) editor.focus();
  else document.getElementById("main").focus();
});
addEventListener("beforeunload", (event) => {
  if (editor?.isChanged) event.preventDefault();
});

await prepareText();
await attempt(show);
