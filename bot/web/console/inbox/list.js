// The list of conversations: a page at a time, live, and with the arrow keys.

import { h } from "../../../widget/dom.js";
import { attempt } from "../client.js";
import { listConversations, me } from "./desk.js";
import { belongs, isFiltered, orderOf, queriesOf } from "./filters.js";
import { listItem, tick } from "./item.js";
import { emptyState } from "./parts.js";
import { reconcile } from "./timeline.js";

const PAGE = 40;
const TICK_MS = 15_000;
const SETTLE_MS = 700;

export class List {
  counts = {};
  #filters;
  #items = [];
  #next = null;
  #current = null;
  #loading;
  #early = null; // what is told while the list is being read
  #isCounted = false; // meanwhile
  #elements = new Map(); // number → {element, print}
  #again;

  constructor(scroller, { addressOf, onCounts, widen }) {
    this.scroller = scroller;
    this.addressOf = addressOf;
    this.onCounts = onCounts;
    this.widen = widen;
    this.list = h("ul.conversations", { role: "list", "aria-label": "Conversations" });
    this.more = h("button.button.quiet", { onclick: () => this.#loadMore() }, "Show more");
    this.state = h("div.list-state");
    scroller.append(this.list, this.state, h("p.list-more", {}, this.more));
    this.more.hidden = true;
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#loadMore(), { root: scroller }).observe(this.more);
    setInterval(() => tick(this.list), TICK_MS);
  }

  /** Shows what the filters leave. */
  async show(filters) {
    this.#filters = filters;
    this.#items = [];
    this.#next = null;
    this.#loading?.abort();
    this.scroller.setAttribute("aria-busy", "true");
    await this.refresh();
    this.scroller.scrollTop = 0;
  }

  /** Reads the list again, as much of it as is shown. */
  async refresh() {
    const loading = (this.#loading = new AbortController());
    this.#early = [];
    this.#isCounted = false;
    const limit = Math.min(200, Math.max(PAGE, this.#items.length));
    try {
      const pages = await Promise.all(queriesOf(this.#filters).map((query) => listConversations({ ...query, limit }, loading.signal)));
      if (loading !== this.#loading) return;
      const { counts, next } = pages.at(-1);
      this.#items = pages.flatMap(({ items }) => items).sort(orderOf(this.#filters));
      this.#next = next;
      this.#draw();
      // Neither tells which of them is newer.
      if (this.#isCounted) this.#refreshSoon();
      else this.#count(counts);
      this.#takeEarly();
    } catch (error) {
      if (error.name === "AbortError" || loading !== this.#loading) return;
      const again = h("button.button", { onclick: () => this.refresh() }, "Try again");
      if (!this.#items.length) this.state.replaceChildren(emptyState("The list can’t be loaded", error.message, again));
      else throw error;
    } finally {
      if (loading === this.#loading) {
        this.scroller.removeAttribute("aria-busy");
        this.#early = null;
      }
    }
  }

  /** What was read may be older than what was told meanwhile. */
  #takeEarly() {
    const read = new Map(this.#items.map(({ number, version }) => [number, version]));
    const early = this.#early;
    this.#early = null;
    for (const item of early) if (item.version > (read.get(item.number) ?? 0)) this.receive(item);
  }

  /** How many conversations there are of each kind has changed. */
  setCounts(counts) {
    this.#isCounted = true;
    this.#count(counts);
  }

  #count(counts) {
    this.counts = counts;
    this.onCounts(counts);
  }

  /** A conversation is new or has changed. */
  receive(item) {
    if (!this.#filters) return;
    this.#early?.push(item);
    const isHere = belongs(item, this.#filters);
    if (isHere === null) {
      this.#refreshSoon();
      return;
    }
    const others = this.#items.filter(({ number }) => number !== item.number);
    this.#items = isHere ? [...others, item].sort(orderOf(this.#filters)) : others;
    this.#draw();
  }

  remove(number) {
    this.#items = this.#items.filter((item) => item.number !== number);
    this.#draw();
  }

  set current(number) {
    this.#current = number;
    this.#draw();
  }

  get items() {
    return this.#items;
  }

  /** Moves the focus to the first conversation, if there is one. */
  focusFirst() {
    this.list.querySelector("a")?.focus({ focusVisible: true });
  }

  /** Moves the focus by so many conversations. */
  move(step) {
    const links = [...this.list.querySelectorAll("a")];
    const focused = links.indexOf(document.activeElement);
    const start = focused >= 0 ? focused : links.findIndex((link) => link.ariaCurrent === "true");
    const next = links[Math.max(0, Math.min(links.length - 1, start < 0 ? 0 : start + step))];
    next?.focus({ focusVisible: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  #refreshSoon() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => attempt(() => this.refresh()), SETTLE_MS);
  }

  async #loadMore() {
    if (!this.#next || this.more.disabled) return;
    this.more.disabled = true;
    const filters = this.#filters;
    await attempt(async () => {
      const { items, next } = await listConversations({ ...queriesOf(filters).at(-1), before: this.#next, limit: PAGE });
      if (filters !== this.#filters) return;
      const known = new Set(this.#items.map(({ number }) => number));
      this.#items = [...this.#items, ...items.filter(({ number }) => !known.has(number))].sort(orderOf(filters));
      this.#next = next;
      this.#draw();
    });
    this.more.disabled = false;
  }

  #draw() {
    const kept = new Map();
    const elements = this.#items.map((item) => {
      const isCurrent = item.number === this.#current;
      const print = JSON.stringify([item, isCurrent, this.#filters.view]);
      const known = this.#elements.get(item.number);
      const entry = known?.print === print ? known : { print, element: listItem(item, { isCurrent, href: this.addressOf(item.number), me, tellsStatus: this.#filters.view === "all" }) };
      // What has the focus is filled anew rather than replaced.
      if (known && known !== entry && known.element.contains(document.activeElement)) {
        known.element.replaceWith(entry.element);
        entry.element.querySelector("a").focus({ preventScroll: true });
      }
      kept.set(item.number, entry);
      return entry.element;
    });
    this.#elements = kept;
    reconcile(this.list, elements);
    this.more.hidden = !this.#next;
    this.state.replaceChildren(...(elements.length ? [] : [emptiness(this.#filters, this.widen)]));
  }
}

function emptiness(filters, widen) {
  const everywhere = filters.view === "all" ? null : h("button.button", { onclick: widen }, "Look in all conversations");
  if (isFiltered(filters)) return emptyState("Nothing found", "No conversation here matches the search and the filters.", everywhere);
  const [title, text] = {
    waiting: ["Nobody is waiting", "Conversations that need a person appear here at once."],
    mine: ["Nothing assigned to you", "Take over a conversation and it stands here until it is closed."],
    agent: ["No agent is answering", "Conversations that somebody has taken over stand here."],
    bot: ["No conversations yet", "What customers ask the bot stands here."],
    closed: ["Nothing closed yet", "Conversations that are done stand here."],
    all: ["No conversations yet", "What customers ask stands here."],
  }[filters.view];
  return emptyState(title, text);
}
