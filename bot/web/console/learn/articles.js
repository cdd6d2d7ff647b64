// Which articles answer a question: those proposed and those found nearby, numbered for the keys, and a search for others.

import { h, link } from "../../../widget/dom.js";
import { request } from "../client.js";

const PAUSE_MS = 180;
const MOST_NUMBERED = 9;

export class ArticleChoice {
  #list = h("ul.learn-articles", { "aria-label": "Articles" });
  #known = new Map();
  #changed;

  constructor(item, changed) {
    this.#changed = changed;
    const proposed = new Set(item.proposed.map(({ article_id: id }) => id));
    // What the bot cited in an answer that was no good is rather wrong than right: somebody has to choose it.
    const [note, isRight] = item.origins.includes("linked") ? ["sent by an agent", true] : item.origins.includes("edited") ? ["in the draft", true] : ["cited by the bot", false];
    for (const one of item.proposed) this.#add(one, isRight, note);
    for (const one of item.nearby) if (!proposed.has(one.article_id)) this.#add(one, false, "");
    this.none = h("input", { type: "checkbox", onchange: () => this.chooseNone(this.none.checked) });
    this.search = new ArticleSearch((found) => this.#found(found));
    this.element = h("fieldset.learn-choice", {},
      h("legend.label", {}, "Which articles answer it?"), this.#list, this.search.element,
      h("label.check.learn-none", {}, this.none, h("span", {}, "No article answers it ", h("kbd", {}, "N"))));
  }

  get ids() {
    return [...this.#known].filter(([, box]) => box.checked).map(([id]) => id);
  }

  get isDecided() {
    return this.none.checked || this.ids.length > 0;
  }

  toggle(number) {
    const box = [...this.#known.values()][number - 1];
    if (!box || number > MOST_NUMBERED) return;
    box.checked = !box.checked;
    this.#chosen();
  }

  chooseNone(is = !this.none.checked) {
    this.none.checked = is;
    if (is) for (const box of this.#known.values()) box.checked = false;
    this.#changed();
  }

  #chosen() {
    if (this.ids.length) this.none.checked = false;
    this.#changed();
  }

  #found(article) {
    const box = this.#known.get(article.article_id);
    if (box) box.checked = true;
    else this.#add(article, true, "found by you");
    this.#chosen();
  }

  #add(article, isChosen, note) {
    const { article_id: id, title, url } = article;
    const number = this.#known.size + 1;
    const box = h("input", { type: "checkbox", checked: isChosen, onchange: () => this.#chosen() });
    this.#known.set(id, box);
    this.#list.append(h("li", {},
      h("label.check", {}, box, h("span", {}, h("span.learn-title", {}, title), note ? h("span.badge", {}, note) : null)),
      link(".learn-open.small", url, { "aria-label": `Open “${title}” in a new tab` }, "Open"),
      number <= MOST_NUMBERED ? h("kbd", { "aria-hidden": "true" }, String(number)) : h("span")));
  }
}

class ArticleSearch {
  #options = h("ul.menu.learn-options", { role: "listbox", id: "learn-options", "aria-label": "Articles found", hidden: true });
  #found = [];
  #at = -1;
  #chosen;
  #typing;
  #asked = 0;

  constructor(chosen) {
    this.#chosen = chosen;
    this.input = h("input", {
      type: "search", role: "combobox", placeholder: "Find another article", autocomplete: "off", "aria-label": "Find another article", "aria-expanded": "false",
      "aria-controls": "learn-options", "aria-autocomplete": "list", oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onblur: () => this.#show([]),
    });
    this.element = h("div.learn-search", {}, this.input, h("kbd", { "aria-hidden": "true" }, "F"), this.#options);
  }

  #typed() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#find(this.input.value.trim()), PAUSE_MS);
  }

  async #find(words) {
    const asked = ++this.#asked;
    if (!words) return this.#show([]);
    try {
      const found = await request(`v1/agent/articles?${new URLSearchParams({ q: words, k: "6" })}`);
      if (asked === this.#asked && document.activeElement === this.input) this.#show(found, "No article is found.");
    } catch (error) {
      this.#show([], error.message);
    }
  }

  #show(found, otherwise = "") {
    this.#found = found;
    this.#at = found.length ? 0 : -1;
    this.#options.replaceChildren(...found.map((one, at) => h("li", {
      role: "option", id: `learn-option-${at}`, "aria-selected": String(at === 0),
      onpointerdown: (event) => { event.preventDefault(); this.#take(at); },
    }, one.title)));
    if (!found.length && otherwise) this.#options.append(h("li.quiet", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, otherwise));
    this.#options.hidden = !this.#options.childElementCount;
    this.#point();
  }

  #point() {
    this.input.setAttribute("aria-expanded", String(!this.#options.hidden));
    [...this.#options.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#at)));
    if (this.#at >= 0) this.input.setAttribute("aria-activedescendant", `learn-option-${this.#at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#found.length) {
      this.#at = (this.#at + step + this.#found.length) % this.#found.length;
      this.#point();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.#take(this.#at);
    else if (event.key === "Escape" && !this.#options.hidden) {
      this.#show([]);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  #take(at) {
    const article = this.#found[at];
    if (!article) return;
    this.input.value = "";
    this.#show([]);
    this.#chosen(article);
  }
}
