// A finished answer: its text with marks, its sources, what may be asked next, and what a screen reader says of it.

import { BASE, h, icon, link } from "./dom.js";
import { appendMarks, renderMarkdown, withoutMarks } from "./markdown.js";
import { t, updated } from "./words.js";

const LINKING = /!?\[|\]\([^)]*\)|\\?</;

export function renderAnswer({ answer, outcome, sentences, citations, did_you_mean: articles, follow_ups: followUps }, question) {
  const sources = sourcesOf(citations);
  const markFor = (n) => {
    const citation = citations.find((each) => each.n === n);
    return citation && citationMark(citation, sources.get(citation.article_id).number);
  };
  return [
    textBlock(renderMarkdown(placeMarks(withoutMarks(answer), sentences), markFor)),
    citations[0] && section("sources", h("ol.sources", { role: "list" }, [...sources.values()].map(sourceItem))),
    outcome === "clarify" && choices(articles.map(({ title }) => title)),
    outcome === "abstained" && nextSteps(articles, question),
    followUps[0] && section("followUps", choices(followUps)),
  ].filter(Boolean);
}

export function textBlock(content) {
  return h("div.text", { dir: "auto" }, content);
}

export function choices(questions) {
  const button = (question) =>
    h("button.choice", { "data-do": "ask", "data-question": question }, h("span", { dir: "auto" }, question), icon("next"));
  return h("div.choices", {}, questions.map(button));
}

export function section(heading, content) {
  return h("div.section", {}, h("p.label", {}, t(heading)), content);
}

export function personButton() {
  return h("button.action", { "data-do": "person" }, t("person"));
}

/** What a screen reader says of the answer. */
export function spoken(nodes, { citations }) {
  const copy = h("div", {}, nodes.map((node) => node.cloneNode(true)));
  for (const element of copy.querySelectorAll("sup, .section:has(.sources)")) element.remove();
  for (const block of copy.querySelectorAll("p, li, th, td, pre, button, a")) block.append("\n");
  const text = copy.textContent.replace(/\s*\n\s*/g, "\n").trim();
  const count = sourcesOf(citations).size;
  return count ? t("announce", { text, count }) : text;
}

function sourcesOf(citations) {
  const sources = new Map();
  for (const citation of citations) {
    if (!sources.has(citation.article_id)) sources.set(citation.article_id, { ...citation, number: sources.size + 1 });
  }
  return sources;
}

function citationMark(citation, number) {
  let opens = true;
  const mark = link(".mark", citation.url, {
    "aria-label": t("source", { number, title: citation.title }),
    // A finger cannot hover: its first tap shows the quote, which has a link of its own.
    onpointerdown: ({ pointerType }) => (opens = pointerType !== "touch" || mark.hasAttribute("aria-describedby")),
    onclick: (event) => opens || event.preventDefault(),
  }, String(number));
  mark.citation = citation;
  return h("sup", {}, "\u2060", mark); // a word joiner: a mark never starts a line
}

function placeMarks(answer, sentences) {
  let marked = "";
  let from = 0;
  const homeless = [];
  for (const { text, citations } of sentences) {
    // In the answer links are mended and tags escaped; its sentences stay as the articles have them.
    const words = withoutMarks(text).split(LINKING).map((part) => part.replace(/[^\w\s]/g, "\\$&"));
    const pattern = new RegExp(words.join(`(?:${LINKING.source})?`), "g");
    pattern.lastIndex = from;
    if (pattern.test(answer)) {
      marked += appendMarks(answer.slice(from, pattern.lastIndex), citations);
      from = pattern.lastIndex;
    } else homeless.push(...citations);
  }
  return appendMarks(marked + answer.slice(from), homeless);
}

function sourceItem({ number, title, url, kind, updated_at: updatedAt }) {
  const details = [kind && t(kind), updated(updatedAt)].filter(Boolean).join(" · ");
  const words = h("span", {}, h("b", { dir: "auto" }, title), h("span.source-details", {}, details));
  return h("li", {}, link(".source", url, {}, h("span.number", {}, String(number)), words, icon("open"), h("span.unseen", {}, t("newTab"))));
}

function nextSteps(articles, question) {
  const item = ({ title, url }) => h("li", {}, link(".related", url, { dir: "auto" }, title));
  return h("div", {},
    articles[0] && section("related", h("ul", { role: "list" }, articles.map(item))),
    h("p.actions", {}, personButton(), link(".action", `${BASE}help?q=${encodeURIComponent(question)}`, {}, t("searchHelp"))));
}
