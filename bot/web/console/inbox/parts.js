// Small pieces of the page that stand in more than one place.

import { h, link } from "../../../widget/dom.js";
import { prepareMarkdown, renderMarkdown } from "../../../widget/markdown.js";
import { speak } from "../../../widget/words.js";
import { initials, percent } from "./words.js";

const TINTS = ["accent", "green", "amber", "plum", "red"];

/** Loads what reads the rarer Markdown, and its words; after this everything can be rendered at once. */
export async function prepareText() {
  await Promise.all([speak("en"), prepareMarkdown("|", { addExtras: () => null })]);
}

/** What an agent has written, as customers see it: Markdown in which every line break counts. */
export function prose(text) {
  return h("div.prose", { dir: "auto" }, renderMarkdown(text.replace(/\n/g, "  \n")));
}

export function avatar(name) {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return h(`span.avatar.${TINTS[sum % TINTS.length]}`, { "aria-hidden": "true" }, initials(name));
}

export function confidenceBar(value) {
  const level = value >= 0.75 ? "high" : value >= 0.45 ? "middle" : "low";
  const bar = h("meter", { min: "0", max: "1", value: String(value), "aria-label": "Confidence" });
  return h(`span.confidence.${level}`, { title: "Confidence" }, bar, percent(value));
}

/** The articles behind a text, each once, with their quotes on demand; numbered as the marks in the text are. */
export function sourceList(citations, linkButton = () => null) {
  const sources = new Map();
  for (const citation of citations) {
    if (!sources.has(citation.article_id)) sources.set(citation.article_id, []);
    sources.get(citation.article_id).push(citation);
  }
  const items = [...sources.values()].map((quotes, index) => {
    const [{ article_id: id, title, url }] = quotes;
    const quoted = quotes.map(({ quote }) => h("blockquote", { dir: "auto" }, renderMarkdown(quote)));
    return h("li", {},
      h("span.mark-number", { "aria-hidden": "true" }, String(index + 1)),
      link("", url, { dir: "auto" }, title),
      linkButton(id),
      h("details", {}, h("summary", { "aria-label": `Quote from ${title}` }, quotes.length > 1 ? `${quotes.length} quotes` : "Quote"), h("div.prose", {}, quoted)));
  });
  return h("ol.sources", {}, items);
}

/** The articles that the customer could choose from. */
export function offered(articles) {
  return h("ul.offered", { "aria-label": "Articles offered to the customer" }, articles.map(({ title, url }) => h("li", {}, link("", url, { dir: "auto" }, title))));
}

export function emptyState(title, text, ...more) {
  return h("div.empty", {}, h("h2", {}, title), h("p", {}, text), ...more);
}
