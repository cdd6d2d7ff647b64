// The drafts for the customer's open questions: insert, edit, send or reject each by one key.

import { h, icon } from "../../../widget/dom.js";
import { renderMarkdown } from "../../../widget/markdown.js";
import { attempt } from "../client.js";
import { suggest, tellOutcome } from "./desk.js";
import { confidenceBar, emptyState, sourceList } from "./parts.js";

const CHAIN = "M10.5 13.5a3.5 3.5 0 0 0 5 0l3-3a3.54 3.54 0 0 0-5-5l-1.2 1.2M13.5 10.5a3.5 3.5 0 0 0-5 0l-3 3a3.54 3.54 0 0 0 5 5l1.2-1.2";

export class Suggestions {
  #conversation = null;
  #asking;
  #awaited = null; // of which conversation and message the drafts are being made
  #asked = new Map(); // number → {seq, found, drafts}
  #selected = 0;
  #handlers;

  /** `handlers`: insert(draft, label), edit(draft, label), send(draft, label), link(markdown), counted(count). */
  constructor(handlers) {
    this.#handlers = handlers;
    this.body = h("div.drafts");
    this.question = h("input", { type: "text", maxlength: "500", "aria-label": "Ask for a draft in your own words", placeholder: "Ask in your own words…", autocomplete: "off" });
    const form = h("form.ask", { onsubmit: (event) => (event.preventDefault(), this.#ask(this.question.value.trim())) },
      this.question, h("button.button.small", { type: "submit" }, "Suggest"));
    this.element = h("div.suggestions", {}, this.body, form);
  }

  /** Shows the drafts for the conversation; asks for them when the customer waits for an answer that is not there yet. */
  follow(conversation) {
    const isOther = this.#conversation?.number !== conversation.number;
    this.#conversation = conversation;
    const seq = lastOf(conversation, "user");
    const isOpen = ["waiting", "agent"].includes(conversation.status) && seq > lastOf(conversation, "agent");
    const known = this.#asked.get(conversation.number);
    if (isOther) {
      this.#asking?.abort();
      this.#awaited = null;
      this.question.value = "";
      this.#selected = 0;
    }
    if (isOpen && known?.seq !== seq && this.#awaited !== `${conversation.number} ${seq}`) this.#ask();
    else if (isOther || (known && !known.isDone && !isOpen)) {
      if (known && !isOpen) known.isDone = true; // it has been answered
      this.#draw();
    }
  }

  /** Another conversation is being loaded: what stands here is not for it. */
  clear() {
    this.#asking?.abort();
    this.#conversation = null;
    this.#handlers.counted(0);
    this.body.replaceChildren(h("div.skeleton"), h("div.skeleton"));
  }

  get drafts() {
    const known = this.#asked.get(this.#conversation?.number);
    return known && !known.isDone ? known.drafts : [];
  }

  get selected() {
    return this.drafts[this.#selected];
  }

  insert(index = this.#selected) {
    if (!this.drafts[index]) return;
    this.#select(index);
    this.#handlers.insert(this.drafts[index], labelOf(index));
  }

  edit() {
    if (this.selected) this.#handlers.edit(this.selected, labelOf(this.#selected));
  }

  send() {
    if (this.selected) this.#handlers.send(this.selected, labelOf(this.#selected));
  }

  reject(draft = this.selected) {
    if (!draft) return;
    const known = this.#asked.get(this.#conversation.number);
    const hadFocus = this.body.contains(document.activeElement);
    known.drafts = known.drafts.filter((each) => each !== draft);
    this.#selected = Math.min(this.#selected, Math.max(0, known.drafts.length - 1));
    if (draft.id) attempt(() => tellOutcome(draft.id, "rejected"));
    this.#draw();
    if (hadFocus) (this.body.querySelector(".draft[aria-current] button, button") ?? this.question).focus();
  }

  async #ask(text = "") {
    if (!this.#conversation) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const { number } = this.#conversation;
    const seq = lastOf(this.#conversation, "user");
    this.#asked.delete(number);
    this.#awaited = `${number} ${seq}`;
    this.#handlers.counted(0);
    this.body.replaceChildren(h("p.hint", { role: "status" }, "Looking through the articles…"), h("div.skeleton"), h("div.skeleton"));
    try {
      const found = await suggest(number, text ? { k: 3, text } : { k: 3 }, asking.signal);
      this.#asked.set(number, { seq, found, drafts: found.suggestions, isDone: false, text });
      this.#selected = 0;
      if (number === this.#conversation?.number) this.#draw();
    } catch (error) {
      if (error.name === "AbortError" || number !== this.#conversation?.number) return;
      const again = h("button.button.small", { onclick: () => this.#ask(text) }, "Try again");
      this.body.replaceChildren(h("div.notice.error", {}, h("p", {}, `No drafts: ${error.message}`)), again);
    } finally {
      if (asking === this.#asking) this.#awaited = null;
    }
  }

  #select(index) {
    if (index === this.#selected) return;
    this.#selected = index;
    for (const [at, card] of [...this.body.querySelectorAll(".draft")].entries()) {
      if (at !== index) {
        card.removeAttribute("aria-current");
        continue;
      }
      card.setAttribute("aria-current", "true");
      card.scrollIntoView({ block: "nearest" });
    }
  }

  #draw() {
    const known = this.#asked.get(this.#conversation.number);
    this.#handlers.counted(this.drafts.length);
    if (!known || known.isDone) {
      const ask = h("button.button.small", { onclick: () => this.#ask() }, "Suggest anyway");
      this.body.replaceChildren(emptyState("No open question", "Drafts appear here when the customer asks something.", ask));
      return;
    }
    const { found, drafts } = known;
    const cards = drafts.map((draft, index) => this.#card(draft, index));
    const again = h("button.button.quiet.small", { onclick: () => this.#ask(known.text) }, "Suggest again");
    const none = found.suggestions.length ? emptyState("All drafts rejected", "They are recorded as such.", again) : emptyState("No draft", "No article answers this. What you write may become one.");
    this.body.replaceChildren(...[questionsOf(found), ...(cards.length ? cards : [none])].filter(Boolean));
  }

  #card(draft, index) {
    const { text, confidence, answers = [], citations = [], links = [], missing = [] } = draft;
    const isPinned = answers.some(({ rule }) => (rule ?? null) !== null);
    const words = h("div.prose.draft-text", { dir: "auto" }, renderMarkdown(text));
    const action = (name, key, run, tone = "") => h(`button.button.small${tone}`, { onclick: run, title: `${name} (${key})` }, name, h("kbd", { "aria-hidden": "true" }, key));
    const focused = (run) => () => (this.#select(index), run());
    return h("article.draft", { "aria-label": labelOf(index), "aria-current": index === this.#selected ? "true" : null, onfocusin: () => this.#select(index), onpointerdown: () => this.#select(index) },
      h("header.draft-head", {}, h("h3", {}, labelOf(index)), confidenceBar(confidence)),
      words,
      missing.length ? h("p.missing", {}, h("b", {}, "Not covered: "), missing.join("; ")) : null,
      isPinned ? h("p.hint", {}, "With an answer that your team has pinned.") : null,
      citations.length ? sourceList(citations, (id) => this.#linkTo(links, id)) : isPinned ? null : h("p.hint", {}, "Stands on no article."),
      h("div.draft-actions", {},
        action("Insert", String(index + 1), () => this.insert(index), ".primary"),
        action("Edit", "E", focused(() => this.edit())),
        action("Send", "S", focused(() => this.send())),
        action("Reject", "X", () => this.reject(draft), ".quiet")));
  }

  #linkTo(links, id) {
    const found = links.find((each) => each.article_id === id);
    if (!found) return null;
    const words = `Insert a link to ${found.title}`;
    return h("button.insert-link", { onclick: () => this.#handlers.link(found.markdown), "aria-label": words, title: words }, icon("link", CHAIN));
  }
}

function labelOf(index) {
  return `Draft ${index + 1}`;
}

function lastOf({ messages }, role) {
  return messages.findLast((message) => message.role === role)?.seq ?? 0;
}

/** Which questions are open, and which of them no article covers. */
function questionsOf({ questions = [], missing = [] }) {
  if (!questions.length) return null;
  const item = (question) => {
    const isMissing = missing.includes(question);
    return h(`li${isMissing ? ".uncovered" : ""}`, {}, h("span", { dir: "auto" }, question), isMissing ? h("span.badge.amber", {}, "No article") : null);
  };
  return h("section.questions", {}, h("h3", {}, questions.length === 1 ? "Open question" : "Open questions"), h("ul", {}, questions.map(item)));
}
