// The log of messages, and a reply on its way to becoming an answer.

import { personButton, renderAnswer, spoken, textBlock } from "./answer.js";
import { h, icon } from "./dom.js";
import { renderMarkdown, withoutMarks } from "./markdown.js";
import { t } from "./words.js";

const MARGIN = 16;
const SLACK = 48;
const SAID_AS = { failed: "interrupted", gone: "rejected", identity: "rejected" };

/** The scrolling log. It is no live region: a finished answer is announced once, by the window's status line. */
export class Log {
  #last;
  #target = 0;

  constructor(onscroll) {
    this.element = h("div.log", {
      role: "log", "aria-live": "off", "aria-label": t("log"), tabindex: "0", onscroll,
    });
  }

  clear(...nodes) {
    this.element.replaceChildren(...nodes);
    this.#target = 0;
  }

  addQuestion(text) {
    const who = h("span.unseen", {}, t("you"));
    return this.add(h("div.message.question", {}, who, h("p", { dir: "auto" }, text)));
  }

  /** Shows the element last; the log then keeps what came last in sight. */
  add(element) {
    this.element.append(element);
    if (!element.matches(".reply")) this.#last = element;
    this.#target = 0;
    this.follow();
    return element;
  }

  /** Scrolls as far as the element's end needs. */
  reveal(element) {
    element.scrollIntoView({ block: "nearest" });
  }

  /** Keeps the newest words in sight, but never pushes their question out of it nor pulls a reader back. */
  follow() {
    const { scrollHeight, clientHeight, scrollTop } = this.element;
    if (scrollTop < this.#target - SLACK) return;
    const top = (this.#last?.offsetTop ?? 0) - MARGIN;
    this.#target = Math.max(0, Math.min(scrollHeight - clientHeight, top));
    if (this.#target > scrollTop) this.element.scrollTop = this.#target;
  }
}

/** A reply to the question; `changed` is called when its height may have changed. */
export class Reply {
  #question;
  #changed;
  #body = h("div");
  #text = "";
  #frame = 0;
  #countdown = 0;

  constructor(question, changed) {
    this.#question = question;
    this.#changed = changed;
    this.element = h("div.message.reply", {}, h("span.unseen", {}, t("bot")), this.#body);
  }

  /** Shows that work goes on, in words. */
  wait(key) {
    this.element.setAttribute("aria-busy", "true");
    this.#text = "";
    const dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.#show([h("p.waiting", {}, dots, t(key))]);
  }

  addText(delta) {
    this.#text += withoutMarks(delta);
    this.#frame ||= requestAnimationFrame(() => this.#show(this.#partial()));
  }

  /** Shows the finished answer. This, `stop` and `fail` give what a screen reader says. */
  finish(answer, rating) {
    const nodes = renderAnswer(answer, this.#question);
    this.element.classList.add(answer.outcome);
    this.#end(answer.message_id && answer.outcome !== "handed_off" ? [...nodes, ratingRow(answer.message_id, rating)] : nodes);
    return spoken(nodes, answer);
  }

  stop() {
    this.#end([...this.#partial(), h("p.note", {}, t("stopped"))]);
    return t("stopped");
  }

  fail({ kind, message, retryAfterSeconds: seconds }, retry) {
    const said = kind === "busy" && seconds ? t("busyFor", { count: seconds }) : t(SAID_AS[kind] ?? kind);
    const button = kind === "quota" ? personButton() : h("button.action", { onclick: retry });
    if (kind !== "quota") this.#wait(button, kind === "busy" ? seconds : 0);
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

  #wait(button, seconds) {
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? t("retryIn", { count: seconds }) : t("retry");
    if (seconds > 0) this.#countdown = setTimeout(() => this.#wait(button, seconds - 1), 1000);
  }

  #end(nodes) {
    this.#show(nodes);
    this.element.removeAttribute("aria-busy");
  }

  #show(nodes) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#body.replaceChildren(...nodes);
    this.#changed();
  }
}

function ratingRow(messageId, rating) {
  const thumb = (value) =>
    h("button.tool", { "data-do": "rate", "data-rating": value, "aria-label": t(value), "aria-pressed": String(rating === value) }, icon("up"));
  return h("div.rating", { role: "group", "aria-label": t("rate"), "data-message": messageId }, thumb("up"), thumb("down"));
}
