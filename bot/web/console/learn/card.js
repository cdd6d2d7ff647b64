// One candidate: what happened, and the form in which a person makes a golden question of it.

import { BASE, h, link } from "../../../widget/dom.js";
import { moment } from "../dates.js";
import { prose } from "../inbox/parts.js";
import { ArticleChoice } from "./articles.js";
import { ORIGINS, OUTCOMES, times, WHO } from "./words.js";

export class Card {
  constructor(item, { accept, drop, skip }) {
    this.item = item;
    this.articles = new ArticleChoice(item, () => this.#changed());
    this.question = field("textarea", "learn-question", item.question, { rows: "2", maxlength: "4000", oninput: () => this.#changed() });
    this.reference = field("textarea", "learn-reference", item.reference_answer ?? "", { rows: "3", maxlength: "10000", placeholder: "Optional. A good answer in a few sentences: the bot’s is held against it." });
    this.alternative = h("input", { type: "checkbox" });
    this.acceptButton = h("button.button.primary", { onclick: accept }, "Accept ", h("kbd", {}, "A"));
    this.heading = h("h2.learn-heading", { tabindex: "-1" }, `Candidate ${item.number}`);
    this.problem = h("p.problem", { role: "alert" });
    this.element = h("article.panel.learn-card", { "aria-labelledby": "learn-heading" },
      h("header.panel-head", {}, h("div.learn-facts", {}, this.heading, item.origins.map(origin), h("span.quiet.small", {}, facts(item))), conversation(item)),
      h("div.panel-body", {}, this.#asked(), evidence(item), this.articles.element, this.#answer(), this.problem),
      h("footer.learn-actions", {}, this.acceptButton,
        h("button.button", { onclick: drop }, "Drop ", h("kbd", {}, "D")),
        h("button.button.quiet", { onclick: skip }, "Later ", h("kbd", {}, "J"))));
    this.heading.id = "learn-heading";
    this.#changed();
  }

  get body() {
    const ids = this.articles.ids;
    const answerable = ids.length > 0;
    return {
      decision: "accept",
      question: this.question.value.trim(),
      article_ids: ids,
      answerable,
      reference_answer: answerable ? this.reference.value.trim() : "",
      as_alternative: answerable && this.alternative.checked,
    };
  }

  /** What is missing before it can be accepted, in words; empty where nothing is. */
  get missing() {
    if (!this.question.value.trim()) return "Write the question.";
    return this.articles.isDecided ? "" : "Choose the articles that answer it, or “No article answers it”.";
  }

  tell(problem) {
    this.problem.textContent = problem;
  }

  toggleAlternative() {
    if (!this.alternative.disabled) this.alternative.checked = !this.alternative.checked;
  }

  #changed() {
    const answerable = this.articles.ids.length > 0;
    this.alternative.disabled = this.reference.disabled = !answerable;
    if (!answerable) this.alternative.checked = false;
    this.acceptButton.setAttribute("aria-disabled", String(Boolean(this.missing)));
    this.tell("");
  }

  #asked() {
    const { item } = this;
    const hint = item.leans ? "It goes on from what was said before, which stays with it. Written so that it stands alone, it goes without." : "As it was asked. Correct what nobody else would write.";
    return h("div.field.learn-asked", {}, h("label", { for: "learn-question" }, "Question ", h("kbd", {}, "E")), this.question,
      h("p.hint", { id: "learn-question-hint" }, hint),
      item.also.length ? h("p.hint", {}, "Also asked as ", item.also.flatMap((text, at) => [at ? ", " : "", h("q", {}, text)]), ".") : null);
  }

  #answer() {
    return h("div.stack", {},
      h("div.field", {}, h("label", { for: "learn-reference" }, "Reference answer ", h("kbd", {}, "R")), this.reference,
        this.item.reference_answer ? h("p.hint", { id: "learn-reference-hint" }, "What the agent sent, without greeting and names.") : null),
      h("label.check", {}, this.alternative, h("span", {}, "Also a further way to ask for these articles ", h("kbd", {}, "Y"),
        h("span.hint", {}, "From the next sync on the bot finds them by it. Such a question is no longer scored."))));
  }
}

function field(tag, id, value, attributes) {
  const element = h(tag, { id, ...attributes });
  element.value = value;
  return element;
}

function origin(name) {
  const { name: words, tone, why } = ORIGINS[name];
  return h(`span.badge.${tone}`, { title: why }, words);
}

function facts({ count, last_at: last, locale }) {
  const language = locale && locale !== "en" ? ` · ${locale}` : "";
  return [times(count), last && " · last on ", last && moment(last), language];
}

function conversation({ conversation: number }) {
  return number ? h("a.small", { href: new URL(`console?c=${number}`, BASE).href }, `Conversation ${number}`) : null;
}

function evidence({ history, said }) {
  const parts = [];
  if (history.length) {
    const lines = history.map(({ role, text }) => h("li", {}, h("strong", {}, `${WHO[role]}: `), text));
    parts.push(h("details.learn-history", {}, h("summary", {}, `Said before (${history.length})`), h("ol", {}, lines)));
  }
  if (said) {
    const [words, tone] = OUTCOMES[said.outcome] ?? ["Said", ""];
    const sure = said.confidence === null ? "" : `confidence ${Math.round(said.confidence * 100)}%`;
    parts.push(h("div.learn-said", {},
      h("p.learn-said-head", {}, h("span.label", {}, "The bot said"), h(`span.badge${tone ? `.${tone}` : ""}`, {}, words), h("span.quiet.small.number", {}, sure)),
      h("div.learn-reply", { tabindex: "0", role: "region", "aria-label": "What the bot said" }, prose(said.text)),
      said.articles.length ? h("p.hint", {}, "From ", said.articles.flatMap(({ title, url }, at) => [at ? ", " : "", link("", url, {}, title)])) : null));
  }
  return parts;
}
