// Candidates that somebody has accepted or dropped, with a way back.

import { h } from "../../../widget/dom.js";
import { moment } from "../dates.js";
import { ORIGINS } from "./words.js";

export function decidedList(items, undo) {
  return h("section.panel", { "aria-label": "Decided" }, h("ul.rows", {}, items.map((item) => row(item, undo))));
}

function row(item, undo) {
  const { decision } = item;
  const question = decision.question || item.question;
  const element = h("li.learn-decided", {},
    h("div", {}, h("p.learn-title", {}, question), h("p.learn-facts.small.quiet", {}, what(item),
      item.origins.map((name) => h(`span.badge.${ORIGINS[name].tone}`, {}, ORIGINS[name].name)),
      h("span", {}, `${decision.by}, `, moment(decision.at)))),
    h("button.button.small", { "aria-label": `Undo: ${question}`, onclick: () => undo(item, element) }, "Undo"));
  return element;
}

function what({ state, decision }) {
  if (state === "dropped") return null;
  const parts = [decision.answerable ? decision.article_ids.join(", ") : "no article answers it"];
  if (decision.as_alternative) parts.push("alternative question");
  return h("span", {}, parts.join(" · "));
}
