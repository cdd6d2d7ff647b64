// Which conversations the list shows: a view, words to search for, and the rarer filters behind a button.

import { h, icon } from "../../../widget/dom.js";
import { me } from "./desk.js";
import { OUTCOMES, REASONS } from "./words.js";

export const VIEWS = { waiting: "Waiting", mine: "Mine", agent: "Agents", bot: "Bot", closed: "Closed", all: "All" };
const COUNTED = ["waiting", "mine", "agent"];
const RARE = ["reason", "outcome", "rating", "locale", "since", "until"];
const NAMES = ["view", "q", ...RARE];
const SEARCH_MS = 300;
const FUNNEL = "M4.5 6h15M7.5 12h9M10.5 18h3";
const LENS = "M10.5 16.5a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM15 15l4.5 4.5";

/** The filters as an address has them; the view that matters most stands for none. */
export function filtersFrom(params) {
  const filters = Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ""]));
  return { ...filters, view: filters.view in VIEWS ? filters.view : "waiting" };
}

export function paramsOf(filters) {
  return NAMES.map((name) => [name, filters[name]]).filter(([name, value]) => value && !(name === "view" && value === "waiting"));
}

export function isFiltered(filters) {
  return ["q", ...RARE].some((name) => filters[name]);
}

/** The filters as the server takes them; what is one's own is asked for in two parts, as what is closed is left out. */
export function queriesOf({ view, since, until, ...rest }) {
  const places = {
    all: [{}],
    mine: [
      { assigned: "me", status: "waiting" },
      { assigned: "me", status: "agent" },
    ],
  }[view] ?? [{ status: view }];
  const day = (date, end) => date && new Date(`${date}T${end}`).toISOString();
  return places.map((place) => ({ ...place, ...rest, since: day(since, "00:00:00"), until: day(until, "23:59:59.999") }));
}

/** What stands before what: who waits longest, what of the agents' has moved last, else what began last. */
export function orderOf({ view }) {
  const waits = ({ requested_at: requested, active_at: active }) => Date.parse(requested ?? active);
  if (view === "waiting") return (one, other) => waits(one) - waits(other);
  if (["mine", "agent"].includes(view)) return (one, other) => Date.parse(other.active_at) - Date.parse(one.active_at);
  return (one, other) => other.number - one.number;
}

/** Whether a conversation that has changed stands in the list of these filters; null where only the server knows. */
export function belongs(item, filters) {
  if (["q", "outcome", "rating", "locale", "since", "until"].some((name) => filters[name])) return null;
  const { view, reason } = filters;
  const isMine = item.assignee?.number === me.number && item.status !== "closed";
  const placed = view === "mine" ? isMine : view === "all" || item.status === view;
  return placed && (!reason || item.reason === reason);
}

export class Filters {
  #changed;
  #typing;
  #counts = {};

  constructor({ views, find }, filters, changed) {
    this.#changed = changed;
    this.views = views;
    this.input = h("input", {
      type: "search", id: "q", placeholder: "Search conversations", "aria-label": "Search conversations", maxlength: "200", autocomplete: "off",
      oninput: () => this.#type(),
      onkeydown: (event) => event.key === "Escape" && this.input.value && (event.stopPropagation(), this.set({ q: "" })),
    });
    this.badge = h("span.count", { hidden: true });
    this.panel = this.#rarePanel();
    const button = h("button.button.icon-only", { popovertarget: "rare", "aria-label": "Filters", title: "Filters" }, icon("filter", FUNNEL), this.badge);
    this.chips = h("p.chips");
    find.append(h("div.find-line", {}, h("div.search-box", {}, icon("search", LENS), this.input), button), this.chips, this.panel);
    this.use(filters);
  }

  /** Shows these filters, as the address has them. */
  use(filters) {
    this.filters = filters;
    if (this.input.value.trim() !== filters.q) this.input.value = filters.q;
    for (const field of this.panel.querySelectorAll("[name]")) field.value = filters[field.name];
    this.#drawViews();
    const given = RARE.filter((name) => filters[name]);
    this.badge.textContent = given.length;
    this.badge.hidden = !given.length;
    this.chips.replaceChildren(...given.map((name) => this.#chip(name)));
  }

  set counts(counts) {
    this.#counts = counts;
    this.#drawViews();
  }

  set(changes) {
    this.use({ ...this.filters, ...changes });
    this.#changed(this.filters);
  }

  /** Searches at once for what is typed. */
  searchNow() {
    clearTimeout(this.#typing);
    const q = this.input.value.trim();
    if (q !== this.filters.q) this.set({ q });
  }

  #type() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.set({ q: this.input.value.trim() }), SEARCH_MS);
  }

  #drawViews() {
    const focused = this.views.contains(document.activeElement) && document.activeElement.dataset.view;
    const views = Object.entries(VIEWS).filter(([view]) => view !== "all" || view === this.filters.view || isFiltered(this.filters));
    const buttons = views.map(([view, name]) => {
      const count = COUNTED.includes(view) && this.#counts[view];
      const shown = count ? h("span.count", {}, count > 999 ? "999+" : String(count)) : null;
      return h("button", { "data-view": view, "aria-pressed": String(view === this.filters.view), onclick: () => this.set({ view }) }, name, shown);
    });
    this.views.replaceChildren(...buttons);
    const chosen = buttons.find(({ ariaPressed }) => ariaPressed === "true");
    this.views.scrollLeft = Math.max(0, chosen.offsetLeft + chosen.offsetWidth - this.views.offsetLeft - this.views.clientWidth + 12);
    if (focused) buttons.find(({ dataset }) => dataset.view === focused).focus();
  }

  #chip(name) {
    const value = { reason: REASONS, outcome: OUTCOMES, rating: { up: "Thumbs up", down: "Thumbs down" } }[name]?.[this.filters[name]] ?? this.filters[name];
    const words = { since: `From ${value}`, until: `Until ${value}` }[name] ?? value;
    return h("button.chip", { onclick: () => this.set({ [name]: "" }), "aria-label": `Remove the filter: ${words}` }, words, icon("close"));
  }

  #rarePanel() {
    const select = (name, label, options) =>
      h("div.field", {}, h("label", { for: `by-${name}` }, label),
        h("select", { id: `by-${name}`, name }, h("option", { value: "" }, "Any"), Object.entries(options).map(([value, words]) => h("option", { value }, words))));
    const date = (name, label) => h("div.field", {}, h("label", { for: `by-${name}` }, label), h("input", { id: `by-${name}`, name, type: "date" }));
    const panel = h("div.menu.rare", { id: "rare", popover: "auto", role: "group", "aria-label": "Filters", onchange: ({ target }) => this.set({ [target.name]: target.value }) },
      select("reason", "Why a person was asked for", REASONS),
      select("outcome", "What the bot did", OUTCOMES),
      select("rating", "What the customer thinks", { up: "Thumbs up", down: "Thumbs down" }),
      select("locale", "Language", { en: "English", de: "German", es: "Spanish", ar: "Arabic", zh: "Chinese" }),
      h("div.fields", {}, date("since", "From"), date("until", "Until")),
      h("button.button.small", { onclick: () => this.set(Object.fromEntries(RARE.map((name) => [name, ""]))) }, "Clear filters"));
    return panel;
  }
}
