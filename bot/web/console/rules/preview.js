// What a rule would change, told from past questions while it is being written.

import { h } from "../../../widget/dom.js";
import { request } from "../client.js";
import { moment } from "../dates.js";
import { KINDS, count, outcomeOf } from "./words.js";

const PAUSE_MS = 400;
const BREATH_MS = 300; // in which the server answers customers
const SHOWN_AT_ONCE = 8;

export class Preview {
  #rule;
  #values;
  #typing;
  #asking = new AbortController();
  #shown = "";
  #tried = [];

  constructor(rule, values) {
    this.#rule = rule;
    this.#values = values;
    this.days = h("select", { "aria-label": "Period", onchange: () => this.refresh(0) }, [7, 30, 90, 365].map((days) => h("option", { value: String(days), selected: days === 30 }, `Last ${days} days`)));
    this.status = h("p.status", { role: "status" });
    this.body = h("div.found");
    this.trial = h("input", { id: "trial", autocomplete: "off", maxlength: "500", placeholder: "Type a question" });
    this.results = h("ul.trials");
    const tries = h("form.field.try", { onsubmit: (event) => this.#try(event) },
      h("label", { for: "trial" }, "Try it on a question"), h("div.try-line", {}, this.trial, h("button.button", { type: "submit" }, "Try")), this.results);
    this.element = h("section.panel.preview", { "aria-labelledby": "preview-title" },
      h("header.panel-head", {}, h("h2", { id: "preview-title" }, "What this would change"), h("div.actions", {}, this.days)),
      h("div.panel-body", {}, tries, this.status, this.body));
  }

  close() {
    clearTimeout(this.#typing);
    this.#asking.abort();
  }

  /** Looks again, after a pause in typing. */
  refresh(pauseMs = PAUSE_MS) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#look(), pauseMs);
  }

  #try(event) {
    event.preventDefault();
    const question = this.trial.value.trim();
    if (!question) return;
    this.#tried = [question, ...this.#tried.filter((one) => one !== question)].slice(0, 5);
    this.trial.value = "";
    this.#shown = "";
    this.refresh(0);
  }

  async #look() {
    const rule = this.#values();
    if (!rule.examples.length && !rule.words.length) {
      this.#shown = "";
      this.#asking.abort();
      this.#tell("Write a question or a word, and you see which questions of your customers it would have changed.");
      return;
    }
    // A pinned answer that is not written yet changes nothing in what is matched.
    if (rule.kind === "pin") rule.answer ||= "…";
    const body = { rule, number: this.#rule.number ?? null, days: Number(this.days.value), questions: this.#tried };
    if (JSON.stringify(body) === this.#shown) return;
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    this.element.ariaBusy = "true";
    if (!this.body.childElementCount) this.#tell("Looking at past questions …");
    try {
      let preview;
      do {
        preview = await request("v1/agent/rules/preview", { body, signal: asking.signal });
        if (asking.signal.aborted) return;
        this.#show(preview);
        if (!preview.complete) await new Promise((go) => setTimeout(go, BREATH_MS));
      } while (!preview.complete);
      this.#shown = JSON.stringify(body);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#tell(error.message, true);
    }
    this.element.ariaBusy = "false";
  }

  #tell(text, isError = false) {
    this.status.className = isError ? "status notice error" : "status quiet";
    this.status.textContent = text;
    this.body.replaceChildren();
    this.results.replaceChildren();
    for (const place of document.querySelectorAll("[data-strictness]")) place.textContent = "";
  }

