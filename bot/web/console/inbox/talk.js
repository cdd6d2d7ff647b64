// The conversation that is open: who it is, what may be done with it, what was said, and where to answer.

import { h, icon } from "../../../widget/dom.js";
import { attempt, toast } from "../client.js";
import { waited } from "../dates.js";
import { ask } from "../form-dialog.js";
import { overtaken } from "./conflict.js";
import { assignTo, colleagues, deleteNote, isOthers, me, setStatus } from "./desk.js";
import { emptyState } from "./parts.js";
import { Timeline } from "./timeline.js";
import { DECISIONS, nameOf, REASONS, STATUSES } from "./words.js";

const BACK = "M14.5 6l-6 6 6 6";
const SPARK = "M12 4.5l1.8 5.2 5.2 1.8-5.2 1.8L12 18.5l-1.8-5.2L5 11.5l5.2-1.8Z";
const TINTS = { waiting: ".amber", agent: ".accent", bot: "", closed: "" };
const TICK_MS = 15_000;

export class Talk {
  #conversation = null;
  #team = [me];

  /** `handlers`: back(), changed(conversation), side(). */
  constructor(element, composer, handlers) {
    this.element = element;
    this.composer = composer;
    this.handlers = handlers;
    this.timeline = new Timeline({ forget: (note) => this.#forget(note) });
    this.back = h("button.button.quiet.icon-only.back", { onclick: handlers.back, "aria-label": "Back to the list" }, icon("back", BACK));
    this.name = h("h2", { tabindex: "-1" });
    this.online = h("span.online", { hidden: true }, "online");
    this.facts = h("p.head-facts");
    this.assignee = h("select", { onchange: () => this.#assign() });
    this.buttons = h("div.head-buttons");
    this.menu = h("div.menu", { id: "more", popover: "auto", ontoggle: ({ newState }) => newState === "open" && this.#placeMenu() });
    this.moreButton = h("button.button.icon-only", { popovertarget: "more", "aria-label": "More", title: "More" }, icon("menu"));
    this.sideButton = h("button.button.side-open", { onclick: handlers.side, "aria-label": "Drafts, customer and notes" }, icon("drafts", SPARK), h("span.count", {}));
    this.head = h("header.talk-head", {}, this.back,
      h("div.name-line", {}, this.name, this.online), h("div.head-actions", {}, this.buttons, this.moreButton, this.menu, this.sideButton),
      this.facts, h("label.assigned", {}, h("span.hidden", {}, "Assigned to"), this.assignee));
    this.others = h("p.others", { role: "status" });
    this.typing = h("p.typing", { hidden: true }, h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span"));
    this.nothing();
    setInterval(() => this.#conversation && this.#drawFacts(), TICK_MS);
    colleagues().then((team) => {
      this.#team = team;
      if (this.#conversation) this.#drawAssignee();
    });
  }

  nothing() {
    this.#conversation = null;
    const keys = h("p.keys", {}, h("kbd", {}, "J"), h("kbd", {}, "K"), " to move, ", h("kbd", {}, "Enter"), " to open, ", h("kbd", {}, "?"), " for all keys");
    this.element.replaceChildren(emptyState("No conversation is open", "Choose one from the list.", keys));
  }

  loading() {
    this.#conversation = null;
    this.element.replaceChildren(h("div.talk-loading", { role: "status" }, h("span.hidden", {}, "Loading the conversation"), ...[1, 2, 3, 4].map(() => h("div.skeleton"))));
  }

  failed(error, again) {
    const buttons = h("div.actions", {}, h("button.button", { onclick: this.handlers.back }, "Back to the list"), error.status === 404 ? null : h("button.button.primary", { onclick: again }, "Try again"));
    this.#conversation = null;
    this.element.replaceChildren(emptyState(error.status === 404 ? "This conversation is gone" : "The conversation can’t be loaded", error.message, buttons));
  }

  /** The conversation was deleted while it was open. */
  gone() {
    const hadFocus = this.element.contains(document.activeElement);
    const back = h("button.button", { onclick: () => this.handlers.back() }, "Back to the list");
    this.#conversation = null;
    this.element.replaceChildren(emptyState("This conversation was deleted", "Its customer deleted it, or it was older than conversations are kept. Nothing of it is left.", h("div.actions", {}, back)));
    if (hadFocus) back.focus();
  }

  show(conversation) {
    const isOther = this.#conversation?.number !== conversation.number;
    this.#conversation = conversation;
    this.name.replaceChildren(h("bdi", {}, nameOf(conversation)));
    this.#drawFacts();
    this.#drawAssignee();
    this.#drawButtons();
    this.showPresence(conversation.presence);
    if (isOther) {
      this.composer.open(conversation.number);
      this.element.replaceChildren(this.head, this.others, this.timeline.element, this.typing, this.composer.element);
    }
    this.timeline.show(conversation, { isOther });
  }

  /** Who else is here, and who is writing. */
  showPresence({ customer, agents = [] } = {}) {
    const others = agents.filter(({ number }) => number !== me.number);
    const writing = others.filter(({ typing }) => typing).map(({ name }) => name);
    const names = others.map(({ name }) => name);
    const isWriting = writing.length > 0;
    const told = isWriting ? `${listed(writing)} ${writing.length === 1 ? "is" : "are"} writing to this customer` : names.length ? `${listed(names)} ${names.length === 1 ? "has" : "have"} this open too` : "";
    if (this.others.textContent !== told) this.others.textContent = told;
    this.others.classList.toggle("writing", isWriting);
    this.online.hidden = !customer?.online;
    this.typing.hidden = !customer?.typing;
    this.typing.lastChild.textContent = `${nameOf(this.#conversation)} is typing…`;
  }

  set draftCount(count) {
    const badge = this.sideButton.querySelector(".count");
    badge.textContent = count;
    badge.hidden = !count;
  }

  takeOver() {
    const { status, assignee } = this.#conversation ?? {};
    if (!status || (status === "agent" && assignee?.number === me.number)) return;
    this.#decide("agent");
  }

  #drawFacts() {
    const { status, reason, requested_at: requested, unattended } = this.#conversation;
    const waits = status === "waiting" && requested ? ` ${waited(new Date(requested))}` : "";
    const tint = unattended ? ".red" : TINTS[status];
    const why = ["waiting", "agent"].includes(status) && reason ? h("span", {}, REASONS[reason] ?? reason) : null;
    this.facts.replaceChildren(...[h(`span.badge${tint}`, {}, `${STATUSES[status]}${waits}`), why].filter(Boolean));
  }

  #drawAssignee() {
    const { assignee } = this.#conversation;
    const known = this.#team.some(({ number }) => number === assignee?.number);
    const people = known || !assignee ? this.#team : [...this.#team, assignee];
    const options = people.map(({ number, name }) => h("option", { value: String(number) }, number === me.number ? `${name} (you)` : name));
    this.assignee.replaceChildren(h("option", { value: "" }, "Unassigned"), ...options);
    this.assignee.value = assignee ? String(assignee.number) : "";
  }

  #drawButtons() {
    const { status, assignee, number } = this.#conversation;
    const isMine = status === "agent" && assignee?.number === me.number;
    const takeOver = h("button.button.primary", { onclick: () => this.takeOver(), title: "Answer this customer (T)" }, status === "closed" ? "Reopen" : "Take over");
    const decide = (selector, words, to) => h(selector, { onclick: () => (this.menu.hidePopover(), this.#decide(to)) }, words);
    const giveBack = decide("button", "Return to the bot", "bot");
    const close = decide(isMine ? "button.button.primary" : "button", isMine ? "Close" : "Close the conversation", "closed");
    const state = `${number} ${status} ${isMine}`;
    if (this.buttons.dataset.state === state) return;
    this.buttons.dataset.state = state;
    const hadFocus = this.buttons.contains(document.activeElement) || this.menu.contains(document.activeElement);
    const article = h("button", { onclick: () => (this.menu.hidePopover(), attempt(async () => (await import("./article.js")).showArticleDraft(number))) }, "Draft an article");
    const main = isMine ? close : takeOver;
    const others = { waiting: [giveBack, close], agent: isMine ? [giveBack, article] : [giveBack, close, article], bot: [close], closed: [article] }[status];
    this.menu.replaceChildren(...others);
    this.buttons.replaceChildren(main);
    this.moreButton.hidden = !others.length;
    if (hadFocus) main.focus();
  }

  #placeMenu() {
    const { bottom, right } = this.moreButton.getBoundingClientRect();
    Object.assign(this.menu.style, { inset: `${bottom + 4}px ${innerWidth - right}px auto auto` });
    this.menu.firstChild.focus();
  }

  /** Gives the conversation the status, unless something has happened that is not shown here yet: that is told first. */
  async #decide(status, given) {
    const shown = this.#conversation;
    const { number, messages } = shown;
    const { after, takesOver } = given ?? { after: messages.at(-1)?.seq ?? 0, takesOver: isOthers(shown) };
    const body = { status, ...(status === "agent" ? {} : { after }), ...(takesOver ? {} : { take_over: false }) };
    const { done, lead, action } = DECISIONS[status];
    this.composer.clearNotice();
    await attempt(async () => {
      try {
        this.handlers.changed(await setStatus(number, body));
        toast(done);
      } catch (error) {
        if (error.status !== 409) throw error;
        const { message, details, retry } = await overtaken(error, shown, { after, takesOver });
        if (this.#conversation?.number !== number) throw error;
        this.composer.tell({ lead, message, details, action, leave: "Leave it as it is", again: () => this.#decide(status, retry) });
        this.handlers.changed(null);
      }
    });
  }

  async #change(work, said) {
    await attempt(async () => {
      this.handlers.changed(await work());
      toast(said);
    });
  }

  #assign() {
    const chosen = this.assignee.value ? Number(this.assignee.value) : null;
    const name = this.#team.find(({ number }) => number === chosen)?.name;
    const words = chosen === null ? "Assigned to nobody." : `Assigned to ${chosen === me.number ? "you" : name}.`;
    this.#change(() => assignTo(this.#conversation.number, chosen), words).finally(() => this.#conversation && this.#drawAssignee());
  }

  async #forget(note) {
    const { number } = this.#conversation;
    const isDone = await ask({ title: "Delete this note?", text: "Nobody can read it any more.", action: "Delete", tone: "danger", save: () => deleteNote(number, note.id) });
    if (isDone) this.handlers.changed(null);
  }
}

function listed(names) {
  return new Intl.ListFormat("en").format(names);
}
