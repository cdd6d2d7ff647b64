// A search field over a list to choose from, above the composer: canned replies, and articles to link.

import { h } from "../../../widget/dom.js";

const PAUSE_MS = 150;

export class Picker {
  #options = [];
  #active = 0;
  #search;
  #source;
  #chosen;
  #typing;
  #isStale = true; // the list is not yet that of the words

  constructor() {
    this.input = h("input", {
      type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "picker-list", "aria-autocomplete": "list", autocomplete: "off",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.list = h("ul", { id: "picker-list", role: "listbox" });
    this.note = h("p.hint", { role: "status" });
    this.element = h("div.picker", { hidden: true, onfocusout: ({ relatedTarget }) => this.element.contains(relatedTarget) || this.close(false) }, this.input, this.list, this.note);
  }

  /** Lets somebody choose: `source(words, signal)` gives `{title, detail, key, value}`; `chosen(value)` gets null when nothing is. */
  open({ label, empty, source, chosen }) {
    this.#source = source;
    this.#chosen = chosen;
    this.empty = empty;
    this.input.value = "";
    this.input.placeholder = label;
    this.input.ariaLabel = label;
    this.list.ariaLabel = label;
    this.list.replaceChildren();
    this.#options = [];
    this.#isStale = true;
    this.element.hidden = false;
    this.input.focus();
    this.#find();
  }

  close(returns = true, value = null) {
    if (this.element.hidden) return;
    this.#search?.abort();
    clearTimeout(this.#typing);
    this.element.hidden = true;
    if (returns) this.#chosen(value);
  }

  #typed() {
    clearTimeout(this.#typing);
    this.#isStale = true;
    this.#typing = setTimeout(() => this.#find(), PAUSE_MS);
  }

  async #find() {
    clearTimeout(this.#typing);
    this.#search?.abort();
    const search = (this.#search = new AbortController());
    try {
      const options = await this.#source(this.input.value.trim(), search.signal);
      if (search.signal.aborted) return;
      this.#options = options;
      this.#isStale = false;
      this.#active = 0;
      this.note.textContent = options.length ? "" : this.empty;
      this.#draw();
    } catch (error) {
      if (error.name !== "AbortError") this.note.textContent = error.message;
    }
  }

  async #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.#options.length;
      if (count) this.#active = (this.#active + step + count) % count;
      this.#draw();
    } else if (event.key === "Enter" || (event.key === "Tab" && this.input.value)) {
      if (event.isComposing) return;
      event.preventDefault();
      if (this.#isStale) await this.#find(); // what was typed last counts, however fast
      if (this.#options[this.#active]) this.close(true, this.#options[this.#active].value);
      return;
    } else if (event.key === "Escape" || (event.key === "Backspace" && !this.input.value)) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #draw() {
    const options = this.#options.map(({ title, detail, key, value }, index) =>
      h("li", { role: "option", id: `option-${index}`, "aria-selected": String(index === this.#active), onpointerdown: (event) => event.preventDefault(), onclick: () => this.close(true, value) },
        h("span.option-title", {}, h("b", { dir: "auto" }, title), key ? h("kbd", {}, key) : null),
        detail ? h("span.option-detail", { dir: "auto" }, detail) : null));
    this.list.replaceChildren(...options);
    options[this.#active]?.scrollIntoView({ block: "nearest" });
    if (options.length) this.input.setAttribute("aria-activedescendant", `option-${this.#active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }
}
