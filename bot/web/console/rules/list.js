// The list of rules: a panel for each kind, in the order in which they count.

import { h, icon } from "../../../widget/dom.js";
import { attempt, request, toast } from "../client.js";
import { wholeDay } from "../dates.js";
import { ask } from "../form-dialog.js";
import { KINDS, STRICTNESS, bodyOf, count } from "./words.js";

const MOST_SHOWN = 2;

export function listOf(rules, again) {
  return [head(), ...Object.entries(KINDS).map(([kind, words]) => panel(kind, words, rules.filter((rule) => rule.kind === kind), again))];
}

function head() {
  return h("header.page-head", {},
    h("div", {}, h("h1", {}, "Rules"), h("p.quiet", {}, "What you have decided for some questions, before any article is asked. Where several rules match, a pinned answer comes first, then a blocked topic, then people.")));
}

function panel(kind, words, rules, again) {
  const sorted = rules.toSorted((one, other) => other.counts - one.counts || other.hits - one.hits || one.number - other.number);
  return h("section.panel", { "aria-labelledby": `${kind}-title` },
    h("header.panel-head", {},
      h("div", {}, h("h2", { id: `${kind}-title` }, icon(kind, words.icon), words.title, rules.length ? h("span.badge", {}, String(rules.length)) : null), h("p.quiet.small", {}, words.text)),
      h("div.actions", {}, h("a.button", { href: `#new-${kind}` }, words.make))),
    rules.length ? h("ul.rows", {}, sorted.map((rule) => row(rule, again))) : h("p.panel-body.quiet.none", {}, words.none));
}

function row(rule, again) {
  const { number, name, enabled, hits, answer, note } = rule;
  return h(`li.rule${rule.counts ? "" : ".off"}`, {},
    h("div.rule-words", {},
      h("h3", {}, h("a", { href: `#${number}`, dir: "auto" }, name), state(rule)),
      h("p.for", {}, conditions(rule)),
      answer || note ? h("p.quiet.small.says", { dir: "auto" }, plain(answer || note)) : null),
    h("p.hits.small", { title: `${count(hits, "answer")} in the last 30 days` }, h("strong.number", {}, hits.toLocaleString("en")), h("span.quiet", {}, "in 30 days")),
    h("div.actions", {},
      toggle(rule, again),
      h("button.button.quiet.small", { onclick: () => remove(rule, again), "aria-label": `Delete “${name}”` }, "Delete")));
}

/** Markdown without its marks, for a line that only reminds. */
function plain(text) {
  return text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`#>]+|^\s*(?:[-+]|\d+[.)])\s/gm, "");
}

function state({ enabled, counts, article_id: article, article_title: title, last_day: last }) {
  if (!enabled || counts) return null;
  return h("span.badge.amber", {}, article && !title ? "Rests: its article is gone" : ["Over since ", wholeDay(last)]);
}

/** What a question has to be for the rule to count, in a line. */
function conditions({ name, examples, words, strictness, locale, article_kind: kind, last_day: last }) {
  const others = examples.filter((example) => example !== name); // the name may be the first of them
  const more = others.length - MOST_SHOWN;
  return [
    ...others.slice(0, MOST_SHOWN).map((example) => h("q", { dir: "auto" }, example)),
    more > 0 ? h("span.quiet", {}, `and ${more.toLocaleString("en")} more`) : null,
    ...words.map((word) => h("span.badge", { dir: "auto", title: "Has to occur" }, word.replaceAll("|", " or "))),
    examples.length ? h("span.badge", { title: "How like an example a question has to be" }, STRICTNESS[strictness]) : null,
    locale ? h("span.badge", {}, locale) : null,
    kind ? h("span.badge", {}, kind) : null,
    last ? h("span.badge", {}, "until ", wholeDay(last)) : null,
  ];
}

function toggle(rule, again) {
  const change = async ({ target }) => {
    target.disabled = true;
    const done = await attempt(() => request(`v1/agent/rules/${rule.number}`, { method: "PUT", body: { ...bodyOf(rule), enabled: target.checked, version: rule.version } }));
    if (done) toast(done.enabled ? `“${rule.name}” counts again.` : `“${rule.name}” is switched off.`);
    await again();
    document.getElementById(`on-${rule.number}`)?.focus();
  };
  return h("label.check.switch", {}, h("input", { type: "checkbox", role: "switch", id: `on-${rule.number}`, checked: rule.enabled, onchange: change }), h("span", {}, "On", h("span.hidden", {}, `: “${rule.name}”`)));
}

async function remove({ number, name, hits }, again) {
  const used = hits ? ` It answered ${count(hits, "question")} in the last 30 days.` : "";
  const isDone = await ask({
    title: `Delete “${name}”?`,
    text: `The bot goes back to what its articles and other rules say.${used} You can also switch it off and keep it.`,
    action: "Delete",
    tone: "danger",
    save: () => request(`v1/agent/rules/${number}`, { method: "DELETE" }),
  });
  if (isDone) await again();
}
