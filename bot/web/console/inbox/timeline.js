// The log of a conversation: entries in time order with the days between them, changed only where something changed.

import { h } from "../../../widget/dom.js";
import { dayOf } from "../dates.js";
import { entriesOf, entryElement } from "./entries.js";

const NEAR = 96; // so close to the end somebody is following, not reading

export class Timeline {
  #entries = new Map(); // key → {element, print}
  #actions;
  #unseen = 0;
  #follows = true;

  constructor(actions) {
    this.#actions = actions;
    this.list = h("div.log", { role: "log", "aria-live": "off", "aria-label": "Messages", tabindex: "0", onscroll: () => this.#scrolled() });
    this.more = h("button.button.small.new-below", { hidden: true, onclick: () => this.toEnd() }, "New messages");
    this.element = h("div.timeline", {}, this.list, this.more);
    // What is written below, or told above, takes room: the newest words stay in sight.
    new ResizeObserver(() => this.#follows && this.toEnd()).observe(this.list);
  }

  get isAtEnd() {
    const { scrollHeight, clientHeight, scrollTop } = this.list;
    return scrollHeight - clientHeight - scrollTop < NEAR;
  }

  /** Shows the conversation; who reads further up stays there and is told of what is new. */
  show(conversation, { isOther = false } = {}) {
    if (isOther) this.#entries.clear();
    const follows = isOther || this.#follows;
    const before = this.#entries.size;
    const elements = this.#elements(conversation);
    reconcile(this.list, elements);
    const added = this.#entries.size - before;
    if (follows) this.toEnd();
    else if (added > 0) this.#tellBelow(added);
  }

  toEnd() {
    this.#follows = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.#caughtUp();
  }

  #elements(conversation) {
    const kept = new Map();
    const elements = [];
    let day = "";
    for (const entry of entriesOf(conversation)) {
      const today = dayOf(new Date(entry.at));
      if (today !== day) elements.push(this.#keep(kept, `day ${today}`, today, () => h("h3.day", {}, h("span", {}, today))));
      day = today;
      elements.push(this.#keep(kept, entry.key, JSON.stringify([entry, conversation.customer]), () => entryElement(entry, conversation, this.#actions)));
    }
    this.#entries = kept;
    return elements;
  }

  #keep(kept, key, print, make) {
    const known = this.#entries.get(key);
    const entry = known?.print === print ? known : { print, element: make() };
    kept.set(key, entry);
    return entry.element;
  }

  #tellBelow(count) {
    this.#unseen += count;
    this.more.textContent = this.#unseen === 1 ? "1 new message" : `${this.#unseen} new messages`;
    this.more.hidden = false;
  }

  #scrolled() {
    this.#follows = this.isAtEnd;
    if (this.#follows) this.#caughtUp();
  }

  #caughtUp() {
    this.#unseen = 0;
    this.more.hidden = true;
  }
}

/** Makes the children exactly these, without touching those that stand already where they should. */
export function reconcile(parent, elements) {
  const wanted = new Set(elements);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  elements.forEach((element, index) => {
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null);
  });
}