  #show(preview) {
    const { asked, looked_at: lookedAt, counts } = preview;
    for (const place of document.querySelectorAll("[data-strictness]")) place.textContent = asked ? preview.by_strictness[place.dataset.strictness] : "";
    this.results.replaceChildren(...preview.tried.map((effect) => this.#trialRow(effect)));
    this.status.className = "status";
    if (!asked) {
      this.status.replaceChildren(h("span.quiet", {}, "No customer has asked anything in this period yet. Try the rule on questions of your own."));
      this.body.replaceChildren();
      return;
    }
    this.status.replaceChildren(
      h("strong.big.number", {}, counts.changed.toLocaleString("en")), h("span", {}, ` of ${count(lookedAt, "question")} would be answered differently.`),
      h("span.looked.quiet.small", {}, lookedWords(preview)));
    this.body.replaceChildren(...this.#groups(preview));
  }

  #groups(preview) {
    const { counts } = preview;
    const moves = preview.moves.map(({ before, after, count: number }) => h("li", {}, outcome({ outcome: before }), arrow(), outcome(this.#after(after)), h("strong.number", {}, number.toLocaleString("en"))));
    const others = otherRules(preview.changed);
    return [
      moves.length ? h("ul.moves", { "aria-label": "Before and after" }, moves) : null,
      this.#group("Would change", counts.changed, preview.changed, true),
      this.#group("Would go back to the articles or another rule", counts.released, preview.released, true),
      this.#group("Matched, but another rule comes first", counts.outranked, preview.outranked),
      this.#group("Answered by this rule already", counts.unchanged, preview.unchanged),
      this.#group("Nearest of those not matched", preview.missed.length, preview.missed),
      others.length ? h("p.quiet.small", {}, `Also matched by ${others.join(", ")}, ${others.length > 1 ? "which come" : "which comes"} after this rule.`) : null,
    ].filter(Boolean);
  }

  #after(result) {
    const { kind } = this.#rule;
    return { outcome: result, reason: kind === "block" ? "policy_restriction" : null, rule: kind === "pin" ? 0 : null };
  }

  #group(title, number, effects, isOpen = false) {
    return number ? group(title, number, effects.map((effect) => effectRow(effect, this.#rule.number ?? 0)), isOpen) : null;
  }

  #trialRow(effect) {
    const { winner, others, question } = effect;
    const own = this.#rule.number ?? 0;
    const isOurs = winner?.number === own;
    const matches = isOurs || others.some(({ number }) => number === own);
    const words = isOurs ? "Matches" : matches ? `Matches, but “${winner.name}” comes first` : winner ? `No match; “${winner.name}” answers` : "No match";
    return h("li", {}, h(`span.badge${isOurs ? ".green" : matches ? ".amber" : ""}`, {}, words), h("span", { dir: "auto" }, question), likeness(effect));
  }
}

function group(title, number, rows, isOpen) {
  const list = h("ul.effects", {}, rows.slice(0, SHOWN_AT_ONCE));
  const rest = rows.slice(SHOWN_AT_ONCE);
  const more = h("button.button.small", { onclick: () => { list.append(...rest); more.remove(); rest[0].querySelector("p").focus(); } }, `Show ${rest.length} more`);
  const unsent = number - rows.length;
  return h("details.group", { open: isOpen }, h("summary", {}, title, " ", h("span.badge", {}, number.toLocaleString("en"))), list, rest.length ? more : null,
    unsent > 0 ? h("p.hint", {}, `${count(unsent, "more question")} like these, less like the examples.`) : null);
}

function effectRow(effect, own) {
  const { question, asked_at: asked, before, after, winner } = effect;
  return h("li", {},
    h("p.question", { dir: "auto", tabindex: "-1" }, question),
    h("p.small.quiet.meta", {}, asked ? moment(asked) : null, likeness(effect)),
    before ? change("Before", before, before.text, before.article && `from “${before.article}”`) : null,
    after ? change("After", after, after.text, winner && winner.number !== own ? `by “${winner.name}”` : "") : before?.rule != null ? h("p.change.small", {}, h("span.when", {}, "After"), h("span.badge", {}, "Articles"), h("span.text.quiet", {}, "whatever they say then")) : null);
}

function change(when, reply, text, by) {
  return h("p.change.small", {}, h("span.when", {}, when), outcome(reply), h("span.text", { dir: "auto" }, text), by ? h("span.by", { dir: "auto" }, by) : null);
}

function outcome(reply) {
  const { name, tint } = outcomeOf(reply);
  return h(["span.badge", tint].filter(Boolean).join("."), {}, name);
}

function arrow() {
  return h("span.arrow", { role: "img", "aria-label": "to" }, "→");
}

function likeness({ likeness: value }) {
  if (value === null) return null;
  return h("span.likeness.number", { title: "How like the nearest example; 100% is the same" }, `${Math.round(value * 100)}% alike`);
}

/** Which questions the figures are of, and which they leave out. */
function lookedWords({ asked, looked_at: lookedAt, complete }) {
  const [some, all] = [lookedAt, asked].map((number) => number.toLocaleString("en"));
  const rest = "Greetings and requests for a person stay as they are.";
  if (!complete) return `Reading on, the newest first: ${some} of ${all} so far.`;
  if (lookedAt < asked) return `Looked at the newest ${some} of ${all} questions that the bot replied to in this period, not at the older ones. ${rest}`;
  return `Looked at every question that the bot replied to in this period. ${rest}`;
}

function otherRules(effects) {
  const names = new Map(effects.flatMap(({ others }) => others.map(({ number, name, kind }) => [number, `“${name}” (${KINDS[kind].one.toLowerCase()})`])));
  return [...names.values()].slice(0, 5);
}
