// The panel beside the conversation: drafts, who the customer is, and the notes on their own.

import { h, icon } from "../../../widget/dom.js";
import { ago, dayAndClock, moment } from "../dates.js";
import { emptyState, prose } from "./parts.js";
import { languageOf, nameOf, REASONS, STATUSES } from "./words.js";

const TABS = { drafts: "Drafts", customer: "Customer", notes: "Notes" };

export class Side {
  #tab = "drafts";
  #count = 0;

  constructor(element, suggestions, { closed }) {
    this.element = element;
    this.panels = { drafts: suggestions.element, customer: h("div.about"), notes: h("div.notes") };
    this.tabs = Object.entries(TABS).map(([name, words]) =>
      h("button", { role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => this.show(name) }, h("span", {}, words), h("span.count", { hidden: true })));
    const list = h("div", { role: "tablist", "aria-label": "Beside the conversation", onkeydown: (event) => this.#move(event) }, this.tabs);
    const close = h("button.button.quiet.small.icon-only.side-close", { onclick: closed, "aria-label": "Close the panel" }, icon("close"));
    const panels = Object.entries(this.panels).map(([name, panel]) => h("div.side-panel", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "-1" }, panel));
    element.append(h("div.tabs", {}, list, close), ...panels);
    this.show("drafts");
  }

  show(name) {
    this.#tab = name;
    for (const tab of this.tabs) {
      const isShown = tab.id === `tab-${name}`;
      tab.ariaSelected = String(isShown);
      tab.tabIndex = isShown ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")) ?.toggleAttribute("hidden", !isShown);
    }
    for (const [each, panel] of Object.entries(this.panels)) panel.parentElement.hidden = each !== name;
  }

  set draftCount(count) {
    this.#count = count;
    this.#mark("drafts", count);
  }

  get draftCount() {
    return this.#count;
  }

  /** Shows what is known of the conversation. */
  follow(conversation) {
    this.#mark("notes", conversation.notes?.length ?? 0);
    this.panels.customer.replaceChildren(...about(conversation));
    const notes = (conversation.notes ?? []).map(({ author, text, created_at: at }) => h("li", {}, h("p.by", {}, h("b", {}, author), moment(at, ago)), prose(text)));
    const none = emptyState("No notes", "Notes are for colleagues only. Press N to write one.");
    this.panels.notes.replaceChildren(notes.length ? h("ul", {}, notes) : none);
  }

  #mark(name, count) {
    const badge = this.tabs.find(({ id }) => id === `tab-${name}`).querySelector(".count");
    badge.textContent = count;
    badge.hidden = !count;
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const names = Object.keys(TABS);
    const next = (names.indexOf(this.#tab) + step + names.length) % names.length;
    this.show(names[next]);
    this.tabs[next].focus();
  }
}

function about(conversation) {
  const { customer, locale, created_at: created, messages, status, reason, number, requested_at: requested } = conversation;
  const count = messages.filter(({ role }) => role === "user").length;
  const facts = [
    ["Name", nameOf(conversation)],
    ["E-mail", customer?.email && h("a", { href: `mailto:${encodeURIComponent(customer.email)}` }, customer.email)],
    ["Customer id", customer?.id],
    ["Language", locale && languageOf(locale)],
    ["Conversation", `No. ${number}`],
    ["State", STATUSES[status]],
    ["Handed off", requested && moment(requested, dayAndClock)],
    ["Why", requested && reason && (REASONS[reason] ?? reason)],
    ["Began", moment(created, dayAndClock)],
    ["Messages", `${count} by the customer, ${messages.length} in all`],
  ];
  const rows = facts.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value))));
  const unknown = customer ? null : h("p.notice", {}, "The site that embeds the chat has not said who this is.");
  return [unknown, h("dl", {}, rows)].filter(Boolean);
}
