// The editor of one rule, with what it would change beside it.

import { h, icon } from "../../../widget/dom.js";
import { request, toast } from "../client.js";
import { moment } from "../dates.js";
import { prose } from "../inbox/parts.js";
import { ArticleField } from "./article-field.js";
import { Preview } from "./preview.js";
import { ARTICLE_KINDS, KINDS, REASONS, STRICTNESS, bodyOf } from "./words.js";

const PATH = "v1/agent/rules";
const ANSWERS = {
  pin: { label: "Answer", hint: "Markdown: **bold**, lists, [links](https://…). Sentences that stand in the article below word for word are cited from it." },
  block: { label: "What the customer is told", hint: "Empty: “I can’t help with that here.”, in the customer’s language." },
  route: { label: "What the customer is told first", hint: "Empty: “A person has to look at this.”, in the customer’s language. After it comes when somebody will answer." },
};

export class Editor {
  #rule;
  #leave;
  #saved;

  constructor(rule, leave) {
    this.#rule = rule;
    this.#leave = leave;
    const { kind } = rule;
    this.article = new ArticleField(rule, () => this.#changed());
    this.problem = h("p.notice.error", { role: "alert", hidden: true });
    this.save = h("button.button.primary", { type: "submit" }, "Save");
    this.form = h("form.panel.editor", { novalidate: true, "aria-label": KINDS[kind].one, onsubmit: (event) => this.#submit(event), oninput: () => this.#changed() },
      h("div.panel-body", {},
        this.#questions(), this.#words(), this.#answer(),
        kind === "pin" ? this.article.element : null,
        kind === "route" ? this.#reason() : null,
        field("note", "Note for the team", h("textarea", { rows: "2", maxlength: "1000" }, rule.note), kind === "route" ? "Shown to agents, never to customers: why, and what to do." : "For your colleagues, never shown to customers."),
        this.#more()),
      h("footer.editor-foot", {}, this.problem, h("div.actions", {}, this.save, h("a.button", { href: "#" }, "Cancel"), this.#origin())));
    this.preview = new Preview(rule, () => this.values());
    this.elements = [this.#head(), h("div.rule-desk", {}, this.form, this.preview.element)];
    this.#saved = JSON.stringify(this.values());
    this.#showAnswer();
    this.preview.refresh(0);
  }

  get isChanged() {
    return JSON.stringify(this.values()) !== this.#saved;
  }

  focus() {
    this.form.elements.examples.focus();
  }

  close() {
    this.#saved = JSON.stringify(this.values());
    this.preview.close();
  }

  /** The rule as the form has it. */
  values() {
    const fields = this.form.elements;
    return {
      ...bodyOf(this.#rule),
      name: fields.name.value.trim(),
      examples: lines(fields.examples.value),
      words: lines(fields.words.value),
      strictness: fields.strictness.value,
      answer: fields.answer.value.trim(),
      article_id: this.article.id,
      reason: fields.reason?.value ?? null,
      note: fields.note.value.trim(),
      locale: fields.locale.value.trim() || null,
      article_kind: fields.article_kind.value || null,
      last_day: fields.last_day.value || null,
      enabled: fields.enabled.checked,
    };
  }

  #head() {
    const { kind, name, number } = this.#rule;
    const words = KINDS[kind];
    return h("header.page-head", {}, h("div", {},
      h("p.back", {}, h("a", { href: "#" }, "← All rules")),
      h("h1", {}, icon(kind, words.icon), h("span", { dir: "auto" }, number ? name : words.make)),
      h("p.quiet", {}, words.text)));
  }

  #questions() {
    const { examples, strictness } = this.#rule;
    const options = Object.entries(STRICTNESS).map(([value, words]) =>
      h("label", {}, h("input", { type: "radio", name: "strictness", value, checked: value === strictness }), h("span", {}, words, h("span.count.number", { "data-strictness": value }))));
    return [
      field("examples", "Questions like these", h("textarea", { rows: "4", autocomplete: "off", placeholder: "How much is the Pro plan?\nwhat does pro cost" }, examples.join("\n")), "One question a line, as customers put it. Three to five different ones work best."),
      h("fieldset.field.strictness", {}, h("legend", {}, "How alike"), h("div.segments", {}, options), h("p.hint", {}, "Loose catches more, and more by mistake. The numbers tell how many past questions each would match.")),
    ];
  }

  #words() {
    return field("words", "Words that must occur", h("textarea", { rows: "2", autocomplete: "off", placeholder: "refund|money back" }, this.#rule.words.join("\n")), "Optional. One word or phrase a line, all of which must occur; “|” stands between alternatives. In any case, and in other forms too: “receipt” is also “receipts”. “US” in capitals is not “us”.");
  }

  #answer() {
    const { kind, answer } = this.#rule;
    this.shown = h("div.as-shown", { hidden: true });
    return [field("answer", ANSWERS[kind].label, h("textarea", { rows: kind === "pin" ? "6" : "2", maxlength: "4000" }, answer), ANSWERS[kind].hint), this.shown];
  }

  #reason() {
    const options = Object.entries(REASONS).map(([value, words]) => h("option", { value, selected: value === this.#rule.reason }, words));
    return field("reason", "Reason", h("select", {}, options));
  }

  #more() {
    const { name, locale, article_kind: kind, last_day: last, enabled } = this.#rule;
    const kinds = Object.entries(ARTICLE_KINDS).map(([value, words]) => h("option", { value, selected: value === (kind ?? "") }, words));
    return h("details.more", { open: Boolean(locale || kind || last || !enabled) },
      h("summary", {}, "Name, language and dates"),
      h("div.stack", {},
        field("name", "Name", h("input", { value: name, maxlength: "120", autocomplete: "off" }), "Empty: the first question."),
        h("div.fields", {},
          field("locale", "Customers’ language", h("input", { value: locale ?? "", maxlength: "35", placeholder: "any", pattern: "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", autocomplete: "off" }), "de, pt-BR, …"),
          field("article_kind", "Chat limited to", h("select", {}, kinds)),
          field("last_day", "Last day", h("input", { type: "date", value: last ?? "" }), "Empty: for good.")),
        h("label.check", {}, h("input", { type: "checkbox", name: "enabled", checked: enabled }), "On")));
  }

  #origin() {
    const { created_at: made, created_by: maker, changed_at: changed, changed_by: changer, version } = this.#rule;
    if (!version) return null;
    return h("p.quiet.small.push", {}, `Made by ${maker}, `, moment(made), version > 1 ? [` · changed by ${changer}, `, moment(changed)] : null);
  }

  #changed() {
    this.#showAnswer();
    this.preview.refresh();
  }

  #showAnswer() {
    const text = this.form.elements.answer.value.trim();
    // Plain text shows itself: only what is marked up needs to be seen as customers will see it.
    this.shown.hidden = !/[*_[`#>|]|^\s*(?:[-+]|\d+[.)])\s/m.test(text);
    if (!this.shown.hidden) this.shown.replaceChildren(h("p.hint", {}, "As customers see it"), prose(text));
  }

  async #submit(event) {
    event.preventDefault();
    this.#tell("");
    const values = this.values();
    const missing = problemOf(values);
    if (missing) {
      this.#tell(missing.text);
      this.form.elements[missing.name].focus();
      return;
    }
    this.save.disabled = true;
    try {
      const { number, version } = this.#rule;
      await (number ? request(`${PATH}/${number}`, { method: "PUT", body: { ...values, version } }) : request(PATH, { body: values }));
      toast(values.enabled ? "Saved. It counts from now on." : "Saved. It is switched off.");
      this.#leave();
    } catch (error) {
      this.#tell(error.message);
    }
    this.save.disabled = false;
  }

  #tell(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }
}

function problemOf({ kind, examples, words, answer }) {
  if (!examples.length && !words.length) return { name: "examples", text: "Write at least one question, or a word that must occur." };
  if (kind === "pin" && !answer) return { name: "answer", text: "Write the answer that is to be pinned." };
  return null;
}

function field(name, label, control, hint) {
  const id = `rule-${name}`;
  control.id = id;
  control.name = name;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h("div.field", {}, h("label", { for: id }, label), control, hint ? h("p.hint", { id: `${id}-hint` }, hint) : null);
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
