// The field for the article that a pinned answer stands on.

import { h } from "../../../widget/dom.js";
import { request } from "../client.js";

const PAUSE_MS = 200;

export class ArticleField {
  #found = new Map();
  #changed;
  #typing;

  constructor({ article_id: id, article_title: title }, changed) {
    this.id = id;
    this.#changed = changed;
    this.options = h("datalist", { id: "rule-articles" });
    this.input = h("input", {
      id: "rule-article", type: "search", list: "rule-articles", value: title ?? id ?? "", placeholder: "Find an article", autocomplete: "off", "aria-describedby": "rule-article-hint",
      oninput: (event) => this.#typed(event),
    });
    this.hint = h("p.hint", { id: "rule-article-hint", role: "status" });
    this.element = h("div.field", {}, h("label", { for: "rule-article" }, "Article it stands on"), this.input, this.options, this.hint);
    this.#tell(id && !title ? "This article is not published any more: the rule rests until you choose another one or none." : "");
  }

  #tell(text) {
    this.hint.textContent = text || (this.id ? "Cited or linked under the answer. Once the article is gone, the rule rests." : "Optional. It is cited where the answer has its words, else linked at the end.");
  }

  #typed(event) {
    event.stopPropagation();
    const title = this.input.value.trim();
    const id = this.#found.get(title) ?? null;
    if (id !== this.id) {
      this.id = id;
      this.#changed();
    }
    this.#tell(title && !id ? "Choose one of the articles from the list." : "");
    clearTimeout(this.#typing);
    if (!id) this.#typing = setTimeout(() => this.#find(title), PAUSE_MS);
  }

  async #find(words) {
    try {
      const found = await request(`v1/agent/articles?${new URLSearchParams({ q: words, k: "8" })}`);
      for (const { article_id: id, title } of found) this.#found.set(title, id);
      this.options.replaceChildren(...found.map(({ title }) => h("option", { value: title })));
    } catch (error) {
      this.hint.textContent = error.message;
    }
  }
}
