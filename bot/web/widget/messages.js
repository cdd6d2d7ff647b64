// The messages: the log, a reply and its citations.

import { h, icon, link } from "./dom.js";
import { appendMarks, renderMarkdown, withoutMarks } from "./markdown.js";

const MARGIN = 16;
const SLACK = 48;
const GRACE_MS = 180; // to move the pointer from a mark to its quote
const GAP = 8;
const LINKING = /!?\[|\]\([^)]*\)|\\?</;

/** The scrolling log. It is no live region: a finished answer is announced once, by the panel's status line. */
export class Transcript {
  #strings;
  #question;
  #target = 0;

  constructor(strings, onscroll) {
    this.#strings = strings;
    this.element = h("div", {
      class: "log", role: "log", "aria-live": "off", "aria-label": strings.get("log"), tabindex: "0", onscroll,
    });
  }

  addQuestion(text) {
    const who = h("span", { class: "unseen" }, this.#strings.get("you"));
    this.#question = h("div", { class: "message question" }, who, h("p", { dir: "auto" }, text));
    this.element.append(this.#question);
  }

  addReply(reply) {
    this.element.append(reply);
    this.#target = 0;
    this.follow();
  }

  /** Keeps the newest words in sight, but never pushes their question out of it nor pulls a reader back. */
  follow() {
    const { scrollHeight, clientHeight, scrollTop } = this.element;
    if (scrollTop < this.#target - SLACK) return;
    this.#target = Math.max(0, Math.min(scrollHeight - clientHeight, this.#question.offsetTop - MARGIN));
    if (this.#target > scrollTop) this.element.scrollTop = this.#target;
  }
}

/** A reply while it becomes an answer; `changed` is called when its height may have changed. */
export class Reply {
  #context;
  #changed;
  #body;
  #text = "";
  #frame = 0;
  #countdown = 0;

  constructor(context, changed) {
    this.#context = context;
    this.#changed = changed;
    const { strings } = context;
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    const waiting = h("p", { class: "waiting" }, dots, h("span", {}, strings.get("thinking")));
    this.#body = h("div", { class: "body" }, waiting);
    this.element = h("div", { class: "message reply", "aria-busy": "true" }, h("span", { class: "unseen" }, strings.get("bot")), this.#body);
  }

  addText(delta) {
    this.#text += withoutMarks(delta);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#show(this.#partial());
    });
  }

  /** Shows the finished answer. This, `stop` and `fail` give what a screen reader says. */
  finish(answer) {
    const nodes = renderAnswer(answer, this.#context);
    this.element.classList.add(answer.outcome);
    this.#end(nodes);
    return spoken(nodes, answer, this.#context.strings);
  }

  stop() {
    const said = this.#context.strings.get("stopped");
    this.#end([...this.#partial(), h("p", { class: "note" }, said)]);
    return said;
  }

  fail({ kind, message, retryAfterSeconds: seconds }, retry) {
    const { strings } = this.#context;
    const said = kind === "busy" && seconds ? strings.get("busyFor", { count: seconds }) : strings.get(kind);
    const detail = kind === "rejected" && message ? h("p", { dir: "auto" }, message) : null;
    const button = h("button", { type: "button", class: "action", onclick: retry });
    this.#wait(button, kind === "busy" ? seconds : 0);
    this.#end([...this.#partial(), h("div", { class: "problem" }, h("p", {}, said), detail, button)]);
    return said;
  }

  remove() {
    clearTimeout(this.#countdown);
    this.element.remove();
  }

  #partial() {
    const { base, strings } = this.#context;
    if (!this.#text) return [];
    return [h("div", { class: "text", dir: "auto" }, renderMarkdown(this.#text, { base, tableLabel: strings.get("table") }))];
  }

  #wait(button, seconds) {
    const { strings } = this.#context;
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? strings.get("retryIn", { count: seconds }) : strings.get("retry");
    if (seconds > 0) this.#countdown = setTimeout(() => this.#wait(button, seconds - 1), 1000);
  }

  #end(nodes) {
    cancelAnimationFrame(this.#frame);
    this.#show(nodes);
    this.element.removeAttribute("aria-busy");
  }

  #show(nodes) {
    this.#body.replaceChildren(...nodes);
    this.#changed();
  }
}

function renderAnswer(answer, { question, base, strings, citations, ask }) {
  const sources = sourcesOf(answer.citations);
  const byNumber = new Map(answer.citations.map((citation) => [citation.n, citation]));
  const markFor = (n) => {
    const citation = byNumber.get(n);
    return citation ? citations.mark(citation, sources.get(citation.article_id).number) : null;
  };
  const marked = placeMarks(withoutMarks(answer.answer), answer.sentences);
  const text = renderMarkdown(marked, { base, tableLabel: strings.get("table"), markFor });
  const nodes = [h("div", { class: "text", dir: "auto" }, text)];
  if (sources.size) nodes.push(sourceList([...sources.values()], base, strings));
  if (answer.outcome === "clarify") nodes.push(choices(answer.did_you_mean.map(({ title }) => title), ask));
  if (answer.outcome === "abstained") nodes.push(...nextSteps(answer, question, base, strings));
  if (answer.follow_ups.length) nodes.push(section(strings.get("followUps"), choices(answer.follow_ups, ask)));
  return nodes;
}

export function choices(questions, ask) {
  const button = (question) =>
    h("button", { type: "button", class: "choice", onclick: () => ask(question) }, h("span", { dir: "auto" }, question), icon("next"));
  return h("div", { class: "choices" }, questions.map(button));
}

/** What a screen reader says of the answer. */
function spoken(nodes, answer, strings) {
  const copy = h("div", {}, nodes.map((node) => node.cloneNode(true)));
  for (const element of copy.querySelectorAll("sup, .section:has(.sources)")) element.remove();
  for (const block of copy.querySelectorAll("p, li, th, td, pre, button, a")) block.append("\n");
  const text = copy.textContent.replace(/\s*\n\s*/g, "\n").trim();
  const count = sourcesOf(answer.citations).size;
  return count ? strings.get("announce", { text, count }) : text;
}

/** The cited articles in order: several citations of one article share its number. */
function sourcesOf(citations) {
  const sources = new Map();
  for (const citation of citations) {
    if (!sources.has(citation.article_id)) sources.set(citation.article_id, { ...citation, number: sources.size + 1 });
  }
  return sources;
}

/** The answer with marks after its sentences; those of a sentence not found in it come at the end. */
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
  const whole = marked + answer.slice(from);
  return homeless.length ? appendMarks(whole, homeless) : whole;
}

function sourceList(sources, base, strings) {
  const item = ({ number, title, url, kind, updated_at: updatedAt }) => {
    const details = [kind && strings.get(kind), strings.updated(updatedAt)].filter(Boolean).join(" · ");
    const words = h("span", { class: "source-words" },
      h("span", { class: "source-title", dir: "auto" }, title), h("span", { class: "source-details" }, details));
    const badge = h("span", { class: "source-number" }, String(number));
    return h("li", {}, link(url, base, { class: "source" }, badge, words, icon("open"), h("span", { class: "unseen" }, strings.get("newTab"))));
  };
  return section(strings.get("sources"), h("ol", { class: "sources", role: "list" }, sources.map(item)));
}

function nextSteps({ did_you_mean: related }, question, base, strings) {
  const item = ({ title, url }) => h("li", {}, link(url, base, { class: "related", dir: "auto" }, title));
  const nodes = related.length
    ? [section(strings.get("related"), h("ul", { class: "nearby", role: "list" }, related.map(item)))]
    : [];
  const help = new URL(`help?q=${encodeURIComponent(question)}`, base);
  nodes.push(h("p", { class: "next" }, link(help.href, base, { class: "action" }, strings.get("nextStep"))));
  return nodes;
}

export function section(heading, content) {
  return h("div", { class: "section" }, h("p", { class: "label" }, heading), content);
}

/** One popover for all marks; it lives in the panel, so that it is never outside the viewport. */
export class Citations {
  #panel;
  #strings;
  #base;
  #mark = null;
  #leaving;
  #touched = null;

  constructor(panel, strings, base) {
    this.#panel = panel;
    this.#strings = strings;
    this.#base = base;
    this.popover = h("div", {
      class: "quote", id: "quote", role: "tooltip", tabindex: "-1", hidden: true,
      onpointerenter: () => clearTimeout(this.#leaving),
      onpointerleave: () => this.#leave(),
    });
  }

  /** The mark for a citation, with the number of its source in the list below the answer. */
  mark(citation, number) {
    const label = this.#strings.get("source", { number, title: citation.title });
    const mark = link(citation.url, this.#base, { class: "mark", "aria-label": label }, String(number));
    mark.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && this.#show(mark, citation));
    mark.addEventListener("pointerleave", () => this.#leave());
    mark.addEventListener("pointerdown", ({ pointerType }) => {
      this.#touched = pointerType === "touch" && this.#mark !== mark ? mark : null;
    });
    mark.addEventListener("focus", () => this.#show(mark, citation));
    mark.addEventListener("blur", ({ relatedTarget }) => this.popover.contains(relatedTarget) || this.#leave());
    mark.addEventListener("click", (event) => {
      // A finger cannot hover: its first tap shows the quote, which has a link of its own.
      if (this.#touched === mark) event.preventDefault();
      this.#touched = null;
      this.#show(mark, citation);
    });
    return h("sup", {}, "\u2060", mark); // a word joiner: a mark never starts a line
  }

  /** Whether a quote was shown; it is hidden now. */
  hide() {
    clearTimeout(this.#leaving);
    const wasShown = !this.popover.hidden;
    this.popover.hidden = true;
    this.#mark?.removeAttribute("aria-describedby");
    this.#mark = null;
    return wasShown;
  }

  /** Hides the quote, unless the focus on its mark may be what scrolled. */
  scrolled() {
    if (this.#mark?.matches(":focus")) this.#place(this.#mark);
    else this.hide();
  }

  #leave() {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.hide(), GRACE_MS);
  }

  #show(mark, { title, quote, url }) {
    clearTimeout(this.#leaving);
    if (this.#mark === mark) return;
    this.hide();
    this.#mark = mark;
    const words = renderMarkdown(quote, { base: this.#base, tableLabel: this.#strings.get("table") });
    const opens = link(url, this.#base, { tabindex: "-1" }, this.#strings.get("openArticle"), icon("open"));
    const shown = h("blockquote", { dir: "auto" }, words);
    const name = h("p", { class: "quote-title", dir: "auto" }, title);
    this.popover.replaceChildren(name, shown, h("p", { class: "quote-open" }, opens));
    for (const element of this.popover.querySelectorAll("[tabindex], a")) element.tabIndex = -1;
    this.popover.hidden = false;
    shown.classList.toggle("long", shown.scrollHeight > shown.clientHeight);
    mark.setAttribute("aria-describedby", this.popover.id);
    this.#place(mark);
  }

  #place(mark) {
    const panel = this.#panel.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const { width, height } = this.popover.getBoundingClientRect();
    const left = at.left + at.width / 2 - width / 2 - panel.left;
    const above = at.top - panel.top - height - GAP;
    this.popover.style.left = `${Math.max(GAP, Math.min(left, panel.width - width - GAP))}px`;
    this.popover.style.top = `${above >= GAP ? above : at.bottom - panel.top + GAP}px`;
  }
}
