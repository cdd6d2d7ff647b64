// The form at the bottom of the window.

import { h, icon } from "./dom.js";
import { keep, recall } from "./memory.js";
import { t } from "./words.js";

/** Calls `send(text)`. While `busy` nothing is sent, and the button stops the answer. */
export class Composer {
  #busy = false;
  #limit;
  #send;

  constructor(limit, send) {
    this.#limit = limit;
    this.#send = send;
    this.input = h("textarea", {
      id: "question", rows: "1", dir: "auto", autocomplete: "off", enterkeyhint: "send",
      "aria-label": t("input"), "aria-describedby": "count",
      oninput: () => this.#refresh(),
      onkeydown: (event) => this.#keydown(event),
    });
    this.count = h("p.count", { id: "count" });
    this.sendButton = h("button.send", { type: "submit", "aria-label": t("send") }, icon("send"));
    this.stopButton = h("button.send", { "data-do": "stop", "aria-label": t("stop") }, icon("stop"));
    const field = h("div.field", {}, this.input, this.sendButton, this.stopButton);
    this.person = h("button.quiet", { "data-do": "person" }, t("person"));
    const foot = h("div.foot", {}, this.person, this.count);
    this.element = h("form.composer", { onsubmit: (event) => this.#submit(event) }, field, foot);
    this.placeholder = t("placeholder");
    this.text = recall("session", "draft") ?? "";
  }

  get busy() {
    return this.#busy;
  }

  set busy(busy) {
    this.#busy = busy;
    this.#refresh();
  }

  get text() {
    return this.input.value.trim();
  }

  set text(text) {
    this.input.value = text;
    this.#refresh();
  }

  set placeholder(text) {
    this.input.placeholder = text;
  }

  /** Says something beside the input, until the next key. */
  complain(text) {
    this.count.textContent = text;
  }

  #keydown(event) {
    // While an input method is composing, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (!this.#isReady) return;
    const { text } = this;
    this.text = "";
    this.#send(text);
  }

  /** As the server counts: code points, not UTF-16 units. */
  get #length() {
    return [...this.text].length;
  }

  get #isReady() {
    return !this.#busy && this.text && this.#length <= this.#limit;
  }

  #refresh() {
    const { input } = this;
    const count = this.#length;
    const isTooLong = count > this.#limit;
    keep("session", "draft", input.value);
    this.sendButton.hidden = this.#busy;
    this.stopButton.hidden = !this.#busy;
    this.sendButton.disabled = !this.#isReady;
    this.count.textContent = count < this.#limit * 0.9 ? "" : t(isTooLong ? "tooLong" : "count", { count, limit: this.#limit });
    input.setAttribute("aria-invalid", String(isTooLong));
    this.fit();
  }

  /** As high as its text, up to a limit. */
  fit() {
    const { input } = this;
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${input.scrollHeight}px`;
  }
}
