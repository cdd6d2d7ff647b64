// While a person answers: shows that they are writing, and tells them that the visitor is.

import { request } from "./client.js";
import { conversation, conversationPath } from "./conversation.js";
import { h } from "./dom.js";
import { t } from "./words.js";

const TELL_MS = 3000;
const FORGET_MS = 8000; // in case the word that they have stopped is lost

const line = h("p.typing", { hidden: true });
let chat;
let isHere = false;
let toldAt = 0;
let forgetting;

/** From now on somebody may write here. */
export function attend(attended) {
  if (!chat) attended.composer.input.addEventListener("input", tell);
  chat = attended;
  if (!line.isConnected) chat.composer.element.before(line);
  isHere = true;
}

/** Nobody writes here any more. */
export function leave() {
  isHere = false;
  toldAt = 0;
  showTyping({ agent: null });
}

/** Shows who is writing; without an agent, that nobody is. */
export function showTyping({ agent }) {
  clearTimeout(forgetting);
  line.hidden = !agent;
  if (agent) {
    line.replaceChildren(h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", { dir: "auto" }, t("typing", { name: agent })));
    forgetting = setTimeout(() => showTyping({ agent: null }), FORGET_MS);
  }
  chat?.log.follow();
}

function tell() {
  if (!isHere || !conversation.id || !chat.composer.text || Date.now() - toldAt < TELL_MS) return;
  toldAt = Date.now();
  // Not worth a word to the visitor where it fails: the message itself will arrive.
  request(conversationPath("/typing"), { method: "POST" }).catch(() => {});
}
