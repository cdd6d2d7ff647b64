// The log of messages, and a reply on its way to becoming an answer.

import { personButton, renderAnswer, spoken, textBlock } from "./answer.js";
import { h, icon } from "./dom.js";
import { renderMarkdown, withoutMarks } from "./markdown.js";
import { t } from "./words.js";

const PLEASANTRIES = ["greeting", "thanks"]; // nothing to rate
const SAID_AS = { failed: "interrupted", gone: "rejected", identity: "rejected" };

/** The scrolling log. It is no live region: a finished answer is announced once, by the window's status line. */
export class Log {
  #last;
  #target = 0;

  constructor(onscroll) {
    this.element = h("div.log", { role: "log", "aria-live": "off", "aria-label": t("log"), tabindex: "0", onscroll });
  }

  addQuestion(text) {
    return this.add(h("div.question", {}, h("span.unseen", {}, t("you")), h("p", { dir: "auto" }, text)));
  }

  add(element) {
    this.element.append(element);
    if (!element.matches(".reply")) this.#last = element;
    this.#target = 0;
    this.follow();
    return element;
  }

  /** Keeps the newest words in sight, but never pushes their question out of it nor pulls a reader back. */
  follow() {
    const { scrollHeight, clientHeight, scrollTop } = this.element;
    if (scrollTop < this.#target - 48) return;
    this.#target = Math.max(0, Math.min(scrollHeight - clientHeight, (this.#last?.offsetTop ?? 16) - 16));
    if (this.#target > scrollTop) this.element.scrollTop = this.#target;
  }
}

export class Reply {
  #question;
  #changed;
  #body = h("div");
  #text = "";
  #frame;
  #countdown;

  constructor(question, changed) {
    this.#question = question;
    this.#changed = changed;
    this.element = h("div.reply", {}, h("span.unseen", {}, t("bot")), this.#body);
  }

  wait(key) {
    this.element.setAttribute("aria-busy", "true");
    this.#text = "";
    this.#show([h("p.waiting", {}, h("span.dots", {}, h("i"), h("i"), h("i")), t(key))]);
  }

  addText(delta) {
    this.#text += withoutMarks(delta);
    this.#frame ??= requestAnimationFrame(() => this.#show(this.#partial()));
  }

  finish(answer, rating) {
    const { outcome, reason, message_id: id } = answer;
    const nodes = renderAnswer(answer, this.#question);
    this.element.classList.add(outcome);
    this.#end(id && outcome !== "handed_off" && !PLEASANTRIES.includes(reason) ? [...nodes, ratingRow(id, rating)] : nodes);
    return spoken(nodes, answer);
  }

  stop() {
    this.#end([...this.#partial(), h("p.note", {}, t("stopped"))]);
    return t("stopped");
  }

  fail({ kind, message, seconds }, retry) {
    const said = kind === "busy" && seconds ? t("busyFor", { count: seconds }) : t(SAID_AS[kind] ?? kind);
    const button = kind === "quota" ? personButton() : h("button.action", { onclick: retry });
    if (kind !== "quota") this.#wait(button, seconds);
    const detail = said === t("rejected") && message && h("p", { dir: "auto" }, message);
    this.#end([...this.#partial(), h("div.problem", {}, h("p", {}, said), detail, button)]);
    return said;
  }

  remove() {
    clearTimeout(this.#countdown);
    cancelAnimationFrame(this.#frame);
    this.element.remove();
  }

  #partial() {
    return this.#text ? [textBlock(renderMarkdown(this.#text))] : [];
  }

  #wait(button, count) {
    button.disabled = count > 0;
    button.textContent = count > 0 ? t("retryIn", { count }) : t("retry");
    if (count > 0) this.#countdown = setTimeout(() => this.#wait(button, count - 1), 1000);
  }

  #end(nodes) {
    this.#show(nodes);
    this.element.removeAttribute("aria-busy");
  }

  #show(nodes) {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#body.replaceChildren(...nodes);
    this.#changed();
  }
}

/** The thumbs under what the bot or an agent said; `rating` is the one that was pressed before. */
export function ratingRow(id, rating) {
  const thumb = (value) =>
    h("button.tool", { "data-do": "rate", "data-rating": value, "aria-label": t(value), "aria-pressed": String(rating === value) }, icon("up"));
  return h("div.rating", { role: "group", "aria-label": t("rate"), "data-message": id }, thumb("up"), thumb("down"));
}
